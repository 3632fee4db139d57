"""The importer of `etr`: rows of the file to claims about organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from graphmap.ingest.archive import Archive
from graphmap.ingest.csv_rows import Row, rows_of
from graphmap.ingest.importer import Context, Reading
from graphmap.ingest.inputs import Input
from graphmap.ingest.known import Known
from graphmap.ingest.problems import Fault, Problem, Problems, Severity, Unreadable
from graphmap.ingest.repeats import Stated, settle
from graphmap.ingest.source_file import Description, description_of
from graphmap.model.claims import Claim, Source, StoredClaim
from graphmap.model.dates import first_day, last_day, observed_day
from graphmap.model.terms import Evidence, Kind
from importers.ods_trusts.layout import (
    FOREIGN,
    PLACES,
    WIDTHS,
    code_of,
    day_of,
    edition_in,
    header_places,
    is_welsh,
    plain,
)

name = "ods_trusts"
title = "NHS trusts of the Organisation Data Service (etr)"

_NAMED_ETR = re.compile(r"(?<![a-z])etr(?![a-z])")


@lru_cache(maxsize=1)
def description() -> Description:
    """What source.yaml beside this file says."""
    problems = Problems()
    found = description_of((Path(__file__).parent / "source.yaml").read_bytes(), "source.yaml", problems)
    assert not len(problems), list(problems)
    return found


def detect(given: Input) -> bool:
    """Whether a CSV or zip file is named `etr`, or an address asks for that report; the layout alone is that of others."""
    if given.path.is_dir() or given.path.suffix.lower() not in {".csv", ".zip"}:
        return False
    return bool(_NAMED_ETR.search(given.stem.lower()) or "report=etr" in given.location.lower())


def read(given: Input, context: Context) -> Reading:
    """The trusts of the file, on the evidence of a register, as observed on the date of the edition."""
    problems = Problems(skip_invalid=context.skip_invalid)
    edition = context.edition or edition_in(given.name)
    _check_edition(given, edition, context, problems)
    told = description()
    source = Source(
        name=context.source,
        title=told.title,
        publisher=told.publisher,
        location=given.location,
        url=told.url,
        licence=told.licence,
        attribution=told.attribution,
        format=name,
        fictional=context.fictional,
        edition=edition,
    )
    rows: dict[str, int] = {}
    claims: list[Claim] = []
    try:
        if edition is not None:
            claims = _claims(given, edition, context, problems, rows)
    except Unreadable as unreadable:
        problems.add(unreadable.problem)
    everything = not (context.partial or context.skip_invalid)
    return Reading(source, claims, problems, frozenset({Kind.ORGANISATION} if everything else ()), rows)


def _claims(
    given: Input, edition: str, context: Context, problems: Problems, rows: dict[str, int]
) -> list[Claim]:
    label, found = _rows(given)
    stated: dict[str, list[Stated]] = {}
    places: Mapping[str, int] = PLACES
    count = 0
    for number, row in found:
        if not any(cell.strip() for cell in row):
            continue
        if not count and (named := _header(row, label, number)):
            places = named
            continue
        count += 1
        try:
            _refuse_other_lists(row, places, label, number)
            claim = to_claim(row, places, edition)
            stated.setdefault(claim.key, []).append(Stated(number, claim))
        except Fault as fault:
            problems.leave_out(fault.at(label, number))
    rows[label] = count
    if not count:
        problems.add(
            Problem(Severity.ERROR, label, "holds nothing to import", "Give the etr list of NHS trusts")
        )
    claims = [claim for several in stated.values() for claim in _settled(several, label, problems)]
    _check_counts(claims, label, context, problems)
    return with_aliases(claims, context.known)


def to_claim(row: Sequence[str], places: Mapping[str, int], edition: str) -> Claim:
    """The claim of one row. Raises `Fault` for a row that is none of `etr`."""
    if places is PLACES and len(row) not in WIDTHS:
        raise Fault(
            f"the row has {len(row)} columns",
            f"etr has {WIDTHS[1]} ({WIDTHS[0]} in older copies): export it again",
        )
    cell = {column: row[place].strip() if place < len(row) else "" for column, place in places.items()}
    code = code_of(cell["code"])
    if not cell["name"]:
        raise Fault("is required and blank", "Fill it in, or export the list again", column="name")
    opened, closed = day_of(cell["opened"], "open date"), day_of(cell["closed"], "close date")
    if first_day(opened) > last_day(closed):
        raise Fault(
            f"is after the close date, {closed}", "Correct the dates", column="open date", value=opened
        )
    region, icb, postcode = (cell.get(column, "") for column in ("region", "icb", "postcode"))
    welsh = is_welsh(region, icb, cell.get("letter", ""), postcode)
    body = {
        "code": code,
        "name": " ".join(cell["name"].split()),
        "type": "OTHER_NHS_BODY" if welsh else "NHS_TRUST",
        "icb": "" if welsh else icb,
        "region": "" if welsh else region,
        "opened": opened,
        "closed": closed,
        "postcode": postcode,
    }
    told = description()
    return Claim(
        Kind.ORGANISATION,
        code,
        0,
        {field: value for field, value in body.items() if value},
        int(Evidence.REGISTERED),
        edition,
        told.url,
        told.title,
    )


def with_aliases(claims: Sequence[Claim], known: Known) -> list[Claim]:
    """The claims, with every other name that the store knows or knew: a renamed trust is found by its old name.

    Names that differ in case or punctuation alone are no other names. Names that stand no longer count as well, so that
    the same file says the same when it is imported again.
    """
    said = known.claims(Kind.ORGANISATION, [claim.key for claim in claims], history=True)
    named = []
    for claim in claims:
        names: dict[str, str] = {}
        for one in sorted(said.get(claim.key, ()), key=_age):
            for other in (one.claim.body.get("name"), *one.claim.body.get("aliases", ())):
                if other:
                    names.setdefault(plain(other), other)
        names.pop(plain(claim.body["name"]), None)
        body = {**claim.body, "aliases": list(names.values())} if names else claim.body
        named.append(claim._replace(body=body))
    return named


def _header(row: Sequence[str], label: str, number: int) -> dict[str, int] | None:
    try:
        return header_places(row)
    except Fault as fault:
        raise Unreadable(fault.at(label, number)) from None


def _age(one: StoredClaim) -> tuple[int, str, str]:
    return observed_day(one.claim.observed_at), one.first_seen, one.source


def _refuse_other_lists(row: Sequence[str], places: Mapping[str, int], label: str, number: int) -> None:
    """Raise `Unreadable` for a list of practices, sites or commissioners, which has the same layout."""
    for place, what in FOREIGN.items():
        if places is PLACES and place < len(row) and row[place].strip():
            message = f"in column {place + 1} is {what}, which etr leaves blank: this is another list of the same layout"
            remedy = "Give etr, the list of NHS trusts"
            raise Unreadable(Problem(Severity.ERROR, label, message, remedy, number, None, row[place]))


def _settled(several: Sequence[Stated], label: str, problems: Problems) -> Iterator[Claim]:
    settled = settle(Kind.ORGANISATION, several)
    for number, fault in settled.faults:
        note = problems.leave_out if fault.severity is Severity.ERROR else problems.add
        note(fault.at(label, number))
    yield from (claim for _, claim in settled.claims)


def _rows(given: Input) -> tuple[str, Iterator[Row]]:
    """Name and rows of the file, which may be the only CSV file of an archive."""
    if given.path.suffix.lower() != ".zip":
        return given.name, rows_of(lambda: given.path.open("rb"), given.name, ",")
    archive = Archive(given.path)
    members = [member for member in archive.members if PurePosixPath(member).suffix.lower() == ".csv"]
    if len(members) != 1:
        message = f"holds {len(members)} CSV files instead of one"
        raise Unreadable(Problem(Severity.ERROR, given.name, message, "Unpack it and give the etr file"))
    label = f"{given.name}/{members[0]}"
    return label, rows_of(lambda: archive.open(members[0]), label, ",")


def _check_edition(given: Input, edition: str | None, context: Context, problems: Problems) -> None:
    """Note an edition that is missing, older than what was imported before, or in the future."""

    def note(severity: Severity, message: str, remedy: str) -> None:
        problems.add(Problem(severity, given.name, message, remedy))

    if edition is None:
        note(
            Severity.ERROR,
            "the date of the edition is not known: the file's name holds none",
            "Give it: --edition 2026-07-01, or --edition 2026-07 where the day is not known",
        )
        return
    before = {
        source.name: source.edition
        for source in context.known.sources.values()
        if source.edition
        and (source.name == context.source or (source.format == name and not context.source_spelled))
    }
    if observed_day(edition) > context.today.toordinal():
        note(Severity.WARNING, f"edition {edition} lies in the future", "Check the date")
    if not before:
        return
    newest = max(before, key=lambda one: observed_day(before[one]))
    if observed_day(edition) < observed_day(before[newest]):
        note(
            Severity.ERROR,
            f"edition {edition} is older than {before[newest]}, which source {newest!r} holds",
            "Give the newest edition; to go back, retract that source first",
        )
    elif newest != context.source:
        note(
            Severity.WARNING,
            f"source {newest!r} holds an earlier edition of the same list, which stays beside this one",
            f"To replace it give --source {newest}",
        )


def _check_counts(claims: Sequence[Claim], label: str, context: Context, problems: Problems) -> None:
    today = context.today.toordinal()
    is_open = [
        first_day(claim.body.get("opened")) <= today <= last_day(claim.body.get("closed")) for claim in claims
    ]
    for what, message in description().miscounted({"organisations": len(claims), "open": sum(is_open)}):
        counted = "open trusts: the list" if what == "open" else "the list"
        remedy = "Check that the file is whole"
        problems.add(Problem(Severity.WARNING, label, f"{counted} {message}", remedy))
