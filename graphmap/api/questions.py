"""The analysis asked in the API's terms: reports shared between requests, pages of pairs and of organisations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange import CELLS, Report
from graphmap.analysis.findings import Partners, Question
from graphmap.analysis.scope import select
from graphmap.analysis.silos import Silo, listed
from graphmap.api.answer import Answer
from graphmap.api.pages import Page, checked, cursor, cursor_key, page_of
from graphmap.api.view import View
from graphmap.model.terms import Evidence, Grade, Reading, Reason, Verdict
from graphmap.snapshot.columns import Ints

Pair = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """Pairs that a list is to hold; empty sets and None: any."""

    sender: int | None = None
    receiver: int | None = None
    verdicts: frozenset[Verdict] = frozenset()
    reasons: frozenset[Reason] = frozenset()


def answer_to(
    view: View,
    exchange: str,
    reading: Reading,
    min_evidence: Evidence | None,
    senders: Ints | None = None,
    receivers: Ints | None = None,
) -> Answer:
    """The report on an exchange type; without a scope, that of open NHS trusts, which explains pairs of any others too."""
    if senders is None:
        senders = select(view.snapshot, None, view.as_of)
    question = Question(exchange, view.as_of, reading, min_evidence)
    return view.atlas.answer(view.snapshot, question, senders, senders if receivers is None else receivers)


def partners_of(
    view: View, row: int, exchange: str, reading: Reading, min_evidence: Evidence | None, scope: Ints
) -> Partners:
    """One organisation's row of the exchange question, among those in scope, itself included."""
    if row not in scope:
        scope = np.union1d(scope, [row]).astype(np.int32)
    return answer_to(view, exchange, reading, min_evidence, scope).report.partners(row)


def page_of_pairs(report: Report, wanted: Wanted, first: int, after: str | None) -> Page[Pair]:
    """Pairs by the sender's code, then the receiver's."""
    checked(first)
    codes = report.snapshot.organisations.key
    found = report.pairs(
        wanted.sender,
        wanted.receiver,
        wanted.verdicts,
        wanted.reasons,
        _seen("sender", after, report),
        first,
    )
    cursors = [cursor("sender", (codes[sender], codes[receiver])) for sender, receiver in found.pairs]
    return Page(found.pairs, cursors, found.total, found.more, after is not None)


def page_of_pairs_by_receiver(report: Report, wanted: Wanted, first: int, after: str | None) -> Page[Pair]:
    """Pairs by the receiver's code, then the sender's."""
    checked(first)
    codes = report.snapshot.organisations.key
    seen = _seen("receiver", after, report)
    found: list[Pair] = []
    for pair in _by_receiver(report, wanted, seen):
        found.append(pair)
        if len(found) > first:
            break
    total = report.pairs(wanted.sender, wanted.receiver, wanted.verdicts, wanted.reasons, limit=1).total
    cursors = [cursor("receiver", (codes[receiver], codes[sender])) for sender, receiver in found[:first]]
    return Page(found[:first], cursors, total, len(found) > first, after is not None)


def page_of_listed(
    order: str,
    report: Report,
    total: int,
    listed: Callable[[Pair | None, int], list[Pair]],
    first: int,
    after: str | None,
) -> Page[Pair]:
    """A page of pairs that `listed` gives by rows, `total` in all: after a place already seen, at most so many."""
    checked(first)
    codes = report.snapshot.organisations.key
    found = listed(_seen(order, after, report), first + 1)
    cursors = [cursor(order, (codes[sender], codes[receiver])) for sender, receiver in found[:first]]
    return Page(found[:first], cursors, total, len(found) > first, after is not None)


def _by_receiver(report: Report, wanted: Wanted, seen: Pair | None) -> Iterator[Pair]:
    cells = [
        cell
        for cell, (verdict, reasons) in enumerate(CELLS)
        if (not wanted.verdicts or verdict in wanted.verdicts)
        and (not wanted.reasons or wanted.reasons.intersection(reasons))
    ]
    senders, receivers = report.senders, report.receivers
    senders = senders if wanted.sender is None else np.intersect1d(senders, [wanted.sender])
    receivers = receivers if wanted.receiver is None else np.intersect1d(receivers, [wanted.receiver])
    for receiver in receivers.tolist():
        if seen and receiver < seen[0]:
            continue
        chosen = senders[np.isin(report.cells.cells_to(receiver)[senders], cells)]
        if seen and receiver == seen[0]:
            chosen = chosen[chosen > seen[1]]
        yield from ((sender, receiver) for sender in chosen.tolist())


def _seen(order: str, after: str | None, report: Report) -> Pair | None:
    """The rows of the pair in a cursor; where one of them has gone, the place where it would stand."""
    if after is None:
        return None
    codes = report.snapshot.organisations.key
    one, other = (*map(str, cursor_key(order, after)), "", "")[:2]
    row = bisect_left(codes, one)
    if row < len(codes) and codes[row] == one:
        return row, bisect_right(codes, other) - 1
    return row - 1, len(codes)


def page_of_partners(answer: Answer, order: str, first: int, after: str | None) -> Page[Partners]:
    """Organisations in scope with their partners, in one of the orders of `PartnersOrder`; ties by code."""
    codes = answer.report.snapshot.organisations.key

    def key(one: Partners) -> tuple[int, str]:
        return _weight(one, order), codes[one.organisation]

    return page_of(sorted(answer.partners, key=key), f"partners {order}", key, first, after)


def _weight(one: Partners, order: str) -> int:
    if order == "CODE":
        return 0
    if order == "MOST_UNKNOWN":
        return -one.unknown
    pairs = one.sends_to + one.receives_from
    return pairs if order == "FEWEST_PARTNERS" else -pairs


def page_of_silos(
    view: View,
    terms: tuple[Reading, Evidence | None],
    scope: Ints,
    mildest: Grade,
    first: int,
    after: str | None,
) -> Page[Silo]:
    """Point solutions run by organisations in scope, graded `mildest` or worse, highest score first, then by id."""
    keys = view.snapshot.deployments.key
    found = listed(_silos_in(view, terms, scope), mildest)

    def key(one: Silo) -> tuple[float, str]:
        return 1.0 if one.score is None else -one.score, keys[one.deployment]

    return page_of(found, "silo", key, first, after)


def known_of_silos(view: View, terms: tuple[Reading, Evidence | None], scope: Ints) -> float | None:
    """The mean of `known` over the point solutions that organisations in scope run, listed or not; None without any."""
    known = [one.known for one in _silos_in(view, terms, scope)]
    return sum(known) / len(known) if known else None


def _silos_in(view: View, terms: tuple[Reading, Evidence | None], scope: Ints) -> Iterator[Silo]:
    run_by = view.snapshot.deployments.organisations
    chosen = np.zeros(len(run_by), dtype=bool)
    chosen[run_by.owners()[np.isin(run_by.items, scope)]] = True
    return (one for one in view.atlas.silos(view.snapshot, view.as_of, *terms) if chosen[one.deployment])


def silo_of(view: View, row: int, reading: Reading, min_evidence: Evidence | None) -> Silo | None:
    """The grade of one deployment; None when it is no point solution."""
    found = view.atlas.silos(view.snapshot, view.as_of, reading, min_evidence)
    place = bisect_left(found, row, key=lambda one: one.deployment)
    return found[place] if place < len(found) and found[place].deployment == row else None
