"""What is known of a scope in plain sentences, and records named as people would."""

from __future__ import annotations

from graphmap.analysis.coverage.records import Place
from graphmap.analysis.exchange.words import Words
from graphmap.model.profiles import profile_text
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ROLES, Snapshot

_DOES = {"source": "sends", "sink": "receives", "relay": "passes on"}


def named(snapshot: Snapshot, place: Place) -> str:
    """A record as people would name it: `Arden EPR at SA1 sends referrals (ERS-R4@1)`. It hangs on no stub."""
    return _NAMED[place.kind](snapshot, place.row)


def organisations_of(snapshot: Snapshot, place: Place) -> list[int]:
    """Rows of the organisations that a record is about; none for products and suppliers."""
    run_by, row = snapshot.deployments.organisations, place.row
    if place.kind is Kind.ORGANISATION:
        return [row]
    if place.kind is Kind.DEPLOYMENT:
        return run_by[row]
    if place.kind is Kind.PORT:
        return run_by[snapshot.ports.deployment[row]]
    if place.kind is Kind.LINK:
        ends = run_by[snapshot.links.origin[row]] + run_by[snapshot.links.target[row]]
        return list(dict.fromkeys(ends))
    if place.kind is Kind.COVERAGE:
        return [int(snapshot.coverage.organisation[row])]
    return [int(snapshot.contracts.buyer[row])] if place.kind is Kind.CONTRACT else []


def _words(snapshot: Snapshot, exchange: int = 0) -> Words:
    return Words(snapshot, list(vocabulary().exchange_types)[exchange])


def _port(snapshot: Snapshot, row: int) -> str:
    table = snapshot.ports
    words = _words(snapshot, int(table.exchange[row]))
    parts = (
        (snapshot.profiles, table.profile),
        (snapshot.words, table.version),
        (snapshot.words, table.use_case),
    )
    profile = [texts[int(column[row])] if column[row] >= 0 else None for texts, column in parts]
    stated = f" ({profile_text(*profile)})" if any(profile) else ""
    does = _DOES[ROLES[table.role[row]]]
    return f"{words.deployment(int(table.deployment[row]))} {does} {words.what}{stated}"


def _link(snapshot: Snapshot, row: int) -> str:
    table = snapshot.links
    words = _words(snapshot, int(table.exchange[row]))
    origin, target = (words.deployment(int(end[row])) for end in (table.origin, table.target))
    return f"{origin} to {target}: {words.what}"


def _coverage(snapshot: Snapshot, row: int) -> str:
    table = snapshot.coverage
    exchange = int(table.exchange[row])
    about = f" for {_words(snapshot, exchange).what}" if exchange >= 0 else ""
    return f"How complete the record of {_organisation(snapshot, int(table.organisation[row]))} is{about}"


def _contract(snapshot: Snapshot, row: int) -> str:
    table = snapshot.contracts
    capability, product = int(table.capability[row]), int(table.product[row])
    supplier = _supplier(snapshot, int(table.supplier[row]))
    bought = _product(snapshot, product) if product >= 0 else ""
    if not bought and capability >= 0:
        bought = list(vocabulary().capabilities.values())[capability].name
    buyer = _organisation(snapshot, int(table.buyer[row]))
    return f"Contract of {buyer} with {supplier}" + (f" for {bought}" if bought else "")


def _organisation(snapshot: Snapshot, row: int) -> str:
    return _words(snapshot).organisation(row)


def _supplier(snapshot: Snapshot, row: int) -> str:
    return snapshot.suppliers.name[row] or snapshot.suppliers.key[row]


def _product(snapshot: Snapshot, row: int) -> str:
    return snapshot.products.name[row] or snapshot.products.key[row]


def _deployment(snapshot: Snapshot, row: int) -> str:
    return _words(snapshot).deployment(row)


_NAMED = {
    Kind.ORGANISATION: _organisation,
    Kind.SUPPLIER: _supplier,
    Kind.PRODUCT: _product,
    Kind.DEPLOYMENT: _deployment,
    Kind.PORT: _port,
    Kind.LINK: _link,
    Kind.COVERAGE: _coverage,
    Kind.CONTRACT: _contract,
}
