"""Tables for people: on a terminal folded to its width, elsewhere one line a row."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from textwrap import fill, wrap

_GAP = "  "
_NARROWEST = 8
"""Characters below which no column is folded."""


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Collection[str] = (),
    below: Collection[str] = (),
) -> None:
    """Print rows under their columns.

    `numbers` are set to the right. Where the terminal is too narrow for the columns named `below`, they are printed under
    the row that they belong to; where it still is, the widest columns are folded.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    beside = list(range(len(columns)))
    if room is not None and _width(_natural(columns, cells)) > room:
        beside = [place for place in beside if columns[place] not in below]
    under = [place for place in range(len(columns)) if place not in beside]
    head = [columns[place] for place in beside]
    body = [[row[place] for place in beside] for row in cells]
    widths = _fitted(_natural(head, body), [name in numbers for name in head], room)
    _print_row(head, head, widths, numbers)
    for row, shown in zip(cells, body, strict=True):
        _print_row(shown, head, widths, numbers)
        for place in under:
            if row[place]:
                text = f"{columns[place]}: {row[place]}"
                print(
                    fill(
                        text,
                        room or 0,
                        initial_indent=_GAP,
                        subsequent_indent=_GAP * 2,
                        break_on_hyphens=False,
                    )
                )


def _natural(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> list[int]:
    """Widths at which nothing is folded."""
    return [max(map(len, column)) for column in zip(columns, *cells, strict=True)]


def _width(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _fitted(widths: list[int], fixed: Sequence[bool], room: int | None) -> list[int]:
    """Widths that fit: the widest column that is no number gives way first."""
    while room is not None and _width(widths) > room:
        width, place = max(
            (0 if firm else width, place)
            for place, (width, firm) in enumerate(zip(widths, fixed, strict=True))
        )
        if width <= _NARROWEST:
            break
        widths[place] -= 1
    return widths


def _print_row(
    cells: Sequence[str], columns: Sequence[str], widths: Sequence[int], numbers: Collection[str]
) -> None:
    folded = [wrap(cell, width, break_on_hyphens=False) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue="") if any(folded) else [cells]:
        aligned = (
            text.rjust(width) if name in numbers else text.ljust(width)
            for text, width, name in zip(line, widths, columns, strict=True)
        )
        print(_GAP.join(aligned).rstrip())


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:.2f}"
        case list() | tuple():
            return ", ".join(map(str, value))
    return " ".join(str(value).split())
