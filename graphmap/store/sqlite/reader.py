"""One consistent view of a store: facts as resolved at commit, or resolved anew from the claims known on a day."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import orjson

from graphmap.model.claims import Run, Source, StoredClaim
from graphmap.model.terms import Kind
from graphmap.store.base import Fact
from graphmap.store.sqlite import rows
from graphmap.store.sqlite.connection import Database, Reading


class SqliteReader:
    """A read transaction on a connection of its own. It holds back the merging of the log, so close it soon."""

    def __init__(self, database: Database, reading: Reading) -> None:
        self._database = database
        self._reading = reading
        self._connection = reading.connection
        self._connection.execute("BEGIN")
        (self.revision,) = self._connection.execute("SELECT revision FROM store").fetchone()

    def facts(self, kind: Kind, known_at: date | None = None) -> Iterator[Fact]:
        """See `Reader.facts`. With `known_at` before the newest change, O(claims ever made of the kind)."""
        with self._database.answering():
            last = self._last_run(known_at)
            if last >= self._newest_change():
                for key, body in self._connection.execute(
                    "SELECT key, body FROM fact WHERE kind = ? ORDER BY key", (kind.value,)
                ):
                    yield key, orjson.loads(body)
            else:
                yield from rows.resolved(
                    kind,
                    self._connection.execute(
                        "SELECT key, name, slot, evidence, observed_at, source_url, source_title, note, body "
                        "FROM claim CROSS JOIN source ON source.id = claim.source "
                        "WHERE kind = :kind AND since <= :last AND (until IS NULL OR until > :last) ORDER BY key",
                        {"kind": kind.value, "last": last},
                    ),
                )
            self._reading.check()

    def claims(
        self, kind: Kind, keys: Sequence[str], known_at: date | None = None, history: bool = False
    ) -> Mapping[str, Sequence[StoredClaim]]:
        """See `Reader.claims`: a source's newest statement first, sources by name; every key named is in the answer.

        As known on a day, nothing later shows: not that a claim was retracted since, nor that it was seen again.
        """
        found: dict[str, list[StoredClaim]] = {key: [] for key in keys}
        with self._database.answering():
            last = self._last_run(known_at)
            runs = _Runs(self._connection, kind, last)
            for key, name, slot, since, until, seen, *statement in self._connection.execute(
                "SELECT claim.key, name, slot, since, until, seen, "
                "evidence, observed_at, source_url, source_title, note, body "
                "FROM json_each(:keys) AS wanted CROSS JOIN claim ON kind = :kind AND claim.key = wanted.value "
                "JOIN source ON source.id = claim.source "
                "WHERE since <= :last AND (:history OR until IS NULL OR until > :last) "
                "ORDER BY claim.key, name, slot, since DESC",
                {
                    "keys": orjson.dumps(list(found)).decode(),
                    "kind": kind.value,
                    "last": last,
                    "history": history,
                },
            ):
                claim = rows.said(kind, key, slot, statement)
                last_seen = runs.last_sighting(name, since, until, seen)
                found[key].append(
                    StoredClaim(name, claim, runs.times[since], last_seen, runs.times.get(until))
                )
            self._reading.check()
        return found

    def keys(self, kind: Kind) -> set[str]:
        """See `Reader.keys`."""
        with self._database.answering():
            found = self._connection.execute("SELECT key FROM fact WHERE kind = ?", (kind.value,))
            keys = {key for (key,) in found}
            self._reading.check()
        return keys

    def sources(self) -> Sequence[Source]:
        """Sources by name; one that was retracted is still there, with no claims."""
        with self._database.answering():
            found = self._connection.execute(
                "SELECT name, about, claims, recorded_at FROM source JOIN run ON run.id = last_run ORDER BY name"
            ).fetchall()
            self._reading.check()
        return [rows.source_of(*row) for row in found]

    def runs(self, source: str | None = None) -> Sequence[Run]:
        """See `Reader.runs`."""
        with self._database.answering():
            found = rows.runs_of(self._connection, source)
            self._reading.check()
        return found

    def _last_run(self, known_at: date | None) -> int:
        """The last run recorded by the end of the day, 0 when there is none; of all runs without a day."""
        (run,) = self._connection.execute(
            "SELECT coalesce(max(id), 0) FROM run WHERE :day IS NULL OR recorded_on <= :day",
            {"day": known_at and known_at.isoformat()},
        ).fetchone()
        return int(run)

    def _newest_change(self) -> int:
        (run,) = self._connection.execute(
            "SELECT coalesce(max(id), 0) FROM run WHERE revision IS NOT NULL"
        ).fetchone()
        return int(run)


class _Runs:
    """The runs up to one, to tell when claims of a kind were seen."""

    def __init__(self, connection: sqlite3.Connection, kind: Kind, last: int) -> None:
        self.times: dict[int | None, str] = {}
        """When each was recorded."""
        self._complete: dict[str, list[int]] = {}
        for run, source, recorded_at, tables in connection.execute(
            "SELECT run.id, name, recorded_at, tables FROM run JOIN source ON source.id = run.source "
            "WHERE run.id <= ? ORDER BY run.id",
            (last,),
        ):
            self.times[run] = recorded_at
            if rows.TABLE_OF[kind] in orjson.loads(tables):
                self._complete.setdefault(source, []).append(run)

    def last_sighting(self, source: str, since: int, until: int | None, seen: int) -> str:
        """When the source last repeated a claim: a run complete for its kind repeats every claim that it leaves."""
        complete = self._complete.get(source, [])
        before = len(complete) if until is None else bisect_left(complete, until)
        run = max(since, complete[before - 1] if before else since)
        return self.times[max(run, seen) if seen in self.times else run]
