"""Running the command line as a user does, in this process or in one of its own, and looking at what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from graphmap.cli.run import run
from importers import england, sampleshire

SAMPLESHIRE = sampleshire.folder()
ENGLAND = england.folder()
COMMAND = (sys.executable, "-m", "graphmap.cli")
PATIENCE = 120
"""Seconds after which a process that hangs is given up; no test is about time."""


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


class Here:
    """Runs commands in this process."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, *arguments: object) -> Outcome:
        self._captured.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = self._captured.readouterr()
        return Outcome(code, out, err)


def apart(
    *arguments: object, stdin: str = "", cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def hit(signal_number: int, *arguments: object) -> tuple[int, str]:
    """Exit code and words of a command that gets a signal as soon as it tells how far it is."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8"
    )
    assert process.stderr is not None
    with process.stderr as said:
        first = said.readline()
        process.send_signal(signal_number)
        rest = said.read()
    return process.wait(PATIENCE), first + rest


def address_of(path: Path) -> str:
    return f"sqlite:///{path}"


def path_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def bytes_of(address: str) -> tuple[bytes, bytes]:
    """What the file of a store and its log hold."""
    path = path_of(address)
    log = path.with_name(f"{path.name}-wal")
    return path.read_bytes(), log.read_bytes() if log.exists() else b""


def write(folder: Path, **tables: str) -> Path:
    """A folder of evidence tables: their text by name, lines as written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        lines = (line.strip() for line in text.strip().splitlines())
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
