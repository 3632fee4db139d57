"""What commands print: data to standard output, talk to standard error, tables for people or JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, Self


def note(text: str) -> None:
    """Say something to the person at the keyboard."""
    print(text, file=sys.stderr, flush=True)


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    import orjson

    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode() + "\n")


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()
) -> None:
    """Print rows under their columns; on a terminal within its width, elsewhere unwrapped and without rules."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    wide = None if sys.stdout.isatty() else 10_000
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else _cell(cell) for cell in row))
    Console(file=sys.stdout, width=wide, highlight=False, markup=False).print(table)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


class Progress:
    """How far long work is: a bar on a terminal, plain lines elsewhere (at most one a tenth of the work)."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: Any = None
        self._task: Any = None
        self._tenth = -1
        self._stage = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._title, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """Say that `done` of `total` (None: nobody knows) is through in a stage of the work."""
        if self._bar is not None:
            self._bar.update(self._task, description=f"{self._title}: {stage}", completed=done, total=total)
            return
        tenth = done * 10 // total if total else done // 50_000
        if stage != self._stage or tenth != self._tenth:
            self._stage, self._tenth = stage, tenth
            if done:
                note(f"{self._title}: {stage} {done:,}" + (f" of {total:,}" if total else ""))
