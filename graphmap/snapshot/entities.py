"""Columns of organisations, suppliers, products and deployments.

Each function takes the facts of its kind and returns what makes the columns once the names of all kinds are known.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from math import nan

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.model.terms import Status
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import STATUSES, Deployments, Flags, Lists, Organisations, Products, Suppliers
from graphmap.snapshot.intake import Bodies, Grid, Ragged, Standing, batches, distinct, optional
from graphmap.snapshot.numbering import Codes, Names
from graphmap.snapshot.places import EntityColumns, Places, flagged
from graphmap.store.base import Fact


def organisations(facts: Iterable[Fact], names: Names) -> Callable[[Places], Organisations]:
    """Takes the organisations. One of which nobody states dates counts as always open."""
    terms = vocabulary()
    types = Codes("organisation type", terms.organisation_types)
    setting = Codes("setting", terms.settings)
    number = names.organisations
    grid, standing = Grid(), Standing()
    latitude, longitude = array("d"), array("d")
    name, postcode, aliases = list[str](), list[str](), list[str]()
    predecessors = Ragged()
    for keys, bodies in batches(facts):
        grid.add(
            number=number.each(keys),
            type=types.each(optional(bodies, "type")),
            settings=[
                sum(1 << place for place in setting.each(codes)) for codes in optional(bodies, "settings", ())
            ],
            icb=number.each(optional(bodies, "icb")),
            region=number.each(optional(bodies, "region")),
        )
        standing.add(bodies)
        latitude.extend(optional(bodies, "latitude", nan))
        longitude.extend(optional(bodies, "longitude", nan))
        name += optional(bodies, "name", "")
        postcode += optional(bodies, "postcode", "")
        aliases += _joined(bodies, "aliases")
        predecessors.add(optional(bodies, "predecessors", ()), number)

    def columns(places: Places) -> Organisations:
        stands = standing.columns()
        rows = places.organisations.places
        known = EntityColumns(places.organisations, grid["number"])
        return Organisations(
            key=known.key,
            name=known.texts(name),
            type=known.ints(grid["type"], -1),
            settings=known.ints(grid["settings"], 0),
            icb=known.ints(rows[grid["icb"]], -1),
            region=known.ints(rows[grid["region"]], -1),
            opened=known.ints(stands["start"], OPEN_START),
            closed=known.ints(stands["end"], OPEN_END),
            latitude=known.floats(latitude),
            longitude=known.floats(longitude),
            postcode=known.texts(postcode),
            predecessors=known.lists(predecessors, rows),
            aliases=known.texts(aliases),
            stub=known.stub,
            evidence=known.bytes(stands["evidence"], 0),
            observed=known.ints(stands["observed"], 0),
            rivals=known.ints(stands["rivals"], 0),
        )

    return columns


def suppliers(facts: Iterable[Fact], names: Names) -> Callable[[Places], Suppliers]:
    """Takes the suppliers."""
    number = names.suppliers
    grid, standing = Grid(), Standing()
    name, group, aliases = list[str](), list[str](), list[str]()
    for keys, bodies in batches(facts):
        grid.add(number=number.each(keys))
        standing.add(bodies)
        name += optional(bodies, "name", "")
        group += optional(bodies, "group", "")
        aliases += _joined(bodies, "aliases")

    def columns(places: Places) -> Suppliers:
        stands = standing.columns()
        known = EntityColumns(places.suppliers, grid["number"])
        return Suppliers(
            key=known.key,
            name=known.texts(name),
            group=known.texts(group),
            aliases=known.texts(aliases),
            stub=known.stub,
            evidence=known.bytes(stands["evidence"], 0),
            observed=known.ints(stands["observed"], 0),
            rivals=known.ints(stands["rivals"], 0),
        )

    return columns


def products(facts: Iterable[Fact], names: Names) -> Callable[[Places, Suppliers], Products]:
    """Takes the products. The columns need the suppliers (a product hangs on its supplier) and the profiles."""
    capability = Codes("capability", vocabulary().capabilities)
    number = names.products
    grid, standing = Grid(), Standing()
    name, aliases = list[str](), list[str]()
    capabilities, standards = Ragged(), Ragged()
    for keys, bodies in batches(facts):
        grid.add(
            number=number.each(keys),
            supplier=names.suppliers.each(optional(bodies, "supplier")),
        )
        standing.add(bodies)
        name += optional(bodies, "name", "")
        aliases += _joined(bodies, "aliases")
        capabilities.add(distinct(optional(bodies, "capabilities", ())), capability)
        standards.add(optional(bodies, "standards", ()), names.profiles)

    def columns(places: Places, sellers: Suppliers) -> Products:
        stands = standing.columns()
        known = EntityColumns(places.products, grid["number"])
        supplier = known.ints(places.suppliers.places[grid["supplier"]], -1)
        return Products(
            key=known.key,
            name=known.texts(name),
            supplier=supplier,
            capabilities=known.lists(capabilities),
            standards=known.lists(standards, places.profiles.code),
            aliases=known.texts(aliases),
            stub=known.stub,
            out=known.stub | flagged(sellers.stub, supplier),
            evidence=known.bytes(stands["evidence"], 0),
            observed=known.ints(stands["observed"], 0),
            rivals=known.ints(stands["rivals"], 0),
        )

    return columns


def deployments(
    facts: Iterable[Fact], names: Names
) -> Callable[[Places, Organisations, Products], Deployments]:
    """Takes the deployments. The columns need the organisations and products, on which deployments hang."""
    capability = Codes("capability", vocabulary().capabilities)
    number, product, organisation = names.deployments, names.products, names.organisations
    grid, standing = Grid(), Standing()
    host = list[str]()
    run_by, capabilities = Ragged(), Ragged()
    for keys, bodies in batches(facts):
        grid.add(
            number=number.each(keys),
            product=product.each(optional(bodies, "product")),
        )
        standing.add(bodies)
        host += optional(bodies, "host", "")
        run_by.add(distinct(optional(bodies, "organisations", ())), organisation)
        capabilities.add(distinct(optional(bodies, "capabilities", ())), capability)

    def columns(places: Places, bodies: Organisations, sold: Products) -> Deployments:
        stands = standing.columns()
        known = EntityColumns(places.deployments, grid["number"])
        product_row = known.ints(places.products.places[grid["product"]], -1)
        organisation_rows = known.lists(run_by, places.organisations.places)
        return Deployments(
            key=known.key,
            product=product_row,
            organisations=organisation_rows,
            capabilities=known.lists(capabilities),
            status=known.bytes(stands["status"], STATUSES.index(Status.LIVE)),
            start=known.ints(stands["start"], OPEN_START),
            end=known.ints(stands["end"], OPEN_END),
            host=known.texts(host),
            stub=known.stub,
            out=known.stub | flagged(sold.out, product_row) | _any_in(organisation_rows, bodies.stub),
            evidence=known.bytes(stands["evidence"], 0),
            observed=known.ints(stands["observed"], 0),
            rivals=known.ints(stands["rivals"], 0),
        )

    return columns


def _joined(bodies: Bodies, field: str) -> Iterator[str]:
    return map(";".join, optional(bodies, field, ()))


def _any_in(lists: Lists, flags: Flags) -> Flags:
    """Whether any item of each list is flagged."""
    found = np.zeros(len(lists), dtype=bool)
    found[lists.owners()[flags[lists.items]]] = True
    return found
