"""Every field of every type answers: each type is reached by a question that finds at least one of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from graphmap.model.ids import global_id
from graphmap.model.scenario_draft import Draft
from graphmap.model.terms import Kind
from tests.api.asking import Door
from tests.api.test_schema import COMMITTED

SCHEMA = build_schema(COMMITTED)
TYPES = {
    kind.name: kind
    for kind in SCHEMA.type_map.values()
    if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
}
QUESTIONS = {
    "about": "",
    "node": '(id: "SA1")',
    "nodes": '(ids: ["SA1", "organisation:SA2", "nothing"])',
    "organisation": '(code: "SA1")',
    "organisations": "",
    "product": '(id: "arden-epr")',
    "products": "",
    "supplier": '(id: "arden")',
    "suppliers": "",
    "deployment": '(id: "SA1-stork")',
    "deployments": "",
    "nationalServices": "",
    "links": "",
    "contracts": "",
    "search": '(text: "arden")',
    "sources": "",
    "runs": "",
    "vocabulary": "",
    "exchange": '(type: "imaging")',
    "route": '(type: "referral", sender: "SA1", receiver: "SA3")',
    "silos": "",
    "sharedPatients": '(type: "imaging", shared: [{one: "SA1", other: "SA7", patients: 9}])',
    "impact": '(of: ["service:IEP"], type: "imaging")',
    "singlePointsOfFailure": '(type: "imaging")',
    "scenario": '(changes: [{replaceProduct: {capability: "EPR_ACUTE", product: "beacon-epr"}}])',
    "compareScenarios": '(scenarios: [{changes: [{fail: {of: ["service:IEP"]}}]}])',
    "market": '(capability: "EPMA")',
    "markets": "",
    "contractTimeline": "",
    "duplicates": "",
    "consolidation": '(capability: "EPR_ACUTE")',
    "lockIn": '(capability: "MATERNITY")',
    "systems": "",
    "coverage": "",
    "asks": "",
    "dependencies": '(of: "SA1-tally")',
    "standards": "",
    "payloads": '(type: "medication_allergy")',
    "productStandards": "",
    "candidate": '(product: "stork-maternity", buyer: "SA1")',
    "changes": '(since: "2026-11-21")',
    "verdictChanges": '(type: "referral", asOf: "2027-05-01")',
    "verdictChangesByType": '(asOf: "2027-05-01")',
    "scenarios": "",
    "savedScenario": '(id: "without-the-image-exchange")',
}
REFUSED = 'route(type: "referral", sender: "SA1", receiver: "SA3")'
UNKNOWN = 'route(type: "referral", sender: "SA8", receiver: "SA1")'
WORKS = 'route(type: "referral", sender: "SA1", receiver: "SA2")'
LINK = global_id(Kind.LINK, "SA1-lumen|SA2-shade|imaging|DICOM-STORE|")
REROUTED = f'impact(of: ["{LINK}"], type: "imaging")'
PLACES = {
    "About": "about",
    "MapCounts": "about.counts",
    "Basis": "about.basis",
    "EvidenceCount": "about.basis.byEvidence",
    "Organisation": "organisation",
    "Supplier": "supplier",
    "Product": "product",
    "Deployment": "deployment",
    "Port": 'deployment(id: "SA1-arden").ports',
    "Link": "links.edges.node",
    "Coverage": "organisation.coverage",
    "Contract": "contracts.edges.node",
    "Claim": "organisation.claims",
    "Validity": "organisation.validity",
    "Source": "sources.edges.node",
    "Run": "runs.edges.node",
    "Vocabulary": "vocabulary",
    "ExchangeType": "vocabulary.exchangeTypes",
    "Capability": "vocabulary.capabilities",
    "Profile": "vocabulary.profiles",
    "OrganisationType": "vocabulary.organisationTypes",
    "NationalService": "vocabulary.nationalServices",
    "Setting": "vocabulary.settings",
    "Term": "vocabulary.verdicts",
    "Flow": "vocabulary.capabilities.required",
    "StatedProfile": "links.edges.node.profile",
    "ExchangeReport": "exchange",
    "VerdictCounts": "exchange.counts",
    "ReasonCount": "exchange.reasons",
    "Fix": "exchange.fixes",
    "SmallestSet": "exchange.smallestSet",
    "Step": "exchange.smallestSet.changes",
    "Exchange": "route",
    "Mismatch": f"{REFUSED}.mismatch",
    "Remedy": f"{REFUSED}.remedies",
    "Ask": f"{UNKNOWN}.asks",
    "Route": f"{WORKS}.routes.edges.node",
    "Hop": f"{WORKS}.routes.edges.node.hops",
    "Partners": "exchange.byOrganisation.edges.node",
    "OrganisationExchange": "organisation.exchanges",
    "Group": "exchange.groups",
    "ExchangeMatrix": "exchange.matrix",
    "MatrixCell": "exchange.matrix.legend",
    "NeededRelay": "exchange.singlePoints.edges.node",
    "SharedPatientsReport": "sharedPatients",
    "SharedPatientsCount": "sharedPatients.counts",
    "SharedPair": "sharedPatients.cannot.edges.node",
    "Silo": "silos.edges.node",
    "OpenQuestion": "asks.edges.node",
    "CoverageReport": "coverage",
    "ExchangeCoverage": "coverage.byExchange",
    "OrganisationCoverage": "coverage.byOrganisation.edges.node",
    "OrganisationExchangeCoverage": "coverage.byOrganisation.edges.node.exchanges",
    "EvidenceAge": "coverage.age",
    "Dependencies": "dependencies",
    "DependencySubject": "dependencies.subject",
    "DependencyNode": "dependencies.nodes.edges.node",
    "DependencyLink": "dependencies.edges.edges.node",
    "StandardsReport": "standards",
    "ProfileUse": "standards.profiles.edges.node",
    "ProfileUser": 'standards(profile: "NRL-R4").profiles(first: 1).edges.node.users.edges.node',
    "MandateReport": "standards.mandates",
    "ComplianceCounts": "standards.mandates.systems",
    "BoundSystem": "standards.mandates.boundSystems.edges.node",
    "BoundOrganisation": "standards.mandates.boundOrganisations.edges.node",
    "BoundSupplier": "standards.mandates.boundSuppliers.edges.node",
    "Mandate": "vocabulary.mandates",
    "TermSource": "vocabulary.mandates.sources",
    "PayloadReport": "payloads",
    "PayloadCounts": "payloads.sending",
    "Readiness": "payloads.readiness",
    "OrganisationPayload": "payloads.byOrganisation.edges.node",
    "PayloadSide": "payloads.byOrganisation.edges.node.takes",
    "ProductStandards": "productStandards.edges.node",
    "ProductFlow": "productStandards.edges.node.flows",
    "CandidateReport": "candidate",
    "FlowFit": "candidate.flows",
    "Offer": "candidate.flows.offers",
    "Counterpart": "candidate.flows.counterparts",
    "Change": "changes.edges.node",
    "ChangeCount": "changes.counts",
    "VerdictChanges": "verdictChanges",
    "VerdictChangeCount": "verdictChanges.counts",
    "VerdictChange": "verdictChanges.pairs.edges.node",
    "PageInfo": "organisations.pageInfo",
    "ImpactReport": "impact",
    "FailureSubject": "impact.of",
    "ExchangeLoss": "impact.byExchange",
    "LostPair": "impact.lost.edges.node",
    "ReroutedPairs": "impact.rerouted",
    "ReroutedPair": f"{REROUTED}.rerouted.edges.node",
    "Dependent": "impact.dependents.edges.node",
    "SinglePoint": "singlePointsOfFailure",
    "ScenarioReport": "scenario",
    "ScenarioExchange": "scenario.exchange",
    "ScenarioPair": "scenario.gained.edges.node",
    "ScenarioMarket": "scenario.market",
    "ScenarioSilos": "scenario.silos",
    "AssumedSystem": "scenario.assumed",
    "MarketReport": "market",
    "MarketShare": "market.shares",
    "SupplierWeight": "market.shares.suppliers",
    "Concentration": "market.hhi",
    "ShareBounds": "market.cr1",
    "ContractTimeline": "contractTimeline",
    "ContractBucketCount": "contractTimeline.buckets",
    "EndingContract": "contractTimeline.contracts.edges.node",
    "Duplicate": "duplicates.edges.node",
    "ConsolidationReport": "consolidation",
    "ProductUse": "consolidation.products",
    "AreaProducts": "consolidation.areas",
    "ConsolidationPlan": "consolidation.plans",
    "PlanExchange": "consolidation.plans.exchanges",
    "LockIn": "lockIn.edges.node",
    "FlowWithoutStandard": "lockIn.edges.node.flowsWithoutOpenStandard",
    "SupplierReach": "supplier.reach",
    "SupplierUser": "supplier.reach.users.edges.node",
    "SystemsReport": "systems",
    "SystemCount": "systems.byOrganisation.edges.node",
    "SavedScenario": "scenarios.edges.node",
    "MarketHolder": "market.byOrganisation.edges.node",
}
BARE = {name for name in TYPES if name.endswith(("Connection", "Edge"))} | {"Query", "Stub", "PropertyChange"}
"""Reached on the way to others; stubs and a second edition are not in Sampleshire and have tests of their own."""
BARE |= {"Mutation"}
"""Asked by no question."""


@pytest.fixture(autouse=True, scope="module")
def kept(sampleshire: Door) -> Iterator[None]:
    """A saved scenario, which no evidence brings along."""
    draft = Draft(name="Without the image exchange", changes=({"fail": {"of": ["service:IEP"]}},))
    made = sampleshire.store.save_scenario(draft)
    yield
    sampleshire.store.delete_scenario(made.id)


BARE |= {"Record", "Conflict", "ConflictingProperty", "SlippedPlan", "StrandedSystem"}
"""What needs a question: Sampleshire has none of it, and `test_coverage` a map of its own for it."""


def test_every_type_has_a_place() -> None:
    assert PLACES.keys() | BARE == TYPES.keys()


def test_every_question_is_asked() -> None:
    assert SCHEMA.query_type is not None
    assert QUESTIONS.keys() == SCHEMA.query_type.fields.keys()


@pytest.mark.parametrize("name", QUESTIONS)
def test_question(sampleshire: Door, name: str) -> None:
    assert SCHEMA.query_type is not None
    kind = get_named_type(SCHEMA.query_type.fields[name].type)
    found = sampleshire.ask(f"{{ found: {name}{QUESTIONS[name]} {{ {_something(kind)} }} }}")["found"]
    assert found
    assert found.get("edges") != [] if isinstance(found, dict) else True


@pytest.mark.parametrize("name", PLACES)
def test_fields(sampleshire: Door, name: str) -> None:
    steps = PLACES[name].split(".") if "(" not in PLACES[name] else _steps(PLACES[name])
    fields = list(_fields(TYPES[name]))
    assert fields
    inner = " ".join(fields)
    for step in reversed(steps[1:]):
        inner = f"{step} {{ {inner} }}"
    first = steps[0] if "(" in steps[0] else steps[0] + QUESTIONS[steps[0]]
    data = sampleshire.ask(f"{{ {first} {{ {inner} }} }}")
    found = list(_found(data, [step.partition("(")[0] for step in steps]))
    assert found, "the question finds none of this type"
    names = {field.split("{")[0].split("(")[0].strip() for field in fields}
    assert all(names == one.keys() for one in found)


def _steps(place: str) -> list[str]:
    question, _, rest = place.partition(").")
    return [f"{question})", *rest.split(".")]


def _fields(kind: GraphQLObjectType) -> Iterator[str]:
    """Every field of a type that needs no argument, with something of what is in it."""
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            raise AssertionError(f"{kind.name}.{name} needs arguments: give it a question of its own")
        inner = get_named_type(field.type)
        yield name if is_leaf_type(inner) else f"{name} {{ {_something(inner)} }}"


def _something(kind: GraphQLNamedType) -> str:
    """A selection that is valid on any object of a type."""
    if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
        return "__typename"
    assert isinstance(kind, GraphQLObjectType)
    if kind.name.endswith("Connection"):
        return f"totalCount edges {{ cursor node {{ {_something(_node_of(kind))} }} }}"
    return next(
        (name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))),
        "__typename",
    )


def _node_of(connection: GraphQLObjectType) -> GraphQLNamedType:
    edge = get_named_type(connection.fields["edges"].type)
    assert isinstance(edge, GraphQLObjectType)
    return get_named_type(edge.fields["node"].type)


def _found(data: Any, steps: list[str]) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _found(item, steps)
    elif data is not None and steps:
        yield from _found(data[steps[0]], steps[1:])
    elif data is not None:
        yield data
