"""What is said of a record, property by property, as the cells of the evidence tables give it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphmap.analysis.changes.contents import VALIDITY
from graphmap.analysis.kept import kept
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Deployments, Links, Ports, Snapshot
from graphmap.snapshot.export.words import Words, number


def words_of(snapshot: Snapshot) -> Words:
    """The words of a snapshot, kept with it."""
    return kept(snapshot, "words of changes", "words", 1, lambda: Words(snapshot))


def values_of(snapshot: Snapshot, kind: Kind, row: int) -> Mapping[str, str]:
    """The value of each property that may change, blank where nothing is said. `row`: of ports and links the record."""
    words = words_of(snapshot)
    match kind:
        case Kind.ORGANISATION:
            return _organisation(words, row)
        case Kind.SUPPLIER:
            sellers = snapshot.suppliers
            return {"name": sellers.name[row], "group": sellers.group[row], "aliases": sellers.aliases[row]}
        case Kind.PRODUCT:
            return _product(words, row)
        case Kind.DEPLOYMENT:
            return _deployment(words, row)
        case Kind.PORT | Kind.LINK:
            return _of_facts(words, snapshot.ports if kind is Kind.PORT else snapshot.links, row)
        case Kind.COVERAGE:
            cover = snapshot.coverage
            return {"level": words.level(cover.level[row]), "as_of": words.day(cover.as_of[row])}
        case Kind.CONTRACT:
            table = snapshot.contracts
            return {
                "value_gbp": _decimal(table.value[row]),
                "framework": table.framework[row],
                VALIDITY: _dates(words, table.start[row], table.end[row]),
            }


def facts_of(table: Ports | Links, record: int) -> range:
    """The facts of a record: they stand together."""
    first, last = np.searchsorted(table.record, (record, record + 1)).tolist()
    return range(first, last)


def period(words: Words, table: Deployments | Ports | Links, row: int) -> str:
    """Status and dates of a fact in one text."""
    dates = _dates(words, table.start[row], table.end[row])
    return f"{words.status(table.status[row])} {dates}".strip()


def _dates(words: Words, start: np.int32, end: np.int32) -> str:
    first, last = words.day(int(start)), words.day(int(end))
    return f"{f'from {first} ' if first else ''}{f'to {last}' if last else ''}".strip()


def _decimal(value: np.float64) -> str:
    said = number(value)
    if said is None:
        return ""
    return str(int(said)) if said.is_integer() else repr(said)


def _organisation(words: Words, row: int) -> Mapping[str, str]:
    table = words.snapshot.organisations

    def named(place: int) -> str:
        return table.key[place] if place >= 0 else ""

    return {
        "name": table.name[row],
        "type": words.type(int(table.type[row])),
        "settings": words.settings(int(table.settings[row])),
        "icb": named(int(table.icb[row])),
        "region": named(int(table.region[row])),
        "latitude": _decimal(table.latitude[row]),
        "longitude": _decimal(table.longitude[row]),
        "postcode": table.postcode[row],
        "predecessors": ";".join(map(named, table.predecessors[row])),
        "aliases": table.aliases[row],
        VALIDITY: _dates(words, table.opened[row], table.closed[row]),
    }


def _product(words: Words, row: int) -> Mapping[str, str]:
    table, suppliers = words.snapshot.products, words.snapshot.suppliers
    supplier = int(table.supplier[row])
    return {
        "name": table.name[row],
        "supplier": suppliers.key[supplier] if supplier >= 0 else "",
        "capabilities": ";".join(map(words.capability, table.capabilities[row])),
        "standards": words.profiles(table.standards[row]),
        "aliases": table.aliases[row],
    }


def _deployment(words: Words, row: int) -> Mapping[str, str]:
    snapshot = words.snapshot
    table, product = snapshot.deployments, int(snapshot.deployments.product[row])
    return {
        "product": snapshot.products.key[product] if product >= 0 else "",
        "organisations": ";".join(snapshot.organisations.key[place] for place in table.organisations[row]),
        "capabilities": ";".join(map(words.capability, table.capabilities[row])),
        "host": table.host[row],
        VALIDITY: period(words, table, row),
    }


def _of_facts(words: Words, table: Ports | Links, record: int) -> Mapping[str, str]:
    rows = facts_of(table, record)
    said = {VALIDITY: "; ".join(period(words, table, row) for row in rows)}
    if isinstance(table, Ports):
        said["payload"] = words.payload(table.payload[rows[0]])
    return said
