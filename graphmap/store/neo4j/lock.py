"""The right to write: one process at a time holds it, for as long as it is heard of.

Whoever stores a run takes the lock, and every transaction of the run checks that it still has it. A process that dies
gives it up: at once to the next on the same machine, to others when its lease is over. Whoever lost it writes no more.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from neo4j import ManagedTransaction

from graphmap.model.errors import StoreUnavailable
from graphmap.store.neo4j.server import Row, Server

PATIENCE = 30.0
"""Seconds to wait for another process that writes (contract, section 1)."""
_PAUSE = 0.25

_LOOK = "MATCH (l:WriterLock) RETURN l.token AS token, l.owner AS owner, l.what AS what, l.until - timestamp() AS left"
_HOLD = "MATCH (l:WriterLock) SET l.asked = timestamp() WITH l " + _LOOK.partition(") ")[2]
"""As `_LOOK`, but nobody else can take the lock before this transaction has ended."""
_TAKE = "MATCH (l:WriterLock) SET l.token = $token, l.owner = $owner, l.what = $what, l.until = timestamp() + $lease"
_RENEW = """
MATCH (l:WriterLock) SET l.until = CASE l.token WHEN $token THEN timestamp() + $lease ELSE l.until END
RETURN l.token = $token AS held
"""
_GIVE_UP = "MATCH (l:WriterLock {token: $token}) REMOVE l.token, l.owner, l.what, l.until, l.asked"
_held = set[str]()
"""Tokens of the locks that this process holds; another one under its name could not be given up when the server went."""


@dataclass(frozen=True)
class Lock:
    """The lock, held. `lease`: milliseconds."""

    token: str
    owner: str
    lease: int

    def check(self, transaction: ManagedTransaction) -> None:
        """Make sure that it is still held when the transaction commits, and renew it. Raises `StoreUnavailable`."""
        row = transaction.run(_RENEW, token=self.token, lease=self.lease).single()
        if row is None or not row["held"]:
            raise StoreUnavailable(
                "another process took over the right to write to this store, since this one was not heard of for "
                f"{self.lease / 1000:g} s: nothing of this run can be seen; import again"
            )


@contextmanager
def held(server: Server, what: str, patience: float = PATIENCE) -> Iterator[Lock]:
    """Hold the lock for `what` (words for others who wait). Raises `StoreUnavailable` when another keeps it for too long."""
    lock = Lock(uuid.uuid4().hex, owner(), round(server.settings.lease * 1000))
    deadline = monotonic() + patience

    def take(transaction: ManagedTransaction) -> Row | None:
        (row,) = transaction.run(_HOLD).data()
        if is_active(row) and row["token"] != lock.token:
            return row
        transaction.run(_TAKE, token=lock.token, owner=lock.owner, what=what, lease=lock.lease).consume()
        return None

    _held.add(lock.token)  # before it is taken, or another thread might think it abandoned
    try:
        while (other := server.write(take)) is not None:
            if monotonic() >= deadline:
                raise StoreUnavailable(
                    f"The store at {server.settings.place} is being written by {other['owner']} ({other['what']})"
                    f"{f', for more than {patience:g} s' if patience else ''}: wait until that has ended, or stop it"
                )
            sleep(_PAUSE)
        try:
            yield lock
        finally:
            # Where the server is away the lease ends by itself.
            with suppress(StoreUnavailable):
                server.write(lambda transaction: transaction.run(_GIVE_UP, token=lock.token).consume())
    finally:
        _held.discard(lock.token)


def look(server: Server) -> Row:
    """Who has the lock: `token` (None: nobody), `owner`, `what`, `left` (milliseconds of the lease)."""
    (row,) = server.rows(_LOOK)
    return row


def is_active(row: Row) -> bool:
    """Whether a lock that was looked at is held by a process that may still be at work."""
    if not row["token"] or row["left"] <= 0:
        return False
    return row["token"] in _held if row["owner"] == owner() else not _is_dead(row["owner"])


def owner() -> str:
    """This process, in a form in which another on the same machine can tell whether it is still there."""
    return f"process {os.getpid()} on {_machine()}"


def _is_dead(named: str) -> bool:
    process, _, machine = named.removeprefix("process ").partition(" on ")
    if machine != _machine() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _machine() -> str:
    """The host and, since processes in containers are numbered apart, the space of its process numbers."""
    space = ""
    with suppress(OSError):
        space = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    return f"{socket.gethostname()}{f' ({space})' if space else ''}"
