"""Saved scenarios: kept beside the evidence, never lost to somebody else's save, and in every copy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from graphmap.model.errors import ChangedMeanwhile, StoreUnavailable, UnknownScenario, UsageError
from graphmap.model.saved import SavedScenario, composed, parts
from graphmap.model.scenario import as_json
from graphmap.model.scenario_draft import Draft
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.store.saying import Evidence, organisation
from tests.stores import on_every_store

pytestmark = on_every_store

FAIL: dict[str, Any] = {"fail": {"of": ["a-hub"]}}
RETIRE: dict[str, Any] = {"retireDeployment": {"deployment": "old"}}
LINK: dict[str, Any] = {"addLink": {"from": "a", "to": "b", "exchange": "referral", "profile": "BARS-CORE@1"}}


@pytest.fixture
def store(evidence: Evidence) -> Store:
    evidence.today("2026-11-22")
    return evidence.store


def save(store: Store, name: str = "Without the hub", *changes: dict[str, Any], **more: Any) -> SavedScenario:
    return store.save_scenario(Draft(name=name, changes=changes or (FAIL,), **more))


def change(store: Store, there: SavedScenario, **more: Any) -> SavedScenario:
    """Another state of a scenario."""
    draft = {name: getattr(there, name) for name in Draft.model_fields}
    return store.save_scenario(Draft.model_validate({**draft, **more}))


def test_a_scenario_is_kept_as_it_was_saved(store: Store) -> None:
    made = save(
        store,
        "Without the hub",
        LINK,
        FAIL,
        owner="Zoë, regional team",
        description="Two\nlines, 😀 and ' \\",
    )
    assert made == SavedScenario(
        id="without-the-hub",
        name="Without the hub",
        owner="Zoë, regional team",
        description="Two\nlines, 😀 and ' \\",
        changes=(LINK, FAIL),
        based_on=(),
        created_at="2026-11-22T00:00:00.000000Z",
        changed_at="2026-11-22T00:00:00.000000Z",
    )
    assert store.scenarios() == (made,)
    again = open_store(store.address)
    assert again.scenarios() == (made,)
    again.close()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("St George’s: 2 in 1!", ["st-georges-2-in-1", "st-georges-2-in-1-2", "st-georges-2-in-1-3"]),
        ("Zoë", ["zoe", "zoe-2", "zoe-3"]),
        ("現実", ["scenario", "scenario-2", "scenario-3"]),
        ("long words " * 9, ["long-words-long-words-long-words-long-words-long", None, None]),
    ],
)
def test_an_id_is_short_readable_and_nobody_elses(store: Store, name: str, ids: list[str | None]) -> None:
    made = [save(store, name, owner=str(number)).id for number in range(3)]
    assert all(found == wanted for found, wanted in zip(made, ids, strict=True) if wanted)
    assert len(set(made)) == 3


def test_another_state_replaces_the_one_that_it_names(store: Store) -> None:
    first = save(store)
    second = change(store, first, name="Without any hub", changes=(FAIL, RETIRE))
    assert (second.id, second.created_at) == (first.id, first.created_at)
    assert second.changed_at > first.changed_at
    assert store.scenarios() == (second,)


def test_a_save_that_does_not_know_the_newest_state_is_refused_and_nothing_is_lost(store: Store) -> None:
    first = save(store)
    second = change(store, first, owner="somebody else")
    for stale in (first.changed_at, None):
        with pytest.raises(ChangedMeanwhile, match=f"last changed at {second.changed_at}"):
            change(store, first, description="mine", changed_at=stale)
    store.delete_scenario(first.id)
    with pytest.raises(ChangedMeanwhile, match="is gone: save it without `changedAt`"):
        change(store, second, description="mine")
    assert store.scenarios() == ()


def test_saving_what_is_there_already_changes_nothing(store: Store) -> None:
    made = save(store)
    assert change(store, made) == change(store, made, changed_at=None) == made


def test_of_many_who_change_one_state_at_once_one_is_heard(store: Store) -> None:
    first = save(store)

    def try_to(number: int) -> bool:
        try:
            change(store, first, owner=f"person {number}")
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(try_to, range(4)))
        names = list(pool.map(lambda number: save(store, "The same", owner=f"{number}").id, range(4)))
    assert heard.count(True) == 1
    assert sorted(names) == ["the-same", "the-same-2", "the-same-3", "the-same-4"]


def test_a_scenario_may_be_made_of_others_each_of_which_counts_once(store: Store) -> None:
    base = save(store, "Base", FAIL)
    left = save(store, "Left", RETIRE, based_on=(base.id,))
    right = save(store, "Right", LINK, based_on=(base.id,))
    both = store.save_scenario(Draft(name="Both", based_on=(left.id, right.id)))
    assert as_json(composed(both.id, store.scenarios())) == [FAIL, RETIRE, LINK]
    with pytest.raises(UsageError, match="make the scenario 'base' part of itself"):
        change(store, base, based_on=(both.id,))
    with pytest.raises(UsageError, match="'base' is part of left, right: change or delete those first"):
        store.delete_scenario(base.id)
    with pytest.raises(UnknownScenario, match="'rihgt', and there is no such scenario; did you mean right"):
        save(store, "Wrong", based_on=("rihgt",))
    assert [one.id for one in store.scenarios()] == ["base", "both", "left", "right"]


def test_a_long_chain_of_scenarios_is_put_together() -> None:
    state = {
        "name": "n",
        "owner": "",
        "description": "",
        "changes": (FAIL,),
        "created_at": "",
        "changed_at": "",
    }
    chain = [
        SavedScenario(id=f"s{number}", based_on=(f"s{number - 1}",) if number else (), **state)
        for number in range(3_000)
    ]
    assert [one.id for one in parts("s2999", chain)] == [one.id for one in chain]


def test_a_deleted_scenario_is_gone_and_one_that_is_not_there_is_said(store: Store) -> None:
    made = save(store)
    assert store.delete_scenario(made.id) == made
    assert store.scenarios() == ()
    with pytest.raises(UnknownScenario, match="no scenario 'without-the-hub'"):
        store.delete_scenario(made.id)


def test_scenarios_are_no_evidence(evidence: Evidence, store: Store) -> None:
    evidence.say("survey", organisation())
    before = store.identity()
    made = save(store)
    store.delete_scenario(change(store, made, owner="me").id)
    assert store.identity() == before
    save(store)
    assert evidence.say("survey", organisation(name="Ash")).revision == before.revision + 1
    assert len(store.scenarios()) == 1


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ({"name": " "}, "`name` is empty"),
        ({"name": "n" * 201}, "`name` has 201 characters: 200 are the most"),
        ({"id": "Not An Id"}, "use lower-case letters"),
        ({"changes": ()}, "needs `changes`"),
        ({"changes": (FAIL,) * 1001}, "split the scenario"),
        ({"changes": (FAIL, {})}, "change 2 must hold exactly one of"),
        ({"changes": (FAIL, {"fails": {}})}, "change 2: 'fails' is no change"),
        ({"changes": ({"fail": {}},)}, r"change 1 \(fail\): of is missing: say it"),
        ({"changes": ({"fail": {"of": []}},)}, r"change 1 \(fail\): of is empty: name at least one"),
        ({"changes": ({"fail": {"of": "x"}},)}, r"change 1 \(fail\): of has to be a list"),
        ({"changes": ({"fail": {"of": ["x"], "on": 1}},)}, r"on is none of its fields, which are of"),
        (
            {"changes": ({"addLink": {**LINK["addLink"], "exchange": "referal"}},)},
            r"change 1 \(addLink\): exchange: 'referal' is no code .*; did you mean referral",
        ),
        (
            {"changes": ({"addLink": {**LINK["addLink"], "profile": "BARS-COR@2"}},)},
            r"profile: 'BARS-COR@2' is no code .*; did you mean BARS-CORE",
        ),
        (
            {
                "changes": (
                    {"replaceProduct": {"capability": "PAS", "product": "p", "scope": {"types": ["X"]}}},
                )
            },
            r"change 1 \(replaceProduct\): scope.types: 'X' is no code of the vocabulary",
        ),
        (
            {
                "changes": (
                    {"replaceProduct": {"capability": "PAS", "product": "p", "scope": {"icb": ["X"]}}},
                )
            },
            r"scope.icb is none of its fields, which are codes, types, settings, icbs, regions, text",
        ),
    ],
)
def test_what_cannot_be_saved_is_refused_with_the_place_and_the_remedy(
    store: Store, draft: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        store.save_scenario(Draft.model_validate({"name": "A name", "changes": (FAIL,), **draft}))
    assert store.scenarios() == ()


def test_a_store_opened_for_reading_shows_them_and_refuses_to_write(store: Store) -> None:
    made = save(store)
    reading = open_store(store.address, read_only=True)
    assert reading.scenarios() == (made,)
    for attempt in (lambda: save(reading), lambda: reading.delete_scenario(made.id)):
        with pytest.raises(StoreUnavailable, match="was opened for reading only"):
            attempt()
    reading.close()
    assert store.scenarios() == (made,)
