"""The schema: committed as it is, described throughout, with the names that the contract fixes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_ast,
)

from graphmap.api.schema import schema
from graphmap.model.resources import schema_folder

COMMITTED = (schema_folder() / "api.graphql").read_text(encoding="utf-8")
FIELDS = {
    "Query": "node nodes organisation organisations product products supplier suppliers deployment deployments "
    "nationalServices contracts search sources runs vocabulary exchange route silos market markets duplicates "
    "consolidation contractTimeline lockIn systems dependencies standards impact "
    "singlePointsOfFailure",
    "ImpactReport": "pairsLost organisationsAffected lost rerouted dependents",
    "SinglePoint": "subject kind pairsLost organisations",
    "MarketReport": "organisations unknownOrganisations shares hhi cr1 cr4 instances",
    "MarketShare": "supplier group organisations share",
    "Concentration": "low high band",
    "ShareBounds": "low high",
    "Duplicate": "organisation icb capability deployments",
    "ConsolidationReport": "products distinctProducts",
    "ProductUse": "product organisations",
    "ExchangeReport": "type asOf reading revision organisations counts reasons pairs byOrganisation groups matrix",
    "VerdictCounts": "yes no unknown notApplicable",
    "ReasonCount": "reason count",
    "Partners": "organisation sendsTo receivesFrom bothWays unknown reasons",
    "Group": "size organisations",
    "Exchange": "sender receiver type verdict reasons detail mismatch flags evidence observedAt availableFrom remedies "
    "routes asks",
    "Mismatch": "sent accepted",
    "Remedy": "kind text",
    "Route": "hops",
    "Hop": "deployment profile link",
    "Ask": "organisation text",
    "Silo": "deployment capability grade score known required met missing",
    "Flow": "exchange direction",
    "Claim": "property source evidence observedAt firstSeen lastSeen value rival",
    "Validity": "status from to",
    "OrganisationConnection": "edges pageInfo totalCount",
    "OrganisationEdge": "node cursor",
    "PageInfo": "hasNextPage hasPreviousPage startCursor endCursor",
    "OrganisationFilter": "codes types settings icbs regions text",
    **dict.fromkeys(("ExchangeType", "Capability", "Profile", "OrganisationType"), "code name description"),
}
ARGUMENTS = {
    "organisations": "filter orderBy first after",
    "search": "text kinds first",
    "exchange": "type filter receivers asOf asKnownAt reading minEvidence",
    "route": "type sender receiver asOf asKnownAt reading minEvidence",
    "market": "capability filter asOf asKnownAt reading minEvidence",
    "duplicates": "filter capability first after asOf asKnownAt minEvidence",
    "consolidation": "capability filter asOf asKnownAt minEvidence",
    "impact": "of type filter asOf asKnownAt minEvidence",
    "singlePointsOfFailure": "type filter first asOf asKnownAt minEvidence",
    "dependencies": "of direction depth exchanges asOf asKnownAt minEvidence",
    "standards": "profile filter asOf asKnownAt reading minEvidence",
    "silos": "filter minGrade first after asOf asKnownAt reading minEvidence",
}
FACTS = ("Organisation", "Supplier", "Product", "Deployment", "Port", "Link", "Coverage", "Contract")


@pytest.fixture(scope="module")
def committed() -> GraphQLSchema:
    return build_schema(COMMITTED)


def test_the_committed_file_is_the_schema() -> None:
    assert f"{schema.as_str().rstrip()}\n" == COMMITTED, "run `make generate` and look at the difference"


@pytest.mark.parametrize("name", FIELDS)
def test_names_of_the_contract(committed: GraphQLSchema, name: str) -> None:
    kind = committed.type_map[name]
    assert isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
    assert set(FIELDS[name].split()) <= kind.fields.keys()


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments_of_the_contract(committed: GraphQLSchema, name: str) -> None:
    assert committed.query_type is not None
    assert set(ARGUMENTS[name].split()) <= committed.query_type.fields[name].args.keys()


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_tells_its_claims_and_validity(committed: GraphQLSchema, name: str) -> None:
    kind = committed.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    assert {"Node", "Fact"} <= {interface.name for interface in kind.interfaces}
    assert {"id", "key", "claims", "validity", "evidence", "observedAt"} <= kind.fields.keys()


def test_grades_are_in_their_order(committed: GraphQLSchema) -> None:
    grades = committed.type_map["Grade"]
    assert isinstance(grades, GraphQLEnumType)
    assert list(grades.values) == ["S0", "S1", "S2", "S3", "OPEN", "UNDETERMINED"]


def test_lists_that_can_grow_are_pages_of_50(committed: GraphQLSchema) -> None:
    pages = {
        f"{kind.name}.{name}": print_ast(field.args["first"].ast_node.default_value)
        for kind in committed.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if str(field.type).endswith("Connection!")
    }
    assert "Query.organisations" in pages
    assert set(pages.values()) == {"50"}


def test_everything_is_described(committed: GraphQLSchema) -> None:
    missing = [name for name, description in _descriptions(committed) if not (description or "").strip()]
    assert missing == []


def _descriptions(committed: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for kind in committed.type_map.values():
        if kind.name.startswith("__") or kind.name in {"ID", "String", "Int", "Float", "Boolean"}:
            continue
        yield kind.name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{kind.name}.{name}", value.description) for name, value in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in kind.fields.items():
                yield f"{kind.name}.{name}", field.description
                yield from (
                    (f"{kind.name}.{name}({argument})", value.description)
                    for argument, value in field.args.items()
                )
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{kind.name}.{name}", field.description) for name, field in kind.fields.items())
