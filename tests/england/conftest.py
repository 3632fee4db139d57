"""England's evidence in a store, imported once, and each of the thirty questions asked of it once."""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graphmap.cli.run import run
from graphmap.ingest import ImportOptions, run_import
from graphmap.store import open_store
from tests.api.asking import Door
from tests.cli.running import ENGLAND, address_of
from tests.england.evidence import Evidence
from tests.england.questions import QUESTIONS, SHARED

Answer = Callable[[int], dict[str, Any]]
Said = Callable[[int], list[str]]


@pytest.fixture(scope="session")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store that holds England's evidence. Not to be changed."""
    path = tmp_path_factory.mktemp("england") / "england.db"
    store = open_store(address_of(path))
    report = run_import(store, str(ENGLAND), ImportOptions(source="england"))
    store.close()
    assert not report.refused, list(report.lines())
    return path


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return Evidence()


@pytest.fixture(scope="session")
def answer(england: Path) -> Iterator[Answer]:
    """The data of a question by its number; none may have errors."""
    store = open_store(address_of(england))
    door = Door(store)
    yield cache(lambda number: door.ask(QUESTIONS[number].query))
    store.close()


@pytest.fixture(scope="session")
def said(england: Path) -> Said:
    """What the commands of a question print, by its number; each has to succeed."""
    shared = england.with_name("shared.csv")
    shared.write_text(SHARED, encoding="utf-8")
    store = address_of(england)

    @cache
    def of(number: int) -> list[str]:
        commands = (command.format(shared=shared) for command in QUESTIONS[number].commands)
        return [_printed([*shlex.split(command), "--store", store]) for command in commands]

    return of


def _printed(arguments: list[str]) -> str:
    both = io.StringIO()
    with redirect_stdout(both), redirect_stderr(both):
        code = run(["ask", *arguments])
    assert code == 0, both.getvalue()
    return both.getvalue()
