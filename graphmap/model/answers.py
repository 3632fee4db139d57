"""What an organisation is asked in a template, and how its answers are told apart: names that writer and reader share.

A template holds rows that graphmap filled in beforehand. Such a row has columns that no claim is made of: what it is known
from, and a mark of its cells as they were written. The organisation answers in the column `confirmed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from graphmap.model.tables import Column

CONFIRMED = "confirmed"
KNOWN_FROM = "known_from"
MARK = "prefilled"
QUESTION = "question"
KNOWN_LEVEL = "known_level"

ANSWER_COLUMNS = (
    Column(
        CONFIRMED, "yes: the row is right as it stands here; no: it does not exist; blank: nothing is said"
    ),
    Column(KNOWN_FROM, "Who said so; blank in rows that the organisation adds itself"),
    Column("known_evidence", "How well it was supported"),
    Column("known_observed_at", "When it was seen or stated"),
    Column(MARK, "A mark of the row as it was filled in beforehand; leave it alone"),
)
"""Columns that any table may have beside its own."""
QUESTION_COLUMNS = (
    Column(QUESTION, "What is asked; the answer goes into level, and a blank one says nothing"),
    Column(KNOWN_LEVEL, "The level on record"),
)
"""Columns that the table of coverage may have beside those."""

FRONT_SHEET = "Read me"
CODES_SHEET = "Codes"
FRONT_MARK = "graphmap template"
"""What the first cell of the first sheet says."""
FOR = "Organisation"
NAME = "Name"
FILLED_IN = "Filled in on"
EVIDENCE = "Evidence"
FICTIONAL = "fictional"


def mark_of(cells: Iterable[tuple[str, str]]) -> str:
    """The mark of a row: of its columns that are not blank, by name, in whatever order they stand."""
    said = sorted((name, cell.strip()) for name, cell in cells if cell.strip())
    return blake2b(repr(said).encode(), digest_size=6).hexdigest()
