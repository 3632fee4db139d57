"""Payload levels of organisations agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.standards.payloads import ANSWERS, Answer, payloads
from graphmap.analysis.standards.payloads import Side as Found
from graphmap.ingest import claims_of_tables
from graphmap.model.errors import UsageError
from graphmap.model.terms import Evidence, Payload, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.reference.payloads import PayloadMap, Side
from tests.reference.tables import TABLE_1
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, small_map

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, TODAY, date(2027, 5, 1))
SEEDS = range(300)
BATCH = 50
KNOWN = {"GPC-HTML": "view", "DAPB4013": "coded", "TOC-IP": "document"}
"""Payloads of profiles, typed in again; the random maps are given these profiles here and there."""


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def with_payloads(seed: int) -> Tables:
    """A random map some of whose profiles are ones with a known payload."""
    tables, rng = random_map(seed), Random(seed)
    if seed % 2:
        codes = dict.fromkeys(("BARS-CORE", "NRL-R4"))
        chosen = {code: rng.choice(tuple(KNOWN)) for code in codes}
        if len(set(chosen.values())) == len(chosen):
            for name in ("ports", "links"):
                for row in tables.get(name, []):
                    for column in ("profile", "emits"):
                        code, at, version = row.get(column, "").partition("@")
                        if code in chosen:
                            row[column] = chosen[code] + at + version
    return tables


def as_reference(side: Found, place: int) -> Side:
    best = int(side.best[place])
    return Side(
        int(side.ports[place]),
        int(side.unstated[place]),
        Payload(best).name.lower() if best >= 0 else None,
        str(ANSWERS[side.coded[place]]),
    )


def compare(seed: int, seen: Counter[str]) -> None:
    tables, rng = with_payloads(seed), Random(seed)
    snapshot = snapshot_of(tables)
    as_of, least = rng.choice(DAYS), rng.choice((None, None, *Evidence))
    reading = rng.choice(tuple(Reading))
    codes = sorted(row["code"] for row in tables["organisations"])
    rows = np.array([snapshot.organisations.key.index[code] for code in codes], dtype=np.int32)
    exchanges = {row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])}
    for exchange in sorted(exchanges):
        plain = PayloadMap(
            tables,
            exchange,
            as_of,
            TODAY,
            KNOWN,
            None if least is None else least.word,
            on_record=reading is Reading.ON_RECORD,
        )
        found = payloads(snapshot, exchange, as_of, rows, reading, least)
        senders, receivers = TABLE_1[exchange]
        bodies = [code for code in codes if plain.known.organisation_types[code] in senders | receivers]
        assert [snapshot.organisations.key[row] for row in found.organisations] == bodies
        low = high = both = 0
        for place, body in enumerate(bodies):
            sides = plain.side(body, "source"), plain.side(body, "sink")
            told = as_reference(found.sends, place), as_reference(found.takes, place)
            assert told == sides, f"seed {seed} {exchange} {body}"
            answers = {side.coded for side in sides}
            seen.update(answers)
            if "NOT_APPLICABLE" not in answers:
                both += 1
                low += answers == {"YES"}
                high += "NO" not in answers
            assert bool(found.complete[place]) == plain.known.complete(body, exchange)
            for side, one in zip((found.sends, found.takes), sides, strict=True):
                assert bool(side.view_only[place]) == (one.best == "view" and not one.unstated)
        assert (found.low, found.high, found.both) == (low, high, both)


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_random_maps_have_the_payloads_of_the_reference(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS[first : first + BATCH]:
        compare(seed, seen)
    assert all(seen[answer] >= 5 for answer in Answer), seen


def coded(
    ports: list[dict[str, str]], covered: str = "complete", links: list[dict[str, str]] | None = None
) -> str:
    """Whether A takes coded medicines."""
    tables = small_map(
        [organisation("A"), organisation("B")],
        [deployment("A-1", "A"), deployment("B-1", "B")],
        ports,
        links,
        [coverage("A", covered)],
    )
    snapshot = snapshot_of(tables)
    row = np.array([snapshot.organisations.key.index["A"]], dtype=np.int32)
    return str(ANSWERS[payloads(snapshot, "medication_allergy", TODAY, row).takes.coded[0]])


def test_a_port_without_payload_has_that_of_its_profile() -> None:
    assert coded([port("A-1", "medication_allergy", "sink", "DAPB4013")]) == "YES"
    assert coded([port("A-1", "medication_allergy", "sink", "GPC-HTML")]) == "NO"
    assert coded([port("A-1", "medication_allergy", "sink", "DAPB4013", payload="view")]) == "NO"


def test_where_neither_says_it_is_not_known_though_the_record_is_complete() -> None:
    assert coded([port("A-1", "medication_allergy", "sink")]) == "UNKNOWN"
    assert coded([]) == "NO"
    assert coded([], covered="partial") == "UNKNOWN"


def test_a_link_implies_a_port_with_its_profile() -> None:
    assert coded([], links=[link("B-1", "A-1", "medication_allergy", "DAPB4013")]) == "YES"
    assert coded([], links=[link("A-1", "B-1", "medication_allergy", "DAPB4013")]) == "NO"


def test_an_unknown_exchange_type_is_refused() -> None:
    with pytest.raises(UsageError, match="'fax' is no exchange type"):
        payloads(snapshot_of(small_map([organisation("A")], [])), "fax", TODAY, np.array([0]))
