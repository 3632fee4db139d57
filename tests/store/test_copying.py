"""A copy is the store again: history, runs, sources, and every answer, today and as known on any day; and it goes on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmap.model.claims import Claim
from graphmap.model.errors import UsageError
from graphmap.model.records import Contract, Product, Supplier
from graphmap.model.scenario_draft import Draft
from graphmap.model.terms import Evidence as Level
from graphmap.model.terms import Kind
from graphmap.snapshot.cache import as_known
from graphmap.snapshot.export import export
from graphmap.store import open_store
from graphmap.store.base import History, Identity, RecordedClaim, Store
from graphmap.store.copying import history_of
from tests.store.plain import Said
from tests.store.saying import Evidence, counts, coverage, deployment, link, organisation, port
from tests.store.test_random_runs import runs_in_order
from tests.stores import STORES

PAIRS = [pair for pair in product(STORES, STORES) if "sqlite" in pair]
"""From which store to which: all pairs of them, but for two stores that would share one server."""
DAYS = ("2025-12-31", "2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10")

both = pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)


@pytest.fixture
def stores(
    pair: tuple[str, str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Evidence, Evidence]]:
    """An empty store to say things to, and another one to copy it to."""
    opened = [open_store(address) for address in (STORES[name](request)() for name in pair)]
    yield Evidence(opened[0], monkeypatch), Evidence(opened[1], monkeypatch)
    for store in opened:
        store.close()


@pytest.fixture
def third(tmp_path: Path) -> Iterator[Store]:
    """Another empty store, to copy back to."""
    store = open_store(f"sqlite:///{tmp_path}/third.db")
    yield store
    store.close()


def copied(origin: Store, target: Store) -> None:
    with origin.reading() as reader:
        target.restore(history_of(reader))


def record(store: Store) -> dict[str, Any]:
    """All that a store holds."""
    with store.reading() as reader:
        history = history_of(reader)
        return {"identity": known_as(store), **vars(history), "claims": list(history.claims)}


def known_as(store: Store) -> Identity:
    """What the store says of itself, but for what is its own."""
    return replace(store.identity(), id="", schema_version=0)


def exported(store: Store, day: str, format_: str) -> bytes:
    """The map as it was known on the day."""
    stream = io.BytesIO()
    with store.reading() as reader:
        export(reader, as_known(store, date.fromisoformat(day)), format_, stream)
    return stream.getvalue()


def answers(store: Store) -> dict[str, Any]:
    """What the store answers, today and on every day: facts, claims with their times, and the files made of them."""
    found: dict[str, Any] = {}
    for day in (*DAYS, "2026-11-22"):
        found |= {f"{name} {day}": exported(store, day, name) for name in ("tables", "json")}
        with store.reading() as reader:
            for kind in Kind:
                facts = dict(reader.facts(kind, date.fromisoformat(day)))
                known = reader.claims(kind, list(facts), date.fromisoformat(day), history=True)
                found[f"{kind} {day}"] = list(facts.items()), known
    with store.reading() as reader:
        for kind in Kind:
            keys = reader.keys(kind)
            found[f"{kind}"] = keys, dict(reader.facts(kind)), reader.claims(kind, sorted(keys), history=True)
    return found


def story(evidence: Evidence) -> None:
    """Three sources over half a year: conflicts, periods, changes, partial and unchanged runs, retractions, a stub."""
    trust, other = (organisation(code, type="NHS_TRUST", name=code) for code in ("RAA", "RBB"))
    systems = deployment("d1", organisations=("RAA",)), deployment("d2", organisations=("RBB",), start="2024")
    periods = link(start="2019", end="2020-03", on="2021"), link(slot=1, start="2024", on="2026")
    evidence.today(DAYS[1])
    evidence.say(
        "survey", trust, other, *systems, *periods, port(), coverage(organisation="RAA"), *_market(),
        edition="2026-01", title="Zoë’s survey", attribution=("A", "B"), licence="OGL-UK-3.0",
    )  # fmt: skip
    evidence.say("a register", organisation("RAA", name="Ash Trust", level=Level.REGISTERED))
    evidence.today(DAYS[2])
    evidence.say("survey", periods[0], partial=True, skipped=2, location="/elsewhere")
    evidence.say("guess", deployment("d2", host="Cloud", level=Level.INFERRED, on="2026-02"))
    evidence.today(DAYS[3])
    said = trust, organisation("RBB", type="NHS_TRUST", name="Beech"), *systems, periods[0], port(role="sink")
    evidence.say("survey", *said, edition="2026-03")
    evidence.say("survey", *said, edition="2026-03")
    evidence.today(DAYS[4])
    evidence.store.retract("guess")
    evidence.say("a register", organisation("RAA", name="Ash", level=Level.REGISTERED))
    evidence.today(DAYS[5])
    evidence.say("survey", *said[1:], complete=frozenset({Kind.ORGANISATION, Kind.LINK}))
    evidence.say("a register")
    evidence.store.retract("a register")
    evidence.say("survey", _noted(other), partial=True)


def _market() -> tuple[Claim, ...]:
    return (
        Claim.of(Supplier(id="s", name="Supplier", aliases=("Old",))),
        Claim.of(Product(id="p", name="Product", supplier="s", capabilities=("PAS",)), Level.ASSURED, "2025"),
        Claim.of(Contract(buyer="RAA", supplier="s", value_gbp=1_000_000, start="2024", ordinal="1")),
    )


def _noted(claim: Claim) -> Claim:
    return claim._replace(
        source_url="https://example.org/?a=1&b=%20", source_title='A "title"', note="’é😀\n\x00"
    )


@both
def test_a_copy_there_and_back_is_the_store_again(stores: tuple[Evidence, Evidence], third: Store) -> None:
    origin, target = stores
    story(origin)
    copied(origin.store, target.store)
    copied(target.store, third)
    assert {one.claim.kind for one in record(origin.store)["claims"]} == set(Kind)
    for copy in (target.store, third):
        assert record(copy) == record(origin.store)
        assert answers(copy) == answers(origin.store)
    ids = {store.identity().id for store in (origin.store, target.store, third)}
    assert len(ids) == 3


@both
def test_a_copy_goes_on_like_its_original(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    story(origin)
    copied(origin.store, target.store)
    origin.today(DAYS[6])
    said = organisation("RBB", name="Birch"), link(start="2025"), deployment("d3", organisations=("RBB",))
    made = []
    for evidence in (origin, target):
        would = evidence.would_change("survey", *said)
        runs = [
            evidence.say("survey", *said),
            evidence.say("another", organisation("RBB", name="Elm", level=Level.OBSERVED)),
            evidence.store.retract("survey"),
        ]
        assert counts(would) == counts(runs[0])
        made.append(runs)
    assert made[0] == made[1]
    assert record(target.store) == record(origin.store)
    assert answers(target.store) == answers(origin.store)


@both
def test_saved_scenarios_are_copied_there_and_back(stores: tuple[Evidence, Evidence], third: Store) -> None:
    origin, target = stores
    story(origin)
    change = {"addLink": {"from": "d1", "to": "d2", "exchange": "referral", "profile": "x-é'\"😀\\"}}
    first = origin.store.save_scenario(Draft(name="One", owner="Zoë", description="\n", changes=(change,)))
    origin.store.save_scenario(Draft(name="Another", based_on=(first.id,)))
    copied(origin.store, target.store)
    copied(target.store, third)
    for copy in (target.store, third):
        assert copy.scenarios() == origin.store.scenarios()
        assert record(copy) == record(origin.store)
    assert len(third.scenarios()) == 2
    later = first.model_copy(update={"owner": "me"}).model_dump(exclude={"created_at"})
    changed = [one.store.save_scenario(Draft.model_validate(later)) for one in stores]
    assert changed[0] == changed[1]


@both
def test_a_store_with_a_saved_scenario_takes_no_copy(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    story(origin)
    made = target.store.save_scenario(Draft(name="One", changes=({"fail": {"of": ["d1"]}},)))
    with pytest.raises(UsageError, match="is not empty, and a copy needs an empty store"):
        copied(origin.store, target.store)
    assert target.store.scenarios() == (made,)
    assert target.store.revision() == 0


@both
def test_a_copy_of_a_fictional_store_is_fictional(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    origin.say("story", organisation(), fictional=True)
    copied(origin.store, target.store)
    assert target.store.identity().fictional is True


@both
def test_a_copy_of_an_empty_store_is_empty(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    copied(origin.store, target.store)
    assert record(target.store) == record(origin.store)
    assert target.say("survey", organisation(), fictional=True).revision == 1


@both
def test_the_history_comes_in_its_order_whatever_was_said_first(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    origin.say("z", organisation("RBB"), link(), link(slot=1, start="2025"), organisation("R𝄞"))
    origin.say("a", organisation("RBB", name="Beech"), deployment(), organisation("Ré"), organisation("ra"))
    origin.say("z", organisation("RBB", name="Birch"), link())
    copied(origin.store, target.store)
    order = list(Kind)
    for evidence in stores:
        with evidence.store.reading() as reader:
            places = [
                (order.index(one.claim.kind), one.claim.key, one.source, one.claim.slot, one.since)
                for one in reader.history()
            ]
        assert len(places) == 9
        assert places == sorted(places)


@both
def test_a_store_with_a_run_takes_no_copy_and_stays_as_it_is(stores: tuple[Evidence, Evidence]) -> None:
    origin, target = stores
    story(origin)
    target.say("survey", organisation())
    target.store.retract("survey")
    before = record(target.store)
    with pytest.raises(UsageError, match="is not empty, and a copy needs an empty store"):
        copied(origin.store, target.store)
    assert record(target.store) == before


@both
@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_copy_that_breaks_off_leaves_the_store_empty_and_usable(
    stores: tuple[Evidence, Evidence], failure: type[BaseException]
) -> None:
    origin, target = stores
    story(origin)
    with origin.store.reading() as reader, pytest.raises(failure):
        target.store.restore(broken_off(history_of(reader), failure))
    assert record(target.store) == {
        "identity": Identity("", 0, 0, None, None),
        **vars(History(0, None, [], [], [])),
    }
    copied(origin.store, target.store)
    assert record(target.store) == record(origin.store)


def broken_off(history: History, failure: type[BaseException]) -> History:
    """The history, which fails half-way."""

    def claims() -> Iterator[RecordedClaim]:
        for number, claim in enumerate(history.claims):
            if number == 7:
                raise failure
            yield claim

    return replace(history, claims=claims())


@pytest.mark.parametrize("kind", STORES)
def test_any_run_of_runs_is_copied(kind: str, request: pytest.FixtureRequest) -> None:
    file, fresh = STORES["sqlite"](request), STORES[kind](request)

    @settings(max_examples=15)
    @given(runs=runs_in_order, again=st.integers(0, 2))
    def is_copied(runs: list[Said], again: int) -> None:
        _is_copied(file(), fresh(), runs, again)

    is_copied()


def _is_copied(origin_address: str, target_address: str, runs: list[Said], again: int) -> None:
    with pytest.MonkeyPatch.context() as clock:
        origin = Evidence(open_store(origin_address), clock)
        target = Evidence(open_store(target_address), clock)
        before, after = runs[: len(runs) - again], runs[len(runs) - again :]
        for run in before:
            _say(origin, run)
        copied(origin.store, target.store)
        assert record(target.store) == record(origin.store)
        for run in after:
            assert _say(origin, run) == _say(target, run)
        assert record(target.store) == record(origin.store)
        for day in (None, "2025-12-31", *{run.day for run in runs}):
            for kind in Kind:
                assert target.facts(kind, day) == origin.facts(kind, day)
        origin.store.close()
        target.store.close()


def _say(evidence: Evidence, run: Said) -> Any:
    evidence.today(run.day)
    return evidence.say(run.source, *run.claims, complete=run.complete)
