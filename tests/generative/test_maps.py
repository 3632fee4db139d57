"""The random maps are what they promise: valid, repeatable, and rich enough to reach every rule."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise, permutations

import pytest

from graphmap.ingest import claims_of_tables
from tests.generative.maps import LINK_COLUMNS, ROLES, random_map
from tests.generative.periods import random_moment
from tests.reference import Answer, ExchangeMap, Tables, silos
from tests.reference.facts import first_day, last_day
from tests.spec.cases.rows import Row

SEEDS = range(500)
READINGS = ("CAUTIOUS", "ON_RECORD")
ENOUGH = 8
"""How often each kind of answer must turn up among all maps."""

REQUIRED = {
    "organisations": ("code", "name", "type"),
    "suppliers": ("id", "name"),
    "products": ("id", "name"),
    "deployments": ("id", "product", "organisations"),
    "ports": ("deployment", "exchange", "role"),
    "links": ("from", "to", "exchange"),
    "coverage": ("organisation", "exchange", "level"),
}
KINDS_OF_ANSWER = (
    "YES",
    "NO",
    "UNKNOWN",
    "NOT_APPLICABLE",
    "NO_EVIDENCE_SENDER",
    "NO_EVIDENCE_RECEIVER",
    "NO_EVIDENCE_SENDER+NO_EVIDENCE_RECEIVER",
    "NO_SYSTEM_SENDER",
    "NO_SYSTEM_RECEIVER",
    "NO_SYSTEM_SENDER+NO_SYSTEM_RECEIVER",
    "PLANNED",
    "MISMATCH",
    "PLANNED+MISMATCH",
    "NO_ROUTE",
    "ONE_WAY",
    "PROFILE_ASSUMED",
    "LOSSY",
    "LOSSY and PROFILE_ASSUMED",
    "SINGLE_POINT",
    "due on a day",
    "never due",
    "mismatch and due on a day",
    "mismatch and never due",
    "no link",
    "one link",
    "two links",
    "three links",
    "back where it began",
    "translated",
    "inferred",
    "declared",
    "registered",
    "assured",
    "observed",
    "undated",
    "observed on a day",
    "NO on record where UNKNOWN",
    "S0",
    "S1",
    "S2",
    "S3",
    "OPEN",
    "UNDETERMINED",
    "no score",
)


def kinds_of(answer: Answer) -> list[str]:
    """What the answer is an example of."""
    kinds = [answer.verdict, "+".join(answer.reasons), *answer.flags]
    if {"LOSSY", "PROFILE_ASSUMED"} <= set(answer.flags):
        kinds.append("LOSSY and PROFILE_ASSUMED")
    if "PLANNED" in answer.reasons:
        due = "never due" if answer.available_from is None else "due on a day"
        kinds.append(f"mismatch and {due}" if answer.mismatch else due)
    if answer.route is not None and answer.evidence is not None:
        kinds += [
            answer.evidence,
            "undated" if answer.observed_at is None else "observed on a day",
            ("no link", "one link", "two links", "three links", "more links")[min(len(answer.route), 5) - 1],
        ]
        if len(answer.route) > 1 and answer.route[0] == answer.route[-1]:
            kinds.append("back where it began")
    return kinds


def exchanges_of(tables: Tables) -> list[str]:
    return sorted({row["exchange"] for row in tables.get("links", []) + tables.get("ports", [])})


def kinds_on(seed: int) -> Counter[str]:
    """What all answers of one map are examples of: every exchange type, ordered pair and reading, and the silos."""
    tables, moment = random_map(seed), random_moment(seed)
    found: Counter[str] = Counter()
    for exchange in exchanges_of(tables):
        plain = {
            **tables,
            "ports": [
                {name: row[name] for name in row if name != "emits"} for row in tables.get("ports", [])
            ],
        }
        question = ExchangeMap(tables, exchange, *moment)
        untranslated = (
            question if plain["ports"] == tables.get("ports") else ExchangeMap(plain, exchange, *moment)
        )
        for sender, receiver in permutations([row["code"] for row in tables["organisations"]], 2):
            cautious, on_record = (question.answer(sender, receiver, reading) for reading in READINGS)
            found.update(kinds_of(cautious) + kinds_of(on_record))
            found["NO on record where UNKNOWN"] += (cautious.verdict, on_record.verdict) == ("UNKNOWN", "NO")
            if cautious.verdict == "YES":
                found["translated"] += untranslated.answer(sender, receiver).verdict != "YES"
    for reading in READINGS:
        as_of, known_at, min_evidence = moment
        for silo in silos(tables, as_of, known_at, reading, min_evidence).values():
            found.update([silo.grade, *["no score"] * (silo.score is None)])
    return found


def test_every_kind_of_answer_turns_up() -> None:
    found = sum((kinds_on(seed) for seed in SEEDS), Counter[str]())
    for kind in KINDS_OF_ANSWER:
        print(f"{found[kind]:7} {kind}")
    assert [kind for kind in KINDS_OF_ANSWER if found[kind] < ENOUGH] == []


def test_a_seed_always_makes_the_same_map() -> None:
    assert random_map(7) == random_map(7) != random_map(8)


@pytest.mark.parametrize("seed", range(0, 500, 10))
def test_every_map_is_one_that_an_importer_takes(seed: int) -> None:
    tables = random_map(seed)
    assert len(claims_of_tables(tables)) == sum(len(rows) for rows in tables.values())
    assert 4 <= len(tables["organisations"]) <= 8
    assert 4 <= len(tables["deployments"]) <= 12
    for table, columns in REQUIRED.items():
        assert [row for row in tables.get(table, []) if not all(row.get(column) for column in columns)] == []

    keys = {name: [row[REQUIRED[name][0]] for row in tables[name]] for name in list(REQUIRED)[:4]}
    assert all(len(set(found)) == len(found) for found in keys.values())
    covered = [(row["organisation"], row["exchange"]) for row in tables.get("coverage", [])]
    assert len(set(covered)) == len(covered)

    systems = set(keys["deployments"])
    assert {row["product"] for row in tables["deployments"]} <= set(keys["products"])
    assert {row["supplier"] for row in tables["products"] if "supplier" in row} <= set(keys["suppliers"])
    assert {code for row in tables["deployments"] for code in row["organisations"].split(";")} <= set(
        keys["organisations"]
    )
    assert {row["deployment"] for row in tables.get("ports", [])} <= systems
    assert {row[end] for row in tables.get("links", []) for end in ("from", "to")} <= systems
    assert all(row["from"] != row["to"] for row in tables.get("links", []))


@pytest.mark.parametrize("seed", range(0, 500, 10))
def test_periods_of_one_port_or_link_do_not_overlap(seed: int) -> None:
    tables = random_map(seed)
    facts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in tables.get("ports", []):
        named = [row.get(name, "") for name in ("deployment", "exchange", "profile", "emits", "use_case")]
        facts[ROLES[row["role"]], *named].append(row)
    for row in tables.get("links", []):
        named = [row.get(name, "") for name in ("from", "to", "exchange", "profile", "use_case")]
        dates = {name: row.get(column, "") for name, column in LINK_COLUMNS.items()}
        facts["link", *named].append({**row, **dates})
    for rows in facts.values():
        assert len({row.get("payload") for row in rows}) == 1
        assert len({row["role"] for row in rows if "role" in row}) <= 1
        periods = sorted(
            (first_day(row.get("from", "")) or date.min, last_day(row.get("to", "")) or date.max)
            for row in rows
        )
        assert all(start <= end for start, end in periods)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(periods))
