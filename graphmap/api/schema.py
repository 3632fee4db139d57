"""The schema, put together from its types."""

from __future__ import annotations

from collections.abc import Callable

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graphmap.api.limits import MAX_TOKENS, Limits
from graphmap.api.mutation import Mutation
from graphmap.api.queries.query import Query
from graphmap.api.types.contract import Contract
from graphmap.api.types.coverage import Coverage
from graphmap.api.types.port import Port
from graphmap.api.types.scalars import BASE64, Base64

EXTENSIONS: list[Callable[[], SchemaExtension]] = [
    lambda: MaxTokensLimiter(MAX_TOKENS),
    ParserCache,
    Limits,
]


class Schema(strawberry.Schema):
    """Leaves errors to whoever answers: `graphmap.api.errors` logs what nobody foresaw, and nothing else."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Do not log what the asker is told."""


schema = Schema(
    Query,
    mutation=Mutation,
    types=[Port, Coverage, Contract],
    extensions=EXTENSIONS,
    config=StrawberryConfig(scalar_map={Base64: BASE64}),
)
