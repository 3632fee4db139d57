"""One consistent view of a store: facts as resolved at commit, or resolved anew from the claims known on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import orjson

from graphmap.model.claims import Run, Source, StoredClaim
from graphmap.model.saved import SavedScenario
from graphmap.model.terms import Kind
from graphmap.store.base import Fact, KnownAt, RecordedClaim
from graphmap.store.sightings import Sightings
from graphmap.store.sqlite import rows, scenarios
from graphmap.store.sqlite.connection import Database, Reading


class SqliteReader:
    """A read transaction on a connection of its own. It holds back the merging of the log, so close it soon."""

    def __init__(self, database: Database, reading: Reading) -> None:
        self._database = database
        self._reading = reading
        self._connection = reading.connection
        self._connection.execute("BEGIN")
        (self.revision,) = self._connection.execute("SELECT revision FROM store").fetchone()

    def facts(self, kind: Kind, known_at: KnownAt | None = None) -> Iterator[Fact]:
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
        self, kind: Kind, keys: Sequence[str], known_at: KnownAt | None = None, history: bool = False
    ) -> Mapping[str, Sequence[StoredClaim]]:
        """See `Reader.claims`: a source's newest statement first, sources by name; every key named is in the answer.

        As known on a day, nothing later shows: not that a claim was retracted since, nor that it was seen again.
        """
        found: dict[str, list[StoredClaim]] = {key: [] for key in keys}
        with self._database.answering():
            last = self._last_run(known_at)
            past = [run for run in rows.runs_of(self._connection, None) if run.id <= last]
            sightings = Sightings(past, kind)
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
                last_seen = sightings.last(name, since, until, seen)
                found[key].append(
                    StoredClaim(name, claim, sightings.times[since], last_seen, sightings.times.get(until))
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

    def scenarios(self) -> Sequence[SavedScenario]:
        """See `Reader.scenarios`."""
        with self._database.answering():
            found = scenarios.read(self._connection)
            self._reading.check()
        return found

    def history(self) -> Iterator[RecordedClaim]:
        """See `Reader.history`. Only the claims about one record are put in order in memory."""
        with self._database.answering():
            for kind in Kind:
                for key, name, slot, since, until, seen, *statement in self._connection.execute(
                    "SELECT key, name, slot, since, until, seen, "
                    "evidence, observed_at, source_url, source_title, note, body "
                    "FROM claim CROSS JOIN source ON source.id = claim.source "
                    "WHERE kind = ? ORDER BY key, name, slot, since",
                    (kind.value,),
                ):
                    yield RecordedClaim(name, rows.said(kind, key, slot, statement), since, until, seen)
            self._reading.check()

    def _last_run(self, known_at: KnownAt | None) -> int:
        """The last run recorded by the end of the day, or up to the revision, 0 where there is none; else of all."""
        if isinstance(known_at, int):
            (run,) = self._connection.execute(
                "SELECT coalesce(max(id), 0) FROM run WHERE revision <= ?", (known_at,)
            ).fetchone()
            return int(run)
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
