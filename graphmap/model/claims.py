"""Claims, sources and runs: who said what, on what evidence, when it was recorded.

A *claim* here is one row of one source: what it states about one record. Its single properties are the claims of
semantics.md section 8; they are taken apart where they are shown (`resolve.properties_of`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from graphmap.model.records import RECORDS, Record
from graphmap.model.terms import Evidence, Kind


class Claim(NamedTuple):
    """What one row of a source states about one record, ready to be staged.

    `slot` numbers the periods of a record that the row's input states several times (ports and links only), from 0.
    `body` holds the fields of the record type that the row gives, by field name, blanks left out.
    """

    kind: Kind
    key: str
    slot: int
    body: dict[str, Any]
    evidence: int
    observed_at: str | None = None
    source_url: str | None = None
    source_title: str | None = None
    note: str | None = None

    @classmethod
    def of(
        cls,
        record: Record,
        evidence: Evidence = Evidence.DECLARED,
        observed_at: str | None = None,
        source_url: str | None = None,
        source_title: str | None = None,
        note: str | None = None,
        slot: int = 0,
    ) -> Claim:
        """The claim that states `record`. The record's own types have validated it."""
        body = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in record
            if value is not None and value != ()
        }
        return cls(
            record.kind, record.key, slot, body, int(evidence), observed_at, source_url, source_title, note
        )

    def record(self) -> Record:
        """The statement as its typed record. Raises pydantic's `ValidationError` for a body that is none."""
        return RECORDS[self.kind].model_validate(self.body)


class StoredClaim(NamedTuple):
    """A claim as a store keeps it: with its source and its recorded period.

    Times are ISO 8601 UTC text; `retracted_at` is None while the source still says so. `first_seen` is when this exact
    statement was first recorded, `last_seen` when the source last repeated it.
    """

    source: str
    claim: Claim
    first_seen: str
    last_seen: str
    retracted_at: str | None


class Source(BaseModel):
    """Where claims come from. `location` is the address of its first import; `licence` and `attribution` are shown."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str | None = None
    publisher: str | None = None
    location: str | None = None
    url: str | None = None
    licence: str | None = None
    attribution: tuple[str, ...] = ()
    format: str = "evidence_tables"
    fictional: bool = False
    edition: str | None = None
    """Edition of the newest run, an ISO date or a content version; None when the format has none."""
    claims: int = 0
    """Claims that it makes now."""
    last_run: str | None = None
    """When it was last imported, ISO 8601 UTC."""


class Run(BaseModel):
    """One import (or retraction) of one source: all of it is in the store, or none.

    `revision` is the revision that it made; None when nothing changed. Counts are of claims.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    source: str
    action: str
    """`import` or `retract`."""
    recorded_at: str
    revision: int | None
    edition: str | None = None
    partial: bool = False
    tables: tuple[str, ...] = ()
    """Tables for which the run was complete."""
    added: int = 0
    changed: int = 0
    retracted: int = 0
    unchanged: int = 0
    skipped: int = 0
    """Rows left out by `--skip-invalid`."""
