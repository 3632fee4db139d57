"""What a product would connect to at a buyer, and what not (semantics, section 3, for the comparisons).

A candidate *speaks* profiles: those of its usable ports anywhere, those that its links imply, and those that it claims to
support; or those that are given by hand, which are then all that it speaks. For one exchange type and direction, what is
there at the buyer are the systems that it runs with a usable port of the other role, and the relays for the type that it
runs or that one of its systems is linked with. Systems of the candidate's own product are left out: they would be the same
thing.

This is a comparison of what is stated, not a promise: nobody has tried the connection, and a port of the buyer that one of
its links implies stands for what the system does on that link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.network import Network, PortFacts, Standing, View
from graphmap.analysis.exchange.payloads import Payloads, agree, blank, passed_on
from graphmap.analysis.findings import Question
from graphmap.analysis.silos import Flow
from graphmap.analysis.standards.offers import Offer, Profile, text_of
from graphmap.model.terms import Direction, Evidence, Reading
from graphmap.snapshot.columns import Flags, Ints, Snapshot


class Fit(StrEnum):
    """What would come of connecting."""

    CONNECTS = "CONNECTS"
    MISMATCH = "MISMATCH"
    NOTHING_THERE = "NOTHING_THERE"
    NOT_OFFERED = "NOT_OFFERED"
    NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True)
class Counterpart:
    """A system of the buyer, or a relay that it is linked with (a row), and what would come of connecting to it.

    `sent` and `accepted` are the profiles compared, as texts: those that agree, or the first that do not; empty where the
    candidate's own is not known. `assumed`: the agreement rests on a part that one side leaves out.
    """

    deployment: int
    relay: bool
    fit: Fit
    assumed: bool = False
    sent: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class FlowFit:
    """One exchange type and direction, seen from the candidate. `complete`: the buyer's record for it is complete, whatever
    the reading."""

    flow: Flow
    required: bool
    fit: Fit
    assumed: bool
    complete: bool
    offers: tuple[Offer, ...]
    counterparts: tuple[Counterpart, ...]


class Seen(NamedTuple):
    """Ports that a candidate could meet: where, whether a relay's, and the profile that each sends or accepts."""

    deployment: Ints
    relay: bool
    stated: Payloads
    versions: Ints


def fits(
    snapshot: Snapshot,
    as_of: date,
    buyer: int,
    offers: Iterable[Offer],
    required: Iterable[Flow],
    *,
    by_hand: bool,
    product: int = -1,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> tuple[FlowFit, ...]:
    """What the candidate would connect to at `buyer` (a row): required flows first, then the others that it speaks.

    `by_hand`: the offers are all that the candidate speaks, so that a flow without one is not offered; otherwise it is not
    known. `product`: its row, -1 for none. O(ports + links of the exchange types).
    """
    by_flow: dict[Flow, list[Offer]] = {flow: [] for flow in required}
    needed = frozenset(by_flow)
    for offer in offers:
        by_flow.setdefault(offer.flow, []).append(offer)
    buyers: dict[str, _Buyer] = {}
    found = []
    for flow, spoken in by_flow.items():
        if flow.exchange not in buyers:
            question = Question(flow.exchange, as_of, min_evidence=min_evidence)
            buyers[flow.exchange] = _Buyer(snapshot, question, buyer, product)
        there = buyers[flow.exchange]
        counterparts = tuple(there.meets(flow.direction, spoken))
        complete = bool(there.network.complete()[buyer])
        told = complete or reading is Reading.ON_RECORD
        fit, assumed = _overall(counterparts, spoken, told=told, by_hand=by_hand)
        found.append(FlowFit(flow, flow in needed, fit, assumed, complete, tuple(spoken), counterparts))
    return tuple(found)


def _overall(
    counterparts: tuple[Counterpart, ...], spoken: list[Offer], *, told: bool, by_hand: bool
) -> tuple[Fit, bool]:
    if not spoken:
        return (Fit.NOT_OFFERED if by_hand else Fit.NOT_KNOWN), False
    joined = [one for one in counterparts if one.fit is Fit.CONNECTS]
    if joined:
        return Fit.CONNECTS, all(one.assumed for one in joined)
    if counterparts:
        return Fit.MISMATCH, False
    return (Fit.NOTHING_THERE if told else Fit.NOT_KNOWN), False


class _Buyer:
    """What is there at a buyer for one exchange type."""

    def __init__(self, snapshot: Snapshot, question: Question, buyer: int, product: int) -> None:
        self.snapshot = snapshot
        self.network = Network(snapshot, question)
        self.view: View = self.network.view(Standing.USABLE)
        run_by = snapshot.deployments.organisations
        self._own: Flags = np.zeros(len(run_by), dtype=bool)
        self._own[run_by.owners()[run_by.items == buyer]] = True
        same = (snapshot.deployments.product == product) & (product >= 0)
        self._systems = self._own & ~same
        self._hubs = self._relays() & ~same

    def _relays(self) -> Flags:
        """Relays for the exchange type that a system of the buyer is linked with, or that it runs."""
        links, view = self.view.links, self.view
        near = self._own.copy()
        near[links.origin[self._own[links.target]]] = True
        near[links.target[self._own[links.origin]]] = True
        return near & view.is_relay

    def meets(self, direction: Direction, spoken: list[Offer]) -> Iterator[Counterpart]:
        """Every system and relay there, by row, with what would come of connecting to it."""
        found: dict[tuple[int, bool], Counterpart] = {}
        for seen in self._there(direction):
            if not spoken:
                for deployment in seen.deployment.tolist():
                    found.setdefault(
                        (deployment, seen.relay), Counterpart(deployment, seen.relay, Fit.NOT_KNOWN)
                    )
            for offer in spoken:
                for met in self._compared(direction, offer.profile, seen):
                    key = met.deployment, met.relay
                    if key not in found or _rank(met) < _rank(found[key]):
                        found[key] = met
        return iter(found[key] for key in sorted(found))

    def _there(self, direction: Direction) -> Iterator[Seen]:
        view, links = self.view, self.view.links
        relays = self._at(view.relays, self._hubs)
        table = self.snapshot
        if direction is Direction.OUT:
            ports, ends, implies = view.sinks, links.target, links.implies_sink
            accepted = Payloads(relays.code, relays.major, relays.use_case)
            versions = table.ports.version[relays.row]
        else:
            ports, ends, implies = view.sources, links.origin, links.implies_source
            stated = Payloads(relays.code, relays.major, relays.use_case)
            accepted = passed_on(blank(len(relays.row)), stated, relays.emits, relays.emits_major)
            own, emits = table.ports.version[relays.row], table.ports.emits_version[relays.row]
            versions = np.where(relays.emits >= 0, emits, own)
        own_ports = self._at(ports, self._systems)
        yield Seen(
            own_ports.deployment,
            False,
            Payloads(own_ports.code, own_ports.major, own_ports.use_case),
            table.ports.version[own_ports.row],
        )
        rows = np.flatnonzero(implies & self._systems[ends])
        # One link of each kind: a system may have thousands that say the same.
        kinds = np.stack((ends[rows], links.code[rows], links.major[rows], links.use_case[rows]))
        rows = rows[np.unique(kinds, axis=1, return_index=True)[1]]
        yield Seen(
            ends[rows],
            False,
            Payloads(links.code[rows], links.major[rows], links.use_case[rows]),
            table.links.version[links.row[rows]],
        )
        yield Seen(relays.deployment, True, accepted, versions)

    @staticmethod
    def _at(ports: PortFacts, chosen: Flags) -> PortFacts:
        rows = np.flatnonzero(chosen[ports.deployment])
        columns = (
            ports.row,
            ports.deployment,
            ports.code,
            ports.major,
            ports.use_case,
            ports.emits,
            ports.emits_major,
        )
        return PortFacts(*(column[rows] for column in columns))

    def _compared(self, direction: Direction, own: Profile, seen: Seen) -> Iterator[Counterpart]:
        mine = Payloads(*(np.array([part], dtype=np.int32) for part in (own.code, own.major, own.use_case)))
        theirs = seen.stated
        agrees, assumed = agree(theirs, mine).tolist(), _assumed(theirs, mine).tolist()
        for place, deployment in enumerate(seen.deployment.tolist()):
            text = text_of(
                self.snapshot,
                int(theirs.code[place]),
                int(seen.versions[place]),
                int(theirs.use_case[place]),
            )
            texts = (own.text, text) if direction is Direction.OUT else (text, own.text)
            fit = Fit.CONNECTS if agrees[place] else Fit.MISMATCH
            yield Counterpart(deployment, seen.relay, fit, agrees[place] and assumed[place], *texts)


def _assumed(one: Payloads, other: Payloads) -> Flags:
    """Where agreement rests on a part that is missing (semantics, section 3)."""
    flags: Flags = (one.code < 0) | (other.code < 0)
    flags |= (one.major < 0) != (other.major < 0)
    flags |= (one.use_case < 0) != (other.use_case < 0)
    return flags


def _rank(one: Counterpart) -> int:
    """Agreement before assumed agreement before none."""
    return 2 if one.fit is not Fit.CONNECTS else int(one.assumed)
