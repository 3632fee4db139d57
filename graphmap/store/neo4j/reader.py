"""One view of a store at the run that counted when it was opened; everything is read from claims (`claims`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from graphmap.model.claims import Run, Source, StoredClaim
from graphmap.model.resolve import resolve_columns
from graphmap.model.saved import SavedScenario
from graphmap.model.terms import Kind
from graphmap.store.base import Fact, KnownAt, RecordedClaim
from graphmap.store.neo4j import scenarios
from graphmap.store.neo4j.claims import EVER, VISIBLE, stream
from graphmap.store.neo4j.server import Row, Server
from graphmap.store.sightings import Sightings
from graphmap.store.sqlite import rows

KEYS_AT_ONCE = 2_000
_RESOLVED = ("c.source", "c.slot", "c.evidence", "coalesce(c.observed_at, '')", "c.body")
_STATEMENT = "[c.evidence, c.observed_at, c.source_url, c.source_title, c.note, c.body]"
_SAID = f"""
UNWIND $keys AS key MATCH (c:Claim {{kind: $kind, key: key}}) WHERE {VISIBLE}
RETURN [key, {", ".join(_RESOLVED)}] AS said
"""
_RECORDED = ("[c.source, c.slot, c.since, c.until, c.seen]", _STATEMENT)
_ABOUT = f"""
UNWIND $keys AS key MATCH (c:Claim {{kind: $kind, key: key}})
WHERE {EVER} AND ($history OR c.until IS NULL OR c.until > $last)
RETURN key, c.source AS source, c.slot AS slot, c.since AS since, c.until AS until, c.seen AS seen,
  {_STATEMENT} AS statement
"""
_RUNS = "MATCH (r:Run) WHERE r.id <= $last RETURN properties(r) AS run ORDER BY r.id DESC"
_OF_SOURCE = {"about", "claims", "recorded_on"}
"""Properties of a run that are about its source, or the store's own."""


class Neo4jReader:
    """See `Reader`. Safe to use from several threads; nothing is held open between questions."""

    def __init__(self, server: Server, revision: int, last_run: int) -> None:
        self.revision = revision
        self._server = server
        self._last = last_run

    def facts(self, kind: Kind, known_at: KnownAt | None = None) -> Iterator[Fact]:
        """See `Reader.facts`. Resolved as they are read, O(claims of the kind)."""
        for keys, *columns in stream(self._server, kind, _RESOLVED, self._last_run(known_at)):
            yield from resolve_columns(kind, keys, *columns)

    def facts_about(self, kind: Kind, keys: Sequence[str]) -> Iterator[Fact]:
        """Resolved records of those named, ascending; those that nobody states are left out."""
        for place in range(0, len(keys), KEYS_AT_ONCE):
            some = sorted(keys[place : place + KEYS_AT_ONCE])
            said = self._server.rows(_SAID, kind=kind.value, keys=some, last=self._last)
            columns = zip(*(row["said"] for row in sorted(said, key=lambda row: row["said"][0])), strict=True)
            if said:
                yield from resolve_columns(kind, *map(list, columns))

    def claims(
        self, kind: Kind, keys: Sequence[str], known_at: KnownAt | None = None, history: bool = False
    ) -> Mapping[str, Sequence[StoredClaim]]:
        """See `Reader.claims`: a source's newest statement first, sources by name; every key named is in the answer.

        As known on a day, nothing later shows: not that a claim was retracted since, nor that it was seen again.
        """
        last = self._last_run(known_at)
        sightings = Sightings((run for run in self._runs if run.id <= last), kind)
        found: dict[str, list[StoredClaim]] = {key: [] for key in keys}
        wanted = iter(found)
        while some := list(islice(wanted, KEYS_AT_ONCE)):
            about = self._server.rows(_ABOUT, kind=kind.value, keys=some, last=last, history=history)
            for row in sorted(about, key=lambda row: (row["source"], row["slot"], -row["since"])):
                since, until = row["since"], row["until"]
                seen = last_seen(row["seen"], since, self._last)
                found[row["key"]].append(
                    StoredClaim(
                        row["source"],
                        rows.said(kind, row["key"], row["slot"], row["statement"]),
                        sightings.times[since],
                        sightings.last(row["source"], since, until, seen),
                        sightings.times.get(until),
                    )
                )
        return found

    def keys(self, kind: Kind) -> set[str]:
        """See `Reader.keys`."""
        return {key for (keys,) in stream(self._server, kind, (), self._last) for key in keys}

    def sources(self) -> Sequence[Source]:
        """Sources by name, as their newest runs left them; one that was retracted is still there, with no claims."""
        newest: dict[str, Row] = {}
        for run in self._rows:
            newest.setdefault(run["source"], run)
        return [
            rows.source_of(name, run["about"], run["claims"], run["recorded_at"])
            for name, run in sorted(newest.items())
        ]

    def runs(self, source: str | None = None) -> Sequence[Run]:
        """See `Reader.runs`."""
        return [run for run in self._runs if source is None or run.source == source]

    def scenarios(self) -> Sequence[SavedScenario]:
        """See `Reader.scenarios`."""
        return scenarios.read(self._server)

    def history(self) -> Iterator[RecordedClaim]:
        """See `Reader.history`."""
        for kind in Kind:
            for keys, *columns in stream(self._server, kind, _RECORDED, self._last, condition=EVER):
                yield from sorted(map(self._recorded, [kind] * len(keys), keys, *columns), key=_place)

    def changed_since(self, run: int, kind: Kind) -> Iterator[str]:
        """Keys of records about which a claim was opened or closed after `run`, ascending. Reads every claim of the kind."""
        condition = f"{EVER} AND (c.since > $run OR $run < c.until <= $last)"
        for (keys,) in stream(
            self._server, kind, (), self._last, condition=condition, parameters={"run": run}
        ):
            yield from dict.fromkeys(keys)

    def statements_of(
        self, source: str, kind: Kind, keys: Sequence[str] | None = None
    ) -> Iterator[tuple[str, int, Sequence[Any]]]:
        """What a source says now, of a kind or of the records named: key, slot, and the statement."""
        if keys is None:
            columns, condition = ("c.slot", _STATEMENT), f"c.source = $source AND {VISIBLE}"
            for chunk in stream(
                self._server, kind, columns, self._last, condition=condition, parameters={"source": source}
            ):
                yield from zip(*chunk, strict=True)
            return
        for place in range(0, len(keys), KEYS_AT_ONCE):
            some = keys[place : place + KEYS_AT_ONCE]
            about = self._server.rows(_ABOUT, kind=kind.value, keys=some, last=self._last, history=False)
            yield from (
                (row["key"], row["slot"], row["statement"]) for row in about if row["source"] == source
            )

    def _recorded(
        self, kind: Kind, key: str, about: Sequence[Any], statement: Sequence[Any]
    ) -> RecordedClaim:
        source, slot, since, until, seen = about
        standing = until is None or until > self._last
        return RecordedClaim(
            source,
            rows.said(kind, key, slot, statement),
            since,
            None if standing else until,
            last_seen(seen, since, self._last),
        )

    @cached_property
    def _rows(self) -> list[Row]:
        """Every run up to this reader's, newest first."""
        return [row["run"] for row in self._server.rows(_RUNS, last=self._last)]

    @cached_property
    def _runs(self) -> list[Run]:
        return [
            Run(
                **{name: value for name, value in row.items() if name not in _OF_SOURCE}
                | {"revision": row.get("revision")}
            )
            for row in self._rows
        ]

    def _last_run(self, known_at: KnownAt | None) -> int:
        """The last run recorded by the end of the day, or up to the revision, 0 where there is none; else this reader's."""
        if known_at is None:
            return self._last
        if isinstance(known_at, int):
            return max((run.id for run in self._runs if run.revision and run.revision <= known_at), default=0)
        day = known_at.isoformat()
        return max((row["id"] for row in self._rows if row["recorded_on"] <= day), default=0)


def last_seen(seen: Sequence[int] | None, since: int, last: int) -> int:
    """The newest run up to `last` of which it is noted that it repeated a claim; `since` where none is.

    Two are noted, so that a run that is being stored hides the one before it from nobody.
    """
    return max((run for run in seen or () if run <= last), default=since)


def _place(one: RecordedClaim) -> tuple[str, str, int, int]:
    return one.claim.key, one.source, one.claim.slot, one.since
