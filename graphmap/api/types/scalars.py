"""Scalars of our own; `Date` is strawberry's."""

from __future__ import annotations

import base64
from typing import NewType

import strawberry

Base64 = NewType("Base64", bytes)

BASE64 = strawberry.scalar(
    name="Base64",
    description="Bytes in base64.",
    serialize=lambda value: base64.b64encode(value).decode(),
    parse_value=lambda text: Base64(base64.b64decode(text, validate=True)),
)
