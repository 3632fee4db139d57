"""Single clauses of the semantics, each decided by a map of its own, worked out by hand."""

from datetime import date
from typing import Any

import pytest

from tests.reference import Answer, exchange
from tests.spec.cases.expectation import TODAY
from tests.spec.cases.rows import Row, Tables, coverage, deployment, link, organisation, port, small_map

STATED = [port("a", "referral", "source", "ERS-R4"), port("b", "referral", "sink", "ERS-R4")]


def between(
    ports: list[Row], links: list[Row], *, more: list[Row] | None = None, covered: list[Row] | None = None
) -> Tables:
    """A runs `a`, B runs `b`, N runs the relays `r` and `q`; `more` takes the place of deployments of that id."""
    systems = [deployment("a", "A"), deployment("b", "B"), deployment("r", "N"), deployment("q", "N")]
    systems = [row for row in systems if row["id"] not in {row["id"] for row in more or []}] + (more or [])
    bodies = [organisation("A"), organisation("B"), organisation("N", "NATIONAL_BODY")]
    return small_map(bodies, systems, ports, links, covered)


def relay(name: str, profile: str = "ERS-R4", **cells: Any) -> Row:
    return port(name, "referral", "relay", profile, **cells)


def refers(origin: str, target: str, profile: str = "", **cells: Any) -> Row:
    return link(origin, target, "referral", profile, **cells)


def through(name: str, **cells: Any) -> list[Row]:
    return [refers("a", name, **cells), refers(name, "b", **cells)]


def ask(tables: Tables, as_of: date = TODAY, **parameters: Any) -> Answer:
    return exchange(tables, "referral", "A", "B", as_of, TODAY, **parameters)


def test_an_implied_port_serves_its_own_link_alone() -> None:
    links = [refers("a", "q", "ERS-R4"), refers("a", "r"), refers("r", "b")]
    answer = ask(between([relay("r"), relay("q"), STATED[1]], links))
    assert (answer.verdict, answer.flags) == ("YES", ("PROFILE_ASSUMED", "SINGLE_POINT"))


@pytest.mark.parametrize("status", ["live", "retired", "planned"])
def test_a_stated_port_of_any_role_and_status_keeps_others_from_being_implied(status: str) -> None:
    tables = between([port("a", "referral", "sink", status=status)], [refers("a", "b")])
    assert ask(tables).reasons == ("NO_SYSTEM_SENDER",)


def test_a_port_stated_absent_keeps_its_own_role_from_being_implied() -> None:
    tables = between([port("a", "referral", "source", status="absent")], [refers("a", "b"), refers("b", "a")])
    assert ask(tables).reasons == ("NO_SYSTEM_SENDER",)
    assert ask(tables).flags == ("ONE_WAY",)


def test_an_absent_link_implies_nothing_and_a_lapsed_one_a_port() -> None:
    assert ask(between([], [refers("a", "b", status="absent")])).reasons == (
        "NO_SYSTEM_SENDER",
        "NO_SYSTEM_RECEIVER",
    )
    assert ask(between([], [refers("a", "b", to_date="2025")])).reasons == ("NO_ROUTE",)
    assert ask(between([], [refers("a", "b", status="retired")])).reasons == ("NO_ROUTE",)


@pytest.mark.parametrize(
    ("row", "due"),
    [
        ({"status": "planned", "from_date": "2026-11-22"}, None),
        ({"status": "planned", "from_date": "2026-11-23"}, date(2026, 11, 23)),
        ({"status": "planned", "from_date": "2027"}, date(2027, 1, 1)),
        ({"status": "planned"}, None),
        ({"status": "live", "from_date": "2027-02"}, date(2027, 2, 1)),
    ],
)
def test_what_is_on_the_way_is_due_unless_undated_or_slipped(row: Row, due: date | None) -> None:
    answer = ask(between(STATED, [refers("a", "b", **row)]))
    assert (answer.reasons, answer.available_from) == (("PLANNED",), due)


def test_a_slipped_plan_is_in_force_at_no_date() -> None:
    tables = between(STATED, [refers("a", "b", status="planned", from_date="2026-11-01")])
    assert ask(tables, date(2027, 6, 1)).reasons == ("PLANNED",)
    assert exchange(tables, "referral", "A", "B", date(2026, 11, 5), date(2026, 10, 1)).verdict == "YES"


def test_the_plan_is_due_when_the_last_fact_of_the_earliest_route_is() -> None:
    links = [
        refers("a", "r", status="planned", from_date="2027-04-01"),
        refers("r", "b", status="planned", from_date="2027-09-01"),
        refers("a", "q", status="planned", from_date="2027-06-01"),
        refers("q", "b"),
        refers("a", "b", status="planned"),
    ]
    answer = ask(between([*STATED, relay("r"), relay("q")], links))
    assert (answer.reasons, answer.available_from) == (("PLANNED",), date(2027, 6, 1))


def test_a_shared_instance_may_be_reached_again_through_a_relay() -> None:
    shared = deployment("ab", "A;B")
    answer = ask(
        between([relay("r")], [refers("ab", "r", "ERS-R4"), refers("r", "ab", "ERS-R4")], more=[shared])
    )
    assert (answer.verdict, answer.route, answer.flags) == ("YES", ("ab", "r", "ab"), ("SINGLE_POINT",))


def test_zero_hops_take_stated_ports_whatever_their_profiles_and_levels() -> None:
    ports = [
        port("ab", "referral", "source", "ERS-R4", payload="coded"),
        port("ab", "referral", "sink", "BARS-CORE", payload="view"),
    ]
    answer = ask(between(ports, [], more=[deployment("ab", "A;B")]))
    assert (answer.verdict, answer.route, answer.flags) == ("YES", ("ab",), ())


def test_zero_hops_take_the_ports_that_make_the_best_route() -> None:
    """The deployment is the weakest fact anyhow, so the later observation decides, not the stronger port."""
    seen = {"observed_at": "2026-06-01"}
    ports = [
        port("ab", "referral", "source", "ERS-R4", evidence="assured", observed_at="2020-01-01"),
        port("ab", "referral", "source", "ERS-STU3", **seen),
        port("ab", "referral", "sink", **seen),
    ]
    answer = ask(between(ports, [], more=[deployment("ab", "A;B", **seen)]))
    assert (answer.evidence, answer.observed_at) == ("declared", date(2026, 6, 1))


def test_an_ordinary_system_with_both_ports_forwards_nothing() -> None:
    ports = [*STATED, port("r", "referral", "sink", "ERS-R4"), port("r", "referral", "source", "ERS-R4")]
    assert ask(between(ports, through("r"))).reasons == ("NO_ROUTE",)


def test_a_silent_relay_keeps_the_level_in_mind() -> None:
    ports = [
        port("a", "referral", "source", "ERS-R4", payload="coded"),
        relay("r"),
        port("b", "referral", "sink", "ERS-R4", payload="document"),
    ]
    assert ask(between(ports, through("r"))).flags == ("LOSSY", "SINGLE_POINT")


def test_the_link_speaks_for_what_payload_and_port_leave_out() -> None:
    ports = [port("a", "referral", "source", "ERS-R4"), port("b", "referral", "sink")]
    assert ask(between(ports, [refers("a", "b")])).flags == ("PROFILE_ASSUMED",)
    assert ask(between(ports, [refers("a", "b", "ERS-R4")])).flags == ()
    assert ask(between(ports, [refers("a", "b", "ERS-R4@1")])).flags == ()
    assert ask(between(ports, [refers("a", "b", "ERS-R4", use_case="u")])).flags == ()
    versioned = [port("a", "referral", "source", "ERS-R4@1"), port("b", "referral", "sink", "ERS-R4")]
    assert ask(between(versioned, [refers("a", "b")])).flags == ("PROFILE_ASSUMED",)


def test_a_translation_keeps_the_use_case_unless_its_row_gives_one() -> None:
    ends = [
        port("a", "referral", "source", "ERS-STU3", use_case="u"),
        port("b", "referral", "sink", "ERS-R4@1", use_case="u"),
    ]
    row = relay("r", "ERS-STU3", emits="ERS-R4@1")
    answer = ask(between([*ends, row], through("r")))
    assert (answer.verdict, answer.flags) == ("YES", ("PROFILE_ASSUMED", "SINGLE_POINT")), (
        "the row has no use case"
    )
    answer = ask(between([*ends, {**row, "use_case": "w"}], through("r")))
    assert answer.mismatch == ("ERS-STU3 u", "ERS-STU3 w")


def test_without_translation_the_row_adds_what_the_payload_lacked() -> None:
    ports = [port("a", "referral", "source"), relay("r", "ERS-R4@1", use_case="u"), STATED[1]]
    answer = ask(between(ports, [refers("a", "r"), refers("r", "b", "ERS-STU3")]))
    assert answer.mismatch == ("ERS-R4@1 u", "ERS-STU3")


def test_the_mismatch_named_has_fewest_disagreements_even_on_a_longer_route() -> None:
    ports = [
        port("a", "referral", "source", "ERS-STU3"),
        relay("r", "ERS-STU3"),
        port("b", "referral", "sink", "ERS-R4@1.0"),
    ]
    answer = ask(between(ports, [refers("a", "b", "BARS-CORE"), *through("r")]))
    assert (answer.reasons, answer.mismatch) == (("MISMATCH",), ("ERS-STU3", "ERS-R4@1.0"))


def test_further_systems_are_linked_with_relay_ports_only() -> None:
    covered = [coverage("A"), coverage("N")]
    owned = deployment("r", "A")
    tables = between(
        [relay("r"), port("r", "referral", "source", "ERS-R4")], [], more=[owned], covered=covered
    )
    assert ask(tables).reasons == ("NO_ROUTE",)
    tables = between([relay("r"), STATED[0]], [refers("a", "r")], more=[owned], covered=covered)
    answer = ask(tables)
    assert (answer.verdict, answer.reasons, answer.asks) == ("UNKNOWN", ("NO_EVIDENCE_RECEIVER",), ("B",))
    assert ask(tables, reading="ON_RECORD").reasons == ("NO_SYSTEM_RECEIVER",)


def test_two_further_systems_are_linked_with_each_other() -> None:
    answer = ask(between([], [], covered=[]))
    assert (answer.verdict, answer.reasons) == ("UNKNOWN", ("NO_EVIDENCE_SENDER", "NO_EVIDENCE_RECEIVER"))


def test_both_are_asked_when_either_alone_would_do() -> None:
    ports = [*STATED, relay("r")]
    answer = ask(between(ports, [], covered=[]))
    assert answer.asks == ("A", "B"), "only both together make a route"
    shared = [
        relay("r"),
        relay("r", "ERS-STU3"),
        port("a", "referral", "source", "ERS-R4"),
        port("b", "referral", "sink", "ERS-STU3"),
    ]
    answer = ask(between(shared, through("r"), covered=[]))
    assert answer.reasons == ("NO_EVIDENCE_SENDER", "NO_EVIDENCE_RECEIVER"), "each alone makes one"


def test_a_relay_on_the_way_counts_in_the_completion_with_its_date() -> None:
    ports = [relay("r", status="planned", from_="2027-03"), STATED[1]]
    answer = ask(between(ports, [refers("r", "b")], covered=[coverage("B")]))
    assert (answer.reasons, answer.available_from) == (("PLANNED",), date(2027, 3, 1))


def test_coverage_of_the_exchange_type_wins_over_the_general_one() -> None:
    ports, links = [relay("r"), STATED[1]], [refers("r", "b")]
    covered = [coverage("A"), coverage("A", "none", "referral"), coverage("B")]
    assert ask(between(ports, links, covered=covered)).asks == ("A",)


def test_least_evidence_leaves_facts_out_before_all_else() -> None:
    weak = port("a", "referral", "sink", evidence="inferred")
    strong = {"evidence": "observed"}
    links = [refers("a", "b", "ERS-R4", **strong)]
    systems = [deployment("a", "A", **strong), deployment("b", "B", **strong)]
    tables = between([weak], links, more=systems)
    assert ask(tables).reasons == ("NO_SYSTEM_SENDER",)
    answer = ask(tables, min_evidence="declared")
    assert (answer.verdict, answer.evidence) == ("YES", "observed")
    answer = ask(between([], links), min_evidence="assured")
    assert answer.verdict == "UNKNOWN", "the coverage is declared only, like the deployments"


class TestBestRoute:
    """The order of section 4, criterion by criterion: the first wins although all later ones are against it."""

    def test_not_assumed_before_lossless(self) -> None:
        ports = [
            port("a", "referral", "source", "ERS-R4", payload="coded"),
            port("b", "referral", "sink", "ERS-R4"),
            relay("q", "", evidence="observed"),
            relay("r", payload="view", evidence="inferred"),
        ]
        answer = ask(between(ports, through("q") + through("r")))
        assert (answer.route, answer.flags) == (("a", "r", "b"), ("LOSSY",))

    def test_lossless_before_evidence(self) -> None:
        ports = [
            port("a", "referral", "source", "ERS-R4", payload="coded"),
            port("b", "referral", "sink", "ERS-R4"),
            relay("q", payload="view"),
            relay("r", evidence="inferred"),
        ]
        answer = ask(between(ports, through("q") + through("r")))
        assert (answer.route, answer.flags, answer.evidence) == (("a", "r", "b"), (), "inferred")

    def test_evidence_before_stops(self) -> None:
        links = [*through("q"), refers("a", "b", evidence="inferred")]
        answer = ask(between([*STATED, relay("q")], links))
        assert (answer.route, answer.evidence) == (("a", "q", "b"), "declared")
        assert answer.flags == (), "the direct link goes on without the relay"

    def test_stops_before_ids(self) -> None:
        links = [*through("q"), refers("a", "z")]
        z = [deployment("z", "B")]
        answer = ask(between([*STATED, relay("q"), port("z", "referral", "sink", "ERS-R4")], links, more=z))
        assert answer.route == ("a", "z")

    def test_ids_before_observation_and_the_latest_observation_among_equals(self) -> None:
        dated = {"observed_at": "2026-05"}
        systems = [deployment(name, code, **dated) for name, code in zip("abqr", "ABNN", strict=True)]
        ports = [{**row, **dated} for row in (*STATED, relay("q"), relay("r"))]
        links = [
            *through("r", **dated),
            refers("a", "q", observed_at="2020"),
            refers("a", "q", "ERS-R4", observed_at="2024-02"),
            refers("q", "b", **dated),
        ]
        answer = ask(between(ports, links, more=systems))
        assert (answer.route, answer.observed_at, answer.flags) == (("a", "q", "b"), date(2024, 2, 1), ())

    def test_one_undated_fact_leaves_the_observation_out(self) -> None:
        assert ask(between(STATED, [refers("a", "b", observed_at="2026")])).observed_at is None
