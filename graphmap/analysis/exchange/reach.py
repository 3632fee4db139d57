"""Who reaches whom, for all organisations at once, by the factored method.

Only relays can be interior to a route, so a route is an entry, passages from state to state and an exit (see `hops`), or
else one direct hop. Passages are closed over by packed bit rows to a fixpoint. Then states that lead to the same exits are
one, and so are exits that the same states lead to: what is left are a few *causes* and *effects*, since most relays that
pass on to one another end up the same. Organisations with the same set of causes share a row class, those with the same set
of effects a column class; the answer is one bit a pair of classes, and the direct pairs. Memory grows with hops, states
squared and classes squared, never with organisations squared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.hops import Ends, Hops, hops
from graphmap.analysis.exchange.joins import Pairs, bit_rows, distinct, flags_of, group_by_set
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.snapshot.columns import Flags, Ints


@dataclass(frozen=True, eq=False)
class Relation:
    """Ordered pairs of organisations that a view joins, factored.

    `row` and `column`: class of each organisation as sender and as receiver; `joined[row, column]` for classes. `direct`:
    further pairs, packed as sender * organisations + receiver, sorted.
    `enters`: organisations that get a payload into some relay; `leaves`: those that a payload sent to every relay reaches
    (both are for the completion of semantics section 5).
    """

    row: Ints
    column: Ints
    joined: Flags
    direct: np.ndarray
    enters: Flags
    leaves: Flags


def relate(network: Network, standing: Standing, *, compare: bool = True) -> Relation:
    """The relation that a view makes, worked out anew from its hops; without `compare` every comparison agrees.

    O(states squared * passages / 64 + hops), the hops sorted.
    """
    found = hops(network, standing, compare=compare)
    organisations = len(network.snapshot.organisations.key)
    cause, effect, leads = _factor(found)
    row, causes = _classes(found.entries, cause, leads.shape[0], organisations)
    column, effects = _classes(found.exits, effect, leads.shape[1], organisations)
    joined = _meet(_meet(causes, leads), effects.T)
    seeded = leads[cause[found.seeds]].any(axis=0)
    leaves = (effects & seeded).any(axis=1)[column]
    direct = _direct(found.direct, row, column, joined)
    return Relation(row, column, joined, direct, row != 0, leaves)


def _factor(found: Hops) -> tuple[Ints, Ints, Flags]:
    """Cause and effect of each state (0 where it is begun, or left, by nobody), and which cause leads to which effect."""
    begun = distinct(np.concatenate((found.entries.state, found.seeds)))
    left = distinct(found.exits.state)
    cause, by_cause = group_by_set(close(found.states, found.passages, left)[begun])
    ends, causes = np.nonzero(flags_of(by_cause, len(left)).T)
    effect, by_effect = group_by_set(bit_rows(ends, causes, len(left), len(by_cause)))
    leads = flags_of(by_effect, len(by_cause)).T
    return _scatter(begun, cause, found.states), _scatter(left, effect, found.states), leads


def _scatter(places: np.ndarray, values: np.ndarray, size: int) -> Ints:
    column = np.zeros(size, dtype=np.int32)
    column[places] = values
    return column


def close(states: int, passages: Pairs, left: np.ndarray) -> np.ndarray:
    """Bit rows: for each state, which of the states `left` for an organisation it is or leads to.

    Passages are sorted by the state that they go from.
    """
    reached = bit_rows(left, np.arange(len(left)), states, len(left))
    before, after = passages
    if not len(before):
        return reached
    first = np.flatnonzero(np.concatenate(([True], before[1:] != before[:-1])))
    origins = before[first]
    own = reached[origins]
    while True:
        joined = own | np.bitwise_or.reduceat(reached.take(after, axis=0), first, axis=0)
        if (joined == own).all():
            return reached
        reached[origins] = own = joined


def _classes(ends: Ends, number: Ints, numbers: int, organisations: int) -> tuple[Ints, Flags]:
    """Class of each organisation by its causes (effects), and those of each class; class 0 has none."""
    group, sets = group_by_set(bit_rows(ends.place, number[ends.state], len(ends.organisations), numbers))
    nothing = np.zeros((1, numbers), dtype=bool)
    return _scatter(ends.organisations, group + 1, organisations), np.concatenate(
        (nothing, flags_of(sets, numbers))
    )


def _meet(one: Flags, other: Flags) -> Flags:
    """The product of two tables of flags: for each row of `one`, the columns of `other` that one of its rows has."""
    item, place = np.nonzero(other)
    bits = bit_rows(item, place, len(other), other.shape[1])
    met = np.zeros((len(one), bits.shape[1]), dtype=np.uint64)
    row, item = np.nonzero(one)
    if len(row):
        first = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
        met[row[first]] = np.bitwise_or.reduceat(bits[item], first, axis=0)
    return flags_of(met, other.shape[1])


def _direct(pairs: Pairs, row: Ints, column: Ints, joined: Flags) -> np.ndarray:
    """Pairs of organisations that one hop joins, where the classes are not."""
    sender, receiver = pairs
    apart = ~joined[row[sender], column[receiver]]
    return sender[apart].astype(np.int64) * len(row) + receiver[apart]


def yes_count(relation: Relation, senders: Ints, receivers: Ints) -> int:
    """Ordered pairs of distinct organisations that `relation` joins, from `senders` to `receivers`."""
    organisations = len(relation.row)
    sends, takes = np.zeros((2, organisations), dtype=bool)
    sends[senders] = True
    takes[receivers] = True
    # Nobody of class 0 is joined but directly.
    sending = np.flatnonzero(sends & (relation.row > 0))
    taking = np.flatnonzero(takes & (relation.column > 0))
    rows = np.bincount(relation.row[sending], minlength=relation.joined.shape[0])
    columns = np.bincount(relation.column[taking], minlength=relation.joined.shape[1])
    both = taking[sends[taking]]
    with_itself = int(relation.joined[relation.row[both], relation.column[both]].sum())
    sender, receiver = np.divmod(relation.direct, organisations)
    direct = int((sends[sender] & takes[receiver]).sum())
    # Single precision counts exactly up to 16 million organisations, and is several times quicker than whole numbers.
    reached = (relation.joined.astype(np.float32) @ columns.astype(np.float32)).astype(np.int64)
    return int(rows @ reached) - with_itself + direct
