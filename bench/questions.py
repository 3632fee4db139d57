"""What-if, the ranking of single points and every other question, at full size; equality first.

"Recomputed" is the product's own quickest way without what is kept for changes: a snapshot with the changes in it, and who
reaches whom anew from its facts (`relate`), which is what every question cost before boards were kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import numpy as np

from bench import asking
from bench.exchange import timed
from bench.maps import PROFILES
from graphmap.analysis.exchange.board import Between
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import relate, yes_count
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.analysis.findings import Question
from graphmap.analysis.impact import Setting
from graphmap.analysis.in_force import InForce
from graphmap.analysis.scenario.applying import apply
from graphmap.analysis.scope import EVERYONE, select
from graphmap.analysis.single_points import single_points
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change, changes_of
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints, Snapshot
from graphmap.snapshot.overlay import Overlay
from graphmap.store.base import Store

CHANGES = 500


def measure(store: Store, snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, Any]:
    """Figures of all; raises `AssertionError` when an answer differs from the recomputed one."""
    return {
        "what_if": _what_if(snapshot, day, say),
        "single_points": _single_points(snapshot, day, say),
        "questions_milliseconds": asking.measure(store, snapshot, day, say),
        "rankings_seconds_cold": asking.rankings(store, snapshot, day, say),
    }


def _nothing(text: str) -> Subject:
    """These changes name nothing that fails."""
    raise AssertionError(text)


def _types() -> list[str]:
    return list(vocabulary().exchange_types)


def _scopes(snapshot: Snapshot, day: date) -> dict[str, Ints]:
    return {"open_trusts": select(snapshot, None, day), "everyone": select(snapshot, None, day, EVERYONE)}


def _what_if(snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, Any]:
    changes = some_changes(snapshot, day)

    def recomputed() -> dict[str, int]:
        changed = apply(snapshot, day, changes, _nothing).snapshot
        everyone = np.arange(len(changed.organisations.key), dtype=np.int32)
        return {
            exchange: yes_count(
                relate(Network(changed, Question(exchange, day)), Standing.USABLE), everyone, everyone
            )
            for exchange in _types()
        }

    figures: dict[str, Any] = {"changes": len(changes)}
    for name, scope in _scopes(snapshot, day).items():

        def supposed(scope: Ints = scope) -> dict[str, tuple[int, int]]:
            changed = apply(snapshot, day, changes, _nothing).changed
            scopes = {exchange: between(snapshot, exchange, scope, scope) for exchange in _types()}
            found = {}
            for exchange, outcome in suppose(changed, scopes, day).items():
                one = Difference(outcome, scopes[exchange])
                found[exchange] = one.gained, one.lost
            return found

        supposed()
        least, median, pairs = timed(supposed, 15)
        say(
            f"what-if of {len(changes)} changes, {name}: {least * 1e3:.0f} ms least, {median * 1e3:.0f} ms median"
        )
        figures[name] = {
            "seconds_least": round(least, 4),
            "seconds_median": round(median, 4),
            "gained": sum(gained for gained, _ in pairs.values()),
            "lost": sum(lost for _, lost in pairs.values()),
        }
    least, median, after = timed(recomputed, 5)
    _check(snapshot, day, changes, after)
    say(f"the same recomputed: {least * 1e3:.0f} ms least, {median * 1e3:.0f} ms median")
    figures["recomputed_seconds_least"], figures["recomputed_seconds_median"] = (
        round(least, 4),
        round(median, 4),
    )
    for name in _scopes(snapshot, day):
        figures[name]["ratio_recomputed"] = round(median / figures[name]["seconds_median"], 1)
    return figures


def _check(snapshot: Snapshot, day: date, changes: tuple[Change, ...], after: dict[str, int]) -> None:
    """Counts of everybody, of whatever type, before and after."""
    everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
    changed = apply(snapshot, day, changes, _nothing).changed
    supposed = suppose(changed, dict.fromkeys(after), day)
    for exchange, count in after.items():
        before = yes_count(
            relate(Network(snapshot, Question(exchange, day)), Standing.USABLE), everyone, everyone
        )
        one = Difference(supposed[exchange], Between.all(len(everyone)))
        assert before + one.gained - one.lost == count, f"{exchange}: a what-if is not what is recomputed"


def some_changes(snapshot: Snapshot, day: date, count: int = CHANGES) -> tuple[Change, ...]:
    """New links, new deployments, ports, translations, and links and deployments that go: the same for the same map."""
    rng, now, types = Random(20261128), InForce(snapshot, day), _types()
    keys = snapshot.deployments.key
    live = np.flatnonzero(now.in_force).tolist()
    relays = np.flatnonzero(now.relay.reshape(-1, now.size).any(axis=0)).tolist()
    said: list[dict[str, Any]] = []
    chosen: tuple[Change, ...] = ()

    def one(number: int) -> dict[str, Any]:
        exchange, kind = rng.choice(types), rng.random()
        profile = rng.choice(PROFILES[exchange])
        if kind < 0.4:
            ends = [keys[rng.choice(live)], keys[rng.choice(relays)]]
            rng.shuffle(ends)
            return {"addLink": {"from": ends[0], "to": ends[1], "exchange": exchange, "profile": profile}}
        if kind < 0.5:
            role = rng.choice(("source", "sink"))
            return {
                "addPort": {
                    "deployment": keys[rng.choice(live)],
                    "exchange": exchange,
                    "role": role,
                    "profile": profile,
                }
            }
        if kind < 0.6:
            emits = rng.choice(PROFILES[exchange])
            return {
                "addTranslation": {
                    "relay": keys[rng.choice(relays)], "exchange": exchange, "profile": profile, "emits": emits,
                }
            }  # fmt: skip
        if kind < 0.7:
            return {"retireDeployment": {"deployment": keys[rng.choice(live)]}}
        if kind < 0.85:
            record = int(snapshot.links.record[rng.choice(now.links.tolist())])
            parts = zip(
                ("from", "to", "exchange", "profile", "useCase"),
                snapshot.links.keys[record].split("|"),
                strict=True,
            )
            return {"retireLink": dict(parts)}
        product = snapshot.products.key[rng.randrange(len(snapshot.products.key))]
        code = snapshot.organisations.key[rng.randrange(len(snapshot.organisations.key))]
        return {"addDeployment": {"id": f"new-{number}", "product": product, "organisations": [code]}}

    number = 0
    while len(said) < count:
        batch = [one(number + place) for place in range(count - len(said))]
        number += len(batch)
        for change in batch:
            try:
                apply(snapshot, day, changes_of([change]), _nothing)
            except UsageError:
                continue
            said.append(change)
        said = _possible(snapshot, day, said)
        chosen = changes_of(said)
    return chosen


def _possible(snapshot: Snapshot, day: date, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes that can be made one after the other."""
    while True:
        try:
            apply(snapshot, day, changes_of(said), _nothing)
        except UsageError as wrong:
            place = int(str(wrong).split()[1])
            said = said[: place - 1] + said[place:]
        else:
            return said


def _single_points(snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, Any]:
    scope = _scopes(snapshot, day)["everyone"]
    setting = Setting.of(day, scope)
    snapshot.memo.clear()
    begun = time.perf_counter()
    relays = single_points(snapshot, setting, frozenset({SubjectKind.DEPLOYMENT}))
    ranking = time.perf_counter() - begun
    sample = Random(1).sample(relays, min(12, len(relays)))
    begun = time.perf_counter()
    for point in sample:
        _recomputed_without(snapshot, day, scope, point.subject.row, point.pairs_lost)
    recomputed = (time.perf_counter() - begun) / len(sample) * len(relays)
    say(
        f"ranking {len(relays)} relays: {ranking:.1f} s cold; each recomputed {recomputed:.0f} s, from {len(sample)}"
    )
    begun = time.perf_counter()
    points = single_points(snapshot, setting)
    whole = time.perf_counter() - begun
    say(f"ranking all {len(points)} single points: {whole:.0f} s with boards kept")
    return {
        "relays": len(relays),
        "relays_seconds_cold": round(ranking, 2),
        "relays_recomputed_seconds_extrapolated": round(recomputed, 1),
        "ratio_recomputed": round(recomputed / ranking, 1),
        "all": len(points),
        "all_seconds": round(whole, 1),
    }


def _recomputed_without(snapshot: Snapshot, day: date, scope: Ints, relay: int, expected: int) -> None:
    """Pairs lost without a relay, by who reaches whom anew from the hops of a snapshot without it."""
    overlay = Overlay(snapshot)
    overlay.end("deployments", [relay])
    changed = overlay.snapshot()
    lost = 0
    for exchange in _types():
        asked = between(snapshot, exchange, scope, scope)
        senders, receivers, _ = asked.rows
        before, after = (
            yes_count(relate(Network(one, Question(exchange, day)), Standing.USABLE), senders, receivers)
            for one in (snapshot, changed)
        )
        lost += before - after
    assert lost == expected, f"relay {relay}: {expected} pairs lost, recomputed {lost}"
