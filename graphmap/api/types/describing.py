"""How types are described: a resolver's docstring is the description of its field, so none is without one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, dataclass_transform

import strawberry
from strawberry.utils.str_converters import to_camel_case

from graphmap.model.vocabulary import vocabulary

T = TypeVar("T")


def field(resolver: Callable[..., Any]) -> Any:
    """A field that `resolver` answers; its docstring describes it. A trailing `_` keeps its name from being a keyword."""
    name = to_camel_case(resolver.__name__.rstrip("_"))
    return strawberry.field(resolver=resolver, name=name, description=described(resolver))


def described(thing: object) -> str:
    """The docstring of a type or resolver as one line. Raises `ValueError` where there is none."""
    text = inspect.getdoc(thing)
    if not text:
        raise ValueError(f"{thing} has no docstring to describe it")
    return " ".join(text.split())


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def object_type(kind: type[T]) -> type[T]:
    """An object type of the schema; its docstring describes it."""
    return strawberry.type(kind, description=described(kind))


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def interface_type(kind: type[T]) -> type[T]:
    """An interface of the schema; its docstring describes it."""
    return strawberry.interface(kind, description=described(kind))


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def input_type(kind: type[T]) -> type[T]:
    """An input type of the schema; its docstring describes it."""
    return strawberry.input(kind, description=described(kind))


def register(
    closed: type[Enum], description: str, words: str | Mapping[str, str], name: str | None = None
) -> None:
    """Make a closed set an enum of the schema. `words`: a closed set of the vocabulary, or descriptions by name."""
    made = strawberry.enum(closed, name=name, description=description)
    if isinstance(words, str):
        terms = vocabulary().closed_sets[words].values()
        words = {term.code.upper(): term.description for term in terms}
    for value in made.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = words[value.name]
