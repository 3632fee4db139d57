"""Finding a Java that is new enough: JAVA_HOME, then the PATH, then where distributions put theirs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

_DISTRIBUTIONS = Path("/usr/lib/jvm")


def java(at_least: int, tested: Sequence[int] = ()) -> Path | None:
    """The `java` program to use: of a tested version where one is there, else the first that is new enough."""
    found = [(version, program) for version, program in _found() if version >= at_least]
    for wanted in tested:
        for version, program in found:
            if version == wanted:
                return program
    return found[0][1] if found else None


@cache
def _found() -> tuple[tuple[int, Path], ...]:
    programs = dict.fromkeys(path.resolve() for path in _places() if path.is_file())
    versions = ((_version(program), program) for program in programs)
    return tuple((version, program) for version, program in versions if version is not None)


def _places() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if program := shutil.which("java"):
        yield Path(program)
    if _DISTRIBUTIONS.is_dir():
        yield from sorted(_DISTRIBUTIONS.glob("*/bin/java"))


def _version(program: Path) -> int | None:
    """Major version that the program gives as its own; None where it does not run."""
    try:
        said = subprocess.run(
            [program, "-version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    number = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(number[1]) if number and said.returncode == 0 else None
