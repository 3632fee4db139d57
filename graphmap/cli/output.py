"""What commands print: data to standard output, talk to standard error; and how far long work is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import BaseModel


def note(text: str) -> None:
    """Say something to the person at the keyboard."""
    print(text, file=sys.stderr, flush=True)


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: `1 error`, `2,000 errors`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    import orjson

    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode() + "\n")


def plain(model: BaseModel) -> dict[str, Any]:
    """A model as JSON data, its fields named as GraphQL names them: `recorded_at` is `recordedAt`."""
    return {camel(name): value for name, value in model.model_dump(mode="json").items()}


def moment(recorded: str | None) -> str:
    """A recorded time (ISO 8601 in UTC) as people read it, to the minute, still in UTC."""
    return "" if recorded is None else recorded[:16].replace("T", " ")


def print_badge(fictional: bool | None) -> None:
    """Print above what comes from invented evidence that it is invented (semantics, section 8)."""
    if fictional:
        from graphmap.snapshot.export.badge import FICTIONAL

        print(FICTIONAL)


def camel(name: str) -> str:
    """The name of a field as GraphQL writes it."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


class Progress:
    """How far long work is: a bar on a terminal, plain lines elsewhere (at most one a tenth of the work).

    It appears when it is first told something, and goes for as long as something else is to be said (`pause`).
    """

    def __init__(self, title: str = "") -> None:
        """`title`: what is said before each stage, where the stages do not say it themselves."""
        self._title = title
        self._bar: Any = None
        self._task: Any = None
        self._said: tuple[str, int] = ("", 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """Say that `done` of `total` (None: nobody knows) is through in a stage of the work."""
        if sys.stderr.isatty():
            self._show(stage, done, total)
            return
        said = stage, done * 10 // total if total else done // 50_000
        if said != self._said:
            self._said = said
            note(f"{self._named(stage)}: {done:,}" + (f" of {total:,}" if total else " rows"))

    def _named(self, stage: str) -> str:
        return f"{self._title} {stage}".strip()

    def pause(self) -> None:
        """Take the bar away, so that lines can be printed."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self, stage: str, done: int, total: int | None) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            # Standard output stays where it is: what a command prints there may go to a file.
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._bar.start()
            self._task = self._bar.add_task(self._title, total=None)
        self._bar.update(self._task, description=self._named(stage), completed=done, total=total)
