"""The columns of a snapshot: numpy arrays and packed texts, all immutable.

Rows of entities are sorted by key. Rows of ports and links are *facts*: one for each period that is stated. Indexes into
other groups are int32 with -1 for none; day numbers are those of `graphmap.model.dates`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Texts:
    """Many strings packed into one UTF-8 buffer; item i is decoded when asked for. Memory: bytes + 8 a string."""

    buffer: bytes
    offsets: NDArray[np.int64]

    @classmethod
    def pack(cls, strings: Sequence[str]) -> Texts:
        """Pack `strings` in their order."""
        text = "".join(strings)
        sizes = map(len, strings if text.isascii() else map(str.encode, strings))
        offsets = np.zeros(len(strings) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(sizes, np.int64, len(strings)), out=offsets[1:])
        return cls(text.encode(), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        start, end = self.offsets[index], self.offsets[index + 1]
        return self.buffer[start:end].decode()

    def __iter__(self) -> Iterator[str]:
        bounds = self.offsets.tolist()
        buffer = self.buffer
        return (buffer[start:end].decode() for start, end in pairwise(bounds))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each string; built at the first look-up, O(n)."""
        return {text: position for position, text in enumerate(self)}


@dataclass(frozen=True, eq=False)
class Lists:
    """Many short lists of indexes: items of row i are `items[offsets[i]:offsets[i + 1]]`."""

    items: Ints
    offsets: Ints

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> list[int]:
        items: list[int] = self.items[self.offsets[row] : self.offsets[row + 1]].tolist()
        return items

    def owners(self) -> Ints:
        """The row that each item belongs to, beside `items`."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.offsets))


@dataclass(frozen=True, eq=False)
class Organisations:
    """Organisations; `settings` is a bit set by the order of the settings vocabulary, `type` an index into the types."""

    key: Texts
    name: Texts
    type: Ints
    settings: Ints
    icb: Ints
    region: Ints
    opened: Ints
    closed: Ints
    latitude: Floats
    longitude: Floats
    postcode: Texts
    predecessors: Lists
    aliases: Texts
    """Joined by `;`."""
    stub: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Suppliers; `group` is empty where none is stated, `aliases` are joined by `;`."""

    key: Texts
    name: Texts
    group: Texts
    aliases: Texts
    stub: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Products:
    """Products; `capabilities` index the capability vocabulary, `standards` the snapshot's profile codes."""

    key: Texts
    name: Texts
    supplier: Ints
    capabilities: Lists
    standards: Lists
    aliases: Texts
    stub: Flags
    out: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Deployments:
    """Deployments. `capabilities` are its own (empty where it states none: then its product's count).

    `out` marks what hangs on a stub and is in no analysis. `status` indexes `STATUSES`.
    """

    key: Texts
    product: Ints
    organisations: Lists
    capabilities: Lists
    status: Bytes
    start: Ints
    end: Ints
    host: Texts
    stub: Flags
    out: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Ports:
    """Port facts. `role` indexes `ROLES`, `exchange` the exchange types, `profile` and `emits` the profile codes.

    `version` and `use_case` index the snapshot's `words`; `major` and `emits_major` are the compared part of the version.
    `payload` is a `Payload` value, -1 when not stated. `record` is the row in `keys`.
    """

    record: Ints
    deployment: Ints
    exchange: Bytes
    role: Bytes
    profile: Ints
    version: Ints
    major: Ints
    emits: Ints
    emits_version: Ints
    emits_major: Ints
    use_case: Ints
    payload: Bytes
    status: Bytes
    start: Ints
    end: Ints
    evidence: Bytes
    observed: Ints
    out: Flags
    keys: Texts
    rivals: Ints
    """By record, not by fact."""


@dataclass(frozen=True, eq=False)
class Links:
    """Link facts, in the direction of the payload: `origin` to `target`. Other columns as of `Ports`."""

    record: Ints
    origin: Ints
    target: Ints
    exchange: Bytes
    profile: Ints
    version: Ints
    major: Ints
    use_case: Ints
    status: Bytes
    start: Ints
    end: Ints
    evidence: Bytes
    observed: Ints
    out: Flags
    keys: Texts
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Coverages:
    """Coverage rows; `exchange` is -1 for `*`, `level` 0 none, 1 partial, 2 complete."""

    key: Texts
    organisation: Ints
    exchange: Bytes
    level: Bytes
    as_of: Ints
    out: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


@dataclass(frozen=True, eq=False)
class Contracts:
    """Contracts; `value` is NaN when not stated, `capability` -1 when not stated."""

    key: Texts
    buyer: Ints
    supplier: Ints
    product: Ints
    capability: Ints
    value: Floats
    start: Ints
    end: Ints
    framework: Texts
    reference: Texts
    out: Flags
    evidence: Bytes
    observed: Ints
    rivals: Ints


STATUSES = ("planned", "live", "retiring", "retired", "absent")
PLANNED, LIVE, RETIRING, RETIRED, ABSENT = range(5)
ROLES = ("source", "sink", "relay")
SOURCE, SINK, RELAY = range(3)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The whole resolved map at one revision, as known on one day.

    `known_at` (a day number) decides which plans have slipped. `profiles` are the vocabulary's codes in their order, then
    the `x-` codes of this map; `words` holds version texts, major versions and use cases.
    """

    store_id: str
    revision: int
    known_at: int
    fictional: bool
    organisations: Organisations
    suppliers: Suppliers
    products: Products
    deployments: Deployments
    ports: Ports
    links: Links
    coverage: Coverages
    contracts: Contracts
    profiles: Texts
    words: Texts
    memo: dict[object, object] = field(default_factory=dict, repr=False)
    """What analysis derives once from this snapshot and keeps (bounded by its users); never part of the data."""
