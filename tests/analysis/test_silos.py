"""Silos sentence by sentence: one small map for each rule of semantics.md section 7."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphmap.analysis.silos import Flow, Silo, listed, silos
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Direction, Evidence, Grade, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.spec.cases.rows import (
    Row,
    Tables,
    coverage,
    deployment,
    link,
    organisation,
    port,
    product,
    supplier,
)

TODAY = date(2026, 11, 22)
DEMOGRAPHICS_IN = Flow("demographics", Direction.IN)
DOCUMENT_OUT = Flow("document", Direction.OUT)


def theatre_map(
    links: list[Row],
    ports: list[Row] | None = None,
    covered: list[Row] | None = None,
    deployments: list[Row] | None = None,
    suppliers: list[Row] | None = None,
) -> Tables:
    """Trust A's theatre system (needs demographics in, document out) beside A's engine, and trusts B and C."""
    return {
        "organisations": [organisation(code) for code in "ABC"],
        "suppliers": suppliers or [supplier("arden"), supplier("beacon")],
        "products": [
            product("scalpel", supplier="arden", capabilities="THEATRES"),
            product("arden-epr", supplier="arden", capabilities="EPR_ACUTE;PAS"),
            product("beacon-epr", supplier="beacon", capabilities="EPR_ACUTE"),
            product("engine", supplier="beacon", capabilities="TIE"),
            product("service", supplier="arden", capabilities="NATIONAL_SERVICE"),
        ],
        "deployments": deployments
        or [
            deployment("theatre", "A", "scalpel"),
            deployment("a-epr", "A", "arden-epr"),
            deployment("a-tie", "A", "engine"),
            deployment("b-epr", "B", "beacon-epr"),
            deployment("b-arden", "B", "arden-epr"),
            deployment("c-epr", "C", "beacon-epr"),
            deployment("national", "C", "service"),
        ],
        "ports": [port("a-tie", kind, "relay") for kind in ("demographics", "document")] + (ports or []),
        "links": links,
        "coverage": [coverage(code) for code in "ABC"] if covered is None else covered,
    }


def snapshot_of(tables: Tables) -> Snapshot:
    filled = {name: rows for name, rows in tables.items() if rows}
    return snapshot_of_claims(claims_of_tables(filled), TODAY)


def theatre(tables: Tables, **question: Any) -> Silo:
    """The finding for trust A's theatre system."""
    snapshot = snapshot_of(tables)
    found = silos(snapshot, question.pop("as_of", TODAY), **question)
    (one,) = (silo for silo in found if snapshot.deployments.key[silo.deployment] == "theatre")
    return one


FEED = link("a-epr", "theatre", "demographics")
LETTER = link("theatre", "b-epr", "document")


def test_without_links_it_is_s0_with_every_flow_missing() -> None:
    found = theatre(theatre_map([]))
    assert found.grade is Grade.S0
    assert (found.capability, found.score, found.known, found.required, found.met) == (
        "THEATRES",
        1.0,
        1.0,
        2,
        0,
    )
    assert found.missing == (DEMOGRAPHICS_IN, DOCUMENT_OUT)
    assert found.unknown == ()


def test_a_link_of_any_type_to_its_own_organisation_makes_it_s1() -> None:
    found = theatre(theatre_map([link("theatre", "a-epr", "observation")]))
    assert (found.grade, found.met) == (Grade.S1, 0)


def test_a_link_to_another_organisation_with_a_flow_missing_makes_it_s2() -> None:
    found = theatre(theatre_map([LETTER]))
    assert (found.grade, found.score, found.missing) == (Grade.S2, 0.5, (DEMOGRAPHICS_IN,))


def test_all_flows_with_a_crossing_to_another_supplier_are_open() -> None:
    found = theatre(theatre_map([FEED, LETTER]))
    assert (found.grade, found.score, found.met) == (Grade.OPEN, 0.0, 2)


@pytest.mark.parametrize(
    ("crossing", "grade"),
    [
        (link("theatre", "b-epr", "document", "x-arden"), Grade.S3),
        (link("theatre", "b-epr", "document", "XDS"), Grade.OPEN),
        (link("theatre", "b-epr", "document"), Grade.OPEN),
        (link("theatre", "b-arden", "document", "XDS"), Grade.S3),
        (link("theatre", "b-arden", "document"), Grade.S3),
        (link("theatre", "national", "document"), Grade.OPEN),
    ],
)
def test_s3_is_unpublished_profiles_or_its_own_supplier_and_nothing_else(crossing: Row, grade: Grade) -> None:
    assert theatre(theatre_map([FEED, crossing])).grade is grade


def test_a_system_of_the_same_supplier_that_relays_the_type_is_no_s3() -> None:
    crossing = link("theatre", "b-arden", "document")
    relay = port("b-arden", "document", "relay")
    assert theatre(theatre_map([FEED, crossing], [relay])).grade is Grade.OPEN
    other_type = port("b-arden", "observation", "relay")
    assert theatre(theatre_map([FEED, crossing], [other_type])).grade is Grade.S3


def test_one_crossing_that_leaves_the_supplier_is_enough_to_be_open() -> None:
    proprietary = link("theatre", "b-epr", "document", "x-arden")
    assert (
        theatre(theatre_map([FEED, proprietary, link("c-epr", "theatre", "observation")])).grade is Grade.OPEN
    )


@pytest.mark.parametrize(
    ("suppliers", "grade"),
    [
        ([supplier("arden", group="One"), supplier("beacon", group="One")], Grade.S3),
        ([supplier("arden", group="beacon"), supplier("beacon")], Grade.S3),
        ([supplier("arden", group="One"), supplier("beacon", group="Two")], Grade.OPEN),
    ],
)
def test_suppliers_are_compared_by_group(suppliers: list[Row], grade: Grade) -> None:
    assert theatre(theatre_map([FEED, LETTER], suppliers=suppliers)).grade is grade


def test_suppliers_that_nobody_names_are_not_the_same() -> None:
    tables = theatre_map([FEED, LETTER])
    for row in tables["products"]:
        row.pop("supplier")
    assert theatre(tables).grade is Grade.OPEN


def test_an_own_relay_that_leads_nowhere_meets_nothing() -> None:
    found = theatre(theatre_map([FEED, link("theatre", "a-tie", "document")]))
    assert found.missing == (DOCUMENT_OUT,)


def test_an_own_relay_that_only_leads_back_meets_nothing() -> None:
    back = [link("theatre", "a-tie", "document"), link("a-tie", "theatre", "document")]
    assert theatre(theatre_map([FEED, *back])).missing == (DOCUMENT_OUT,)


def test_an_own_relay_that_leads_on_meets_the_flow_and_crosses_where_it_leads() -> None:
    inside = [link("theatre", "a-tie", "document"), link("a-tie", "a-epr", "document")]
    assert (theatre(theatre_map([FEED, *inside])).grade, theatre(theatre_map([FEED, *inside])).met) == (
        Grade.S1,
        2,
    )
    outside = [link("theatre", "a-tie", "document"), link("a-tie", "b-epr", "document")]
    assert theatre(theatre_map([FEED, *outside])).grade is Grade.OPEN


def test_an_own_relay_leads_on_only_for_the_same_type_and_direction() -> None:
    entry = link("theatre", "a-tie", "document")
    for onward in (link("a-tie", "b-epr", "demographics"), link("b-epr", "a-tie", "document")):
        found = theatre(theatre_map([FEED, entry, onward]))
        assert (found.grade, found.missing) == (Grade.S1, (DOCUMENT_OUT,))


def test_a_flow_in_is_met_from_what_feeds_an_own_relay() -> None:
    fed = [link("a-tie", "theatre", "demographics"), link("a-epr", "a-tie", "demographics")]
    assert theatre(theatre_map([*fed, LETTER])).grade is Grade.OPEN
    assert theatre(theatre_map([fed[0], LETTER])).missing == (DEMOGRAPHICS_IN,)


def test_the_crossing_of_an_own_relay_is_judged_by_the_relays_link() -> None:
    entry = link("theatre", "a-tie", "document", "x-arden")
    assert theatre(theatre_map([FEED, entry, link("a-tie", "b-epr", "document", "XDS")])).grade is Grade.OPEN
    assert theatre(theatre_map([FEED, entry, link("a-tie", "b-epr", "document", "x-any")])).grade is Grade.S3


def test_one_own_relay_is_looked_through_and_no_chain() -> None:
    tables = theatre_map(
        [
            FEED,
            link("theatre", "a-tie", "document"),
            link("a-tie", "a-hub", "document"),
            link("a-hub", "b-epr", "document"),
        ],
        [port("a-hub", "document", "relay")],
    )
    tables["deployments"].append(deployment("a-hub", "A", "engine"))
    found = theatre(tables)
    assert (found.grade, found.met) == (Grade.S1, 2)


def test_a_relay_of_another_organisation_is_reached_whatever_lies_behind() -> None:
    tables = theatre_map([FEED, link("theatre", "b-epr", "document")], [port("b-epr", "document", "relay")])
    assert theatre(tables).grade is Grade.OPEN


def test_a_shared_instance_is_its_own_organisations_system() -> None:
    tables = theatre_map([FEED, link("theatre", "shared", "document")])
    tables["deployments"].append(deployment("shared", "A;B", "beacon-epr"))
    assert theatre(tables).grade is Grade.S1


def test_what_is_in_force_decides_not_what_is_planned_or_over() -> None:
    planned = link("theatre", "b-epr", "document", status="planned", from_date="2027-01-01")
    assert theatre(theatre_map([FEED, planned])).grade is Grade.S1
    assert theatre(theatre_map([FEED, planned]), as_of=date(2027, 1, 1)).grade is Grade.OPEN
    over = link("theatre", "b-epr", "document", to_date="2026-10")
    assert theatre(theatre_map([FEED, over])).grade is Grade.S1
    tables = theatre_map([FEED, LETTER])
    tables["deployments"][3] = deployment("b-epr", "B", "beacon-epr", status="planned")
    assert theatre(tables).grade is Grade.S1


def test_a_relay_port_that_is_not_in_force_makes_no_relay() -> None:
    tables = theatre_map([FEED, link("theatre", "a-tie", "document")])
    tables["ports"] = [port("a-tie", "document", "relay", status="planned")]
    assert theatre(tables).met == 2


def test_ports_do_not_matter_for_links() -> None:
    tables = theatre_map([FEED, LETTER], [port("b-epr", "document", "sink", to="2020-01-01")])
    assert theatre(tables).grade is Grade.OPEN


def test_partial_coverage_leaves_what_is_not_met_unknown() -> None:
    covered = [coverage("A", "partial")]
    found = theatre(theatre_map([], covered=covered))
    assert (found.grade, found.score, found.known, found.missing) == (Grade.UNDETERMINED, None, 0.0, ())
    assert found.unknown == (DEMOGRAPHICS_IN, DOCUMENT_OUT)
    met = theatre(theatre_map([FEED], covered=covered))
    assert (met.grade, met.score, met.known, met.unknown) == (Grade.S1, 0.0, 0.5, (DOCUMENT_OUT,))


def test_the_row_of_an_exchange_type_stands_before_the_row_for_all() -> None:
    covered = [coverage("A"), coverage("A", "partial", "document")]
    found = theatre(theatre_map([], covered=covered))
    assert (found.grade, found.score, found.missing, found.unknown) == (
        Grade.S0,
        1.0,
        (DEMOGRAPHICS_IN,),
        (DOCUMENT_OUT,),
    )


def test_a_port_stated_absent_makes_its_flow_known() -> None:
    absent = [port("theatre", "document", "source", status="absent", to="2020")]
    found = theatre(theatre_map([], absent, covered=[]))
    assert (found.grade, found.known, found.missing) == (Grade.S0, 0.5, (DOCUMENT_OUT,))
    other_role = [port("theatre", "document", "sink", status="absent")]
    assert theatre(theatre_map([], other_role, covered=[])).known == 0


def test_on_record_everything_is_known() -> None:
    found = theatre(theatre_map([], covered=[]), reading=Reading.ON_RECORD)
    assert (found.grade, found.score, found.known) == (Grade.S0, 1.0, 1.0)


def test_complete_coverage_of_one_organisation_of_a_shared_system_is_enough() -> None:
    tables = theatre_map([], covered=[coverage("B")])
    tables["deployments"][0] = deployment("theatre", "A;B", "scalpel")
    assert theatre(tables).grade is Grade.S0


@pytest.mark.parametrize(
    ("capabilities", "graded"),
    [("", True), ("THEATRES;ED", False), ("EPR_ACUTE", False), ("DICTATION", True)],
)
def test_point_solutions_serve_one_capability_that_needs_something(capabilities: str, graded: bool) -> None:
    tables = theatre_map([])
    tables["deployments"][0] = deployment("theatre", "A", "scalpel", capabilities=capabilities)
    snapshot = snapshot_of(tables)
    keys = [snapshot.deployments.key[silo.deployment] for silo in silos(snapshot, TODAY)]
    assert ("theatre" in keys) is graded


@pytest.mark.parametrize("status", ["planned", "retired", "absent"])
def test_only_deployments_in_force_are_graded(status: str) -> None:
    tables = theatre_map([])
    tables["deployments"][0] = deployment("theatre", "A", "scalpel", status=status)
    assert silos(snapshot_of(tables), TODAY) == ()


def test_least_evidence_leaves_out_weaker_facts_of_every_kind() -> None:
    strong = {"evidence": "observed"}
    tables = theatre_map([{**FEED, **strong}, LETTER], covered=[{**coverage("A"), **strong}])
    for row in tables["deployments"]:
        row.update(strong)
    tables["links"].append({**link("b-epr", "theatre", "observation"), **strong})
    found = theatre(tables, min_evidence=Evidence.OBSERVED)
    assert (found.grade, found.missing) == (Grade.S2, (DOCUMENT_OUT,))
    tables["coverage"] = [coverage("A")]
    assert theatre(tables, min_evidence=Evidence.OBSERVED).unknown == (DOCUMENT_OUT,)
    tables["deployments"][0].pop("evidence")
    assert silos(snapshot_of(tables), TODAY, min_evidence=Evidence.OBSERVED) == ()


def test_what_hangs_on_a_stub_is_in_no_answer() -> None:
    tables = theatre_map([FEED, LETTER])
    tables["products"] = [row for row in tables["products"] if row["id"] != "beacon-epr"]
    assert theatre(tables).grade is Grade.S1
    tables["organisations"] = tables["organisations"][1:]
    assert silos(snapshot_of(tables), TODAY) == ()


def test_organisations_choose_what_is_graded_against_the_whole_map() -> None:
    tables = theatre_map([FEED, LETTER])
    tables["deployments"].append(deployment("b-theatre", "B", "scalpel"))
    snapshot = snapshot_of(tables)
    by_code = {code: row for row, code in enumerate(snapshot.organisations.key)}
    chosen = silos(snapshot, TODAY, organisations={by_code["A"]})
    assert [(snapshot.deployments.key[silo.deployment], silo.grade) for silo in chosen] == [
        ("theatre", Grade.OPEN)
    ]
    assert len(silos(snapshot, TODAY, organisations=[by_code["A"], by_code["B"]])) == 2
    assert silos(snapshot, TODAY, organisations=[]) == ()


def test_listed_are_s0_to_s3_highest_score_first_then_by_key() -> None:
    def found(row: int, grade: Grade, score: float | None) -> Silo:
        return Silo(row, "THEATRES", grade, score, 1.0, 2, 0, (), ())

    one, two, three = found(3, Grade.S0, 1.0), found(1, Grade.S2, 0.5), found(2, Grade.S1, 1.0)
    fair, nobody_knows = found(4, Grade.OPEN, 0.0), found(0, Grade.UNDETERMINED, None)
    everything = [one, two, three, fair, nobody_knows]
    assert listed(everything) == [three, one, two]
    assert listed(everything, Grade.S1) == [three, one]
    assert listed(everything, Grade.UNDETERMINED) == [three, one, two, fair, nobody_knows]


def test_a_map_of_nothing_has_no_silos() -> None:
    assert silos(snapshot_of({}), TODAY) == ()
