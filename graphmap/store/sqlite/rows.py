"""Rows of the database as the model's types, and the other way round."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from graphmap.model.claims import Claim, Run, Source
from graphmap.model.resolve import resolve_rows
from graphmap.model.terms import Kind

_KEPT_APART = {"name", "claims", "last_run"}
"""Fields of a source that have columns of their own."""


def staged_row(claim: Claim) -> tuple[Any, ...]:
    """Kind, key, slot and statement. Equal bodies become equal text, whatever order their fields came in."""
    kind, key, slot, body, evidence, observed_at, url, title, note = claim
    text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
    return kind.value, key, slot, int(evidence), observed_at, url, title, note, text


def said(kind: Kind, key: str, slot: int, statement: Sequence[Any]) -> Claim:
    """The claim whose statement was read: evidence, observed_at, source_url, source_title, note and body."""
    evidence, observed_at, url, title, note, body = statement
    return Claim(kind, key, slot, orjson.loads(body), evidence, observed_at, url, title, note)


def resolved(kind: Kind, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Facts from claims of one kind, those about a record together: rows of key, source name, slot and statement."""
    return resolve_rows(kind, ((*row[:5], orjson.loads(row[-1])) for row in rows))


def about(source: Source) -> str:
    """What is stored of a source beside its name and counts."""
    return source.model_dump_json(exclude=_KEPT_APART, exclude_none=True)


def source_of(name: str, text: str, claims: int = 0, last_run: str | None = None) -> Source:
    """The source stored as `text`."""
    return Source(name=name, claims=claims, last_run=last_run, **orjson.loads(text))


def runs_of(connection: sqlite3.Connection, source: str | None) -> list[Run]:
    """Runs of one source, or of all, newest first."""
    rows = connection.execute(
        "SELECT run.id, source.name, action, recorded_at, revision, edition, partial, tables, "
        "added, changed, retracted, unchanged, skipped FROM run JOIN source ON source.id = run.source "
        "WHERE :source IS NULL OR source.name = :source ORDER BY run.id DESC",
        {"source": source},
    )
    return [_run(row) for row in rows]


def _run(row: Sequence[Any]) -> Run:
    return Run(
        id=row[0],
        source=row[1],
        action=row[2],
        recorded_at=row[3],
        revision=row[4],
        edition=row[5],
        partial=bool(row[6]),
        tables=tuple(orjson.loads(row[7])),
        added=row[8],
        changed=row[9],
        retracted=row[10],
        unchanged=row[11],
        skipped=row[12],
    )
