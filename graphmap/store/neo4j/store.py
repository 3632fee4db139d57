"""The Neo4j store: the protocol of `graphmap.store.base` over one database. Safe to use from several threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock

from graphmap.model.claims import Run, Source
from graphmap.model.errors import StoreUnavailable
from graphmap.model.saved import SavedScenario
from graphmap.model.scenario_draft import Draft as ScenarioDraft
from graphmap.model.terms import Kind
from graphmap.store.base import History, Identity, Remembered, Unfinished
from graphmap.store.draft import Draft
from graphmap.store.local_cache import LocalCache
from graphmap.store.neo4j import following, restoring, scenarios, schema, unfinished
from graphmap.store.neo4j import lock as locks
from graphmap.store.neo4j.reader import Neo4jReader
from graphmap.store.neo4j.run import Neo4jRun
from graphmap.store.neo4j.server import Server, ServerAway
from graphmap.store.neo4j.settings import Settings

_REVISION = "MATCH (g:Graphmap {name: 'store'}) RETURN g.revision AS revision"


class Neo4jStore:
    """See `Store`. Columns are cached on this machine, under the store's id and revision."""

    remote = True

    def __init__(
        self, address: str, *, create: bool = True, read_only: bool = False, may_be_away: bool = False
    ) -> None:
        """Open, make or migrate the store at `address`; user, password and the rest come by environment (`settings`).

        With `may_be_away` a server that does not answer is no error yet: every question raises until it does.
        """
        self.address = address
        self._settings = Settings.from_environment(address)
        self._create = create and not read_only
        self._read_only = read_only
        self._server = Server(self._settings)
        self._cache = LocalCache.of(address, self._settings.database)
        self._preparing = Lock()
        self._id: str | None = None
        try:
            self._ready()
        except ServerAway:
            if not may_be_away:
                self.close()
                raise
        except BaseException:
            self.close()
            raise

    def identity(self) -> Identity:
        """See `Store.identity`."""
        found = self._standing()
        return Identity(
            id=found.id,
            schema_version=found.version,
            revision=found.revision,
            fictional=found.fictional,
            recorded_on=date.fromisoformat(found.recorded_on) if found.recorded_on else None,
        )

    def revision(self) -> int:
        """See `Store.revision`: one property of one node, asked once and not again where the server is away."""
        self._ready()
        (row,) = self._server.ask(_REVISION)
        return int(row["revision"])

    @contextmanager
    def reading(self) -> Iterator[Neo4jReader]:
        """See `Store.reading`."""
        found = self._standing()
        yield Neo4jReader(self._server, found.revision, found.last_run)

    @contextmanager
    def staging(
        self, source: Source, complete: frozenset[Kind], *, partial: bool = False, skipped: int = 0
    ) -> Iterator[Neo4jRun]:
        """See `Store.staging`."""
        self._refuse_if_read_only()
        draft = Draft(source, frozenset() if partial else complete, partial, skipped)
        draft.refuse_other_kind(self._standing().fictional)
        run = Neo4jRun(self._server, draft)
        try:
            yield run
        finally:
            run.discard()

    def retract(self, source: str) -> Run:
        """See `Store.retract`."""
        self._refuse_if_read_only()
        self._ready()
        return Neo4jRun(self._server, Draft(Source(name=source), frozenset(Kind), retraction=True)).commit()

    def load_columns(self, name: str) -> Mapping[str, bytes] | None:
        """See `Store.load_columns`."""
        return self._cache.load(self._cached(name))

    def save_columns(self, name: str, columns: Mapping[str, bytes]) -> None:
        """See `Store.save_columns`."""
        self._cache.save(self._cached(name), columns)

    def confirm_columns(self, name: str) -> None:
        """See `Store.confirm_columns`."""
        if self._id is not None:
            self._cache.confirm(f"{self._id} {name}")

    def remembered(self) -> Remembered | None:
        """See `Store.remembered`."""
        return self._cache.newest()

    def restore(self, history: History) -> None:
        """See `Store.restore`."""
        self._refuse_if_read_only()
        self._ready()
        restoring.restore(self._server, history)

    def scenarios(self) -> Sequence[SavedScenario]:
        """See `Store.scenarios`."""
        self._ready()
        return scenarios.read(self._server)

    def save_scenario(self, draft: ScenarioDraft) -> SavedScenario:
        """See `Store.save_scenario`."""
        self._refuse_if_read_only()
        self._ready()
        return scenarios.save(self._server, draft)

    def delete_scenario(self, key: str, changed_at: str | None = None) -> SavedScenario:
        """See `Store.delete_scenario`."""
        self._refuse_if_read_only()
        self._ready()
        return scenarios.delete(self._server, key, changed_at)

    def unfinished(self) -> Unfinished | None:
        """See `Store.unfinished`."""
        self._ready()
        return unfinished.described(self._server)

    def recover(self, *, discard: bool = False) -> None:
        """See `Store.recover`."""
        self._refuse_if_read_only()
        self._ready()
        with locks.held(self._server, "recovery", patience=0) as held:
            if discard:
                unfinished.discard(self._server, held, self._standing().last_run)
            following.follow(self._server, held, None)

    def close(self) -> None:
        """Give up every connection."""
        self._server.close()

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise StoreUnavailable(f"{self.address} was opened for reading only")

    def _standing(self) -> schema.Standing:
        self._ready()
        found = schema.standing(self._server)
        if found is None:
            found = schema.prepare(self._server, create=self._create)
        return found

    def _ready(self) -> None:
        """Prepare the store, once the server answers for the first time."""
        if self._id is None:
            with self._preparing:
                if self._id is None:
                    self._id = schema.prepare(self._server, create=self._create).id

    def _cached(self, name: str) -> str:
        self._ready()
        return f"{self._id} {name}"
