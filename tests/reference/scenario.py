"""A scenario's changes made to the evidence tables themselves, one after the other (semantics, section 12)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.reference.facts import ROLES, Moment, Tables, fact, items
from tests.reference.impact import identity

Row = dict[str, str]


def changed(tables: Tables, changes: list[dict[str, Any]], moment: Moment) -> Tables:
    """The tables as the changes leave them; what is supposed is as well known as anything."""
    tables = deepcopy(tables)
    for change in changes:
        ((name, fields),) = change.items()
        _CHANGES[name](tables, fields, moment)
    return tables


def link_row(fields: dict[str, str]) -> Row:
    row = {"from": fields["from"], "to": fields["to"], "exchange": fields["exchange"]}
    return row | {key: value for key, value in _given(fields).items() if key in ("profile", "use_case")}


def port_identity(row: Row) -> tuple[str, ...]:
    return (
        row["deployment"],
        row["exchange"],
        ROLES[row["role"]],
        *(row.get(name, "") for name in ("profile", "emits", "use_case")),
    )


def _given(fields: dict[str, str]) -> dict[str, str]:
    names = {"useCase": "use_case"}
    return {names.get(key, key): value for key, value in fields.items() if value}


def _for_good(row: Row, status: str) -> None:
    for name in ("from", "to") if "deployment" in row or "id" in row else ("from_date", "to_date"):
        row.pop(name, None)
    row["status"] = status


def stands(row: Row, moment: Moment, link: bool = False) -> str:
    return fact(row, moment, *(("from_date", "to_date") if link else ("from", "to"))).standing


def _add(rows: list[Row], same: list[Row], new: Row, moment: Moment) -> None:
    if same:
        _for_good(same[0], "live")
    else:
        rows.append(_certain(new, moment))


def _certain(row: Row, moment: Moment) -> Row:
    return {**row, "evidence": "observed", "observed_at": f"{moment.known_at}"}


def _add_link(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    rows, new = tables.setdefault("links", []), link_row(fields)
    _add(rows, [row for row in rows if identity(row) == identity(new)], new, moment)


def _retire_link(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    for row in tables["links"]:
        if identity(row) == identity(link_row(fields)) and stands(row, moment, link=True) == "in force":
            _for_good(row, "retired")


def _add_port(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    rows, new = tables.setdefault("ports", []), _given(fields)
    _add(rows, [row for row in rows if port_identity(row) == port_identity(new)], new, moment)


def _retire_port(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    for row in tables["ports"]:
        if port_identity(row) == port_identity(_given(fields)) and stands(row, moment) == "in force":
            _for_good(row, "retired")


def _add_translation(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    _add_port(tables, {**fields, "deployment": fields["relay"], "role": "relay"}, moment)
    for row in tables["ports"]:
        row.pop("relay", None)


def _add_deployment(tables: Tables, fields: dict[str, Any], moment: Moment) -> None:
    row = {
        "id": fields["id"],
        "product": fields["product"],
        "organisations": ";".join(fields["organisations"]),
    }
    tables["deployments"].append(_certain(row, moment))
    if not fields.get("ports stated"):
        give_usual(tables, fields["id"], fields["product"], moment)


def give_usual(tables: Tables, name: str, product: str, moment: Moment) -> None:
    """The ports and links to relays of at least half of the product's systems in force."""
    systems = {row["id"] for row in tables["deployments"] if stands(row, moment) == "in force"}
    theirs = {
        row["id"]
        for row in tables["deployments"]
        if row["product"] == product and row["id"] in systems - {name}
    }
    if not theirs:
        return
    ports = [row for row in tables.get("ports", []) if stands(row, moment) == "in force"]
    relays = {
        (row["deployment"], row["exchange"])
        for row in ports
        if row["role"] == "relay" and row["deployment"] in systems
    }
    has: dict[tuple[str, ...], set[str]] = {}
    for row in ports:
        if row["deployment"] in theirs:
            key = ("port", *port_identity(row)[1:], row.get("payload", ""))
            has.setdefault(key, set()).add(row["deployment"])
    for row in tables.get("links", []):
        if stands(row, moment, link=True) != "in force" or not {row["from"], row["to"]} <= systems:
            continue
        if row["from"] in theirs and (row["to"], row["exchange"]) in relays:
            has.setdefault(("out", *identity(row)[1:]), set()).add(row["from"])
        if row["to"] in theirs and (row["from"], row["exchange"]) in relays:
            has.setdefault(("in", row["from"], *identity(row)[2:]), set()).add(row["to"])
    for (kind, *parts), systems_with in has.items():
        if len(systems_with) * 2 < len(theirs):
            continue
        if kind == "port":
            names = ("exchange", "role", "profile", "emits", "use_case", "payload")
            new = {"deployment": name, **_given(dict(zip(names, parts, strict=True)))}
            tables.setdefault("ports", []).append(_certain(new, moment))
        else:
            end, exchange, profile, use_case = parts
            ends = {"from": name, "to": end} if kind == "out" else {"from": end, "to": name}
            more = _given({"exchange": exchange, "profile": profile, "use_case": use_case})
            tables["links"].append(_certain({**ends, **more}, moment))


def _retire_deployment(tables: Tables, fields: dict[str, str], _: Moment) -> None:
    for row in tables["deployments"]:
        if row["id"] == fields["deployment"]:
            _for_good(row, "retired")


def _merge(tables: Tables, fields: dict[str, Any], _: Moment) -> None:
    for row in tables["deployments"]:
        codes = (fields["into"] if code in fields["codes"] else code for code in items(row["organisations"]))
        row["organisations"] = ";".join(dict.fromkeys(codes))


def _bring_forward(tables: Tables, fields: dict[str, str], moment: Moment) -> None:
    for row in tables["deployments"]:
        if row["id"] == fields["fact"]:
            _for_good(row, "live")
    for name, keys in (("links", identity), ("ports", port_identity)):
        for row in tables.get(name, []):
            if "|".join(keys(row)) == fields["fact"] and stands(row, moment, name == "links") == "on the way":
                _for_good(row, "live")
                return


def _fail(tables: Tables, fields: dict[str, Any], _: Moment) -> None:
    for row in tables["deployments"]:
        if row["id"] in fields["of"]:
            _for_good(row, "retired")


_CHANGES = {
    "addLink": _add_link,
    "retireLink": _retire_link,
    "addPort": _add_port,
    "retirePort": _retire_port,
    "addTranslation": _add_translation,
    "addDeployment": _add_deployment,
    "retireDeployment": _retire_deployment,
    "mergeOrganisations": _merge,
    "bringForward": _bring_forward,
    "fail": _fail,
}
