"""Columns of ports, links, coverage and contracts. Port and link facts are one row for each period.

Each function takes the facts of its kind and returns what makes the columns once the names of all kinds are known.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import nan
from operator import ge

import numpy as np

from graphmap.model.dates import first_day
from graphmap.model.terms import Level, Payload
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    ROLES,
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
from graphmap.snapshot.intake import Alike, Grid, Periods, Standing, batches, optional, required
from graphmap.snapshot.numbering import Codes, Names, Numbering
from graphmap.snapshot.places import Places, flagged
from graphmap.store.base import Fact

_ROLE = Numbering((role, place) for place, role in enumerate(ROLES))
_PAYLOAD = Numbering([(None, -1), *((payload.name.lower(), int(payload)) for payload in Payload)])
_LEVEL = Numbering((str(level), place) for place, level in enumerate(Level))


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
    keys, grid, manner, periods = list[str](), Grid(), Alike(), Periods()
    for batch, bodies in batches(facts):
        keys += batch
        grid.add(
            deployment=deployment.each(required(bodies, "deployment")), rivals=optional(bodies, "rivals", 0)
        )
        manner.add(
            (
                body["exchange"],
                body["role"],
                body.get("profile"),
                body.get("emits"),
                body.get("use_case"),
                body.get("payload"),
            )
            for body in bodies
        )
        periods.add(bodies)
    said = manner.columns(
        exchange=exchange.__getitem__,
        role=_ROLE.__getitem__,
        profile=names.profiles.__getitem__,
        emits=names.profiles.__getitem__,
        use_case=names.words.__getitem__,
        payload=_PAYLOAD.__getitem__,
    )

    def columns(entities: Entities) -> Ports:
        profiles, period = entities.places.profiles, periods.columns()
        record = period["record"]
        column = {name: numbers[record] for name, numbers in said.items()}
        row = entities.places.deployments.places[grid["deployment"][record]]
        return Ports(
            record=record,
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
            status=period["status"].astype(np.int8),
            start=period["start"],
            end=period["end"],
            evidence=period["evidence"].astype(np.int8),
            observed=period["observed"],
            out=entities.deployments.out[row],
            keys=_keys(keys),
            rivals=grid["rivals"],
        )

    return columns


def links(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Links]:
    """Takes the links, a row for each period that is stated."""
    exchange, deployment = Codes("exchange type", vocabulary().exchange_types), names.deployments
    keys, grid, manner, periods = list[str](), Grid(), Alike(), Periods()
    for batch, bodies in batches(facts):
        keys += batch
        grid.add(
            origin=deployment.each(required(bodies, "origin")),
            target=deployment.each(required(bodies, "target")),
            rivals=optional(bodies, "rivals", 0),
        )
        manner.add((body["exchange"], body.get("profile"), body.get("use_case")) for body in bodies)
        periods.add(bodies)
    said = manner.columns(
        exchange=exchange.__getitem__, profile=names.profiles.__getitem__, use_case=names.words.__getitem__
    )

    def columns(entities: Entities) -> Links:
        profiles, period = entities.places.profiles, periods.columns()
        record = period["record"]
        column = {name: numbers[record] for name, numbers in said.items()}
        places, out = entities.places.deployments.places, entities.deployments.out
        origin, target = places[grid["origin"][record]], places[grid["target"][record]]
        return Links(
            record=record,
            origin=origin,
            target=target,
            exchange=column["exchange"].astype(np.int8),
            profile=profiles.code[column["profile"]],
            version=profiles.version[column["profile"]],
            major=profiles.major[column["profile"]],
            use_case=profiles.use_cases[column["use_case"]],
            status=period["status"].astype(np.int8),
            start=period["start"],
            end=period["end"],
            evidence=period["evidence"].astype(np.int8),
            observed=period["observed"],
            out=out[origin] | out[target],
            keys=_keys(keys),
            rivals=grid["rivals"],
        )

    return columns


def coverage(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Coverages]:
    """Takes the coverage rows."""
    exchange = Codes("exchange type", vocabulary().exchange_types)
    exchange["*"] = -1
    organisation = names.organisations
    keys, grid, cover, standing = list[str](), Grid(), Alike(), Standing()
    for batch, bodies in batches(facts):
        keys += batch
        grid.add(organisation=organisation.each(required(bodies, "organisation")))
        cover.add((body["exchange"], body.get("level", Level.NONE), body.get("as_of")) for body in bodies)
        standing.add(bodies)

    def columns(entities: Entities) -> Coverages:
        stands = standing.columns()
        column = cover.columns(exchange=exchange.__getitem__, level=_LEVEL.__getitem__, as_of=first_day)
        row = entities.places.organisations.places[grid["organisation"]]
        return Coverages(
            key=_keys(keys),
            organisation=row,
            exchange=column["exchange"].astype(np.int8),
            level=column["level"].astype(np.int8),
            as_of=column["as_of"],
            out=entities.organisations.stub[row],
            evidence=stands["evidence"].astype(np.int8),
            observed=stands["observed"],
            rivals=stands["rivals"],
        )

    return columns


def contracts(facts: Iterable[Fact], names: Names) -> Callable[[Entities], Contracts]:
    """Takes the contracts; dates that nobody states are open."""
    capability = Codes("capability", vocabulary().capabilities)
    keys, value = list[str](), array("d")
    framework, reference = list[str](), list[str]()
    grid, standing = Grid(), Standing()
    for batch, bodies in batches(facts):
        keys += batch
        grid.add(
            buyer=names.organisations.each(required(bodies, "buyer")),
            supplier=names.suppliers.each(required(bodies, "supplier")),
            product=names.products.each(optional(bodies, "product")),
            capability=capability.each(optional(bodies, "capability")),
        )
        standing.add(bodies)
        value.extend(optional(bodies, "value_gbp", nan))
        framework += optional(bodies, "framework", "")
        reference += optional(bodies, "reference", "")

    def columns(entities: Entities) -> Contracts:
        stands = standing.columns()
        buyer = entities.places.organisations.places[grid["buyer"]]
        supplier = entities.places.suppliers.places[grid["supplier"]]
        product = entities.places.products.places[grid["product"]]
        return Contracts(
            key=_keys(keys),
            buyer=buyer,
            supplier=supplier,
            product=product,
            capability=grid["capability"],
            value=np.array(value, dtype=np.float64),
            start=stands["start"],
            end=stands["end"],
            framework=Texts.pack(framework),
            reference=Texts.pack(reference),
            out=entities.organisations.stub[buyer]
            | entities.suppliers.stub[supplier]
            | flagged(entities.products.out, product),
            evidence=stands["evidence"].astype(np.int8),
            observed=stands["observed"],
            rivals=stands["rivals"],
        )

    return columns


def _keys(keys: Sequence[str]) -> Texts:
    """Keys of records. Raises `ValueError` unless ascending, each once."""
    if any(map(ge, keys, islice(keys, 1, None))):
        raise ValueError("facts must come by key, ascending, each once")
    return Texts.pack(keys)
