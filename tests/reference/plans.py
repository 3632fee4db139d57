"""Converging on one product, on the evidence tables themselves (semantics, section 12)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.facts import Moment, Tables, evidence_of, items
from tests.reference.impact import identity, known_map, yes_pairs
from tests.reference.market import MarketMap
from tests.reference.scenario import give_usual, stands
from tests.reference.tables import EVIDENCE


@dataclass(frozen=True)
class Plan:
    """What follows: pairs gained and lost by exchange type, links by what tells them apart, contracts by reference."""

    exchanges: dict[str, tuple[int, int]]
    rebuild: list[tuple[str, ...]]
    contracts: set[str]
    before: tuple[Fraction, Fraction] | None
    after: tuple[Fraction, Fraction] | None
    migrated: set[str]
    replaced: set[str]
    also: set[str]


def plan(
    tables: Tables,
    capability: str,
    product: str,
    scope: set[str],
    moment: Moment,
    reading: str,
    least: str | None,
) -> Plan:
    """What follows when every other system for a capability in a scope gives way to one of a product."""
    sold = {row["id"]: set(items(row.get("capabilities", ""))) for row in tables["products"]}

    def serves(row: dict[str, str]) -> set[str]:
        return set(items(row.get("capabilities", ""))) or sold[row["product"]]

    systems = sorted(
        (
            row
            for row in tables["deployments"]
            if stands(row, moment) == "in force" and capability in serves(row)
        ),
        key=lambda row: row["id"],
    )
    others = [
        row for row in systems if row["product"] != product and scope & set(items(row["organisations"]))
    ]
    whole = {row["id"] for row in others if set(items(row["organisations"])) <= scope}
    there = market(tables, moment, least)
    after = _replaced(
        tables, others, whole, product, scope, moment, capability not in sold[product], capability
    )
    relays = {
        (row["deployment"], row["exchange"])
        for row in strong(tables, "ports", least)
        if row["role"] == "relay" and stands(row, moment) == "in force"
    }
    running = {row["id"] for row in strong(tables, "deployments", least) if stands(row, moment) == "in force"}
    rebuild = [
        identity(row)
        for row in strong(tables, "links", least)
        if stands(row, moment, link=True) == "in force"
        and {row["from"], row["to"]} <= running
        and whole & {row["from"], row["to"]}
        and (row["to"] if row["from"] in whole else row["from"], row["exchange"]) not in relays
    ]
    replaced = {row["id"] for row in others}
    contracts = {
        row["reference"]
        for row in there.contracts
        if there.contract_in_force(row) and replaced & {system.id for system in there.dependents(row)}
    }
    then = market(after, moment, least)
    return Plan(
        _exchanges(tables, after, there, moment, least),
        rebuild,
        contracts,
        there.market(capability, scope, reading).hhi,
        then.market(capability, scope, reading).hhi,
        {code for row in others for code in items(row["organisations"])} & scope,
        replaced,
        {one for row in others if row["id"] in whole for one in serves(row)} - sold[product] - {capability},
    )


def market(tables: Tables, moment: Moment, least: str | None) -> MarketMap:
    return MarketMap(tables, moment.as_of, moment.known_at, least)


def strong(tables: Tables, name: str, least: str | None) -> list[dict[str, str]]:
    """Rows whose evidence counts."""
    return [
        row
        for row in tables.get(name, [])
        if least is None or EVIDENCE.index(evidence_of(row)) >= EVIDENCE.index(least)
    ]


def _replaced(
    tables: Tables,
    others: list[dict[str, str]],
    whole: set[str],
    product: str,
    scope: set[str],
    moment: Moment,
    says_what_for: bool,
    capability: str,
) -> Tables:
    after = deepcopy(tables)
    has = {
        code
        for row in tables["deployments"]
        if row["product"] == product
        and stands(row, moment) == "in force"
        and (
            capability in items(row.get("capabilities", ""))
            or (not row.get("capabilities") and not says_what_for)
        )
        for code in items(row["organisations"])
    }
    for row in after["deployments"]:
        if row["id"] in whole:
            row["status"], row["from"], row["to"] = "retired", "", ""
        elif row["id"] in {one["id"] for one in others}:
            row["organisations"] = ";".join(code for code in items(row["organisations"]) if code not in scope)
    for row in others:
        need = [code for code in items(row["organisations"]) if code in scope and code not in has]
        if need:
            has.update(need)
            name = f"{row['id']}>{product}"
            own = {"capabilities": capability} if says_what_for else {}
            new = {
                "id": name,
                "product": product,
                "organisations": ";".join(need),
                "evidence": "observed",
                **own,
            }
            after["deployments"].append(new)
            learnt = deepcopy(tables)
            give_usual(learnt, name, product, moment)
            for table in ("ports", "links"):
                after.setdefault(table, []).extend(learnt.get(table, [])[len(tables.get(table, [])) :])
    return after


def _exchanges(
    tables: Tables, after: Tables, there: MarketMap, moment: Moment, least: str | None
) -> dict[str, tuple[int, int]]:
    found = {}
    named = {row["exchange"] for name in ("ports", "links") for row in after.get(name, [])}
    for exchange in named:
        before, then = (
            {
                pair
                for pair in yes_pairs(known_map(one, exchange, moment.as_of, moment.known_at, least))
                if all(map(there.is_open, pair))
            }
            for one in (tables, after)
        )
        if before != then:
            found[exchange] = (len(then - before), len(before - then))
    return found
