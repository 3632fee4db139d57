"""`graphmap ask changes`: what is known otherwise than on an earlier day, and which answers differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, nodes, organisations, words
from graphmap.cli.options import (
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
    day,
    one_of,
)
from graphmap.cli.output import note
from graphmap.cli.tables import print_table
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap ask changes --since 2026-10-22
  graphmap ask changes --since 2026-10-22 --until 2026-11-22 --change slipped
  graphmap ask changes --since 2026-10-22 --exchange referral
  graphmap ask changes --since-revision 4
  graphmap ask changes --as-of 2027-05-01 --exchange referral --type GP_PRACTICE --receiver-type NHS_TRUST
"""
CHANGES = """
query Changes($since: Date, $until: Date, $sinceRevision: Int, $untilRevision: Int,
              $asOf: Date, $asOfBefore: Date, $concerned: OrganisationFilter,
              $filter: OrganisationFilter, $receivers: OrganisationFilter, $kinds: [RecordKind!], $changes: [ChangeKind!],
              $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about { fictional }
  changes(since: $since, until: $until, sinceRevision: $sinceRevision, untilRevision: $untilRevision,
          filter: $concerned, kinds: $kinds, changes: $changes, minEvidence: $minEvidence, first: $first) {
    summary totalCount since until
    counts { kind change count }
    edges { node { change kind key text properties { property before after } } }
  }
  verdictChangesByType(since: $since, until: $until, sinceRevision: $sinceRevision, untilRevision: $untilRevision,
                       asOf: $asOf, asOfBefore: $asOfBefore, filter: $filter,
                       receivers: $receivers, reading: $reading, minEvidence: $minEvidence) {
    type { code } asOfBefore asOf organisations appeared gone counts { was now pairs } unchanged
  }
}
"""
BY_TYPE = """
query VerdictChangesByType($since: Date, $until: Date, $asOf: Date, $asOfBefore: Date, $filter: OrganisationFilter,
                           $receivers: OrganisationFilter, $reading: Reading!, $minEvidence: Evidence) {
  about { fictional }
  verdictChangesByType(since: $since, until: $until, asOf: $asOf, asOfBefore: $asOfBefore, filter: $filter,
                       receivers: $receivers, reading: $reading, minEvidence: $minEvidence) {
    type { code } asOfBefore asOf organisations appeared gone counts { was now pairs } unchanged
  }
}
"""
VERDICTS = """
query VerdictChanges($type: ID!, $since: Date, $until: Date, $sinceRevision: Int, $untilRevision: Int,
                     $asOf: Date, $asOfBefore: Date, $filter: OrganisationFilter,
                     $receivers: OrganisationFilter, $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about { fictional }
  verdictChanges(type: $type, since: $since, until: $until, sinceRevision: $sinceRevision,
                 untilRevision: $untilRevision, asOf: $asOf, asOfBefore: $asOfBefore, filter: $filter,
                 receivers: $receivers, reading: $reading, minEvidence: $minEvidence) {
    type { code } summary asOfBefore asOf since until counts { was now pairs } unchanged
    pairs(first: $first) {
      totalCount
      edges { node { sender { code } receiver { code } was now before { detail } after { detail } } }
    }
  }
}
"""
KINDS = ("ORGANISATION", "SUPPLIER", "PRODUCT", "DEPLOYMENT", "PORT", "LINK", "COVERAGE", "CONTRACT")
HOWS = ("SLIPPED", "RETRACTED", "CHANGED", "NEW", "RESTATED")
_NAMES = {"DEPLOYMENT": "system in use", "LINK": "interface"}
_SAID = {
    "SLIPPED": "overdue",
    "RETRACTED": "withdrawn",
    "CHANGED": "changed",
    "NEW": "new",
    "RESTATED": "restated",
}


def _date(name: str, text: str) -> Any:
    return typer.Option(name, metavar="DATE", parser=day, help=text)


def changes(
    since: Annotated[
        date | None, _date("--since", "Day whose knowledge is compared with the later one.")
    ] = None,
    until: Annotated[
        date | None, _date("--until", "Day whose knowledge is the later end. Default: today.")
    ] = None,
    since_revision: Annotated[
        int | None,
        typer.Option(
            "--since-revision",
            metavar="NUMBER",
            help="Revision that is compared with a later one, in place of --since; 0 knew nothing.",
        ),
    ] = None,
    until_revision: Annotated[
        int | None,
        typer.Option("--until-revision", metavar="NUMBER", help="Later revision. Default: the newest."),
    ] = None,
    exchange: Annotated[
        str | None,
        typer.Option(
            "--exchange",
            metavar="EXCHANGE",
            help="List pairs whose answer for this type changed, not records.",
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            parser=one_of(KINDS),
            help="Only this kind of record, such as link; may be repeated.",
        ),
    ] = None,
    hows: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            metavar="CHANGE",
            parser=one_of(HOWS),
            help="Only slipped, retracted, changed, new or restated; may be repeated.",
        ),
    ] = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    receivers: Annotated[
        list[str] | None,
        typer.Option("--receiver", metavar="CODE", help="Of answers, only this receiver; may be repeated."),
    ] = None,
    receiver_types: Annotated[
        list[str] | None,
        typer.Option(
            "--receiver-type",
            metavar="TYPE",
            help="Of answers, only receivers of this type; may be repeated.",
        ),
    ] = None,
    as_of: Annotated[
        date | None, _date("--as-of", "Day asked about at the later end. Default: the day of its knowledge.")
    ] = None,
    as_of_before: Annotated[
        date | None,
        _date("--as-of-before", "Day asked about at the earlier end. Default: --as-of, else --since."),
    ] = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What changed since a day: records and answers.

    Records are new, changed, withdrawn or overdue; answers are those to who can exchange what with whom. --since compares
    what was known then with what is known now, --since-revision what an earlier revision said. Without either, --as-of
    compares today with another day on the map as it is: what becomes possible by then. A filter leaves records that concern
    those organisations, and pairs of them.
    """
    known = since is not None or since_revision is not None
    if not known and as_of is None:
        raise UsageError(
            "give --since DATE or --since-revision NUMBER for what is known otherwise, or --as-of DATE for what will be so "
            "by then"
        )
    chosen = organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions)
    variables: dict[str, Any] = {
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "sinceRevision": since_revision,
        "untilRevision": until_revision,
        "asOf": as_of and as_of.isoformat(),
        "asOfBefore": as_of_before and as_of_before.isoformat(),
        "filter": chosen,
        "receivers": organisations(codes=receivers, types=receiver_types),
        "reading": reading,
        "minEvidence": min_evidence,
    }
    if exchange is not None:
        data = asked(store, VERDICTS, variables | {"type": exchange, "first": first}, as_json)
        _print_verdicts(data["verdictChanges"])
    elif not known:
        _print_by_type(asked(store, BY_TYPE, variables, as_json)["verdictChangesByType"])
    else:
        listed = {"concerned": chosen, "kinds": kinds, "changes": hows, "first": first}
        data = asked(store, CHANGES, variables | listed, as_json)
        _print_records(data["changes"])
        print()
        _print_by_type(data["verdictChangesByType"])


def _print_records(found: Mapping[str, Any]) -> None:
    print(found["summary"])
    counts = {(one["kind"], one["change"]): one["count"] for one in found["counts"]}
    shown = [how for how in HOWS if any(how == one for _, one in counts)]
    if not shown:
        return
    rows = [
        (_NAMES.get(kind, words(kind)), *(counts.get((kind, how), 0) for how in shown))
        for kind in KINDS
        if any(kind == one for one, _ in counts)
    ]
    print()
    columns = ("records", *(_SAID[how] for how in shown))
    print_table(columns, rows, numbers=columns[1:])
    print()
    for node in nodes(found):
        print(node["text"])
    note(f"{len(found['edges']):,} of {found['totalCount']:,} changes shown (--first)")


def _print_by_type(found: Sequence[Mapping[str, Any]]) -> None:
    """Answers by exchange type, of those types of which any changed."""
    rows = [
        (one["type"]["code"], words(count["was"]).upper(), words(count["now"]).upper(), count["pairs"])
        for one in found
        for count in one["counts"]
    ]
    one = found[0]
    days = f"{one['asOfBefore']} and {one['asOf']}"
    if one["appeared"] or one["gone"]:
        print(
            f"In scope at one end only, and not compared: {one['appeared']:,} later, {one['gone']:,} earlier."
        )
    if one["organisations"] < 2:
        print("No two organisations in scope are known at both ends, so no answers can be compared.")
        return
    among = f"among {one['organisations']:,} organisations, asked about {days}"
    if not rows:
        print(f"No pair has another answer, for any exchange type ({among}).")
        if one["asOf"] > one["asOfBefore"]:
            print("Plans that give no day are counted at neither end.")
        return
    print(f"Pairs that have another answer ({among}):")
    print()
    print_table(("exchange", "was", "is", "pairs"), rows, numbers=("pairs",))
    note("graphmap ask changes … --exchange EXCHANGE lists the pairs")


def _print_verdicts(found: Mapping[str, Any]) -> None:
    print(found["summary"])
    pairs = nodes(found["pairs"])
    if not pairs:
        return
    print()
    rows = [
        (
            node["sender"]["code"],
            node["receiver"]["code"],
            words(node["was"]).upper(),
            words(node["now"]).upper(),
            node["before"]["detail"],
            node["after"]["detail"],
        )
        for node in pairs
    ]
    print_table(("from", "to", "was", "is", "why then", "why now"), rows, below=("why then", "why now"))
    note(f"{len(pairs):,} of {found['pairs']['totalCount']:,} pairs shown (--first)")
