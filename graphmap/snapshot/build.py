"""Builds a snapshot from resolved facts, in one pass over each kind.

Whatever a fact refers to and nobody states becomes a *stub*; what hangs on a stub is marked `out` (semantics, section 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

import numpy as np

from graphmap.model.claims import Claim
from graphmap.model.resolve import Sourced, resolve
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot import entities, relations
from graphmap.snapshot.columns import Lists, Snapshot, Texts
from graphmap.snapshot.numbering import Names
from graphmap.snapshot.places import Places
from graphmap.store.base import Fact, KnownAt, Reader

__all__ = ["build", "snapshot_of_claims", "snapshot_of_facts"]


def build(
    reader: Reader, store_id: str, known_at: date, fictional: bool, *, past: KnownAt | None = None
) -> Snapshot:
    """The snapshot of what `reader` sees, as known on `known_at`.

    With `past`, only claims recorded by then count; without it the reader's resolved facts are taken as they stand, which
    is quicker and the same when nothing was recorded later. One pass, O(facts), in memory of the columns.
    """
    facts = {kind: reader.facts(kind, past) for kind in Kind}
    revision = past if isinstance(past, int) else reader.revision
    return snapshot_of_facts(facts, known_at, store_id=store_id, revision=revision, fictional=fictional)


def snapshot_of_claims(
    claims: Iterable[Claim] | Mapping[str, Iterable[Claim]], known_at: date, *, fictional: bool = False
) -> Snapshot:
    """The snapshot of claims that are in no store: of one source, or of several by name."""
    by_source = claims if isinstance(claims, Mapping) else {"evidence": claims}
    records: dict[Kind, dict[str, list[Sourced]]] = {kind: {} for kind in Kind}
    for source, said in by_source.items():
        for claim in said:
            records[claim.kind].setdefault(claim.key, []).append(Sourced(source, claim))
    facts = {kind: _resolved(kind, by_key) for kind, by_key in records.items()}
    return snapshot_of_facts(facts, known_at, fictional=fictional)


def snapshot_of_facts(
    facts: Mapping[Kind, Iterable[Fact]],
    known_at: date,
    *,
    store_id: str = "",
    revision: int = 0,
    fictional: bool = False,
) -> Snapshot:
    """The snapshot of resolved facts, each kind by key ascending (a kind left out has none).

    Raises `ValueError` when a kind is out of order, `GraphmapError` for a code that the vocabulary does not hold.
    """
    names = Names()

    def of(kind: Kind) -> Iterable[Fact]:
        return facts.get(kind, ())

    organisations_of = entities.organisations(of(Kind.ORGANISATION), names)
    suppliers_of = entities.suppliers(of(Kind.SUPPLIER), names)
    products_of = entities.products(of(Kind.PRODUCT), names)
    deployments_of = entities.deployments(of(Kind.DEPLOYMENT), names)
    ports_of = relations.ports(of(Kind.PORT), names)
    links_of = relations.links(of(Kind.LINK), names)
    coverage_of = relations.coverage(of(Kind.COVERAGE), names)
    contracts_of = relations.contracts(of(Kind.CONTRACT), names)

    places = Places(names, vocabulary().profiles)
    organisations = organisations_of(places)
    suppliers = suppliers_of(places)
    products = products_of(places, suppliers)
    deployments = deployments_of(places, organisations, products)
    all_entities = relations.Entities(places, organisations, suppliers, products, deployments)
    snapshot = Snapshot(
        store_id=store_id,
        revision=revision,
        known_at=known_at.toordinal(),
        fictional=fictional,
        organisations=organisations,
        suppliers=suppliers,
        products=products,
        deployments=deployments,
        ports=ports_of(all_entities),
        links=links_of(all_entities),
        coverage=coverage_of(all_entities),
        contracts=contracts_of(all_entities),
        profiles=places.profiles.codes,
        words=places.profiles.words,
    )
    _freeze(snapshot)
    return snapshot


def _resolved(kind: Kind, by_key: Mapping[str, Sequence[Sourced]]) -> Iterator[Fact]:
    return ((key, resolve(kind, by_key[key])) for key in sorted(by_key))


def _freeze(item: object) -> None:
    """Make every array under `item` read-only."""
    if isinstance(item, np.ndarray):
        item.setflags(write=False)
    elif isinstance(item, Texts | Lists) or type(item).__module__ == Snapshot.__module__:
        for part in fields(item):  # type: ignore[arg-type]
            _freeze(getattr(item, part.name))
