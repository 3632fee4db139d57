"""Dependencies agree with the plain reference: on Sampleshire as specified, and on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from graphmap.analysis.dependencies import DEEPEST, Dependencies, Stream, dependencies
from graphmap.ingest import claims_of_tables
from graphmap.model.errors import UsageError
from graphmap.model.profiles import profile_text
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests import reference
from tests.generative.maps import random_map
from tests.reference.dependencies import Found
from tests.reference.dependencies import dependencies as plainly
from tests.spec.cases.rows import Tables

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, TODAY, date(2027, 5, 1))
SEEDS = range(400)
BATCH = 50
SAMPLESHIRE = Path(__file__).parents[2] / "importers" / "sampleshire" / "data"


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def as_reference(snapshot: Snapshot, found: Dependencies) -> Found:
    """The finding in the reference's terms."""
    keys, links, types = snapshot.deployments.key, snapshot.links, list(vocabulary().exchange_types)

    def text(row: int) -> str:
        code, version, use_case = (int(one[row]) for one in (links.profile, links.version, links.use_case))
        return profile_text(
            snapshot.profiles[code] if code >= 0 else None,
            snapshot.words[version] if version >= 0 else None,
            snapshot.words[use_case] if use_case >= 0 else None,
        )

    return Found(
        {keys[row]: away for row, away in zip(found.systems.tolist(), found.depth.tolist(), strict=True)},
        Counter(
            (keys[links.origin[row]], keys[links.target[row]], types[links.exchange[row]], text(row), away)
            for row, away in zip(found.links.tolist(), found.link_depth.tolist(), strict=True)
        ),
        found.deeper,
    )


def rows(snapshot: Snapshot, names: list[str]) -> np.ndarray:
    return np.array([snapshot.deployments.key.index[name] for name in names], dtype=np.int32)


def both(seed: int) -> tuple[Found, Found]:
    """What product and reference find upstream or downstream of some systems of a random map."""
    tables, rng = random_map(seed), Random(seed)
    snapshot = snapshot_of(tables)
    names = sorted(row["id"] for row in tables["deployments"])
    subject = rng.sample(names, rng.choice((1, 1, 2)))
    stream, depth, as_of = rng.choice(tuple(Stream)), rng.choice((1, 2, 6, 6, 6)), rng.choice(DAYS)
    least = rng.choice((None, None, *Evidence))
    types = sorted({row["exchange"] for row in tables.get("links", [])})
    chosen = frozenset(rng.sample(types, 1)) if types and rng.random() < 0.3 else None
    ours = dependencies(snapshot, as_of, rows(snapshot, subject), stream, depth, chosen, least)
    weakest = None if least is None else least.word
    theirs = plainly(tables, subject, str(stream), depth, as_of, TODAY, chosen, weakest)
    return as_reference(snapshot, ours), theirs


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_random_maps_have_the_dependencies_of_the_reference(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        ours, theirs = both(seed)
        assert ours == theirs, f"seed {seed}"


def test_the_random_maps_go_through_relays_and_beyond_what_is_asked() -> None:
    found = [both(seed)[0] for seed in SEEDS]
    assert sum(one.deeper for one in found) >= 10
    assert sum(any(far >= 3 for far in one.systems.values()) for one in found) >= 10
    assert sum(not one.links for one in found) >= 10


def test_what_is_reached_is_told_by_exchange_type() -> None:
    tables = reference.read_folder(SAMPLESHIRE)
    snapshot = snapshot_of(tables)
    found = dependencies(snapshot, TODAY, rows(snapshot, ["SA1-tally"]), Stream.UPSTREAM)
    types = list(vocabulary().exchange_types)
    told = {
        (snapshot.deployments.key[system], types[exchange])
        for system, exchange in zip(*found.reached, strict=True)
    }
    assert told == {("SA1-conduit", "demographics"), ("SA1-arden", "demographics")}


def test_a_hospital_that_gets_and_sends_letters_passes_none_on() -> None:
    snapshot = snapshot_of(reference.read_folder(SAMPLESHIRE))
    subject = rows(snapshot, ["SA1-arden"])
    found = dependencies(snapshot, TODAY, subject, Stream.UPSTREAM, DEEPEST, frozenset({"document"}))
    names = {snapshot.deployments.key[row] for row in found.systems.tolist()}
    assert names == {"SA1-arden", "SA5-meadow", "SA9-flare"}  # not SA6-lantern, which writes to SA5-meadow
    assert not found.deeper


@pytest.mark.parametrize("depth", [0, -1, DEEPEST + 1])
def test_a_depth_out_of_limits_is_refused(depth: int) -> None:
    snapshot = snapshot_of(random_map(1))
    with pytest.raises(UsageError, match="outside 1 to 10"):
        dependencies(snapshot, TODAY, np.array([0]), Stream.UPSTREAM, depth)
