"""A snapshot with changes laid over it: further deployments, ports and links, and facts put in or out of force.

Rows of the snapshot below keep their numbers, and what is added comes after them, so whatever was derived from the snapshot
below holds for all that did not change. `Overlay.snapshot` is what questions are asked of; nothing is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.model.ids import join_key
from graphmap.model.profiles import major_version, split_profile
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    LIVE,
    RETIRED,
    ROLES,
    Deployments,
    Flags,
    Links,
    Lists,
    Ports,
    Snapshot,
    Texts,
)

Table = TypeVar("Table", Deployments, Ports, Links)
STRONGEST = int(Evidence.OBSERVED)
"""Evidence of what is only supposed: it is never the weakest fact of a route, and no least evidence leaves it out."""


class NewDeployment(NamedTuple):
    """A further deployment: key, rows of its product and organisations, places of its capabilities, host."""

    key: str
    product: int
    organisations: tuple[int, ...]
    capabilities: tuple[int, ...] = ()
    host: str = ""


class NewPort(NamedTuple):
    """A further port of a deployment (row, further ones included); `exchange` and `role` by their places."""

    deployment: int
    exchange: int
    role: int
    profile: str = ""
    emits: str = ""
    use_case: str = ""
    payload: int = -1


class NewLink(NamedTuple):
    """A further link between deployments (rows, further ones included)."""

    origin: int
    target: int
    exchange: int
    profile: str = ""
    use_case: str = ""


class Joined(Texts):
    """Texts with further ones after them, without copying the first."""

    def __init__(self, first: Texts, more: Texts) -> None:
        object.__setattr__(self, "_first", first)
        object.__setattr__(self, "_more", more)

    _first: Texts
    _more: Texts

    @cached_property
    def buffer(self) -> bytes:
        return self._first.buffer + self._more.buffer

    @cached_property
    def offsets(self) -> np.ndarray:
        return np.concatenate((self._first.offsets, self._first.offsets[-1] + self._more.offsets[1:]))

    def __len__(self) -> int:
        return len(self._first) + len(self._more)

    def __getitem__(self, index: int) -> str:
        size = len(self._first)
        return self._first[index] if index < size else self._more[index - size]


@dataclass(eq=False)
class Overlay:
    """Changes to a snapshot, collected and then laid over it. Facts are rows, of further ones too (see `add_…`)."""

    below: Snapshot
    deployments: list[NewDeployment] = field(default_factory=list)
    ports: list[NewPort] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    ended: dict[str, set[int]] = field(
        default_factory=lambda: {"deployments": set(), "ports": set(), "links": set()}
    )
    begun: dict[str, set[int]] = field(
        default_factory=lambda: {"deployments": set(), "ports": set(), "links": set()}
    )
    run_by: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Organisations of deployments that change hands."""
    closed: dict[int, int] = field(default_factory=dict)
    """Last day of organisations that close."""

    def add_deployment(self, new: NewDeployment) -> int:
        """Add a deployment and return its row."""
        self.deployments.append(new)
        return len(self.below.deployments.key) + len(self.deployments) - 1

    def add_port(self, new: NewPort) -> int:
        """Add a port and return its row."""
        self.ports.append(new)
        return len(self.below.ports.deployment) + len(self.ports) - 1

    def add_link(self, new: NewLink) -> int:
        """Add a link and return its row."""
        self.links.append(new)
        return len(self.below.links.origin) + len(self.links) - 1

    def end(self, table: str, rows: Iterable[int]) -> None:
        """Put facts of `deployments`, `ports` or `links` out of force, for good."""
        rows = set(rows)
        self.ended[table] |= rows
        self.begun[table] -= rows

    def begin(self, table: str, rows: Iterable[int]) -> None:
        """Put facts in force, for good."""
        rows = set(rows)
        self.begun[table] |= rows
        self.ended[table] -= rows

    def snapshot(self) -> Snapshot:
        """The snapshot as changed. O(what is in the tables that change), copied; nothing derived is taken over."""
        words = _Words(self.below)
        deployments, ports, links = self._deployments(), self._ports(words), self._links(words)
        organisations = self.below.organisations
        if self.closed:
            closes = organisations.closed.copy()
            closes[list(self.closed)] = list(self.closed.values())
            organisations = replace(organisations, closed=closes)
        return replace(
            self.below,
            organisations=organisations,
            deployments=deployments,
            ports=ports,
            links=links,
            profiles=words.profiles(),
            words=words.words(),
            memo={},
        )

    def _deployments(self) -> Deployments:
        table, new = self.below.deployments, self.deployments
        run_by = table.organisations
        if self.run_by or new:
            run_by = _lists(run_by, self.run_by, [one.organisations for one in new])
        if new:
            out = np.append(self.below.products.out, np.False_)[[one.product for one in new]]
            table = _longer(
                table,
                len(new),
                key=_joined(table.key, [one.key for one in new]),
                product=[one.product for one in new],
                organisations=run_by,
                capabilities=_lists(table.capabilities, {}, [one.capabilities for one in new]),
                host=_joined(table.host, [one.host for one in new]),
                stub=False,
                out=out,
                **self._certain(),
            )
        elif self.run_by:
            table = replace(table, organisations=run_by)
        return _in_force(table, self.begun["deployments"], self.ended["deployments"])

    def _ports(self, words: _Words) -> Ports:
        table, new = self.below.ports, self.ports
        if new:
            stated = [words.profile(one.profile) for one in new]
            emitted = [words.profile(one.emits) for one in new]
            keys = [
                join_key(
                    self.key(one.deployment),
                    words.exchange(one.exchange),
                    ROLES[one.role],
                    one.profile,
                    one.emits,
                    one.use_case,
                )
                for one in new
            ]
            table = _longer(
                table,
                len(new),
                record=range(len(table.keys), len(table.keys) + len(new)),
                deployment=[one.deployment for one in new],
                exchange=[one.exchange for one in new],
                role=[one.role for one in new],
                profile=[one[0] for one in stated],
                version=[one[1] for one in stated],
                major=[one[2] for one in stated],
                emits=[one[0] for one in emitted],
                emits_version=[one[1] for one in emitted],
                emits_major=[one[2] for one in emitted],
                use_case=[words.word(one.use_case) for one in new],
                payload=[one.payload for one in new],
                out=self._out([one.deployment for one in new]),
                keys=_joined(table.keys, keys),
                **self._certain(),
            )
        return _in_force(table, self.begun["ports"], self.ended["ports"])

    def _links(self, words: _Words) -> Links:
        table, new = self.below.links, self.links
        if new:
            stated = [words.profile(one.profile) for one in new]
            keys = [
                join_key(
                    self.key(one.origin),
                    self.key(one.target),
                    words.exchange(one.exchange),
                    one.profile,
                    one.use_case,
                )
                for one in new
            ]
            table = _longer(
                table,
                len(new),
                record=range(len(table.keys), len(table.keys) + len(new)),
                origin=[one.origin for one in new],
                target=[one.target for one in new],
                exchange=[one.exchange for one in new],
                profile=[one[0] for one in stated],
                version=[one[1] for one in stated],
                major=[one[2] for one in stated],
                use_case=[words.word(one.use_case) for one in new],
                out=self._out([one.origin for one in new]) | self._out([one.target for one in new]),
                keys=_joined(table.keys, keys),
                **self._certain(),
            )
        return _in_force(table, self.begun["links"], self.ended["links"])

    def key(self, deployment: int) -> str:
        """The key of a deployment, further ones included."""
        size = len(self.below.deployments.key)
        return (
            self.below.deployments.key[deployment]
            if deployment < size
            else self.deployments[deployment - size].key
        )

    def _out(self, deployments: Sequence[int]) -> Flags:
        """Whether deployments, further ones included, hang on a stub."""
        below = self.below.deployments.out
        further = np.append(self.below.products.out, np.False_)[
            [one.product for one in self.deployments] or [-1]
        ]
        flags: Flags = np.concatenate((below, further))[list(deployments)]
        return flags

    def _certain(self) -> dict[str, Any]:
        """Columns of what is supposed: in force always, and as well known as anything."""
        return {
            "status": LIVE,
            "start": OPEN_START,
            "end": OPEN_END,
            "evidence": STRONGEST,
            "observed": self.below.known_at,
            "rivals": 0,
        }


def in_order(snapshot: Snapshot) -> Snapshot:
    """The same map with its deployments by key again, as every list and tie-break expects: rows are other ones. O(map)."""
    table = snapshot.deployments
    keys = list(table.key)
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int32)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    columns: dict[str, Any] = {}
    for one in fields(table):
        column = getattr(table, one.name)
        if isinstance(column, Texts):
            texts = keys if one.name == "key" else list(column)
            columns[one.name] = Texts.pack([texts[row] for row in order.tolist()])
        elif isinstance(column, Lists):
            sizes = np.diff(column.offsets)[order]
            offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
            ahead = np.repeat(column.offsets[order] - offsets[:-1], sizes)
            columns[one.name] = Lists(column.items[np.arange(len(ahead)) + ahead], offsets)
        else:
            columns[one.name] = column[order]
    links = snapshot.links
    return replace(
        snapshot,
        deployments=replace(table, **columns),
        ports=replace(snapshot.ports, deployment=place[snapshot.ports.deployment]),
        links=replace(links, origin=place[links.origin], target=place[links.target]),
        memo={},
    )


class _Words:
    """Numbers of profiles and words, with those that are met for the first time after the others."""

    def __init__(self, below: Snapshot) -> None:
        self._below = below
        self._profiles: dict[str, int] = {}
        self._words: dict[str, int] = {}

    def exchange(self, place: int) -> str:
        """The code of an exchange type."""
        return list(vocabulary().exchange_types)[place]

    def profile(self, text: str) -> tuple[int, int, int]:
        """Code, version and major version of a stated profile; -1 for what is missing."""
        code, version = split_profile(text)
        known = self._below.profiles.index
        number = -1
        if code:
            number = (
                known[code]
                if code in known
                else self._profiles.setdefault(code, len(known) + len(self._profiles))
            )
        return number, self.word(version), self.word(major_version(version))

    def word(self, text: str | None) -> int:
        """The number of a version or use case; -1 for none."""
        if not text:
            return -1
        known = self._below.words.index
        return known[text] if text in known else self._words.setdefault(text, len(known) + len(self._words))

    def profiles(self) -> Texts:
        """All profile codes."""
        return _joined(self._below.profiles, list(self._profiles))

    def words(self) -> Texts:
        """All words."""
        return _joined(self._below.words, list(self._words))


def _joined(first: Texts, more: Sequence[str]) -> Texts:
    return Joined(first, Texts.pack(more)) if more else first


def _lists(lists: Lists, replaced: dict[int, tuple[int, ...]], further: Sequence[tuple[int, ...]]) -> Lists:
    """Lists of which some are replaced and others come after them."""
    parts, sizes = [lists.items], np.diff(lists.offsets)
    if replaced:
        rows = sorted(replaced)
        bounds = [
            0,
            *(edge for row in rows for edge in lists.offsets[row : row + 2].tolist()),
            len(lists.items),
        ]
        pieces = []
        for number, row in enumerate(rows):
            pieces += [
                lists.items[bounds[2 * number] : bounds[2 * number + 1]],
                np.array(replaced[row], dtype=np.int32),
            ]
        parts = [*pieces, lists.items[bounds[-2] :]]
        sizes = sizes.copy()
        sizes[rows] = [len(replaced[row]) for row in rows]
    parts += [np.array(one, dtype=np.int32) for one in further]
    sizes = np.concatenate((sizes, np.array([len(one) for one in further], dtype=sizes.dtype)))
    return Lists(
        np.concatenate(parts).astype(np.int32), np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    )


def _longer(table: Table, count: int, **columns: Any) -> Table:
    """A table with `count` further rows: whole columns (texts, lists), or what comes after the old ones."""
    longer: dict[str, Any] = {}
    for name, more in columns.items():
        column = getattr(table, name)
        if isinstance(column, Texts | Lists):
            longer[name] = more
        else:
            added = np.full(count, more) if np.isscalar(more) else np.array(list(more), dtype=column.dtype)
            longer[name] = np.concatenate((column, added.astype(column.dtype)))
    return replace(table, **longer)


def _in_force(table: Table, begun: set[int], ended: set[int]) -> Table:
    """A table with some facts in force for good, and others out of force."""
    if not begun and not ended:
        return table
    status, start, end = table.status.copy(), table.start.copy(), table.end.copy()
    on, off = sorted(begun), sorted(ended)
    status[on], start[on], end[on] = LIVE, OPEN_START, OPEN_END
    # Retired with no end is in force at no date, on the way to nothing, and still a statement about the port.
    status[off], start[off], end[off] = RETIRED, OPEN_START, OPEN_END
    return replace(table, status=status, start=start, end=end)
