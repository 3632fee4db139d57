"""One ordered pair explained: the verdict of the bulk method with its routes, dates, profiles, words and remedies."""

from __future__ import annotations

from functools import cached_property

from graphmap.analysis.exchange.cells import CELLS, Cells
from graphmap.analysis.exchange.moves import near_of
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.pair import PairGraph, pair_graph
from graphmap.analysis.exchange.relaxed import available_from, first_mismatch, lapsed_on_the_way
from graphmap.analysis.exchange.routes import best_routes, single_point
from graphmap.analysis.exchange.words import Words
from graphmap.analysis.findings import Exchange, Question
from graphmap.model.terms import Flag, Reason, Verdict


class Explainer:
    """Explains pairs of one network; what it derives from the facts is kept with the snapshot for the next pair."""

    def __init__(self, network: Network, question: Question, cells: Cells) -> None:
        self._network = network
        self._question = question
        self._cells = cells

    @cached_property
    def _words(self) -> Words:
        return Words(self._network.snapshot, self._question.exchange)

    def explain(self, sender: int, receiver: int, routes: int = 1) -> Exchange:
        """The exchange from one organisation to another, both by row, with at most `routes` routes."""
        verdict, reasons = CELLS[self._cells.cell(sender, receiver)]
        if verdict is Verdict.YES:
            return self._yes(sender, receiver, routes)
        if verdict is Verdict.UNKNOWN:
            return self._unknown(sender, receiver, reasons)
        if verdict is Verdict.NO:
            return self._no(sender, receiver, reasons)
        detail = f"Organisations of these kinds do not exchange {self._words.what} in this direction."
        return Exchange(self._question.exchange, sender, receiver, verdict, detail=detail)

    def _graph(
        self,
        sender: int,
        receiver: int,
        standing: Standing,
        *,
        compare: bool = True,
        completed: bool = True,
    ) -> PairGraph:
        open_ends = self._cells.open if completed else self._cells.open & False
        return pair_graph(
            near_of(self._network, standing, compare=compare),
            sender,
            receiver,
            open_sender=bool(open_ends[sender]),
            open_receiver=bool(open_ends[receiver]),
        )

    def _yes(self, sender: int, receiver: int, routes: int) -> Exchange:
        graph = self._graph(sender, receiver, Standing.USABLE, completed=False)
        found = best_routes(graph, max(routes, 1))
        best = found[0]
        point = single_point(graph, best)
        flags = [
            flag
            for flag, holds in (
                (Flag.PROFILE_ASSUMED, best.assumed),
                (Flag.LOSSY, best.lossy),
                (Flag.SINGLE_POINT, point is not None),
            )
            if holds
        ]
        return Exchange(
            self._question.exchange,
            sender,
            receiver,
            Verdict.YES,
            detail=self._words.works(best, point),
            flags=tuple(flags),
            evidence=best.evidence,
            observed_at=best.observed_at,
            routes=tuple(found[:routes]),
        )

    def _unknown(self, sender: int, receiver: int, reasons: tuple[Reason, ...]) -> Exchange:
        asked = tuple(
            row
            for reason, row in ((Reason.NO_EVIDENCE_SENDER, sender), (Reason.NO_EVIDENCE_RECEIVER, receiver))
            if reason in reasons
        )
        asks = tuple(self._words.ask(row, sender) for row in asked)
        return Exchange(
            self._question.exchange,
            sender,
            receiver,
            Verdict.UNKNOWN,
            reasons,
            detail=self._words.not_recorded(asked, sender),
            remedies=self._words.remedies(reasons, sender, receiver, asks, None),
            asks=asks,
        )

    def _no(self, sender: int, receiver: int, reasons: tuple[Reason, ...]) -> Exchange:
        words = self._words
        due = mismatch = None
        said = [words.no_system(sender, receiver, reasons)]
        relaxed = Reason.MISMATCH in reasons
        if Reason.PLANNED in reasons:
            due = available_from(self._graph(sender, receiver, Standing.ON_THE_WAY, compare=not relaxed))
            said.append(words.planned(due))
        if relaxed:
            standing = Standing.ON_THE_WAY if Reason.PLANNED in reasons else Standing.USABLE
            mismatch = first_mismatch(self._graph(sender, receiver, standing, compare=False))
            said.append(words.mismatch(mismatch))
        if Reason.NO_ROUTE in reasons:
            said.append(self._no_route(sender, receiver))
        back, _ = CELLS[self._cells.cell(receiver, sender)]
        return Exchange(
            self._question.exchange,
            sender,
            receiver,
            Verdict.NO,
            reasons,
            detail=" ".join(part for part in said if part),
            mismatch=mismatch,
            flags=(Flag.ONE_WAY,) if back is Verdict.YES else (),
            available_from=due,
            remedies=words.remedies(reasons, sender, receiver, (), mismatch),
        )

    def _no_route(self, sender: int, receiver: int) -> str:
        move = lapsed_on_the_way(self._graph(sender, receiver, Standing.LAPSED, compare=False))
        if move is not None:
            return self._words.lapsed(move)
        loosest = self._cells.loosest
        return self._words.unjoined(
            sender, receiver, bool(loosest.enters[sender]), bool(loosest.leaves[receiver])
        )
