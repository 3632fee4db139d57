"""One database of a Neo4j server or cluster: transactions with retry, bookmarks, and errors in words that say what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any, TypeVar

from neo4j import GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graphmap.model.errors import StoreUnavailable
from graphmap.store.neo4j.settings import PREFIX, Settings

# What it warns of is raised, or tried again, here.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

T = TypeVar("T")
Row = dict[str, Any]
_PAUSE = 0.2
"""Seconds before a commit of which nobody knows whether it was made is tried again."""


class ServerAway(StoreUnavailable):
    """The server does not answer. It may be back later, unlike a wrong password or a missing database."""


class AlreadyDone(Exception):
    """What a transaction was to do was done by an attempt before it whose answer got lost: it is rolled back."""


class Server:
    """Sessions of one driver. Safe to use from several threads.

    What this process has read or written is seen by everything that it reads later, whichever member of a cluster answers
    (bookmarks).
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is connected yet. Raises `StoreUnavailable` for settings that the driver refuses."""
        self.settings = settings
        try:
            self._driver = GraphDatabase.driver(settings.address, **settings.driver())
        except (ConfigurationError, ValueError) as error:
            raise StoreUnavailable(f"{settings.address} cannot be used: {error}") from error
        self._bookmarks = GraphDatabase.bookmark_manager()

    def close(self) -> None:
        """Give up every connection."""
        self._driver.close()

    def reach(self) -> None:
        """Make sure that the server answers, without trying again. Raises `ServerAway` when it does not."""
        self.ask("RETURN 1")

    def ask(self, cypher: str, **parameters: Any) -> list[Row]:
        """Rows of one quick question, tried once: for what is asked all the time, where a late answer is none."""
        with self.answering(), self._session(reading=True) as session:
            return session.run(cypher, parameters).data()

    def rows(self, cypher: str, **parameters: Any) -> list[Row]:
        """Rows of a question, in a read transaction that is tried again where that may help."""
        return self.read(lambda transaction: transaction.run(cypher, parameters).data())

    def read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """What `work` reads, on any member that is up to date with this process."""
        with self.answering(), self._session(reading=True) as session:
            return session.execute_read(self._limited(work))

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Do `work` in one transaction. It may be tried again after it was done, so it has to notice that."""
        deadline = monotonic() + self.settings.retry_time
        with self.answering():
            while True:
                try:
                    with self._session() as session:
                        return session.execute_write(self._limited(work))
                except IncompleteCommit:
                    if monotonic() >= deadline:
                        raise
                sleep(_PAUSE)

    def write_once(self, work: Callable[[ManagedTransaction], object]) -> None:
        """Do `work` in one transaction. It notices that it was done before and raises `AlreadyDone`, which ends here."""
        with suppress(AlreadyDone):
            self.write(work)

    def define(self, cypher: str) -> None:
        """Run a statement that changes the schema: in a transaction of its own, as the server asks.

        Where another process was quicker it does nothing: `IF NOT EXISTS` only looks before that one has committed.
        """
        with self.answering(), self._session() as session:
            try:
                session.execute_write(lambda transaction: transaction.run(cypher).consume())
            except ClientError as error:
                if not str(error.code).endswith("AlreadyExists"):
                    raise

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn errors of the server and of the way to it into `StoreUnavailable`."""
        try:
            yield
        except (ServiceUnavailable, SessionExpired) as error:
            raise ServerAway(
                f"{self.settings.place} does not answer ({_brief(error)}): check that Neo4j runs there and can be reached"
            ) from error
        except (Neo4jError, DriverError) as error:
            raise StoreUnavailable(self._in_words(error)) from error

    def _session(self, *, reading: bool = False) -> Session:
        return self._driver.session(
            database=self.settings.database,
            default_access_mode="READ" if reading else "WRITE",
            bookmark_manager=self._bookmarks,
            fetch_size=10_000,
        )

    def _limited(self, work: Callable[[ManagedTransaction], T]) -> Callable[[ManagedTransaction], T]:
        limited: Callable[[ManagedTransaction], T] = unit_of_work(timeout=self.settings.transaction_timeout)(
            work
        )
        return limited

    def _in_words(self, error: Neo4jError | DriverError) -> str:
        place, code = self.settings.place, str(getattr(error, "code", "") or "")
        if isinstance(error, Forbidden):
            return (
                f"{place} does not let the user {self.settings.user!r} do this ({_brief(error)}): "
                "docs/how-to/run-on-neo4j.md lists the rights that graphmap needs"
            )
        if isinstance(error, AuthError) or "Security" in code:
            return f"{place} refuses the user {self.settings.user!r}: set {PREFIX}USER and {PREFIX}PASSWORD"
        if "DatabaseNotFound" in code:
            return f"{place} is not there: make that database, or name another in {PREFIX}DATABASE"
        if "MemoryPoolOutOfMemory" in code or "OutOfMemory" in code:
            return f"{place} has too little memory for this ({_brief(error)}): give its heap more"
        if "TransactionTimedOut" in code:
            return f"{place} took too long ({_brief(error)}): raise {PREFIX}TRANSACTION_TIMEOUT"
        if isinstance(error, ClientError) and "Statement" in code:
            raise error  # a fault of ours
        return f"{place} cannot do this now: {_brief(error)}"


def _brief(error: Exception) -> str:
    """The first line of what was said, without the end of a sentence."""
    said = str(getattr(error, "message", None) or error).strip()
    return said.splitlines()[0].rstrip(".") if said else type(error).__name__
