"""Columns of ports, links, coverage and contracts. Port and link facts are one row for each period.

Each function takes the facts of its kind and returns what makes the columns once the names of all kinds are known.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import nan
from typing import Any

import numpy as np

from graphmap.model.dates import first_day, last_day, observed_day
from graphmap.model.terms import Level, Payload, Status
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    ROLES,
    STATUSES,
    Contracts,
    Coverages,
    Deployments,
    Links,
    Organisations,
    Ports,
    Products,
    Suppliers,
    Texts,
)
from graphmap.snapshot.intake import Codes, Days, Grid, Names, Places, flagged
from graphmap.store.base import Fact

_STATUS = {status: place for place, status in enumerate(STATUSES)}
_ROLE = {role: place for place, role in enumerate(ROLES)}
_PAYLOAD: dict[str | None, int] = {None: -1, **{payload.name.lower(): int(payload) for payload in Payload}}
_LEVEL = {str(level): place for place, level in enumerate(Level)}


@dataclass(frozen=True)
class Entities:
    """The columns of the entities, on which relations hang, and where each name has its row."""

    places: Places
    organisations: Organisations
    suppliers: Suppliers
    products: Products
    deployments: Deployments


def ports(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Ports]:
    """Takes the ports, a row for each period that is stated."""
    exchange, deployment = Codes("exchange type", vocabulary().exchange_types), names.deployments
    profile, use_case = names.profiles, names.words
    first, last, day = Days(first_day), Days(last_day), Days(observed_day)
    keys, rivals = list[str](), array("i")
    grid = Grid(
        "record", "deployment", "exchange", "role", "profile", "emits", "use_case", "payload",
        "status", "start", "end", "evidence", "observed",
    )  # fmt: skip
    for record, (key, body) in enumerate(facts):
        get = body.get
        keys.append(key)
        rivals.append(get("rivals", 0))
        head = (
            record,
            deployment[body["deployment"]],
            exchange[body["exchange"]],
            _ROLE[body["role"]],
            profile[get("profile")],
            profile[get("emits")],
            use_case[get("use_case")],
            _PAYLOAD[get("payload")],
        )
        for status, start, end, evidence, observed in get("periods") or _unstated(body):
            grid.add((*head, _STATUS[status], first[start], last[end], evidence, day[observed]))

    def columns(entities: Entities) -> Ports:
        column, profiles = grid.columns(), entities.places.profiles
        row = entities.places.deployments.places[column["deployment"]]
        return Ports(
            record=column["record"],
            deployment=row,
            exchange=column["exchange"].astype(np.int8),
            role=column["role"].astype(np.int8),
            profile=profiles.code[column["profile"]],
            version=profiles.version[column["profile"]],
            major=profiles.major[column["profile"]],
            emits=profiles.code[column["emits"]],
            emits_version=profiles.version[column["emits"]],
            emits_major=profiles.major[column["emits"]],
            use_case=profiles.use_cases[column["use_case"]],
            payload=column["payload"].astype(np.int8),
            status=column["status"].astype(np.int8),
            start=column["start"],
            end=column["end"],
            evidence=column["evidence"].astype(np.int8),
            observed=column["observed"],
            out=entities.deployments.out[row],
            keys=_keys(keys),
            rivals=np.array(rivals, dtype=np.int32),
        )

    return columns


def links(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Links]:
    """Takes the links, a row for each period that is stated."""
    exchange, deployment = Codes("exchange type", vocabulary().exchange_types), names.deployments
    profile, use_case = names.profiles, names.words
    first, last, day = Days(first_day), Days(last_day), Days(observed_day)
    keys, rivals = list[str](), array("i")
    grid = Grid(
        "record", "origin", "target", "exchange", "profile", "use_case",
        "status", "start", "end", "evidence", "observed",
    )  # fmt: skip
    for record, (key, body) in enumerate(facts):
        get = body.get
        keys.append(key)
        rivals.append(get("rivals", 0))
        head = (
            record,
            deployment[body["origin"]],
            deployment[body["target"]],
            exchange[body["exchange"]],
            profile[get("profile")],
            use_case[get("use_case")],
        )
        for status, start, end, evidence, observed in get("periods") or _unstated(body):
            grid.add((*head, _STATUS[status], first[start], last[end], evidence, day[observed]))

    def columns(entities: Entities) -> Links:
        column, profiles = grid.columns(), entities.places.profiles
        places, out = entities.places.deployments.places, entities.deployments.out
        origin, target = places[column["origin"]], places[column["target"]]
        return Links(
            record=column["record"],
            origin=origin,
            target=target,
            exchange=column["exchange"].astype(np.int8),
            profile=profiles.code[column["profile"]],
            version=profiles.version[column["profile"]],
            major=profiles.major[column["profile"]],
            use_case=profiles.use_cases[column["use_case"]],
            status=column["status"].astype(np.int8),
            start=column["start"],
            end=column["end"],
            evidence=column["evidence"].astype(np.int8),
            observed=column["observed"],
            out=out[origin] | out[target],
            keys=_keys(keys),
            rivals=np.array(rivals, dtype=np.int32),
        )

    return columns


def coverage(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Coverages]:
    """Takes the coverage rows."""
    exchange = Codes("exchange type", vocabulary().exchange_types)
    exchange["*"] = -1
    organisation, first, day = names.organisations, Days(first_day), Days(observed_day)
    keys = list[str]()
    grid = Grid("organisation", "exchange", "level", "as_of", "evidence", "observed", "rivals")
    for key, body in facts:
        get = body.get
        keys.append(key)
        grid.add(
            (
                organisation[body["organisation"]],
                exchange[body["exchange"]],
                _LEVEL[get("level", Level.NONE)],
                first[get("as_of")],
                body["evidence"],
                day[get("observed_at")],
                get("rivals", 0),
            )
        )

    def columns(entities: Entities) -> Coverages:
        column = grid.columns()
        row = entities.places.organisations.places[column["organisation"]]
        return Coverages(
            key=_keys(keys),
            organisation=row,
            exchange=column["exchange"].astype(np.int8),
            level=column["level"].astype(np.int8),
            as_of=column["as_of"],
            out=entities.organisations.stub[row],
            evidence=column["evidence"].astype(np.int8),
            observed=column["observed"],
            rivals=column["rivals"],
        )

    return columns


def contracts(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Contracts]:
    """Takes the contracts; dates that nobody states are open."""
    capability = Codes("capability", vocabulary().capabilities)
    first, last, day = Days(first_day), Days(last_day), Days(observed_day)
    keys, value = list[str](), array("d")
    framework, reference = list[str](), list[str]()
    grid = Grid(
        "buyer", "supplier", "product", "capability", "start", "end", "evidence", "observed", "rivals"
    )
    for key, body in facts:
        get = body.get
        keys.append(key)
        _, start, end, _, _ = (get("periods") or _unstated(body))[0]
        grid.add(
            (
                names.organisations[body["buyer"]],
                names.suppliers[body["supplier"]],
                names.products[get("product")],
                capability[get("capability")],
                first[start],
                last[end],
                body["evidence"],
                day[get("observed_at")],
                get("rivals", 0),
            )
        )
        value.append(get("value_gbp", nan))
        framework.append(get("framework", ""))
        reference.append(get("reference", ""))

    def columns(entities: Entities) -> Contracts:
        column = grid.columns()
        buyer = entities.places.organisations.places[column["buyer"]]
        supplier = entities.places.suppliers.places[column["supplier"]]
        product = entities.places.products.places[column["product"]]
        return Contracts(
            key=_keys(keys),
            buyer=buyer,
            supplier=supplier,
            product=product,
            capability=column["capability"],
            value=np.array(value, dtype=np.float64),
            start=column["start"],
            end=column["end"],
            framework=Texts.pack(framework),
            reference=Texts.pack(reference),
            out=entities.organisations.stub[buyer]
            | entities.suppliers.stub[supplier]
            | flagged(entities.products.out, product),
            evidence=column["evidence"].astype(np.int8),
            observed=column["observed"],
            rivals=column["rivals"],
        )

    return columns


def _unstated(body: dict[str, Any]) -> Sequence[Sequence[Any]]:
    """The one period of a record of which nobody states validity: in force, open at both ends."""
    return ((Status.LIVE, None, None, body["evidence"], body.get("observed_at")),)


def _keys(keys: Sequence[str]) -> Texts:
    """Keys of records. Raises `ValueError` unless ascending, each once."""
    if any(one >= other for one, other in pairwise(keys)):
        raise ValueError("facts must come by key, ascending, each once")
    return Texts.pack(keys)
