"""Two times: what was known on a day can be asked again, and nothing that came later shows."""

from __future__ import annotations

from graphmap.model.terms import Kind
from tests.store.saying import Evidence, coverage, deployment, link, organisation
from tests.stores import on_every_store

pytestmark = on_every_store

A, B = organisation(name="Ash"), organisation(name="Beech")


def names(evidence: Evidence, *days: str) -> list[str | None]:
    return [evidence.facts(Kind.ORGANISATION, day).get("RXX", {}).get("name") for day in days]


def test_what_was_recorded_on_a_day_counts_from_that_day(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A)
    evidence.today("2026-05-01")
    evidence.say("survey", B)
    assert names(evidence, "2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01", "2027-01-01") == [
        None, "Ash", "Ash", "Beech", "Beech",
    ]  # fmt: skip


def test_what_was_retracted_on_a_day_no_longer_counts_on_it(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A)
    evidence.today("2026-05-01")
    evidence.say("survey")
    assert names(evidence, "2026-03-01", "2026-04-30", "2026-05-01") == ["Ash", "Ash", None]


def test_what_was_retracted_on_the_day_it_was_recorded_counts_on_none(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A)
    evidence.say("survey")
    assert names(evidence, "2026-02-28", "2026-03-01", "2026-03-02") == [None, None, None]


def test_rivals_of_then_are_resolved_as_they_were_then(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A, coverage("partial"), link(start="2020"), link(slot=1, start="2024"))
    evidence.today("2026-04-01")
    evidence.say("register", organisation(name="Ash Trust", level=2))
    then = [evidence.facts(kind) for kind in Kind]
    evidence.today("2026-05-01")
    evidence.store.retract("survey")
    evidence.say("register", B, deployment())
    assert [evidence.facts(kind, "2026-04-30") for kind in Kind] == then
    assert evidence.fact(A, "2026-04-30")["rivals"] == 1
    assert "rivals" not in evidence.fact(A, "2026-03-31")


def test_the_newest_day_of_the_record_is_told(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A)
    evidence.today("2026-05-01")
    evidence.store.retract("survey")
    evidence.today("2026-06-01")
    evidence.say("survey")
    assert evidence.store.identity().recorded_on.isoformat() == "2026-05-01"


def test_history_lists_replaced_and_retracted_claims_newest_first(evidence: Evidence) -> None:
    for day, claims in (("2026-03-01", [A]), ("2026-04-01", [A]), ("2026-05-01", [B]), ("2026-06-01", [])):
        evidence.today(day)
        evidence.say("survey", *claims)
    assert evidence.claims(A) == []
    seen = [
        (one.claim.body["name"], one.first_seen[:10], one.last_seen[:10], one.retracted_at[:10])
        for one in evidence.claims(A, history=True)
    ]
    assert seen == [
        ("Beech", "2026-05-01", "2026-05-01", "2026-06-01"),
        ("Ash", "2026-03-01", "2026-04-01", "2026-05-01"),
    ]


def test_claims_as_known_then_tell_nothing_of_later(evidence: Evidence) -> None:
    for day, claims in (("2026-03-01", [A]), ("2026-04-01", [A]), ("2026-05-01", [A]), ("2026-06-01", [B])):
        evidence.today(day)
        evidence.say("survey", *claims)
    (then,) = evidence.claims(A, "2026-04-15", history=True)
    assert (then.claim, then.retracted_at) == (A, None)
    assert (then.first_seen[:10], then.last_seen[:10]) == ("2026-03-01", "2026-04-01")
    assert evidence.claims(A, "2026-02-01", history=True) == []


def test_a_claim_was_last_seen_when_its_own_table_was(evidence: Evidence) -> None:
    evidence.today("2026-03-01")
    evidence.say("survey", A, organisation("RYY"), deployment())
    evidence.today("2026-04-01")
    evidence.say("survey", deployment(), complete=frozenset({Kind.DEPLOYMENT}))
    evidence.today("2026-05-01")
    evidence.say("survey", A, partial=True)
    last_seen = [
        one.last_seen[:10] for c in (A, organisation("RYY"), deployment()) for one in evidence.claims(c)
    ]
    assert last_seen == ["2026-05-01", "2026-03-01", "2026-04-01"]


def test_recorded_time_never_runs_backwards(evidence: Evidence) -> None:
    evidence.today("2026-05-01")
    evidence.say("survey", A)
    evidence.today("2026-03-01")
    assert evidence.say("survey", B).recorded_at == "2026-05-01T00:00:00Z"
    assert names(evidence, "2026-04-30", "2026-05-01") == [None, "Beech"]


def test_days_of_knowledge_are_days_in_london(evidence: Evidence) -> None:
    evidence.clock.setattr("graphmap.model.clock.recorded_now", lambda: "2026-07-01T23:30:00Z")
    evidence.say("survey", A)
    assert names(evidence, "2026-07-01", "2026-07-02") == [None, "Ash"]
    assert evidence.store.identity().recorded_on.isoformat() == "2026-07-02"
