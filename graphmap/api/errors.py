"""What a person is told when a question cannot be answered: the message, a code, never a traceback.

Codes: `UNKNOWN_ID`, `AMBIGUOUS_ID`, `BAD_ARGUMENT`, `BAD_CURSOR`, `TOO_MUCH`, `INVALID_QUERY`, `CONFLICT`,
`STORE_UNAVAILABLE`, `REFUSED`, `INTERNAL`. What nobody foresaw is logged in full under a number; only that is told.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from graphql import GraphQLError

from graphmap.model.errors import (
    ChangedMeanwhile,
    GraphmapError,
    StoreUnavailable,
    UnknownScenario,
    UsageError,
)

_log = logging.getLogger(__name__)


class QuestionError(UsageError):
    """A question that cannot be answered as it is put. `code` is one of this module's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer_of_errors(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """The errors as the response carries them."""
    return [_described(error) for error in errors]


def code_of(error: Exception) -> str | None:
    """The code of an error that was foreseen; None for any other."""
    if isinstance(error, QuestionError):
        return error.code
    if isinstance(error, StoreUnavailable):
        return "STORE_UNAVAILABLE"
    if isinstance(error, ChangedMeanwhile):
        return "CONFLICT"
    if isinstance(error, UnknownScenario):
        return "UNKNOWN_ID"
    if isinstance(error, UsageError):
        return "BAD_ARGUMENT"
    return "REFUSED" if isinstance(error, GraphmapError) else None


def _described(error: GraphQLError) -> dict[str, Any]:
    cause = _cause(error)
    code = "INVALID_QUERY" if cause is None else code_of(cause)
    message = error.message
    if code is None:
        reference = token_hex(4)
        _log.error("unexpected error %s", reference, exc_info=cause)
        code = "INTERNAL"
        message = f"Something went wrong inside graphmap; its log has the details under {reference}"
    shown: dict[str, Any] = {"message": message}
    if error.locations:
        shown["locations"] = [
            {"line": location.line, "column": location.column} for location in error.locations
        ]
    if error.path:
        shown["path"] = error.path
    shown["extensions"] = {"code": code}
    return shown


def _cause(error: GraphQLError) -> Exception | None:
    """What a resolver raised; None for an error of the query itself."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause
