"""What a run does to a store: all of it or nothing, once, and nothing twice."""

from __future__ import annotations

import pytest

from graphmap.model.claims import Source
from graphmap.model.errors import InputRefused, UsageError
from graphmap.model.terms import Kind
from graphmap.store import open_store
from tests.store.saying import EVERY, Evidence, counts, coverage, deployment, link, organisation, port
from tests.stores import on_every_store

pytestmark = on_every_store


def test_an_empty_store_knows_nothing_and_has_a_name(evidence: Evidence) -> None:
    identity = evidence.store.identity()
    assert (identity.revision, identity.fictional, identity.recorded_on) == (0, None, None)
    assert len(identity.id) == 32
    assert all(evidence.facts(kind) == {} for kind in Kind)
    assert (evidence.runs(), evidence.store.revision()) == ([], 0)


def test_a_store_that_is_opened_again_is_the_same(evidence: Evidence, address: str) -> None:
    evidence.say("survey", organisation(name="Ash"))
    again = open_store(address)
    assert again.identity() == evidence.store.identity()
    assert again.address == address
    again.close()


def test_nothing_staged_is_visible_before_its_commit(evidence: Evidence) -> None:
    with evidence.store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation(name="Ash")])
        assert evidence.facts(Kind.ORGANISATION) == {}
        run.commit()
    assert set(evidence.facts(Kind.ORGANISATION)) == {"RXX"}


def test_a_run_that_is_discarded_or_fails_leaves_nothing(evidence: Evidence) -> None:
    with evidence.store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation(name="Ash")])
        run.discard()
    with pytest.raises(KeyboardInterrupt):
        interrupted_run(evidence)
    assert (evidence.runs(), evidence.facts(Kind.ORGANISATION)) == ([], {})
    assert evidence.store.identity().fictional is None


def interrupted_run(evidence: Evidence) -> None:
    with evidence.store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation(name="Ash")])
        raise KeyboardInterrupt


def test_the_first_run_adds_everything_and_makes_a_revision(evidence: Evidence) -> None:
    run = evidence.say(
        "survey", organisation(name="Ash"), deployment(), port(), link(), edition="2026-10", skipped=3
    )
    assert (run.id, run.action, run.source, run.revision) == (1, "import", "survey", 1)
    assert counts(run) == (4, 0, 0, 0)
    assert (run.recorded_at, run.edition, run.partial, run.skipped) == (
        "2026-11-22T00:00:00Z",
        "2026-10",
        False,
        3,
    )
    assert evidence.runs() == [run]
    assert evidence.store.revision() == 1


def test_the_same_input_again_makes_no_revision_whatever_the_order_of_its_fields(evidence: Evidence) -> None:
    first = organisation(name="Ash", type="NHS_TRUST", settings=("acute", "community"))
    evidence.say("survey", first, link())
    turned = first._replace(body=dict(reversed(first.body.items())))
    evidence.today("2026-12-01")
    run = evidence.say("survey", link(), turned)
    assert counts(run) == (0, 0, 0, 2)
    assert run.revision is None
    assert evidence.store.revision() == 1
    assert evidence.store.identity().recorded_on.isoformat() == "2026-11-22"
    (claim,) = evidence.claims(first)
    assert (claim.first_seen[:10], claim.last_seen[:10]) == ("2026-11-22", "2026-12-01")


@pytest.mark.parametrize(
    "changed",
    [
        organisation(name="Beech", on="2026-01", level=2),
        organisation(name="Ash", on="2026-02", level=2),
        organisation(name="Ash", on=None, level=2),
        organisation(name="Ash", on="2026-01", level=3),
        organisation(name="Ash", on="2026-01", level=2)._replace(source_url="https://example.org/2"),
        organisation(name="Ash", on="2026-01", level=2)._replace(source_title="Another page"),
        organisation(name="Ash", on="2026-01", level=2)._replace(note="Seen on a visit"),
    ],
    ids=["value", "date", "no date", "evidence", "address", "title", "note"],
)
def test_a_claim_changes_when_anything_that_it_says_or_rests_on_does(evidence: Evidence, changed) -> None:
    evidence.say("survey", organisation(name="Ash", on="2026-01", level=2))
    run = evidence.say("survey", changed)
    assert (counts(run), run.revision) == ((0, 1, 0, 0), 2)
    assert [one.claim for one in evidence.claims(changed)] == [changed]


def test_a_complete_table_retracts_what_it_no_longer_says_and_others_are_left(evidence: Evidence) -> None:
    gone, kept = organisation("RAA", name="Ash"), organisation("RBB", name="Beech")
    evidence.say("survey", gone, kept, deployment(), link())
    run = evidence.say("survey", kept, complete=frozenset({Kind.ORGANISATION}))
    assert counts(run) == (0, 0, 1, 1)
    assert run.tables == ("organisations",)
    assert set(evidence.facts(Kind.ORGANISATION)) == {"RBB"}
    assert set(evidence.facts(Kind.DEPLOYMENT)) == {"d1"}


def test_a_header_alone_retracts_all_of_its_table(evidence: Evidence) -> None:
    evidence.say("survey", organisation(name="Ash"), deployment())
    assert counts(evidence.say("survey", complete=frozenset({Kind.ORGANISATION}))) == (0, 0, 1, 0)
    assert evidence.facts(Kind.ORGANISATION) == {}
    assert set(evidence.facts(Kind.DEPLOYMENT)) == {"d1"}


def test_a_partial_run_adds_and_changes_and_retracts_nothing(evidence: Evidence) -> None:
    evidence.say("survey", organisation("RAA", name="Ash"), organisation("RBB", name="Beech"))
    run = evidence.say(
        "survey", organisation("RBB", name="Birch"), organisation("RCC", name="Cedar"), partial=True
    )
    assert (counts(run), run.partial, run.tables) == ((1, 1, 0, 0), True, ())
    names = {key: fact["name"] for key, fact in evidence.facts(Kind.ORGANISATION).items()}
    assert names == {"RAA": "Ash", "RBB": "Birch", "RCC": "Cedar"}


def test_a_run_retracts_nothing_that_another_source_says(evidence: Evidence) -> None:
    evidence.say("survey", organisation(name="Ash"))
    evidence.say("register", organisation(name="Ash", type="NHS_TRUST"))
    assert counts(evidence.say("survey")) == (0, 0, 1, 0)
    assert evidence.fact(organisation())["sources"] == ["register"]


def test_a_record_that_is_stated_again_with_fewer_periods_loses_the_others(evidence: Evidence) -> None:
    early, late = link(start="2019", end="2020"), link(start="2024", slot=1)
    for partial in (False, True):
        evidence.say("survey", early, late)
        run = evidence.say("survey", early, partial=partial)
        assert counts(run) == (0, 1, 0, 1)
        assert [period[:3] for period in evidence.fact(early)["periods"]] == [["live", "2019", "2020"]]


def test_what_a_run_would_do_is_told_with_examples_and_not_done(evidence: Evidence) -> None:
    evidence.say("survey", organisation("RAA", name="Ash"), organisation("RBB", name="Beech"), coverage())
    changes = evidence.would_change(
        "survey", organisation("RBB", name="Birch"), organisation("RCC", name="Cedar"), coverage()
    )
    assert counts(changes) == (1, 1, 1, 1)
    assert changes.samples == {
        "added": ((Kind.ORGANISATION, "RCC"),),
        "changed": ((Kind.ORGANISATION, "RBB"),),
        "retracted": ((Kind.ORGANISATION, "RAA"),),
    }
    assert set(evidence.facts(Kind.ORGANISATION)) == {"RAA", "RBB"}


def test_examples_are_few_and_a_record_with_many_periods_is_one(evidence: Evidence) -> None:
    many = [organisation(f"R{n:02}") for n in range(40)]
    periods = [link(slot=n, start=f"{2000 + n}", end=f"{2000 + n}") for n in range(20)]
    changes = evidence.would_change("survey", *periods, *many)
    assert changes.added == 60
    assert len(set(changes.samples["added"])) == len(changes.samples["added"]) == 10
    assert (Kind.LINK, periods[0].key) in changes.samples["added"]


def test_a_run_is_compared_with_what_is_visible_when_it_is_committed(evidence: Evidence) -> None:
    evidence.say("survey", organisation("RAA", name="Ash"))
    with evidence.store.staging(Source(name="survey"), EVERY) as slow:
        slow.add([organisation("RAA", name="Ash"), organisation("RBB", name="Beech")])
        assert counts(slow.changes()) == (1, 0, 0, 1)
        evidence.say("survey", organisation("RBB", name="Beech"), organisation("RCC", name="Cedar"))
        assert counts(slow.changes()) == (1, 0, 1, 1)
        assert counts(slow.commit()) == (1, 0, 1, 1)
    assert set(evidence.facts(Kind.ORGANISATION)) == {"RAA", "RBB"}


def test_more_can_be_staged_after_asking_what_would_change(evidence: Evidence) -> None:
    evidence.say("survey", organisation("RAA", name="Ash"), organisation("RBB", name="Beech"))
    with evidence.store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation("RAA", name="Ash")])
        assert counts(run.changes()) == (0, 0, 1, 1)
        run.add([organisation("RBB", name="Birch")])
        assert counts(run.commit()) == (0, 1, 0, 1)


@pytest.mark.parametrize("again", [organisation(name="Ash"), organisation(name="Beech")])
def test_an_input_that_states_a_record_twice_is_refused_by_name(evidence: Evidence, again) -> None:
    with evidence.store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation(name="Ash"), organisation("RYY")])
        run.add([again])
        with pytest.raises(InputRefused, match="organisation RXX more than once"):
            run.commit()
    assert evidence.runs() == []


def test_a_source_keeps_its_first_location_and_the_newest_description(evidence: Evidence) -> None:
    evidence.say("survey", organisation(), title="Survey", licence="OGL", edition="2026-10", location="/a")
    evidence.say(
        "survey", organisation(), coverage(), title="The survey", attribution=("Ash", "Beech"), location="/b"
    )
    source = evidence.source("survey")
    assert (source.title, source.licence, source.attribution) == ("The survey", None, ("Ash", "Beech"))
    assert (source.location, source.edition, source.claims) == ("/a", None, 2)
    assert source.last_run == "2026-11-22T00:00:00Z"


def test_sources_are_listed_by_name_and_runs_newest_first(evidence: Evidence) -> None:
    evidence.say("survey", organisation())
    evidence.say("register", organisation())
    evidence.say("survey", organisation(), coverage())
    with evidence.store.reading() as reader:
        assert [source.name for source in reader.sources()] == ["register", "survey"]
    assert [run.id for run in evidence.runs()] == [3, 2, 1]
    assert [run.id for run in evidence.runs("survey")] == [3, 1]
    assert evidence.runs("nobody") == []


def test_retracting_a_source_takes_back_what_it_says_and_only_that(evidence: Evidence) -> None:
    evidence.say("survey", organisation(name="Ash"), deployment())
    evidence.say("register", organisation(name="Ash Trust"))
    run = evidence.store.retract("survey")
    assert (run.action, run.revision, counts(run)) == ("retract", 3, (0, 0, 2, 0))
    assert evidence.fact(organisation())["name"] == "Ash Trust"
    assert evidence.facts(Kind.DEPLOYMENT) == {}
    assert evidence.source("survey").claims == 0
    assert evidence.runs()[0] == run


def test_retracting_twice_changes_nothing_more_and_a_retracted_source_can_come_back(
    evidence: Evidence,
) -> None:
    evidence.say("survey", organisation(name="Ash"), title="Survey", location="/a", fictional=True)
    evidence.store.retract("survey")
    assert evidence.store.retract("survey").revision is None
    assert evidence.source("survey").location is None
    assert counts(evidence.say("survey", organisation(name="Ash"), location="/b", fictional=True)) == (
        1,
        0,
        0,
        0,
    )
    assert evidence.source("survey").location == "/b"
    assert evidence.store.identity().fictional is True


def test_retracting_a_source_that_is_not_there_is_wrong_usage(evidence: Evidence) -> None:
    with pytest.raises(UsageError, match="no source 'survye'"):
        evidence.store.retract("survye")
    assert evidence.runs() == []


@pytest.mark.parametrize("fictional", [True, False])
def test_real_and_fictional_evidence_are_kept_apart(evidence: Evidence, fictional: bool) -> None:
    evidence.say("survey", organisation(), fictional=fictional)
    assert evidence.store.identity().fictional is fictional
    with (
        pytest.raises(InputRefused, match="another --store"),
        evidence.store.staging(Source(name="other", fictional=not fictional), EVERY),
    ):
        pass
    assert evidence.store.revision() == 1


def test_of_two_first_runs_at_once_the_second_is_held_to_the_kind_of_the_first(evidence: Evidence) -> None:
    with evidence.store.staging(Source(name="tale", fictional=True), EVERY) as run:
        run.add([organisation()])
        evidence.say("survey", organisation())
        with pytest.raises(InputRefused, match="real evidence and tale is fictional"):
            run.commit()
    assert evidence.source("survey").claims == 1
