"""Single clauses of section 7, each decided by a small map, worked out by hand.

The system is an electronic prescribing system of A (demographics in, medicines in, medicines out), or a video
consultation system (booking in).
"""

from typing import Any

import pytest

from tests.reference import Silo, silos
from tests.spec.cases.expectation import TODAY
from tests.spec.cases.rows import (
    Row,
    Tables,
    coverage,
    deployment,
    link,
    organisation,
    port,
    product,
    small_map,
    supplier,
)

MEDICINES = "medication_allergy"


def around(
    links: list[Row],
    ports: list[Row] | None = None,
    *,
    capability: str = "EPMA",
    covered: list[Row] | None = None,
    more: list[Row] | None = None,
) -> Tables:
    """A has the system `s`, an EPR and an engine; B has an EPR, N a service. `s` and `twin` of B are of one group."""
    systems = [
        deployment("s", "A", "ours", capabilities=capability),
        deployment("epr", "A"),
        deployment("engine", "A", capabilities="TIE"),
        deployment("far", "B"),
        deployment("twin", "B", "theirs"),
        deployment("service:MESH", "N", "theirs", capabilities="NATIONAL_SERVICE"),
    ]
    bodies = [organisation("A"), organisation("B"), organisation("N", "NATIONAL_BODY")]
    tables = small_map(bodies, systems + (more or []), ports, links, covered)
    tables["suppliers"] += [supplier("one", group="Group"), supplier("two", group="Group")]
    tables["products"] += [
        product("ours", supplier="one"),
        product("theirs", supplier="two"),
        product("unsold"),
    ]
    return tables


def grade(*arguments: Any, **parameters: Any) -> Silo:
    return silos(around(*arguments, **parameters), TODAY, TODAY)["s"]


def books(origin: str, profile: str = "", target: str = "s", **cells: Any) -> Row:
    return link(origin, target, "booking", profile, **cells)


VIDEO: dict[str, Any] = {"capability": "VIDEO_CONSULT"}


def test_only_systems_in_force_with_one_required_capability_are_graded() -> None:
    others = [
        deployment("two", "A", capabilities="EPMA;MATERNITY"),
        deployment("core", "A", capabilities="PAS"),
        deployment("planned", "A", capabilities="EPMA", status="planned"),
        deployment("by-product", "A", "epma"),
        deployment("overruled", "A", "epma", capabilities="PAS"),
    ]
    tables = around([], more=others)
    tables["products"].append(product("epma", capabilities="EPMA"))
    assert set(silos(tables, TODAY, TODAY)) == {"s", "by-product"}


def test_a_flow_met_by_a_system_of_the_own_organisation_is_met_but_reaches_nobody() -> None:
    found = grade([link("epr", "s", "demographics")])
    assert (found.grade, found.met, found.required) == ("S1", 1, 3)
    assert found.score == pytest.approx(2 / 3)
    assert found.missing == ((MEDICINES, "in"), (MEDICINES, "out"))


def test_a_link_that_is_not_usable_is_none() -> None:
    assert grade([link("epr", "s", "demographics", status="planned")]).grade == "S0"
    assert grade([link("epr", "s", "demographics", to_date="2025")]).grade == "S0"


def test_an_own_relay_must_lead_on_elsewhere() -> None:
    engine = [port("engine", MEDICINES, "relay")]
    there = link("s", "engine", MEDICINES)
    assert grade([there], engine).met == 0
    assert grade([there, link("engine", "s", MEDICINES)], engine).met == 0, "back to it only"
    assert grade([there, link("engine", "epr", MEDICINES)], engine).met == 1
    assert grade([there, link("engine", "epr", "document")], engine).met == 0, "another exchange type"
    assert grade([there, link("epr", "engine", MEDICINES)], engine).met == 0, "the other direction"
    assert grade([there]).met == 1, "without a relay port it is a system like any other"


def test_an_own_relay_reaches_what_it_leads_to() -> None:
    engine = [port("engine", "demographics", "relay")]
    links = [link("service:MESH", "engine", "demographics"), link("engine", "s", "demographics")]
    assert grade(links, engine).grade == "S2"
    assert grade(links[1:], engine).grade == "S1"


def test_a_relay_of_another_organisation_meets_the_flow_by_itself() -> None:
    foreign = [port("service:MESH", "booking", "relay")]
    assert grade([books("service:MESH")], foreign, **VIDEO).grade == "OPEN"


def test_a_shared_instance_is_the_system_of_its_own_organisations() -> None:
    shared = [deployment("both", "A;B")]
    assert grade([books("both", "x-own")], more=shared, **VIDEO).grade == "S1"


def test_a_flow_is_known_when_met_denied_or_covered() -> None:
    met = [link("far", "s", "demographics")]
    denied = [port("s", MEDICINES, "query", status="absent", to="2020")]
    assert (grade([], covered=[]).grade, grade([], covered=[]).score) == ("UNDETERMINED", None)
    assert grade(met, covered=[]).grade == "UNDETERMINED"
    found = grade(met, denied, covered=[])
    assert (found.grade, found.score) == ("S2", 0.5)
    assert found.known == pytest.approx(2 / 3)
    assert found.missing == ((MEDICINES, "in"),)
    assert grade([], covered=[coverage("A", "complete", MEDICINES)]).grade == "S0"
    assert silos(around([], covered=[]), TODAY, TODAY, "ON_RECORD")["s"].known == 1


def test_half_of_the_flows_known_is_enough() -> None:
    found = grade([], covered=[coverage("A", "complete", "imaging")], capability="IMAGING_AI")
    assert (found.grade, found.known) == ("S0", 1)
    found = grade([], [port("s", "imaging", "source", status="absent")], covered=[], capability="IMAGING_AI")
    assert (found.grade, found.known, found.missing) == ("S0", 0.5, (("imaging", "out"),))


@pytest.mark.parametrize(
    ("links", "ports", "expected"),
    [
        ([books("far", "x-own")], [], "S3"),
        ([books("far", "BARS-CORE")], [], "OPEN"),
        ([books("far")], [], "OPEN"),
        ([books("twin", "BARS-CORE")], [], "S3"),
        ([books("twin", "BARS-CORE"), books("far", "x-own")], [], "S3"),
        ([books("twin"), books("far")], [], "OPEN"),
        ([books("twin"), link("s", "far", "document")], [], "OPEN"),
        ([books("twin", "BARS-CORE")], [port("twin", "booking", "relay")], "OPEN"),
        ([books("twin", "BARS-CORE")], [port("twin", "document", "relay")], "S3"),
        ([books("service:MESH")], [], "OPEN"),
        ([books("epr", "BARS-CORE"), books("twin")], [], "S3"),
        (
            [books("engine"), books("far", "BARS-CORE", "engine")],
            [port("engine", "booking", "relay")],
            "OPEN",
        ),
        ([books("engine"), books("far", "x-own", "engine")], [port("engine", "booking", "relay")], "S3"),
        ([books("engine"), books("twin", "", "engine")], [port("engine", "booking", "relay")], "S3"),
    ],
)
def test_s3_is_a_matter_of_every_link_that_crosses(links: list[Row], ports: list[Row], expected: str) -> None:
    assert grade(links, ports, **VIDEO).grade == expected


def test_systems_whose_supplier_nobody_names_are_of_no_group() -> None:
    systems = [
        deployment("video", "A", "unsold", capabilities="VIDEO_CONSULT"),
        deployment("u", "B", "unsold"),
    ]
    found = silos(around([books("u", target="video")], more=systems), TODAY, TODAY)["video"]
    assert found.grade == "OPEN"
