"""A snapshot as named byte strings and back: what stores keep as its cache.

The sources of the map are packed beside it, so that whoever has the columns can say where they come from. Arrays are
little-endian, without copies on the way back (they look into the bytes given, and are read-only). A header tells what they
are of, and sums over every byte string show damage. What it was packed with must be the same format and vocabulary: codes
are positions there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import orjson
from pydantic import TypeAdapter

from graphmap.model.claims import Source
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    Contracts,
    Coverages,
    Deployments,
    Links,
    Lists,
    Organisations,
    Ports,
    Products,
    Snapshot,
    Suppliers,
    Texts,
)

FORMAT = 2
"""Version of what the columns mean; raise it when that changes. Their names and types are compared anyway."""
HEADER = "header"
SOURCES = "sources"

_GROUPS = {
    "organisations": Organisations,
    "suppliers": Suppliers,
    "products": Products,
    "deployments": Deployments,
    "ports": Ports,
    "links": Links,
    "coverage": Coverages,
    "contracts": Contracts,
}
_SOURCES = TypeAdapter(tuple[Source, ...])
_TYPES = {"Ints": "<i4", "Bytes": "|i1", "Flags": "|b1", "Floats": "<f8"}


class Unreadable(Exception):
    """The bytes are no whole snapshot of this format, vocabulary, store and revision."""


def pack(snapshot: Snapshot, sources: Sequence[Source] = ()) -> dict[str, bytes]:
    """All columns by name, the sources, and a header. O(size of the columns)."""
    packed: dict[str, bytes] = {SOURCES: _SOURCES.dump_json(tuple(sources))}
    for name, group in _GROUPS.items():
        table = getattr(snapshot, name)
        for column, kind in _columns(group):
            packed.update(_packed(f"{name}.{column}", kind, getattr(table, column)))
    for name in ("profiles", "words"):
        packed.update(_packed(name, "Texts", getattr(snapshot, name)))
    header = {
        **_identity(snapshot.store_id, snapshot.revision),
        "fictional": snapshot.fictional,
        "sums": {name: [len(content), zlib.crc32(content)] for name, content in packed.items()},
    }
    told = orjson.dumps(header)
    return {HEADER: zlib.crc32(told).to_bytes(4, "little") + told, **packed}


def unpack(packed: Mapping[str, bytes], store_id: str, revision: int, known_at: date) -> Snapshot:
    """The snapshot that `pack` packed, now known at `known_at`.

    Raises `Unreadable` when anything is missing, damaged, or of another format, vocabulary, store or revision.
    """
    try:
        header = _header(packed)
        for name, expected in _identity(store_id, revision).items():
            if header[name] != expected:
                raise Unreadable(f"the {name} is another")
        for name, sums in header["sums"].items():
            if [len(packed[name]), zlib.crc32(packed[name])] != sums:
                raise Unreadable(f"{name} is damaged")
        groups = {
            name: group(
                **{column: _unpacked(packed, f"{name}.{column}", kind) for column, kind in _columns(group)}
            )
            for name, group in _GROUPS.items()
        }
        return Snapshot(
            store_id=store_id,
            revision=revision,
            known_at=known_at.toordinal(),
            fictional=bool(header["fictional"]),
            profiles=_texts(packed, "profiles"),
            words=_texts(packed, "words"),
            **groups,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def packed_of(packed: Mapping[str, bytes]) -> tuple[str, int]:
    """Id of the store and revision that were packed. Raises `Unreadable`."""
    try:
        header = _header(packed)
        return str(header["store"]), int(header["revision"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def sources_of(packed: Mapping[str, bytes]) -> tuple[Source, ...]:
    """The sources that were packed. Raises `Unreadable`."""
    try:
        return _SOURCES.validate_json(packed[SOURCES])
    except (KeyError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _header(packed: Mapping[str, bytes]) -> dict[str, Any]:
    total, told = packed[HEADER][:4], packed[HEADER][4:]
    if zlib.crc32(told).to_bytes(4, "little") != total:
        raise Unreadable("the header is damaged")
    header: dict[str, Any] = orjson.loads(told)
    return header


def _identity(store_id: str, revision: int) -> dict[str, Any]:
    """What has to be the same for packed columns to be read as they were meant."""
    layout = ",".join(
        f"{name}.{column}:{kind}" for name, group in _GROUPS.items() for column, kind in _columns(group)
    )
    return {
        "format": FORMAT,
        "layout": zlib.crc32(layout.encode()),
        "vocabulary": vocabulary().fingerprint,
        "store": store_id,
        "revision": revision,
    }


def _columns(group: type) -> Iterator[tuple[str, str]]:
    return ((column.name, str(column.type)) for column in fields(group))


def _packed(name: str, kind: str, column: Any) -> dict[str, bytes]:
    match kind:
        case "Texts":
            return {f"{name}.bytes": column.buffer, f"{name}.offsets": _bytes(column.offsets, "<i8")}
        case "Lists":
            return {
                f"{name}.items": _bytes(column.items, "<i4"),
                f"{name}.offsets": _bytes(column.offsets, "<i4"),
            }
        case _:
            return {name: _bytes(column, _TYPES[kind])}


def _unpacked(packed: Mapping[str, bytes], name: str, kind: str) -> Any:
    match kind:
        case "Texts":
            return _texts(packed, name)
        case "Lists":
            items, offsets = (np.frombuffer(packed[f"{name}.{part}"], "<i4") for part in ("items", "offsets"))
            return Lists(items, offsets)
        case _:
            return np.frombuffer(packed[name], _TYPES[kind])


def _texts(packed: Mapping[str, bytes], name: str) -> Texts:
    return Texts(packed[f"{name}.bytes"], np.frombuffer(packed[f"{name}.offsets"], "<i8"))


def _bytes(column: np.ndarray, kind: str) -> bytes:
    return column.astype(kind, copy=False).tobytes()
