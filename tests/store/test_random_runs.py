"""Any run of runs leaves a store with the facts, the history and the counts that replaying them would give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmap.model.claims import Claim
from graphmap.model.terms import Evidence as Level
from graphmap.model.terms import Kind
from graphmap.store import open_store
from graphmap.store.base import KnownAt, Reader
from tests.store.plain import Place, PlainStore, Said, distinct
from tests.store.saying import Evidence, counts, coverage, deployment, link, organisation
from tests.stores import STORES

EXAMPLES = {"sqlite": 100, "neo4j": 25}
"""Each example on a server takes dozens of transactions."""
DAYS = ("2026-01-01", "2026-02-01", "2026-03-01")
_dates = st.sampled_from([None, "2024", "2025-06", "2026-01-15"])
_levels = st.sampled_from(Level)
_names = st.sampled_from([None, "Ash", "Beech"])
_claims = st.one_of(
    st.builds(
        organisation,
        st.sampled_from(["RAA", "RBB"]),
        name=_names,
        aliases=st.sampled_from([(), ("Old",), ("Older", "Old")]),
        level=_levels,
        on=_dates,
    ),
    st.builds(deployment, st.sampled_from(["d1", "d2"]), host=_names, start=_dates, level=_levels, on=_dates),
    st.builds(link, slot=st.integers(0, 2), start=_dates, level=_levels, on=_dates),
    st.builds(coverage, st.sampled_from(["partial", "complete"])),
)
_runs = st.builds(
    Said,
    st.sampled_from(DAYS),
    st.sampled_from(["a", "b", "c"]),
    st.lists(_claims, max_size=6).map(distinct),
    st.frozensets(st.sampled_from([Kind.ORGANISATION, Kind.DEPLOYMENT, Kind.LINK, Kind.COVERAGE])),
)


def closed(run: Said) -> Said:
    """A run of this one that states periods from the first on, without a gap."""
    slots: dict[tuple[Kind, str], int] = {}
    claims: list[Claim] = []
    for claim in run.claims:
        slot = slots.get((claim.kind, claim.key), 0)
        slots[claim.kind, claim.key] = slot + 1
        claims.append(claim._replace(slot=slot))
    return Said(run.day, run.source, tuple(claims), run.complete)


runs_in_order = st.lists(_runs.map(closed), max_size=7).map(
    lambda runs: sorted(runs, key=lambda run: run.day)
)
"""Runs of a few sources, about few records, over a few days."""


@pytest.mark.parametrize("kind", STORES)
def test_a_store_agrees_with_replaying_its_runs(kind: str, request: pytest.FixtureRequest) -> None:
    fresh = STORES[kind](request)

    @settings(max_examples=EXAMPLES[kind])
    @given(runs=runs_in_order)
    def agrees(runs: list[Said]) -> None:
        replayed(fresh(), runs)

    agrees()


def replayed(address: str, runs: list[Said]) -> None:
    plain = PlainStore()
    counted: dict[int, tuple[object, object]] = {0: ({kind: {} for kind in Kind}, {})}
    """What was known as soon as each revision counted."""
    with pytest.MonkeyPatch.context() as clock:
        evidence = Evidence(open_store(address), clock)
        for run in runs:
            evidence.today(run.day)
            would = evidence.would_change(run.source, *run.claims, complete=run.complete)
            made = evidence.say(run.source, *run.claims, complete=run.complete)
            expected = plain.say(run)
            assert counts(would) == counts(made) == expected
            assert (made.revision is None) == (expected[:3] == (0, 0, 0))
            if made.revision is not None:
                counted[made.revision] = plain.facts("9999"), plain.known("9999")
            stated = sum(source == run.source for source, *_ in plain.known("9999"))
            assert evidence.source(run.source).claims == stated
        with evidence.store.reading() as reader:
            for day in ("2025-12-31", *DAYS):
                known_at = date.fromisoformat(day)
                assert {kind: dict(reader.facts(kind, known_at)) for kind in Kind} == plain.facts(day)
                assert claims_of(reader, known_at) == plain.known(day)
            for revision, (facts, claims) in counted.items():
                assert {kind: dict(reader.facts(kind, revision)) for kind in Kind} == facts
                assert claims_of(reader, revision) == claims
            assert {kind: dict(reader.facts(kind)) for kind in Kind} == plain.facts("9999")
        evidence.store.close()


def claims_of(reader: Reader, known_at: KnownAt) -> dict[Place, Claim]:
    """Every claim known on the day, or at the revision: the runs speak of few records."""
    keys = ["RAA", "RBB", "RXX|*", "d1", "d2", link().key]
    return {
        (one.source, kind, key, one.claim.slot): one.claim
        for kind in Kind
        for key, said in reader.claims(kind, keys, known_at).items()
        for one in said
    }
