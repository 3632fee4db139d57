"""What analysis derives from a snapshot and keeps with it: a few answers under each name, the oldest dropped first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast

Made = TypeVar("Made")


class Keeping(Protocol):
    """What things derived from it are kept with: a snapshot, or what is kept with one itself."""

    @property
    def memo(self) -> dict[object, object]: ...


def kept(keeping: Keeping, name: str, key: Hashable, most: int, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for `key`; at most `most` are kept under `name`.

    Threads may make the same thing at the same time, never None; what is kept is immutable, so either will do.
    """
    memo = cast("dict[Hashable, Made]", keeping.memo.setdefault(name, {}))
    found = memo.get(key)
    if found is not None:
        return found
    made = make()
    while len(memo) >= most:
        memo.pop(next(iter(memo), key), None)
    memo[key] = made
    return made
