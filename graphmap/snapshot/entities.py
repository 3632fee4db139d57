"""Columns of organisations, suppliers, products and deployments.

Each function takes the facts of its kind and returns what makes the columns once the names of all kinds are known.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from math import nan
from typing import Any

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START, first_day, last_day, observed_day
from graphmap.model.terms import Status
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import STATUSES, Deployments, Flags, Lists, Organisations, Products, Suppliers
from graphmap.snapshot.intake import Codes, Days, EntityColumns, Grid, Names, Places, Ragged, flagged
from graphmap.store.base import Fact

_UNSTATED = (Status.LIVE, None, None)
"""Validity of a record of which nobody states any: in force, open at both ends."""


def organisations(facts: Iterable[Fact], names: Names) -> Callable[[Places], Organisations]:
    """Takes the organisations. One of which nobody states dates counts as always open."""
    terms = vocabulary()
    types = Codes("organisation type", terms.organisation_types)
    setting = Codes("setting", terms.settings)
    number, first, last, day = names.organisations, Days(first_day), Days(last_day), Days(observed_day)
    grid = Grid(
        "number", "type", "settings", "icb", "region", "opened", "closed", "evidence", "observed", "rivals"
    )
    latitude, longitude = array("d"), array("d")
    name, postcode, aliases = list[str](), list[str](), list[str]()
    predecessors = Ragged()
    for key, body in facts:
        get = body.get
        _, opened, closed = _validity(body)
        grid.add(
            (
                number[key],
                types[get("type")],
                sum(1 << setting[code] for code in get("settings", ())),
                number[get("icb")],
                number[get("region")],
                first[opened],
                last[closed],
                body["evidence"],
                day[get("observed_at")],
                get("rivals", 0),
            )
        )
        latitude.append(get("latitude", nan))
        longitude.append(get("longitude", nan))
        name.append(get("name", ""))
        postcode.append(get("postcode", ""))
        aliases.append(";".join(get("aliases", ())))
        predecessors.add([number[code] for code in get("predecessors", ())])

    def columns(places: Places) -> Organisations:
        column = grid.columns()
        rows = places.organisations.places
        known = EntityColumns(places.organisations, column["number"])
        return Organisations(
            key=known.key,
            name=known.texts(name),
            type=known.ints(column["type"], -1),
            settings=known.ints(column["settings"], 0),
            icb=known.ints(rows[column["icb"]], -1),
            region=known.ints(rows[column["region"]], -1),
            opened=known.ints(column["opened"], OPEN_START),
            closed=known.ints(column["closed"], OPEN_END),
            latitude=known.floats(latitude),
            longitude=known.floats(longitude),
            postcode=known.texts(postcode),
            predecessors=known.lists(predecessors, rows),
            aliases=known.texts(aliases),
            stub=known.stub,
            evidence=known.bytes(column["evidence"], 0),
            observed=known.ints(column["observed"], 0),
            rivals=known.ints(column["rivals"], 0),
        )

    return columns


def suppliers(facts: Iterable[Fact], names: Names) -> Callable[[Places], Suppliers]:
    """Takes the suppliers."""
    number, day = names.suppliers, Days(observed_day)
    grid = Grid("number", "evidence", "observed", "rivals")
    name, group, aliases = list[str](), list[str](), list[str]()
    for key, body in facts:
        get = body.get
        grid.add((number[key], body["evidence"], day[get("observed_at")], get("rivals", 0)))
        name.append(get("name", ""))
        group.append(get("group", ""))
        aliases.append(";".join(get("aliases", ())))

    def columns(places: Places) -> Suppliers:
        column = grid.columns()
        known = EntityColumns(places.suppliers, column["number"])
        return Suppliers(
            key=known.key,
            name=known.texts(name),
            group=known.texts(group),
            aliases=known.texts(aliases),
            stub=known.stub,
            evidence=known.bytes(column["evidence"], 0),
            observed=known.ints(column["observed"], 0),
            rivals=known.ints(column["rivals"], 0),
        )

    return columns


def products(facts: Iterable[Fact], names: Names) -> Callable[[Places, Suppliers], Products]:
    """Takes the products. The columns need the suppliers (a product hangs on its supplier) and the profiles."""
    capability = Codes("capability", vocabulary().capabilities)
    number, day = names.products, Days(observed_day)
    grid = Grid("number", "supplier", "evidence", "observed", "rivals")
    name, aliases = list[str](), list[str]()
    capabilities, standards = Ragged(), Ragged()
    for key, body in facts:
        get = body.get
        grid.add(
            (
                number[key],
                names.suppliers[get("supplier")],
                body["evidence"],
                day[get("observed_at")],
                get("rivals", 0),
            )
        )
        name.append(get("name", ""))
        aliases.append(";".join(get("aliases", ())))
        capabilities.add([capability[code] for code in dict.fromkeys(get("capabilities", ()))])
        standards.add([names.profiles[text] for text in get("standards", ())])

    def columns(places: Places, sellers: Suppliers) -> Products:
        column = grid.columns()
        known = EntityColumns(places.products, column["number"])
        supplier = known.ints(places.suppliers.places[column["supplier"]], -1)
        return Products(
            key=known.key,
            name=known.texts(name),
            supplier=supplier,
            capabilities=known.lists(capabilities),
            standards=known.lists(standards, places.profiles.code),
            aliases=known.texts(aliases),
            stub=known.stub,
            out=known.stub | flagged(sellers.stub, supplier),
            evidence=known.bytes(column["evidence"], 0),
            observed=known.ints(column["observed"], 0),
            rivals=known.ints(column["rivals"], 0),
        )

    return columns


def deployments(
    facts: Iterable[Fact], names: Names
) -> Callable[[Places, Organisations, Products], Deployments]:
    """Takes the deployments. The columns need the organisations and products, on which deployments hang."""
    capability = Codes("capability", vocabulary().capabilities)
    status_of = {status: place for place, status in enumerate(STATUSES)}
    number, product, organisation = names.deployments, names.products, names.organisations
    first, last, day = Days(first_day), Days(last_day), Days(observed_day)
    grid = Grid("number", "product", "status", "start", "end", "evidence", "observed", "rivals")
    host = list[str]()
    run_by, capabilities = Ragged(), Ragged()
    for key, body in facts:
        get = body.get
        status, start, end = _validity(body)
        grid.add(
            (
                number[key],
                product[get("product")],
                status_of[status],
                first[start],
                last[end],
                body["evidence"],
                day[get("observed_at")],
                get("rivals", 0),
            )
        )
        host.append(get("host", ""))
        run_by.add([organisation[code] for code in dict.fromkeys(get("organisations", ()))])
        capabilities.add([capability[code] for code in dict.fromkeys(get("capabilities", ()))])

    def columns(places: Places, bodies: Organisations, sold: Products) -> Deployments:
        column = grid.columns()
        known = EntityColumns(places.deployments, column["number"])
        product_row = known.ints(places.products.places[column["product"]], -1)
        organisation_rows = known.lists(run_by, places.organisations.places)
        return Deployments(
            key=known.key,
            product=product_row,
            organisations=organisation_rows,
            capabilities=known.lists(capabilities),
            status=known.bytes(column["status"], STATUSES.index(Status.LIVE)),
            start=known.ints(column["start"], OPEN_START),
            end=known.ints(column["end"], OPEN_END),
            host=known.texts(host),
            stub=known.stub,
            out=known.stub | flagged(sold.out, product_row) | _any_in(organisation_rows, bodies.stub),
            evidence=known.bytes(column["evidence"], 0),
            observed=known.ints(column["observed"], 0),
            rivals=known.ints(column["rivals"], 0),
        )

    return columns


def _validity(body: dict[str, Any]) -> tuple[str, str | None, str | None]:
    periods = body.get("periods")
    if not periods:
        return _UNSTATED
    status, start, end = periods[0][:3]
    return status, start, end


def _any_in(lists: Lists, flags: Flags) -> Flags:
    """Whether any item of each list is flagged."""
    found = np.zeros(len(lists), dtype=bool)
    found[lists.owners()[flags[lists.items]]] = True
    return found
