"""`graphmap ask standards`: which profiles are in use, by whom, and who has to use which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, nodes, organisations
from graphmap.cli.options import (
    AsKnownAt,
    AsOf,
    Codes,
    First,
    Icbs,
    Json,
    MinEvidence,
    Reading,
    Regions,
    Settings,
    Store,
    Types,
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask standards
  graphmap ask standards DAPB4013 --late
  graphmap ask standards NRL-R4 --type NHS_TRUST --type GP_PRACTICE
  graphmap ask standards --deprecated --type GP_PRACTICE --type LAB_PROVIDER
  graphmap ask standards --suppliers
"""
_REPORT = """
    asOf reading notes organisations systems ports portsWithoutProfile links linksWithoutProfile
    profiles(first: $profiles) {
      totalCount
      edges { node { profile { code name } published deprecated systems organisations sends takes passesOn ports links } }
    }
    mandates {
      mandate { code name due dueNote scope } pastDue
      systems { bound supporting knownNot notKnown } organisations { bound supporting knownNot notKnown }
      boundSystems(compliance: [KNOWN_NOT, NOT_KNOWN], first: $first) @include(if: $late) {
        totalCount edges { node { compliance deployment { key product { name } organisations { code } } } }
      }
      boundSuppliers(first: $first) @include(if: $suppliers) {
        totalCount
        edges { node { supplier { key name } products { key } systems { bound supporting knownNot notKnown } } }
      }
    }
"""
STANDARDS = (
    """
query Standards($deprecated: Boolean!, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
                $minEvidence: Evidence, $first: Int!, $profiles: Int!, $late: Boolean!, $suppliers: Boolean!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  standards(deprecated: $deprecated, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
            minEvidence: $minEvidence) {"""
    + _REPORT
    + "  }\n}\n"
)
PROFILE = (
    """
query Standard($profile: ID!, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
               $minEvidence: Evidence, $first: Int!, $profiles: Int!, $late: Boolean!, $suppliers: Boolean!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  standards(profile: $profile, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
            minEvidence: $minEvidence) {"""
    + _REPORT
    + """
    used: profiles(first: 1) {
      edges { node { users(first: $first) {
        totalCount edges { node { roles exchanges { code } deployment { key product { name } organisations { code } } } }
      } } }
    }
  }
}
"""
)


def standards(
    profile: Annotated[
        str | None,
        typer.Argument(
            metavar="PROFILE", show_default=False, help="Code of one profile, whose users are listed."
        ),
    ] = None,
    deprecated: Annotated[
        bool, typer.Option("--deprecated", help="Only profiles that should go, and why.")
    ] = False,
    late: Annotated[
        bool,
        typer.Option(
            "--late", help="List the systems that a mandate binds and that are not known to follow it."
        ),
    ] = False,
    suppliers: Annotated[
        bool, typer.Option("--suppliers", help="List the suppliers of the systems that a mandate binds.")
    ] = False,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Which standards are in use, and who has to use which.

    Counts systems in force with a usable port or interface that names the profile. Of whom a mandate binds, those known not
    to follow it are told apart from those of which it is not known.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "profiles": first if profile is None else 1,
        "late": late,
        "suppliers": suppliers,
    }
    if profile is None:
        report = asked(store, STANDARDS, variables | {"deprecated": deprecated}, as_json)["standards"]
    else:
        report = asked(store, PROFILE, variables | {"profile": profile}, as_json)["standards"]
    print(_sentence(report))
    for said in report["notes"]:
        print(said)
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    print()
    _print_profiles(report)
    if profile is not None:
        print()
        _print_users(report["used"])
    if report["mandates"] and not (deprecated and not late and not suppliers):
        print()
        _print_mandates(report)
    for one in report["mandates"]:
        if late:
            _print_late(one)
        if suppliers:
            _print_suppliers(one)
    total = report["profiles"]["totalCount"]
    shown = len(nodes(report["profiles"]))
    note(f"{shown:,} of {total:,} profiles shown (--first), as of {report['asOf']}")


def _sentence(report: Mapping[str, Any]) -> str:
    bodies = counted(report["organisations"], "organisation")
    return (
        f"{bodies} in scope {'runs' if report['organisations'] == 1 else 'run'} {counted(report['systems'], 'system')}. "
        f"No profile is stated of {report['portsWithoutProfile']:,} of {counted(report['ports'], 'port')} and "
        f"{report['linksWithoutProfile']:,} of {counted(report['links'], 'interface')}: these count for none."
    )


def _print_profiles(report: Mapping[str, Any]) -> None:
    rows = [
        (
            node["profile"]["code"],
            node["profile"]["name"] or "not published",
            node["systems"],
            node["organisations"],
            node["sends"],
            node["takes"],
            node["passesOn"],
            node["ports"],
            node["links"],
            node["deprecated"],
        )
        for node in nodes(report["profiles"])
    ]
    if not rows:
        print("No such profile is known to be in use.")
        return
    columns = (
        "profile",
        "name",
        "systems",
        "organisations",
        "send",
        "take",
        "pass on",
        "ports",
        "interfaces",
        "why it should go",
    )
    print_table(columns, rows, numbers=columns[2:9], below=("why it should go",))


def _print_users(used: Mapping[str, Any]) -> None:
    (node,) = nodes(used)
    users = node["users"]
    rows = [
        (
            user["deployment"]["key"],
            user["deployment"]["product"]["name"],
            [body["code"] for body in user["deployment"]["organisations"]],
            [_DOES[role] for role in user["roles"]],
            [exchange["code"] for exchange in user["exchanges"]],
        )
        for user in nodes(users)
    ]
    if not rows:
        print("No system in scope is known to use it.")
        return
    print_table(("system", "product", "organisations", "does", "exchange"), rows)
    note(f"{len(rows):,} of {users['totalCount']:,} systems shown (--first)")


_DOES = {"SOURCE": "sends", "SINK": "takes", "RELAY": "passes on"}


def _print_mandates(report: Mapping[str, Any]) -> None:
    columns = ("mandate", "name", "due", "of", "bound", "follow it", "known not to", "not known")
    rows = []
    for one in report["mandates"]:
        mandate = one["mandate"]
        due = (mandate["due"] or "no day given") + (" (past)" if one["pastDue"] else "")
        named: tuple[str, ...] = (mandate["code"], mandate["name"], due)
        for what in ("systems", "organisations"):
            rows.append((*named, what, *(one[what][name] for name in _LEVELS)))
            named = ("", "", "")
    print_table(columns, rows, numbers=columns[4:])
    for one in report["mandates"]:
        mandate = one["mandate"]
        print(f"{mandate['code']}: {mandate['scope']} {mandate['dueNote']}")


_LEVELS = ("bound", "supporting", "knownNot", "notKnown")


def _print_late(one: Mapping[str, Any]) -> None:
    found = one["boundSystems"]
    rows = [
        (
            node["deployment"]["key"],
            node["deployment"]["product"]["name"],
            [body["code"] for body in node["deployment"]["organisations"]],
            "known not to" if node["compliance"] == "KNOWN_NOT" else "not known",
        )
        for node in nodes(found)
    ]
    code = one["mandate"]["code"]
    print(f"\n{code}: systems bound and not known to follow it")
    if rows:
        print_table(("system", "product", "organisations", "follows it"), rows)
    else:
        print("None.")
    if one["pastDue"] is None:
        print("No source gives a day, so none of them is late.")
    note(f"{code}: {len(rows):,} of {found['totalCount']:,} systems shown (--first)")


def _print_suppliers(one: Mapping[str, Any]) -> None:
    found = one["boundSuppliers"]
    rows = [
        (
            node["supplier"]["name"] if node["supplier"] else "nobody named",
            [product["key"] for product in node["products"]],
            *(node["systems"][name] for name in _LEVELS),
        )
        for node in nodes(found)
    ]
    code = one["mandate"]["code"]
    print(f"\n{code}: suppliers of the systems that it binds")
    columns = ("supplier", "products", "systems bound", "follow it", "known not to", "not known")
    print_table(columns, rows, numbers=columns[2:], below=("products",))
    note(f"{code}: {len(rows):,} of {found['totalCount']:,} suppliers shown (--first)")
