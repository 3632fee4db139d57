"""Changes of the map in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from graphmap.analysis.changes import Change, How
from graphmap.analysis.changes.values import facts_of, period, words_of
from graphmap.analysis.exchange.words import spoken_date
from graphmap.model.dates import to_date
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import PLANNED, Snapshot

_ROLES = ("sends", "takes", "passes on")


def sentence(
    before: Snapshot,
    after: Snapshot,
    change: Change,
    differences: Mapping[str, tuple[str, str]],
) -> str:
    """One change in a sentence; `differences`: value before and after of each property that changed."""
    where, row = (before, change.before) if change.after < 0 else (after, change.after)
    subject = _subject(where, change.kind, row)
    match change.how:
        case How.NEW:
            return f"New: {subject}{_standing(after, change.kind, row)}."
        case How.RETRACTED:
            return f"Withdrawn: {subject}; no source says so any more."
        case How.SLIPPED:
            return f"Overdue: {subject}{_due(after, change.kind, row)}; no source says that it happened."
        case How.RESTATED:
            return f"Confirmed: {subject}, as before, on other evidence or seen again."
        case How.CHANGED:
            said = "; ".join(
                f"{name.replace('_', ' ')} was {old or 'not stated'}, is {new or 'not stated'}"
                for name, (old, new) in differences.items()
            )
            return f"Changed: {subject}: {said}."


def _subject(snapshot: Snapshot, kind: Kind, row: int) -> str:
    match kind:
        case Kind.ORGANISATION:
            return f"organisation {_organisation(snapshot, row)}"
        case Kind.SUPPLIER:
            return f"supplier {_named(snapshot.suppliers.name[row], snapshot.suppliers.key[row])}"
        case Kind.PRODUCT:
            return f"product {_named(snapshot.products.name[row], snapshot.products.key[row])}"
        case Kind.DEPLOYMENT:
            return f"system {_system(snapshot, row)}"
        case Kind.PORT:
            return _port(snapshot, row)
        case Kind.LINK:
            return _link(snapshot, row)
        case Kind.COVERAGE:
            table = snapshot.coverage
            exchange = int(table.exchange[row])
            of = "whatever is exchanged" if exchange < 0 else _plural(exchange)
            whose = _organisation(snapshot, int(table.organisation[row]))
            return f"how complete the record of {whose} is for {of} ({words_of(snapshot).level(table.level[row])})"
        case Kind.CONTRACT:
            return _contract(snapshot, row)


def _organisation(snapshot: Snapshot, row: int) -> str:
    return _named(snapshot.organisations.name[row], snapshot.organisations.key[row])


def _named(name: str, key: str) -> str:
    return f"{name} ({key})" if name and name != key else key


def _system(snapshot: Snapshot, row: int) -> str:
    """`SA1-arden (Arden EPR)`."""
    product = int(snapshot.deployments.product[row])
    name = snapshot.products.name[product] if product >= 0 else ""
    key = snapshot.deployments.key[row]
    return f"{key} ({name})" if name else key


def _port(snapshot: Snapshot, record: int) -> str:
    table, words = snapshot.ports, words_of(snapshot)
    row = facts_of(table, record)[0]
    said = f"{_system(snapshot, int(table.deployment[row]))} {_ROLES[table.role[row]]} {_plural(int(table.exchange[row]))}"
    return said + _profile(
        words.profile(table.profile[row], table.version[row]), words.word(table.use_case[row])
    )


def _link(snapshot: Snapshot, record: int) -> str:
    table, words = snapshot.links, words_of(snapshot)
    row = facts_of(table, record)[0]
    ends = f"{_system(snapshot, int(table.origin[row]))} to {_system(snapshot, int(table.target[row]))}"
    said = f"interface from {ends} for {_plural(int(table.exchange[row]))}"
    return said + _profile(
        words.profile(table.profile[row], table.version[row]), words.word(table.use_case[row])
    )


def _profile(profile: str, use_case: str) -> str:
    stated = " ".join(part for part in (profile, use_case) if part)
    return f" in {stated}" if stated else ""


def _contract(snapshot: Snapshot, row: int) -> str:
    table = snapshot.contracts
    product, supplier = int(table.product[row]), int(table.supplier[row])
    what = (
        snapshot.products.name[product] or snapshot.products.key[product]
        if product >= 0
        else words_of(snapshot).capability(int(table.capability[row]))
    )
    seller = snapshot.suppliers.name[supplier] or snapshot.suppliers.key[supplier]
    reference = f" ({table.reference[row]})" if table.reference[row] else ""
    return (
        f"contract of {_organisation(snapshot, int(table.buyer[row]))} with {seller}"
        + (f" for {what}" if what else "")
        + reference
    )


def _plural(exchange: int) -> str:
    return list(vocabulary().exchange_types.values())[exchange].plural


def _standing(snapshot: Snapshot, kind: Kind, row: int) -> str:
    """Status and dates of a new fact, where it has any but plain live."""
    words = words_of(snapshot)
    match kind:
        case Kind.DEPLOYMENT:
            said = [period(words, snapshot.deployments, row)]
        case Kind.PORT | Kind.LINK:
            table = snapshot.ports if kind is Kind.PORT else snapshot.links
            said = [period(words, table, fact) for fact in facts_of(table, row)]
        case _:
            return ""
    return "" if said == ["live"] else f", {'; '.join(said)}"


def _due(snapshot: Snapshot, kind: Kind, row: int) -> str:
    """When the overdue plans of a record were due."""
    table = (
        snapshot.deployments
        if kind is Kind.DEPLOYMENT
        else snapshot.ports
        if kind is Kind.PORT
        else snapshot.links
    )
    rows = [row] if kind is Kind.DEPLOYMENT else facts_of(table, row)  # type: ignore[arg-type]
    days = [
        to_date(int(table.start[one]))
        for one in rows
        if table.status[one] == PLANNED and table.start[one] <= snapshot.known_at
    ]
    return ", planned for " + " and ".join(spoken_date(day) for day in days if day is not None)
