"""One GraphQL operation in process: what the command line and the web application both call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from graphmap.api.budget import Budget
from graphmap.api.errors import answer_of_errors
from graphmap.api.schema import schema
from graphmap.api.service import Atlas, atlas_of
from graphmap.api.view import Asking
from graphmap.store.base import Store, Telling

_WORDS = {
    MissingQueryError: "There is no query to answer",
    CannotGetOperationTypeError: "The document holds no operation of that name, or several and none is named",
    InvalidOperationTypeError: "Only queries and mutations are answered",
}


def execute(
    store: Store,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    telling: Telling | None = None,
) -> dict[str, Any]:
    """The response of one operation on an open store, as plain data: `data`, `errors`, `extensions`.

    `telling` is told how far long work is. Raises `StoreUnavailable` when the store does not answer; every other fault is
    in `errors`.
    """
    return answer(atlas_of(store), query, variables, operation_name, telling=telling)


def answer(
    atlas: Atlas,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    budget: Budget | None = None,
    telling: Telling | None = None,
) -> dict[str, Any]:
    """As `execute`, of a service that is there already, within a budget of time."""
    asking = Asking(atlas, budget, operation_name, telling)
    response = _executed(asking, query, variables)
    away = atlas.access.away
    if away is not None:
        response["extensions"] = {**response.get("extensions", {}), "store": away.described()}
    return response


def _executed(asking: Asking, query: str, variables: Mapping[str, Any] | None) -> dict[str, Any]:
    try:
        result = schema.execute_sync(
            query,
            variable_values=dict(variables or {}),
            context_value=asking,
            operation_name=asking.operation_name,
        )
    except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError) as error:
        return {"errors": answer_of_errors([GraphQLError(_WORDS[type(error)])])}
    response: dict[str, Any] = {}
    if result.data is not None or not result.errors:
        response["data"] = result.data
    if result.errors:
        response["errors"] = answer_of_errors(result.errors)
    if result.extensions:
        response["extensions"] = result.extensions
    return response
