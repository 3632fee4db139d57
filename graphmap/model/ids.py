"""Deterministic names: record keys (inside a kind) and opaque global ids (across kinds).

A key is the identity of semantics.md section 8 written as text; the same facts give the same keys in every store.
"""

from __future__ import annotations

import base64
import binascii

from graphmap.model.terms import Kind

SERVICE = "service:"
"""What ids of national services begin with (contract, section 2)."""


def join_key(*parts: str | None) -> str:
    """Identity parts joined by `|`; a part that holds one, or a backslash, is escaped."""
    return "|".join(_escape(part) if part else "" for part in parts)


def split_key(key: str) -> tuple[str, ...]:
    """The parts that `join_key` joined; a missing part comes back as the empty string."""
    if "\\" not in key:
        return tuple(key.split("|"))
    return tuple(part.replace("\\p", "|").replace("\\b", "\\") for part in key.split("|"))


def _escape(part: str) -> str:
    if "|" in part or "\\" in part:
        return part.replace("\\", "\\b").replace("|", "\\p")
    return part


def global_id(kind: Kind | str, key: str) -> str:
    """Opaque, URL-safe id of a record across kinds (Relay's `id`)."""
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def parse_global_id(text: str) -> tuple[Kind, str] | None:
    """Kind and key of an opaque id; None when `text` is none."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    kind, colon, key = raw.partition(":")
    if not colon or kind not in set(Kind):
        return None
    return (Kind(kind), key) if global_id(kind, key) == text.rstrip("=") else None
