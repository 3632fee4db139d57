"""Saved scenarios as nodes of their own, `(:Scenario)`, which nothing else in the database is joined to.

They do not take the writer's lock, which an import may hold for minutes: whoever writes them first touches (:Graphmap), and
so waits for the end of whoever did so before.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from neo4j import ManagedTransaction

from graphmap.model.errors import UnknownScenario
from graphmap.model.saved import SavedScenario, deletable, saved
from graphmap.model.scenario_draft import Draft
from graphmap.store.neo4j.server import Server
from graphmap.store.scenarios import row_of, scenario_of

_READ = "MATCH (s:Scenario) RETURN properties(s) AS row ORDER BY s.id"
_ALONE = "MATCH (g:Graphmap {name: 'store'}) SET g.scenario_saved = timestamp()"
_WRITTEN = "MATCH (s:Scenario {saving: $saving}) RETURN properties(s) AS row"
_WRITE = "UNWIND $rows AS row MERGE (s:Scenario {id: row.id}) SET s = row, s.saving = $saving"
_DELETE = "MATCH (s:Scenario {id: $id}) DELETE s"


def read(server: Server | ManagedTransaction) -> tuple[SavedScenario, ...]:
    """Every scenario, by id."""
    rows = server.rows(_READ) if isinstance(server, Server) else server.run(_READ).data()
    return tuple(sorted((scenario_of(row["row"]) for row in rows), key=lambda one: one.id))


def write(
    transaction: ManagedTransaction, scenarios: Iterable[SavedScenario], saving: str | None = None
) -> None:
    """Put scenarios in, each in place of one with its id."""
    transaction.run(_WRITE, rows=list(map(row_of, scenarios)), saving=saving).consume()


def save(server: Server, draft: Draft) -> SavedScenario:
    """See `Store.save_scenario`."""
    saving = uuid4().hex

    def work(transaction: ManagedTransaction) -> SavedScenario:
        transaction.run(_ALONE).consume()
        for done in transaction.run(_WRITTEN, saving=saving).data():
            return scenario_of(done["row"])  # by an attempt before this one, whose answer got lost
        there = read(transaction)
        made = saved(draft, there)
        if made not in there:
            write(transaction, [made], saving)
        return made

    return server.write(work)


def delete(server: Server, key: str, changed_at: str | None) -> SavedScenario:
    """See `Store.delete_scenario`."""
    found: list[SavedScenario] = []

    def work(transaction: ManagedTransaction) -> SavedScenario:
        transaction.run(_ALONE).consume()
        try:
            found.append(deletable(key, read(transaction), changed_at))
        except UnknownScenario:
            if not found:
                raise  # else it was there, and an attempt whose answer got lost has deleted it
        transaction.run(_DELETE, id=key).consume()
        return found[-1]

    return server.write(work)
