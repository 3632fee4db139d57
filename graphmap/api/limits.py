"""What one request may ask for: tokens, depth, aliases, and how many objects its answer may hold.

Depth, aliases and objects are counted in one walk over the operation, each fragment once for every type of parent, so that
the count itself stays linear where fragments are nested in fragments (strawberry's own limiters follow each spread anew).
Objects are an upper bound: a list that can grow counts as many as `first` asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
)
from graphql.language import OperationType
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from graphmap.api.errors import QuestionError
from graphmap.api.pages import DEFAULT, MOST
from graphmap.api.view import Asking

MAX_TOKENS = 5_000
MAX_DEPTH = 16
MAX_ALIASES = 60
MAX_OBJECTS = 150_000
"""Three lists within one another at their default length fit."""
LIST_ESTIMATE = 5
"""Objects that a list without pages counts as; such lists are short."""
_DOCUMENTS_KEPT = 256


class Cost(NamedTuple):
    """What a selection costs."""

    depth: int = 0
    aliases: int = 0
    objects: int = 0


class Limits(SchemaExtension):
    """Validates a request, remembering documents found valid, and refuses what asks for more than the limits."""

    def on_validate(self) -> Iterator[None]:
        """Take the place of validation; the cost of what is valid is kept for `get_results`."""
        context = self.execution_context
        document = context.graphql_document
        assert document is not None
        schema: GraphQLSchema = context.schema._schema  # noqa: SLF001 - as strawberry's own extensions do
        errors = [
            *_validated(schema, document, context.validation_rules),
            *_unclear(document, context.context),
        ]
        self._cost = Cost()
        if not errors:
            self._cost = cost_of(schema, document, context.operation_name, context.variables or {})
            errors = [
                GraphQLError(message, original_error=QuestionError("TOO_MUCH", message))
                for message in excesses(self._cost)
            ]
        context.pre_execution_errors = errors
        yield

    def get_results(self) -> dict[str, Any]:
        """The cost of the request beside its limits."""
        cost = getattr(self, "_cost", None)
        if cost is None or not cost.objects:
            return {}
        return {"cost": {"objects": cost.objects, "limit": MAX_OBJECTS, "depth": cost.depth}}


def excesses(cost: Cost) -> Iterator[str]:
    """What a request asks too much of, in words."""
    if cost.depth > MAX_DEPTH:
        yield f"The query is {cost.depth} levels deep; the limit is {MAX_DEPTH}: ask in several requests"
    if cost.aliases > MAX_ALIASES:
        yield f"The query has {cost.aliases} aliases; the limit is {MAX_ALIASES}: ask in several requests"
    if cost.objects > MAX_OBJECTS:
        yield (
            f"The answer may hold {cost.objects:,} objects; the limit is {MAX_OBJECTS:,}: ask for fewer items "
            "with `first`, above all of lists within lists, and page on"
        )


def cost_of(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]
) -> Cost:
    """The cost of an operation of a valid document; nothing where the name fits none. O(selections x parent types)."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [
        node
        for node in operations
        if operation_name is None or (node.name and node.name.value == operation_name)
    ]
    root = _roots(schema).get(chosen[0].operation) if len(chosen) == 1 else None
    if root is None:
        return Cost()
    defaults = {
        one.variable.name.value: int(one.default_value.value)
        for one in chosen[0].variable_definitions or ()
        if isinstance(one.default_value, IntValueNode)
    }
    return _Walk(schema, document, {**defaults, **variables}).selection(chosen[0].selection_set, root)


def _roots(schema: GraphQLSchema) -> Mapping[OperationType, GraphQLNamedType | None]:
    return {OperationType.QUERY: schema.query_type, OperationType.MUTATION: schema.mutation_type}


class _Walk:
    """Counts selections, each fragment once for every type of parent."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._spreads: dict[str, Cost] = {}

    def selection(self, chosen: SelectionSetNode, parent: GraphQLNamedType) -> Cost:
        """The cost of everything selected of one object of a type."""
        depth = aliases = objects = 0
        for node in chosen.selections:
            cost = self._one(node, parent)
            depth = max(depth, cost.depth)
            aliases += cost.aliases
            objects += cost.objects
        return Cost(depth, aliases, objects)

    def _one(self, node: object, parent: GraphQLNamedType) -> Cost:
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in self._spreads:
                fragment = self._fragments[name]
                self._spreads[name] = self.selection(
                    fragment.selection_set, self._type(fragment.type_condition.name.value, parent)
                )
            return self._spreads[name]
        assert isinstance(node, InlineFragmentNode)
        condition = node.type_condition
        inner = self._type(condition.name.value, parent) if condition else parent
        return self.selection(node.selection_set, inner)

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> Cost:
        aliased = int(node.alias is not None)
        definition = getattr(parent, "fields", {}).get(node.name.value)
        if node.selection_set is None or definition is None:
            # A leaf, or introspection, which has limits of its own.
            return Cost(1, aliased, 0)
        kind = get_named_type(definition.type)
        inner = self.selection(node.selection_set, kind)
        bare = definition.type.of_type if is_non_null_type(definition.type) else definition.type
        if "first" in definition.args and "after" in definition.args:
            count = self._first(node)
            inner = inner._replace(objects=inner.objects * count)
        elif is_list_type(bare) and not kind.name.endswith("Edge"):
            inner = inner._replace(objects=(inner.objects + 1) * LIST_ESTIMATE)
        elif not kind.name.endswith(("Edge", "PageInfo")):
            inner = inner._replace(objects=inner.objects + 1)
        return Cost(inner.depth + 1, inner.aliases + aliased, inner.objects)

    def _first(self, node: FieldNode) -> int:
        """How many items a list is asked for, within what it may be asked for."""
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, VariableNode):
                    given = self._variables.get(value.name.value, DEFAULT)
                else:
                    given = int(value.value) if isinstance(value, IntValueNode) else DEFAULT
                return min(max(given, 1), MOST) if isinstance(given, int) else DEFAULT
        return DEFAULT

    def _type(self, name: str, otherwise: GraphQLNamedType) -> GraphQLNamedType:
        return self._schema.type_map.get(name, otherwise)


def _unclear(document: DocumentNode, asking: Asking) -> Iterator[GraphQLError]:
    """The error of several operations of which none is named: strawberry would answer the first."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) > 1 and asking.operation_name is None:
        yield GraphQLError("The document holds several operations: name one with `operationName`")


@lru_cache(maxsize=_DOCUMENTS_KEPT)
def _validated(
    schema: GraphQLSchema, document: DocumentNode, rules: tuple[Any, ...]
) -> tuple[GraphQLError, ...]:
    return tuple(validate_document(schema, document, rules))
