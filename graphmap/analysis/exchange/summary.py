"""One sentence on why the answer to an exchange question is what it is: who sends, who takes, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.exchange.report import Report
from graphmap.analysis.exchange.words import Words
from graphmap.model.terms import Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints

NAMED = 40
"""Organisations that a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Summary:
    """What is known of a scope, as rows of organisations, and the sentence that says so.

    `senders` and `receivers` have a usable source (sink) port, stated or implied; `exchanging` have a YES pair in scope.
    """

    senders: tuple[int, ...]
    receivers: tuple[int, ...]
    exchanging: tuple[int, ...]
    sentence: str


def summary(report: Report) -> Summary:
    """Sum up a report. O(senders * receivers) for the pairs, a row at a time."""
    view = report.network.view(Standing.USABLE)
    links = view.links
    senders = _run_by(report, np.concatenate((view.sources.deployment, links.origin[links.implies_source])))
    receivers = _run_by(report, np.concatenate((view.sinks.deployment, links.target[links.implies_sink])))
    senders = np.intersect1d(senders, report.senders)
    receivers = np.intersect1d(receivers, report.receivers)
    exchanging = tuple(
        found.organisation for found in report.by_organisation() if found.sends_to or found.receives_from
    )
    return Summary(
        tuple(senders.tolist()),
        tuple(receivers.tolist()),
        exchanging,
        _sentence(report, len(senders), len(receivers), exchanging),
    )


def _run_by(report: Report, deployments: np.ndarray) -> Ints:
    run_by = report.snapshot.deployments.organisations
    chosen = np.zeros(len(run_by), dtype=bool)
    chosen[deployments] = True
    return np.unique(run_by.items[chosen[run_by.owners()]])


def _sentence(report: Report, senders: int, receivers: int, exchanging: tuple[int, ...]) -> str:
    words = Words(report.snapshot, report.question.exchange)
    names = [words.organisation(row) for row in exchanging[:NAMED]]
    more = len(exchanging) - len(names)
    total = report.organisations
    rest = total - len(exchanging)
    said = (
        f"Of {total:,} {_kind(report)} in scope, {_have(senders)} a system known to send {words.what} "
        f"and {_have(receivers)} one known to take them; "
    )
    if not exchanging:
        said += f"none is shown to exchange {words.what} with another"
    else:
        listed = "; ".join(names) + (f"; and {more:,} more" if more else "")
        said += (
            f"{len(exchanging):,} {_are(len(exchanging))} shown to exchange {words.what} "
            f"with at least one other: {listed}"
        )
    if rest:
        said += f". For the other {rest:,} " + _missing(report, words.what)
    return said + "."


def _kind(report: Report) -> str:
    types = np.unique(report.snapshot.organisations.type[np.union1d(report.senders, report.receivers)])
    trust = list(vocabulary().organisation_types).index("NHS_TRUST")
    return "NHS trusts" if types.tolist() == [trust] else "organisations"


def _missing(report: Report, what: str) -> str:
    complete = report.network.complete()
    scope = np.union1d(report.senders, report.receivers)
    declared = int(complete[scope].sum())
    if report.question.reading is Reading.ON_RECORD:
        return f"the record, taken as complete, holds no way to send {what} to another in scope, or to receive them"
    if declared == 0:
        return (
            "no way is on record, which is not to say that there is none: no source says that the record of any of them is "
            f"complete, and for most nothing says which system sends {what}, or to which service it is linked"
        )
    if declared == len(scope):
        return "no way is on record, and the record of every one in scope is declared complete"
    return (
        f"no way is on record; the record is declared complete for {declared:,} of {len(scope):,}, "
        "and what the others have is not fully known"
    )


def _have(count: int) -> str:
    return f"{count:,} {'has' if count == 1 else 'have'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
