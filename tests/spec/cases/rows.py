"""Rows of evidence tables, written shortly, for hand-made and random maps."""

from __future__ import annotations

from typing import Any

Row = dict[str, str]
Tables = dict[str, list[Row]]


def _row(**cells: Any) -> Row:
    """A row without its blank cells; a trailing underscore keeps a column clear of Python's own words."""
    return {name.rstrip("_"): str(value) for name, value in cells.items() if value not in (None, "")}


def organisation(code: str, kind: str = "NHS_TRUST", **cells: Any) -> Row:
    return _row(code=code, name=f"{code} ({kind})", type=kind, **cells)


def supplier(key: str, **cells: Any) -> Row:
    return _row(id=key, name=key.title(), **cells)


def product(key: str, **cells: Any) -> Row:
    return _row(id=key, name=key.title(), **cells)


def deployment(key: str, organisations: str, product: str = "system", **cells: Any) -> Row:
    return _row(id=key, product=product, organisations=organisations, **cells)


def port(deployment: str, exchange: str, role: str, profile: str = "", **cells: Any) -> Row:
    return _row(deployment=deployment, exchange=exchange, role=role, profile=profile, **cells)


def link(origin: str, target: str, exchange: str, profile: str = "", **cells: Any) -> Row:
    return _row(from_=origin, to=target, exchange=exchange, profile=profile, **cells)


def coverage(organisation: str, level: str = "complete", exchange: str = "*", **cells: Any) -> Row:
    return _row(organisation=organisation, exchange=exchange, level=level, **cells)


def small_map(
    organisations: list[Row],
    deployments: list[Row],
    ports: list[Row] | None = None,
    links: list[Row] | None = None,
    covered: list[Row] | None = None,
) -> Tables:
    """A map with one product, `system`; every coverage is complete unless `covered` says otherwise.

    Tables without rows are left out.
    """
    if covered is None:
        covered = [coverage(row["code"]) for row in organisations]
    tables = {
        "organisations": organisations,
        "suppliers": [supplier("maker")],
        "products": [product("system", supplier="maker")],
        "deployments": deployments,
        "ports": ports or [],
        "links": links or [],
        "coverage": covered,
    }
    return {name: rows for name, rows in tables.items() if rows}
