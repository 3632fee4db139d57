"""The schema, put together from its types."""

from __future__ import annotations

from collections.abc import Callable

import strawberry
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension
from strawberry.schema.config import StrawberryConfig

from graphmap.api.limits import MAX_TOKENS, Limits
from graphmap.api.types.contract import Contract
from graphmap.api.types.coverage import Coverage
from graphmap.api.types.port import Port
from graphmap.api.types.query import Query
from graphmap.api.types.scalars import BASE64, Base64

EXTENSIONS: list[Callable[[], SchemaExtension]] = [
    lambda: MaxTokensLimiter(MAX_TOKENS),
    ParserCache,
    Limits,
]

schema = strawberry.Schema(
    Query,
    types=[Port, Coverage, Contract],
    extensions=EXTENSIONS,
    config=StrawberryConfig(scalar_map={Base64: BASE64}),
)
