"""`graphmap recover`, and what `runs` says, about a run that a process left half-stored in a shared store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graphmap.model.errors import StoreUnavailable
from graphmap.store.base import Unfinished
from graphmap.store.sqlite import SqliteStore
from tests.cli.running import Here

LEFT = Unfinished("survey", "import", "process 42 on ward-pc", "2026-11-22T10:15:00Z", 12_000, active=False)
SENTENCE = (
    "import of survey by process 42 on ward-pc, begun 2026-11-22 10:15 UTC, is unfinished: "
    "12,000 claims written so far, none of them visible"
)


class Shared(SqliteStore):
    """A store in which a run can be left unfinished, like a server's."""

    left: Unfinished | None = None
    recovered: list[bool]
    """Whether each recovery was to discard."""

    def unfinished(self) -> Unfinished | None:  # type: ignore[override]
        return self.left

    def recover(self, *, discard: bool = False) -> None:
        if self.left is not None and self.left.active:
            raise StoreUnavailable("process 42 on ward-pc is still at work")
        self.recovered.append(discard)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Shared]]:
    """The kind of every store that commands open; what was left in it is to be set."""
    monkeypatch.setattr("graphmap.store.SqliteStore", Shared)
    monkeypatch.setattr(Shared, "left", LEFT)
    monkeypatch.setattr(Shared, "recovered", [], raising=False)
    return Shared


def test_without_an_unfinished_run_it_says_so(graphmap: Here, sampleshire: str) -> None:
    for command in (["recover"], ["recover", "--discard"]):
        done = graphmap(*command, "--store", sampleshire)
        assert (done.code, done.out) == (0, "no unfinished run: the store is whole\n")
        done = graphmap(*command, "--json", "--store", sampleshire)
        assert done.json == {"unfinished": None, "discarded": False}


def test_without_an_unfinished_run_the_store_still_catches_up(
    graphmap: Here, sampleshire: str, shared: type[Shared]
) -> None:
    shared.left = None
    assert graphmap("recover", "--store", sampleshire).code == 0
    assert shared.recovered == [False]


def test_an_unfinished_run_is_described_with_what_can_be_done(
    graphmap: Here, sampleshire: str, shared: type[Shared]
) -> None:
    done = graphmap("recover", "--store", sampleshire)
    assert done.code == 0
    assert done.out == (
        f"{SENTENCE}\nto finish it: import the same input again; to drop it: graphmap recover --discard\n"
    )
    assert shared.recovered == [False]


@pytest.mark.parametrize(
    ("action", "named", "remedy"),
    [
        ("retract", "retract of survey by process 42", "retract the source again"),
        ("copy", "copy by process 42", "copy the same store again"),
    ],
)
def test_other_actions_are_resumed_in_their_own_way(
    graphmap: Here, sampleshire: str, shared: type[Shared], action: str, named: str, remedy: str
) -> None:
    shared.left = replace(LEFT, action=action)
    said = graphmap("recover", "--store", sampleshire).out
    assert said.startswith(named)
    assert f"to finish it: {remedy};" in said


def test_an_unfinished_run_is_dropped(graphmap: Here, sampleshire: str, shared: type[Shared]) -> None:
    done = graphmap("recover", "--discard", "--store", sampleshire)
    assert done.code == 0
    assert done.out.startswith(
        "discarded import of survey by process 42 on ward-pc, begun 2026-11-22 10:15 UTC: 12,000 claims "
    )
    assert shared.recovered == [True]


@pytest.mark.parametrize("discarded", [False, True])
def test_an_unfinished_run_as_json(
    graphmap: Here, sampleshire: str, shared: type[Shared], discarded: bool
) -> None:
    flags = ["--discard"] if discarded else []
    assert graphmap("recover", *flags, "--json", "--store", sampleshire).json == {
        "unfinished": {
            "source": "survey",
            "action": "import",
            "owner": "process 42 on ward-pc",
            "startedAt": "2026-11-22T10:15:00Z",
            "claims": 12_000,
            "active": False,
        },
        "discarded": discarded,
    }


def test_a_run_that_is_being_stored_is_left_to_its_process(
    graphmap: Here, sampleshire: str, shared: type[Shared]
) -> None:
    shared.left = replace(LEFT, active=True)
    done = graphmap("recover", "--store", sampleshire)
    assert done.code == 0
    assert "is being stored: 12,000 claims written so far" in done.out
    assert "wait until it has ended, or stop it" in done.out
    refused = graphmap("recover", "--discard", "--store", sampleshire)
    assert (refused.code, refused.out) == (4, "")
    assert "is still at work" in refused.err
    assert shared.recovered == []


def test_runs_mentions_an_unfinished_run_beside_its_answer(
    graphmap: Here, sampleshire: str, shared: type[Shared]
) -> None:
    for form in ([], ["--json"]):
        done = graphmap("runs", *form, "--store", sampleshire)
        assert done.err == f"{SENTENCE} (graphmap recover)\n"
        assert "survey" not in done.out
    shared.left = None
    assert not graphmap("runs", "--store", sampleshire).err
