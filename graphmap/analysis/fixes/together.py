"""Two links at one relay, tried together where nothing helps alone: nobody sends there, and nobody takes from there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from graphmap.analysis.exchange.payloads import agree
from graphmap.analysis.exchange.report import Report
from graphmap.analysis.fixes.connecting import Signature, link, ports, said
from graphmap.analysis.fixes.supposing import gains
from graphmap.analysis.fixes.ways import Ways, column
from graphmap.model.scenario import Change
from graphmap.snapshot.columns import Ints

MOST_TRIED = 200
"""Pairs of links that are supposed before the best of them is taken."""


def two_links(report: Report, ways: Ways) -> tuple[Change, ...]:
    """A link to a relay and one from it that together turn most pairs to YES of those tried; none where none does.

    O(classes squared x relays), and `gains` of at most `MOST_TRIED`.
    """
    tries = list(islice(_pairs(report, ways), MOST_TRIED))
    pairs = gains(report, tries)
    most = max(pairs, default=0)
    return tries[pairs.index(most)] if most else ()


def _pairs(report: Report, ways: Ways) -> Iterator[tuple[Change, Change]]:
    """What systems send and what systems take that a relay would join: for each relay the first two of such systems."""
    joined = set(zip(*(ends.tolist() for ends in ways.linked), strict=True))
    sending = _systems(ways, report.senders, out=True)
    taking = _systems(ways, report.receivers, out=False)
    for source, senders in sending.items():
        for relay, found in sorted(ways.sent(source[1]).items()):
            states = np.array(sorted(found), dtype=np.int64)
            _, sent = ways.explorer.packing.unpack(states)
            for sink, receivers in taking.items():
                if not any(agree(sent, column(one, len(states))).any() for one in sink[1]):
                    continue
                ends = (
                    (one, other)
                    for one in senders
                    if (one, relay) not in joined
                    for other in receivers
                    if (relay, other) not in joined and not ways.one_party(one, other)
                )
                for one, other in islice(ends, 1):
                    yield (
                        link(ways, one, relay, said(source), out=True),
                        link(ways, other, relay, said(sink), out=False),
                    )


def _systems(ways: Ways, scope: Ints, *, out: bool) -> dict[Signature, list[int]]:
    """Systems of a scope that are no relays, by what they send, or take."""
    found = {}
    for signature, deployments in ports(ways, out=out).items():
        systems = [one for one in deployments if not ways.view.is_relay[one] and ways.is_run_by(one, scope)]
        if systems:
            found[signature] = systems
    return found
