"""What scenarios gain and lose agrees with changing the tables and answering every pair anew, on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from graphmap.analysis.exchange import ask, lanes, payloads
from graphmap.analysis.exchange.board import board
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.exchange.network import Network
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.analysis.findings import Question
from graphmap.analysis.scenario.applied import Applied
from graphmap.analysis.scenario.applying import apply
from graphmap.ingest import claims_of_tables
from graphmap.model.errors import UsageError
from graphmap.model.scenario import changes_of
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.splicing import in_order
from tests.analysis.test_exchange_against_reference import differing
from tests.generative.maps import random_map
from tests.reference import scenario as reference
from tests.reference.facts import Moment, Tables
from tests.reference.impact import known_map, yes_pairs
from tests.reference.tables import PAYLOADS
from tests.spec.cases.rows import deployment, link, port

TODAY = date(2026, 11, 22)
SEEDS = range(300)
BATCH = 25
PROFILES = ("", "", "BARS-CORE", "NRL-R4@1", "x-acme", "x-new@7")
USE_CASES = ("", "", "", "a1t1")
Change = dict[str, Any]


def random_changes(tables: Tables, snapshot: Snapshot, rng: Random, as_of: date) -> list[Change]:
    """Some changes that can be made one after the other, of every kind but replaced products."""
    changes: list[Change] = []
    names = [row["id"] for row in tables["deployments"]]
    codes = [row["code"] for row in tables["organisations"]]
    exchanges = sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])})
    for number in range(rng.choice((1, 2, 4, 8))):
        change = _change(tables, names, codes, exchanges or ["referral"], rng, number)
        try:
            apply(snapshot, as_of, changes_of([*changes, change]), subject_of(snapshot))
        except UsageError:
            continue  # it is there already, or is not: what is said of it has tests of its own
        changes.append(change)
        if "addDeployment" in change:
            names.append(change["addDeployment"]["id"])
    return changes


def _change(
    tables: Tables, names: list[str], codes: list[str], exchanges: list[str], rng: Random, number: int
) -> Change:
    kind = rng.choice(
        (
            "addLink",
            "addLink",
            "addLink",
            "retireLink",
            "addPort",
            "addPort",
            "retirePort",
            "addTranslation",
            "addDeployment",
            "retireDeployment",
            "mergeOrganisations",
            "bringForward",
            "fail",
        )
    )
    exchange = rng.choice(exchanges)
    profiles = {"profile": rng.choice(PROFILES), "useCase": rng.choice(USE_CASES)}
    links, ports = tables.get("links", []), tables.get("ports", [])
    match kind:
        case "addLink":
            origin, target = rng.sample(names, 2)
            return {kind: {"from": origin, "to": target, "exchange": exchange, **profiles}}
        case "retireLink" if links:
            return {kind: _as_fields(rng.choice(links), ("from", "to", "exchange", "profile", "use_case"))}
        case "retirePort" if ports:
            names_of = ("deployment", "exchange", "role", "profile", "emits", "use_case")
            return {kind: _as_fields(rng.choice(ports), names_of)}
        case "addTranslation":
            emits = {"emits": rng.choice(PROFILES)}
            return {kind: {"relay": rng.choice(names), "exchange": exchange, **profiles, **emits}}
        case "addDeployment":
            organisations = rng.sample(codes, rng.choice((1, 1, 2)))
            product = rng.choice([row["id"] for row in tables["products"]])
            return {kind: {"id": f"new-{number}", "product": product, "organisations": organisations}}
        case "retireDeployment":
            return {kind: {"deployment": rng.choice(names)}}
        case "mergeOrganisations":
            into, *merged = rng.sample(codes, rng.choice((2, 3)))
            return {kind: {"codes": merged, "into": into}}
        case "bringForward":
            keys = [*names, *("|".join(reference.identity(row)) for row in links)]
            keys += ["|".join(reference.port_identity(row)) for row in ports]
            return {kind: {"fact": rng.choice(keys)}}
        case "fail":
            return {kind: {"of": [rng.choice(names)]}}
    role = rng.choice(("source", "sink", "relay"))
    more = {"emits": rng.choice(PROFILES)} if role == "relay" else {"payload": rng.choice(("", *PAYLOADS))}
    return {
        "addPort": {"deployment": rng.choice(names), "exchange": exchange, "role": role, **profiles, **more}
    }


def _as_fields(row: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    spelled = {"use_case": "useCase"}
    return {spelled.get(name, name): row[name] for name in names if row.get(name)}


def subject_of(snapshot: Snapshot) -> Any:
    return lambda text: Subject(SubjectKind.DEPLOYMENT, snapshot.deployments.key.index[text])


def with_usual_said(changes: list[Change]) -> list[Change]:
    """The changes as the reference takes them: new systems know whether the scenario states ports for them."""
    stated = {change["addPort"]["deployment"] for change in changes if "addPort" in change}
    stated |= {change["addTranslation"]["relay"] for change in changes if "addTranslation" in change}
    return [
        {"addDeployment": {**fields, "ports stated": fields["id"] in stated}}
        if name == "addDeployment"
        else change
        for change in changes
        for name, fields in change.items()
    ]


def compare(seed: int) -> tuple[list[str], list[Change]]:
    """What differs, in words, and what was changed."""
    tables, rng = random_map(seed), Random(seed + 7)
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    as_of = rng.choice((TODAY, TODAY, TODAY + timedelta(days=rng.randrange(-900, 900))))
    least = rng.choice((None, None, None, *Evidence))
    changes = random_changes(tables, snapshot, rng, as_of)
    return differing_after(tables, changes, as_of, least, f"seed {seed}"), changes


def differing_after(
    tables: Tables, changes: list[Change], as_of: date, least: Evidence | None, where: str
) -> list[str]:
    """What of the pairs gained and lost is not what the changed tables say, in words."""
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    word = None if least is None else least.word
    applied = apply(snapshot, as_of, changes_of(changes), subject_of(snapshot))
    after_tables = reference.changed(tables, with_usual_said(changes), Moment(as_of, TODAY))
    where = f"{where} {as_of} {least} {changes}"
    exchanges = {row["exchange"] for name in ("ports", "links") for row in after_tables.get(name, [])}
    wrong = []
    found = {"of all types": differences(applied, exchanges, as_of, least)}
    found["by itself"] = {one: differences(applied, {one}, as_of, least)[one] for one in exchanges}
    for exchange in sorted(exchanges):
        before = yes_pairs(known_map(tables, exchange, as_of, TODAY, word))
        after = yes_pairs(known_map(after_tables, exchange, as_of, TODAY, word))
        for name, each in found.items():
            difference = each[exchange]
            those = pairs(snapshot, difference)
            if those != (before - after, after - before):
                wrong.append(f"{where} {exchange} {name}: {those}, expected {before - after, after - before}")
            if (difference.lost, difference.gained) != (len(before - after), len(after - before)):
                wrong.append(f"{where} {exchange} {name}: counted {difference.lost}, {difference.gained}")
    return wrong


def differences(
    applied: Applied, exchanges: set[str], as_of: date, least: Evidence | None
) -> dict[str, Difference]:
    """Before and after, worked out near the changes."""
    everyone = np.arange(len(applied.changed.below.organisations.key), dtype=np.int32)
    return {
        exchange: Difference(outcome, between(applied.changed.below, exchange, everyone, everyone))
        for exchange, outcome in suppose(applied.changed, dict.fromkeys(exchanges), as_of, least).items()
    }


def pairs(snapshot: Snapshot, difference: Difference) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    codes = snapshot.organisations.key
    lost, gained = (
        {
            (codes[sender], codes[receiver])
            for sender in range(len(codes))
            for receiver in those(sender).tolist()
        }
        for those in (difference.lost_from, difference.gained_from)
    )
    return lost, gained


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_what_a_scenario_gains_and_loses_is_what_the_changed_tables_say(first: int) -> None:
    wrong = [line for seed in SEEDS[first : first + BATCH] for line in compare(seed)[0]]
    assert not wrong, "\n".join(wrong[:4])


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_a_link_between_relays_that_goes_or_comes_parts_or_joins_all_beyond_it(first: int) -> None:
    wrong = []
    for seed in range(first, first + 10):
        tables, rng = with_relays_in_a_row(random_map(seed)), Random(seed)
        exchange = tables["links"][-1]["exchange"]
        middle = {"from": "relay-2", "to": "relay-3", "exchange": exchange}
        other = {"addLink": {**middle, "useCase": "a1t1"}}
        apart = {**tables, "links": [row for row in tables["links"] if row["from"] != "relay-2"]}
        for before, changes in (
            (tables, [{"retireLink": middle}]),
            (tables, [{"retireLink": middle}, other]),
            (tables, [other, {"fail": {"of": [rng.choice(("relay-1", "relay-2", "relay-3"))]}}]),
            (apart, [{"addLink": middle}]),
            (
                apart,
                [other, {"addTranslation": {"relay": "relay-1", "exchange": exchange, "profile": "x-new"}}],
            ),
        ):
            wrong += differing_after(before, changes, TODAY, None, f"seed {seed}")
    assert not wrong, "\n".join(wrong[:4])


def with_relays_in_a_row(tables: Tables) -> Tables:
    """A map in which one more system sends to another over three relays, and to what the map holds besides."""
    exchange = (tables.get("links") or [{"exchange": "referral"}])[0]["exchange"]
    codes, names = (
        [row[key] for row in tables[name]] for name, key in (("organisations", "code"), ("deployments", "id"))
    )
    relays = ["relay-1", "relay-2", "relay-3"]
    steps = pairwise(["further-a", *relays, "further-b"])
    return {
        **tables,
        "deployments": [
            *tables["deployments"],
            *(deployment(name, codes[0], "suite") for name in ("further-a", *relays)),
            deployment("further-b", codes[1], "suite"),
        ],
        "ports": [
            *tables.get("ports", []),
            *(port(relay, exchange, "relay") for relay in relays),
        ],
        "links": [
            *tables.get("links", []),
            *(link(name, relay, exchange) for name, relay in zip(names, relays, strict=False)),
            *(link(relay, name, exchange) for name, relay in zip(names[1:], relays, strict=False)),
            *(link(one, other, exchange) for one, other in steps),
        ],
    }


def test_a_scenario_may_add_more_systems_profiles_and_words_than_numbers_have_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (payloads, lanes):
        monkeypatch.setattr(module, "_ROOM", 1)
    wrong = [line for seed in SEEDS[:60] for line in compare(seed)[0]]
    assert not wrong, "\n".join(wrong[:4])


@pytest.mark.parametrize("first", range(0, 120, BATCH))
def test_every_pair_of_the_changed_map_is_explained_as_the_changed_tables_are(first: int) -> None:
    wrong = []
    for seed in range(first, first + BATCH):
        tables, rng = random_map(seed), Random(seed + 7)
        snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
        as_of = rng.choice((TODAY, TODAY, TODAY + timedelta(days=rng.randrange(-900, 900))))
        changes = random_changes(tables, snapshot, rng, as_of)
        supposed = in_order(apply(snapshot, as_of, changes_of(changes), subject_of(snapshot)).snapshot)
        after_tables = reference.changed(tables, with_usual_said(changes), Moment(as_of, TODAY))
        everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
        for exchange in sorted({row["exchange"] for row in after_tables.get("links", [])}):
            known = known_map(after_tables, exchange, as_of, TODAY, None)
            report = ask(supposed, Question(exchange, as_of), everyone, everyone)
            where = f"seed {seed} {as_of} {changes}"
            wrong += differing(supposed, report, known, Reading.CAUTIOUS, where)
    assert not wrong, "\n".join(wrong[:4])


def test_the_random_scenarios_hold_every_kind_of_change() -> None:
    kinds: Counter[str] = Counter()
    for seed in SEEDS:
        kinds.update(next(iter(change)) for change in compare(seed)[1])
    assert len(kinds) == 10
    assert min(kinds.values()) >= 5, kinds


def test_nothing_changed_is_nothing_gained_or_lost() -> None:
    for seed in SEEDS[:40]:
        snapshot = snapshot_of_claims(claims_of_tables(random_map(seed)), TODAY)
        everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
        for exchange in ("referral", "shared_record", "document"):
            found = board(Network(snapshot, Question(exchange, TODAY)))
            nothing = Gone(np.zeros(len(snapshot.deployments.key), dtype=bool))
            difference = Difference(evolve(found, nothing), between(snapshot, exchange, everyone, everyone))
            assert (difference.lost, difference.gained) == (0, 0)
