"""The incidents that are replayed on England's evidence: each command prints what its page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphmap.ingest import ImportOptions, run_import
from graphmap.store import open_store
from tests.cli.pages import Command, pattern, printed, steps
from tests.cli.running import ENGLAND

PAGE = (Path(__file__).parents[2] / "docs/reference/incidents.md").read_text(encoding="utf-8")
CASES = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
COMMANDS = [step for step in steps(PAGE) if isinstance(step, Command)]


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds England's bundled evidence."""
    address = f"sqlite:///{tmp_path_factory.mktemp('england') / 'map.db'}"
    store = open_store(address)
    report = run_import(store, str(ENGLAND), ImportOptions(source="england"))
    store.close()
    assert not report.refused
    return address


@pytest.mark.parametrize("command", COMMANDS, ids=[command.line for command in COMMANDS])
def test_a_replay_prints_what_the_page_shows(
    command: Command, england: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_STORE", england)
    assert command.shown
    said = printed(command.line)
    assert re.fullmatch(pattern(command.shown), said), f"$ {command.line}\n{said}"


@pytest.mark.parametrize("case", CASES, ids=[case.partition("\n")[0] for case in CASES])
def test_every_incident_names_its_source(case: str) -> None:
    assert re.search(r"\]\(https?://", case)
