"""What an organisation answers in a template: which rows speak, for what, and which say nothing.

A row that was filled in beforehand speaks only when it is answered in the column `confirmed`: `yes` states it as it stands,
`no` states that it does not exist. A row that the organisation added itself speaks like any other. Semantics of the columns:
docs/reference/evidence-tables.md, *Answers to a template*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from graphmap.ingest.cells import items_of
from graphmap.ingest.problems import Fault, Problem, Problems, Severity
from graphmap.ingest.rows import RowFaults
from graphmap.model.answers import CONFIRMED, KNOWN_FROM, MARK, QUESTION, mark_of
from graphmap.model.claims import Claim
from graphmap.model.tables import Table
from graphmap.model.terms import Kind, Status

_INSTEAD = {
    Kind.ORGANISATION: "Correct its cells and answer yes; one that has closed has its last day in 'closed'",
    Kind.SUPPLIER: "Leave it blank, and answer no in the table deployments for a system that is not in use",
    Kind.PRODUCT: "Leave it blank, and answer no in the table deployments for a system that is not in use",
    Kind.COVERAGE: "Give the level (none, partial or complete) and answer yes",
    Kind.CONTRACT: "Correct its cells and answer yes; one that has ended has its last day in 'to'; else leave it blank",
}
"""What to do where a table has no status to state a thing absent with."""


class Saying(Enum):
    """What a row does."""

    NOTHING = auto()
    STANDS = auto()
    DENIES = auto()


class Answers:
    """Reads the answers of one table. `None` of `for_table` means that the table has no such columns."""

    def __init__(self, table: Table, places: Mapping[str, int], day: str) -> None:
        self._kind = table.kind
        self._day = day
        self._confirmed = places.get(CONFIRMED)
        self._known_from = places.get(KNOWN_FROM)
        self._mark = places.get(MARK)
        self._question = places.get(QUESTION)
        self._level = places.get("level")
        self._own = [
            (column.name, places[column.name]) for column in table.all_columns if column.name in places
        ]

    @classmethod
    def of(
        cls,
        table: Table,
        places: Mapping[str, int],
        label: str,
        row: int,
        day: str,
        problems: Problems,
        *,
        asked: bool,
    ) -> Answers | None:
        """The reader of a table's answers; None for an ordinary table. Notes columns that are missing.

        `asked`: the table comes in a template, and so has to have them.
        """
        asks = table.kind is Kind.COVERAGE and QUESTION in places
        present = [name for name in (CONFIRMED, KNOWN_FROM, MARK) if name in places]
        if not (present or asks or asked):
            return None
        needed = () if asks else (CONFIRMED, KNOWN_FROM)
        missing = [name for name in needed if name not in places]
        for name in missing:
            problems.add(
                Problem(
                    Severity.ERROR,
                    label,
                    f"column {name!r} is missing: nobody can tell rows filled in beforehand from answers",
                    "Put it back as it was in the template",
                    row,
                    name,
                )
            )
        return None if missing else cls(table, places, day)

    def said(self, row: Sequence[str]) -> Saying:
        """What a row says. Raises `RowFaults` for an answer that is none, or one that cannot be taken."""
        word = "" if self._confirmed is None else row[self._confirmed].strip().casefold()
        if word not in {"", "yes", "no"}:
            raise RowFaults([self._fault("is no answer", "Write yes or no, or leave it blank", row)], None)
        if self._question is not None and row[self._question].strip():
            return self._to_question(row)
        if word == "no":
            self._check_denial(row)
            return Saying.DENIES
        if word == "yes" or not self._prefilled(row):
            return Saying.STANDS
        if self._changed(row):
            remedy = (
                "Answer yes to state what it says now, or undo the change; "
                f"in a row of your own clear {KNOWN_FROM!r} and {MARK!r}"
            )
            raise RowFaults(
                [
                    self._fault(
                        "is blank, and the row is no longer as it was filled in beforehand", remedy, row
                    )
                ],
                None,
            )
        return Saying.NOTHING

    def taken(self, said: Saying, claim: Claim) -> Claim:
        """The claim that an answer makes: its own, on the day of the answers where it names no other."""
        body = claim.body
        if said is Saying.DENIES:
            body = {**body, "status": Status.ABSENT.value}
        if self._kind is Kind.COVERAGE and "as_of" not in body:
            body = {**body, "as_of": self._day}
        return claim._replace(body=body, observed_at=claim.observed_at or self._day)

    def _prefilled(self, row: Sequence[str]) -> bool:
        return any(place is not None and row[place].strip() for place in (self._known_from, self._mark))

    def _to_question(self, row: Sequence[str]) -> Saying:
        """What a row says that asks how complete the record is: its level is the answer."""
        if self._level is not None and row[self._level].strip():
            return Saying.STANDS
        if self._changed(row):
            fault = Fault(
                "is blank, and other cells of the row are filled in",
                "Choose none, partial or complete, or clear what was filled in",
                column="level",
            )
            raise RowFaults([fault], None)
        return Saying.NOTHING

    def _changed(self, row: Sequence[str]) -> bool:
        """Whether a row that has a mark is no longer as it was filled in beforehand."""
        if self._mark is None or not row[self._mark].strip():
            return False
        return row[self._mark].strip() != mark_of((name, row[place]) for name, place in self._own)

    def _check_denial(self, row: Sequence[str]) -> None:
        instead = _INSTEAD.get(self._kind)
        cells = {name: row[place].strip() for name, place in self._own}
        if instead is not None:
            raise RowFaults(
                [self._fault("cannot be answered here: this table has no status", instead, row)], None
            )
        if cells.get("status") == Status.ABSENT:
            raise RowFaults(
                [
                    self._fault(
                        "leaves open what is meant: the row says already that it does not exist",
                        "Answer yes if that is right; if it does exist, correct the status and answer yes",
                        row,
                    )
                ],
                None,
            )
        shared = items_of(cells.get("organisations", "")) if self._kind is Kind.DEPLOYMENT else []
        if len(shared) > 1:
            raise RowFaults(
                [
                    self._fault(
                        f"would speak for all of {', '.join(shared)}: they share this system",
                        "If one of them does not use it, take its code out of 'organisations' and answer yes; "
                        "if nobody does, set the status to absent and answer yes",
                        row,
                    )
                ],
                None,
            )

    def _fault(self, message: str, remedy: str, row: Sequence[str]) -> Fault:
        cell = "" if self._confirmed is None else row[self._confirmed].strip()
        return Fault(message, remedy, column=CONFIRMED, value=cell or None)
