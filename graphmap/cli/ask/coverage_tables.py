"""What is known as tables for people: a report, one exchange type, and the facts that are old."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphmap.cli.ask.asking import nodes, words
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

PRESENCE = {"PRESENT": "yes", "NONE": "no", "UNKNOWN": "unknown", "NOT_APPLICABLE": "not applicable"}


def print_report(report: Mapping[str, Any]) -> None:
    """How complete the records are, how old the evidence is, of whom least is known, and what needs a question."""
    print(report["summary"])
    columns = (
        "exchange",
        "organisations",
        "complete",
        "partial",
        "none",
        "not stated",
        "known to send",
        "known to take",
    )
    rows = [
        (
            one["type"]["name"],
            one["organisations"],
            one["complete"],
            one["partial"],
            one["none"],
            one["unstated"],
            one["senders"],
            one["receivers"],
        )
        for one in report["byExchange"]
    ]
    print("\nHow complete the records are, by exchange type")
    print_table(columns, rows, numbers=columns[1:])
    print("\nHow old the evidence is")
    aged = ("facts of", "number", "old", "no date", "oldest", "newest", "evidence")
    ages = [("all", report["age"]), *((words(one["kind"]), one) for one in report["ageByKind"])]
    print_table(aged, [_aged(name, one) for name, one in ages], numbers=aged[1:4])
    _print_known(report)
    _print_troubles(report)
    note(f"as of {report['asOf']}; old is observed before {report['oldBefore']} (--old lists the facts)")


def _aged(name: str, one: Mapping[str, Any]) -> tuple[object, ...]:
    levels = ", ".join(f"{words(level['evidence'])} {level['count']:,}" for level in one["byEvidence"])
    return name, one["facts"], one["old"], one["undated"], one["oldest"], one["newest"], levels


def _print_known(report: Mapping[str, Any]) -> None:
    found = nodes(report["byOrganisation"])
    columns = (
        "code",
        "organisation",
        "complete",
        "partial",
        "none",
        "not stated",
        "known to send",
        "known to take",
    )
    rows = [
        (
            one["organisation"]["code"],
            one["organisation"]["name"],
            one["complete"],
            one["partial"],
            one["none"],
            one["unstated"],
            one["sends"],
            one["takes"],
        )
        for one in found
    ]
    print(f"\nExchange types by organisation, least known first: {_shown(report['byOrganisation'])}")
    print_table(columns, rows, numbers=columns[2:])


def _print_troubles(report: Mapping[str, Any]) -> None:
    """What needs a question, list by list; a list of nothing is left out."""
    if report["conflicts"]["totalCount"]:
        print(f"\nWhere sources differ: {_shown(report['conflicts'])}, {report['rivals']:,} values outvoted")
        rows = [row for one in nodes(report["conflicts"]) for row in _conflict(one)]
        print_table(
            ("record", "property", "counts", "says who", "outvoted", "says who"), rows, below=("record",)
        )
    if report["slipped"]["totalCount"]:
        print(f"\nPlans that should have happened by now: {_shown(report['slipped'])}")
        slipped = [
            (one["due"], one["daysOverdue"], words(one["record"]["kind"]), one["record"]["text"])
            for one in nodes(report["slipped"])
        ]
        print_table(("planned for", "days since", "kind", "what"), slipped, numbers=("days since",))
    if report["stranded"]["totalCount"]:
        print(f"\nSystems in use that are named at a closed organisation: {_shown(report['stranded'])}")
        stranded = [
            (
                one["deployment"]["key"],
                ", ".join(closed["code"] for closed in one["closed"]),
                ", ".join(heir["code"] for heir in one["successors"]),
                one["text"],
            )
            for one in nodes(report["stranded"])
        ]
        print_table(("system", "named at", "ask", "what to ask"), stranded, below=("what to ask",))
    if report["stubs"]["totalCount"]:
        print(
            f"\nNamed, and stated by no source: {_shown(report['stubs'])}; "
            f"{report['leftOut']:,} facts are left out of every answer because they hang on one"
        )
        stubs = [(words(one["kind"]), one["key"]) for one in nodes(report["stubs"])]
        print_table(("kind", "id"), stubs)


def _conflict(one: Mapping[str, Any]) -> list[tuple[object, ...]]:
    text = one["record"]["text"]
    if one["properties"] is None:
        return [(text, f"{one['rivals']:,} values", "", "", "", "the store is away")]
    return [
        (
            text,
            found["property"],
            *_said(found["stands"]),
            *_said(found["rivals"]),
        )
        for found in one["properties"]
    ]


def _said(claims: list[Mapping[str, Any]]) -> tuple[str, str]:
    return (
        " | ".join(dict.fromkeys(claim["value"] or "" for claim in claims)),
        ", ".join(dict.fromkeys(claim["source"] for claim in claims)),
    )


def print_exchange(report: Mapping[str, Any]) -> None:
    """What is known of one exchange type, organisation by organisation."""
    found = nodes(report["byOrganisation"])
    rows = []
    for node in found:
        (one,) = node["exchanges"]
        rows.append(
            (
                node["organisation"]["code"],
                node["organisation"]["name"],
                words(one["level"]) or "not stated",
                _stated_for(one["statedBy"]),
                one["statedBy"] and one["statedBy"]["asOf"],
                _presence(one["sends"], one["statedSource"]),
                _presence(one["takes"], one["statedSink"]),
            )
        )
    if rows:
        print_table(("code", "organisation", "record", "stated for", "as of", "sends", "takes"), rows)
    else:
        print("No organisation in scope is of a kind that sends or takes this.")
    total = report["byOrganisation"]["totalCount"]
    note(
        f"{len(found):,} of {total:,} organisations shown (--first), least known first, as of {report['asOf']}"
    )


def _stated_for(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return "this" if row["exchange"] else "all"


def _presence(presence: str, stated: bool) -> str:
    implied = presence == "PRESENT" and not stated
    return PRESENCE[presence] + (", by an interface" if implied else "")


def print_old(report: Mapping[str, Any]) -> None:
    """The facts that are old, and those without a date."""
    age = report["age"]
    print(
        f"Of {age['facts']:,} facts, {age['old']:,} were observed before {report['oldBefore']} "
        f"and {age['undated']:,} at no stated date."
    )
    for name, title in (("old", "Oldest first"), ("undated", "Without a date")):
        if not report[name]["totalCount"]:
            continue
        print(f"\n{title}: {_shown(report[name])}")
        rows = [
            (one["fact"]["observedAt"], words(one["kind"]), one["text"], words(one["fact"]["evidence"]))
            for one in nodes(report[name])
        ]
        print_table(("observed", "kind", "what", "evidence"), rows)
    note(f"as of {report['asOf']}")


def _shown(connection: Mapping[str, Any]) -> str:
    return f"{len(connection['edges']):,} of {connection['totalCount']:,}"
