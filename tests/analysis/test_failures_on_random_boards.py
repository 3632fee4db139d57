"""Failures on random boards part the pairs that plain sets say, worked out together near the ends or one by one.

Boards made by chance are denser than those of random maps: parties alike in one role and not in the other, direct pairs
beside routes through relays, and failures of several systems at once of which only all together part a pair.
"""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange import board as boards
from graphmap.analysis.exchange.board import Between, Board, Ends
from graphmap.analysis.exchange.difference import Difference
from graphmap.analysis.exchange.ends_failing import EndsFailing
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.exchange.explore import Steps
from graphmap.snapshot.columns import Ints, Lists

SEEDS = range(400)
BATCH = 50
DEPLOYMENTS = 12
FAILURES = 24

Pair = tuple[int, int]


def ints(numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int32)


def lists(rows: list[list[int]]) -> Lists:
    offsets = np.cumsum([0, *map(len, rows)])
    return Lists(ints([item for row in rows for item in row]), offsets.astype(np.int32))


def random_board(rng: Random) -> tuple[Board, int]:
    """A board and how many parties it has; the states stand at the last deployments, which may end routes as well."""
    size = rng.randint(4, 9)
    parties = lists([rng.sample(range(size), rng.choice((1, 1, 1, 2, 3))) for _ in range(DEPLOYMENTS)])
    states = rng.randint(0, 7)
    relay = ints(sorted(rng.randrange(DEPLOYMENTS - 3, DEPLOYMENTS) for _ in range(states)))

    def at_random(most: int, *ranges: int) -> list[np.ndarray]:
        rows = [[rng.randrange(one) for one in ranges] for _ in range(rng.randint(0, most)) if all(ranges)]
        return list(np.array(rows, dtype=np.int32).reshape(len(rows), len(ranges)).T)

    def ends() -> Ends:
        deployment, state = at_random(14, DEPLOYMENTS, states)
        return boards.ends(parties, deployment, np.zeros(len(deployment), dtype=np.int32), state)

    entries, exits = ends(), ends()
    before, after = at_random(8, states, states)
    passages = Steps(before, np.zeros(len(before), dtype=np.int32), after)
    passages = passages.chosen(np.argsort(before, kind="stable"))
    origin, sink = at_random(6, DEPLOYMENTS, DEPLOYMENTS)
    shared = ints([one for one in range(DEPLOYMENTS) if len(parties[one]) > 1 and rng.random() < 0.4])
    at_once = boards.direct(parties, size, Steps(origin, np.zeros(len(origin), dtype=np.int32), sink), shared)
    senders, receivers = (boards._classes(steps, size, states) for steps in (entries, exits))
    leads = boards.closure(states, passages)
    found = Board(
        parties,
        np.arange(states),
        relay,
        entries,
        exits,
        passages,
        leads,
        at_once,
        senders,
        receivers,
        boards.reach(leads, senders.sets, receivers.sets),
        boards.each_once(at_once.pair),
        None,
    )
    return found, size


def joined(found: Board, size: int, failing: set[int]) -> set[Pair]:
    """Ordered pairs of distinct parties that are joined without what fails."""
    relay = found.relay.tolist()
    standing = {state for state, at in enumerate(relay) if at not in failing}
    leads = {state: {state} for state in standing}
    for _ in standing:
        for before, after in zip(found.passages.before.tolist(), found.passages.after.tolist(), strict=True):
            if {before, after} <= standing:
                leads = {one: all_ | {after} if before in all_ else all_ for one, all_ in leads.items()}

    def states(steps: Ends) -> set[Pair]:
        rows = zip(steps.party.tolist(), steps.state.tolist(), steps.deployment.tolist(), strict=True)
        return {(party, state) for party, state, at in rows if at not in failing and state in standing}

    pairs = {
        (sender, receiver)
        for (sender, entered), (receiver, left) in product(states(found.entries), states(found.exits))
        if left in leads[entered]
    }
    direct = zip(
        *(part.tolist() for part in (found.direct.pair, found.direct.origin, found.direct.sink)), strict=True
    )
    pairs |= {divmod(pair, size) for pair, origin, sink in direct if not {origin, sink} & failing}
    return {(sender, receiver) for sender, receiver in pairs if sender != receiver}


def asked(rng: Random, size: int) -> Between:
    flags = [np.array([rng.random() < share for _ in range(size)]) for share in rng.choices((1.0, 0.7), k=2)]
    return Between(b"", *flags)


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_failures_part_what_plain_sets_say(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        rng = Random(seed)
        found, size = random_board(rng)
        scope = asked(rng, size)
        failures = [sorted(rng.sample(range(DEPLOYMENTS), rng.randint(0, 5))) for _ in range(FAILURES)]
        ends = EndsFailing(found, scope)
        pairs, affected = ends.lost(lists(failures))
        takes_relays = ends.takes_relays(lists(failures))
        before = joined(found, size, set())
        for number, failing in enumerate(failures):
            lost = {
                (sender, receiver)
                for sender, receiver in before - joined(found, size, set(failing))
                if scope.senders[sender] and scope.receivers[receiver]
            }
            those = {party for pair in lost for party in pair}
            where = f"seed {seed}, {failing}"
            assert takes_relays[number] == bool(set(failing) & set(found.relay.tolist())), where
            if not takes_relays[number]:
                assert (pairs[number], set(np.flatnonzero(affected[:, number]))) == (len(lost), those), where
            gone = np.isin(np.arange(DEPLOYMENTS), failing)
            difference = Difference(evolve(found, Gone(gone)), scope)
            as_sender, as_receiver = difference.lost_by()
            assert (difference.lost, as_sender.sum()) == (len(lost), len(lost)), where
            assert set(np.flatnonzero(as_sender + as_receiver)) == those, where
