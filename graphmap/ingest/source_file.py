"""source.yaml: what a set of evidence tables says about itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from graphmap.ingest.problems import Problem, Problems, Severity
from graphmap.ingest.suggestions import slip_of


class Description(BaseModel):
    """The keys of source.yaml, all optional. `name`, `format`, `cadence`, `as_of` and `notes` are for readers."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    attribution: tuple[str, ...] = ()
    cadence: str | None = None
    format: str | None = None
    edition: str | None = None
    as_of: str | None = None
    filled_in: str | None = None
    """The day on which the answers to a template were given."""
    fictional: bool = False
    notes: str | None = None
    ignored: dict[str, str] = {}
    """Columns that are left unread on purpose, and why."""
    expected: dict[str, int | tuple[int, int]] = {}
    """Rows of each table: how many, or at least and at most."""
    stubs: dict[str, tuple[str, ...]] = {}
    """Keys by table that rows may refer to though nobody states them; an export names those that it found so."""

    @field_validator("attribution", mode="before")
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    def miscounted(self, rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Tables whose number of rows is not as expected, and what is odd."""
        for table, wanted in self.expected.items():
            low, high = (wanted, wanted) if isinstance(wanted, int) else wanted
            count = rows.get(table, 0)
            if not low <= count <= high:
                said = f"{low:,}" if low == high else f"{low:,} to {high:,}"
                yield table, f"holds {count:,} rows, where {said} are expected"

    @field_validator("edition", "as_of", "filled_in", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return None if value is None else str(value)


def description_of(content: bytes | None, label: str, problems: Problems) -> Description:
    """What source.yaml says; an empty description where there is none. Notes what is wrong with it."""
    if content is None:
        return Description()
    try:
        said = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.add(
            _error(label, f"is no YAML: {' '.join(str(error).split())}", "Write lines such as 'title: …'")
        )
        return Description()
    if said is None:
        return Description()
    if not isinstance(said, dict):
        problems.add(_error(label, "has to be a mapping", "Write lines such as 'title: …'"))
        return Description()
    for key in sorted(map(str, said.keys() - Description.model_fields.keys())):
        problems.add(_unknown_key(label, key))
    try:
        return Description.model_validate({key: said[key] for key in Description.model_fields if key in said})
    except ValidationError as error:
        for one in error.errors():
            key = str(one["loc"][0])
            problems.add(
                Problem(
                    Severity.ERROR,
                    label,
                    f"is not what is wanted: {one['msg']}",
                    "Correct it",
                    None,
                    key,
                    str(said[key]),
                )
            )
        return Description()


def _unknown_key(label: str, key: str) -> Problem:
    meant = slip_of(key, Description.model_fields)
    if meant:
        return Problem(Severity.ERROR, label, "is no known key", f"Write {meant!r}", None, None, key)
    return Problem(Severity.WARNING, label, "is no known key and left", "", None, None, key)


def _error(label: str, message: str, remedy: str) -> Problem:
    return Problem(Severity.ERROR, label, message, remedy)
