"""A report of the exchange analysis, with what several fields of an answer ask of it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from graphmap.analysis.exchange import Report, summary
from graphmap.analysis.exchange.needed import NeededRelays, needed_relays
from graphmap.analysis.exchange.one_way import OneWay
from graphmap.analysis.findings import Group, Partners
from graphmap.api.basis import Basis, basis_of
from graphmap.api.standing import Standing, Standings


class Answer:
    """A report with what is derived from it, each worked out when it is first asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def partners(self) -> tuple[Partners, ...]:
        return self.report.by_organisation()

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return self.report.groups()

    @cached_property
    def one_way(self) -> OneWay:
        return OneWay(self.report)

    @cached_property
    def needed(self) -> NeededRelays:
        return needed_relays(self.report)

    @cached_property
    def sentence(self) -> str:
        return summary(self.report).sentence

    def basis(self, standings: Standings) -> Basis:
        """The usable ports and links of the exchange type, with the evidence that the question asks for."""
        snapshot, network = self.report.snapshot, self.report.network
        usable = Standing.IN_FORCE.value
        ports = network.port_rows[standings.ports[network.port_rows] == usable]
        links = network.link_rows[standings.links[network.link_rows] == usable]
        return basis_of(
            np.concatenate((snapshot.ports.evidence[ports], snapshot.links.evidence[links])),
            np.concatenate((snapshot.ports.observed[ports], snapshot.links.observed[links])),
        )
