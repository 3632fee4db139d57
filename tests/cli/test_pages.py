"""The pages that show commands are followed from top to bottom, and what they show is what is printed."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphmap.cli.run import run

ROOT = Path(__file__).parents[2]
PAGES = [
    "docs/tutorial/sampleshire.md",
    "docs/how-to/ask-with-graphql.md",
    "docs/how-to/copy-a-store.md",
    "docs/how-to/export-the-map.md",
    "docs/how-to/save-a-scenario.md",
    "docs/reference/questions.md",
]
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


def _steps(page: str) -> Iterator[Command | File]:
    blocks = re.split(r"^```(.*)\n", page, flags=re.MULTILINE)
    for before, kind, text in zip(blocks[::4], blocks[1::4], blocks[2::4], strict=False):
        if kind == "console":
            for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, *shown = command.rstrip("\n").split("\n")
                yield Command(line, tuple(shown))
        elif path := re.search(r"`([\w./-]+\.\w+)`(?: reads)?:\s*$", before):
            yield File(path[1], text)


def _pattern(shown: tuple[str, ...]) -> str:
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


def _printed(line: str) -> str:
    """What a command prints, both streams in order."""
    both = io.StringIO()
    with redirect_stdout(both), redirect_stderr(both):
        run(shlex.split(line)[1:])
    return both.getvalue()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_is_printed(
    name: str, sampleshire_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Serving would never end; whoever follows the page stops it.
    monkeypatch.setattr("graphmap.cli.demo.listen", lambda *_: None)
    if "tutorial" not in name:
        (tmp_path / "map.db").write_bytes(sampleshire_file.read_bytes())
        monkeypatch.setenv("GRAPHMAP_STORE", "sqlite:///map.db")
    commands = 0
    for step in _steps((ROOT / name).read_text(encoding="utf-8")):
        if isinstance(step, File):
            path = tmp_path / step.path
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.line.startswith("export "):
            for setting in shlex.split(step.line)[1:]:
                monkeypatch.setenv(*setting.split("=", 1))
        else:
            assert step.line.startswith("graphmap ")
            commands += 1
            printed = _printed(step.line)
            assert re.fullmatch(_pattern(step.shown), printed), f"$ {step.line}\n{printed}"
    assert commands >= 3


@pytest.mark.parametrize("name", ["README.md", "docs/reference/cli.md", *PAGES])
def test_a_page_leads_to_pages_that_are_there(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []
