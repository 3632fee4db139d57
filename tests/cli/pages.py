"""Pages that show commands: their steps, and what a command prints."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from math import inf
from unittest.mock import patch

from graphmap.cli.run import run

LEFT_OUT = "…"


@dataclass(frozen=True)
class Command:
    """A command of a page, and the lines shown below it."""

    line: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file that the page tells its reader to save."""

    path: str
    text: str


def steps(page: str) -> Iterator[Command | File]:
    blocks = re.split(r"^```(.*)\n", page, flags=re.MULTILINE)
    for before, kind, text in zip(blocks[::4], blocks[1::4], blocks[2::4], strict=False):
        if kind == "console":
            for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, *shown = command.rstrip("\n").split("\n")
                yield Command(line, tuple(shown))
        elif path := re.search(r"`([\w./-]+\.\w+)`(?: reads)?:\s*$", before):
            yield File(path[1], text)


def pattern(shown: tuple[str, ...]) -> str:
    """What a page shows, as a pattern: `…` alone stands for any lines, at the end of a line for the rest of it."""
    parts = []
    for line in shown:
        if line == LEFT_OUT:
            parts.append(r"(?:.*\n)*?")
        elif line.endswith(LEFT_OUT):
            parts.append(re.escape(line.removesuffix(LEFT_OUT).rstrip()) + r".*\n")
        else:
            parts.append(re.escape(line) + r" *\n")
    return "".join(parts)


def printed(line: str) -> str:
    """What a command prints, both streams in order, but for how far it is, which is told where it takes long."""
    both = io.StringIO()
    with redirect_stdout(both), redirect_stderr(both), patch("graphmap.api.view.QUICK", inf):
        run(shlex.split(line)[1:])
    return both.getvalue()
