"""Saved scenarios as every store writes them: one row of texts, lists as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from graphmap.model.saved import SavedScenario

COLUMNS = tuple(SavedScenario.model_fields)
_LISTS = ("changes", "based_on")


def row_of(one: SavedScenario) -> dict[str, str]:
    """A scenario as texts by column."""
    row = one.model_dump()
    return {**row, **{name: orjson.dumps(row[name]).decode() for name in _LISTS}}


def scenario_of(row: Mapping[str, Any]) -> SavedScenario:
    """The scenario in a row."""
    return SavedScenario(
        **{name: orjson.loads(row[name]) if name in _LISTS else row[name] for name in COLUMNS}
    )
