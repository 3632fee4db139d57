"""Where the columns of an `etr` file stand, and what its cells mean. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from graphmap.ingest.problems import Fault

PLACES: Mapping[str, int] = MappingProxyType(
    {"code": 0, "name": 1, "region": 2, "icb": 3, "postcode": 9, "opened": 10, "closed": 11, "letter": 23}
)
"""Places of the columns that are read, in files with and without headers."""
WIDTHS = (24, 27)
FOREIGN: Mapping[int, str] = MappingProxyType(
    {12: "a status", 13: "a sub-type", 14: "a parent", 25: "a prescribing setting"}
)
"""Columns that are empty in every `etr` file, and filled in the other lists of the same layout."""

_HEADINGS = {
    "code": {"code", "odscode", "orgcode", "organisationcode"},
    "name": {"name", "orgname", "organisationname"},
    "region": {"nationalgrouping", "nhsenglandregion", "nhsregion", "region"},
    "icb": {"highlevelhealthgeography", "icb", "icbcode", "integratedcareboard"},
    "postcode": {"postcode", "postalcode"},
    "opened": {"open", "opendate", "opened"},
    "closed": {"close", "closedate", "closed"},
    "letter": {"gor", "gorcode", "governmentofficeregion", "governmentofficeregioncode", "regionletter"},
}
_NEEDED = ("code", "name", "opened", "closed")
_CODE = re.compile(r"[A-Z0-9]{3,10}")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_EDITION = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_WELSH_POSTCODES = re.compile(r"(?:CF|LD|LL|NP|SA)\d")
_WALES = ("W00", "W")


def header_places(row: Sequence[str]) -> dict[str, int] | None:
    """Places of the columns that a header row names; None for a row of data.

    A header begins with the name of the code column. Columns that it names otherwise are taken where they always stand.
    Raises `Fault` for a header that cannot be understood.
    """
    names = [re.sub(r"[^a-z]", "", cell.lower()) for cell in row]
    if not names or names[0] not in _HEADINGS["code"]:
        return None
    places = {
        column: next((place for place, name in enumerate(names) if name in known), -1)
        for column, known in _HEADINGS.items()
    }
    for column, place in places.items():
        if place < 0 and len(row) in WIDTHS:
            places[column] = PLACES[column]
    missing = [column for column in _NEEDED if places[column] < 0]
    if missing:
        raise Fault(
            f"the header names no column for {', '.join(missing)}",
            "Export the report again, with all its columns or without headers",
        )
    return {column: place for column, place in places.items() if place >= 0}


def code_of(cell: str) -> str:
    """An ODS code. Raises `Fault` for anything else."""
    code = cell.strip()
    if not _CODE.fullmatch(code):
        raise Fault("is no ODS code", "Expected are capital letters and digits", column="code", value=cell)
    return code


def day_of(cell: str, column: str) -> str | None:
    """The ISO date of a day written YYYYMMDD (or ISO); None when blank. Raises `Fault`."""
    text = cell.strip()
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        raise Fault(
            "is no date", "Expected is YYYYMMDD, such as 20240401", column=column, value=cell
        ) from None


def edition_in(name: str) -> str | None:
    """The date in a file's name as partial ISO text (`etr_2026-07.csv`, `etr-20260701.csv`); None when there is none."""
    match = _EDITION.search(name)
    return "-".join(part for part in match.groups() if part) if match else None


def is_welsh(region: str, icb: str, letter: str, postcode: str) -> bool:
    """Whether a trust is in Wales.

    Older files say so by region W00, newer ones by the region letter alone; a row without either is judged by its
    postcode. A blank region does not make a trust Welsh: rows added by hand have one too.
    """
    if region or icb:
        return region in _WALES
    return letter == "W" if letter else bool(_WELSH_POSTCODES.match(postcode))


def plain(name: str) -> str:
    """A name reduced to what makes it another name: neither case nor punctuation nor common short forms."""
    text = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("&", " and ").replace("-", " "))
    text = re.sub(r"\bft$", "foundation trust", text.strip())
    return " ".join(text.split())
