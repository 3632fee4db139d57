"""Changes that a scenario supposes (semantics, section 12): typed, checked when read, and written as plain JSON.

A change is an object with one key, its name in GraphQL, which holds its fields: those of the evidence tables' columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from graphmap.model.errors import UsageError


class Change(BaseModel):
    """One change. Ids are those of the evidence tables, or as `graphmap.api.ids` takes them."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    name: ClassVar[str]


class Scope(BaseModel):
    """Organisations, as an `OrganisationFilter` chooses them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    icbs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    text: str = ""


class AddDeployment(Change):
    """A further system in use. Without ports of its own in the scenario it gets its product's usual ones."""

    name = "addDeployment"

    id: str
    product: str
    organisations: tuple[str, ...] = Field(min_length=1)
    capabilities: tuple[str, ...] = ()
    host: str = ""


class RetireDeployment(Change):
    """A system that goes."""

    name = "retireDeployment"

    deployment: str


class ReplaceProduct(Change):
    """Every other system for a capability in a scope gives way to one of a product."""

    name = "replaceProduct"

    scope: Scope = Scope()
    capability: str
    product: str


class AddLink(Change):
    """A further interface, in the direction of the payload."""

    name = "addLink"

    origin: str = Field(alias="from")
    target: str = Field(alias="to")
    exchange: str
    profile: str = ""
    use_case: str = ""


class RetireLink(Change):
    """An interface that goes."""

    name = "retireLink"

    origin: str = Field(alias="from")
    target: str = Field(alias="to")
    exchange: str
    profile: str = ""
    use_case: str = ""


class AddPort(Change):
    """A further port of a system."""

    name = "addPort"

    deployment: str
    exchange: str
    role: str
    profile: str = ""
    emits: str = ""
    use_case: str = ""
    payload: str = ""


class RetirePort(Change):
    """A port that goes."""

    name = "retirePort"

    deployment: str
    exchange: str
    role: str
    profile: str = ""
    emits: str = ""
    use_case: str = ""


class AddTranslation(Change):
    """A relay that takes one profile more, and sends it on as another or as it is."""

    name = "addTranslation"

    relay: str
    exchange: str
    profile: str
    emits: str = ""
    use_case: str = ""


class MergeOrganisations(Change):
    """Organisations that close, and one that runs their systems from then on."""

    name = "mergeOrganisations"

    codes: tuple[str, ...] = Field(min_length=1)
    into: str


class BringForward(Change):
    """A system, port or interface on the way that is there already."""

    name = "bringForward"

    fact: str


class Fail(Change):
    """Something that fails, as `impact` takes it."""

    name = "fail"

    of: tuple[str, ...] = Field(min_length=1)


CHANGES: Mapping[str, type[Change]] = MappingProxyType(
    {
        change.name: change
        for change in (
            AddDeployment,
            RetireDeployment,
            ReplaceProduct,
            AddLink,
            RetireLink,
            AddPort,
            RetirePort,
            AddTranslation,
            MergeOrganisations,
            BringForward,
            Fail,
        )
    }
)
"""Every kind of change by its name."""


def changes_of(given: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The changes of a JSON list. Raises `UsageError` that names the change by its number, the field and what is wrong."""
    return tuple(_change(number, one) for number, one in enumerate(given, start=1))


def as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes as `changes_of` reads them; what is left out stays out."""
    return [
        {change.name: change.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
        for change in changes
    ]


def _change(number: int, given: Mapping[str, Any]) -> Change:
    if not isinstance(given, Mapping):
        raise UsageError(
            f'change {number} is {given!r}: write an object such as {{"fail": {{"of": ["a-system"]}}}}'
        )
    stated = {name: fields for name, fields in given.items() if fields is not None}
    if len(stated) != 1:
        raise UsageError(f"change {number} must hold exactly one of {', '.join(CHANGES)}")
    ((name, fields),) = stated.items()
    kind = CHANGES.get(name)
    if kind is None:
        raise UsageError(f"change {number}: {name!r} is no change; there are {', '.join(CHANGES)}")
    try:
        return kind.model_validate(fields)
    except ValidationError as wrong:
        told = "; ".join(_in_words(kind, one) for one in wrong.errors())
        raise UsageError(f"change {number} ({name}): {told}") from wrong


def _in_words(kind: type[Change], error: Any) -> str:
    """What is wrong with a field, and what to do."""
    path = ".".join(map(str, error["loc"])) or "its fields"
    takes = (
        Scope.model_fields if error["loc"][:1] == ("scope",) and len(error["loc"]) > 1 else kind.model_fields
    )
    match error["type"]:
        case "missing":
            return f"{path} is missing: say it"
        case "extra_forbidden":
            fields = ", ".join(one.alias or name for name, one in takes.items())
            return f"{path} is none of its fields, which are {fields}"
        case "too_short":
            return f"{path} is empty: name at least one"
        case "string_type":
            return f"{path} has to be a text"
        case "tuple_type":
            return f"{path} has to be a list"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{path} has to be an object"
    return f"{path}: {error['msg']}"
