"""Every question of the map, asked over GraphQL in process at full size; no answer is kept between.

They are those of `docs/reference/questions.md` with their default filter, and what else the schema asks of a whole map. What
names a thing names one of the made-up map: the first relay, the product that most systems are of.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice
from typing import Any

import numpy as np

from graphmap.analysis.in_force import InForce
from graphmap.analysis.scope import select
from graphmap.api.execute import execute
from graphmap.api.service import atlas_of
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import Store

ASKED = 7
"""Times that each question is asked; the first warms up."""
SHARED = 2_000
"""Pairs of organisations of which the shared patients are given."""

QUESTIONS = {
    "exchange": '{ exchange(type: "referral") { counts { yes no unknown } reasons { reason count } } }',
    "exchange.pairs": """{ exchange(type: "referral") { summary completeness
        pairs(verdict: [NO]) { totalCount edges { node { sender { code } receiver { code } reasons detail } } } } }""",
    "exchange.byOrganisation": '{ exchange(type: "referral") { byOrganisation { totalCount } } }',
    "exchange.oneWay": """{ exchange(type: "imaging") {
        oneWay { totalCount edges { node { sender { code } receiver { code } detail } } } } }""",
    "exchange.singlePoints": """{ exchange(type: "imaging") { pairsWithSinglePoint
        singlePoints { totalCount edges { node { relay { key } pairs neededBy(first: 3) { totalCount } } } } } }""",
    "exchange.groups": '{ exchange(type: "referral") { groups { size } } }',
    "exchange.matrix": '{ exchange(type: "referral") { matrix { cells } } }',
    "exchange of two filters": """{ exchange(type: "booking", filter: {settings: ["ambulance"]},
        receivers: {settings: ["acute"]}) { counts { yes no unknown } pairs { totalCount } } }""",
    "route": """{ route(type: "referral", sender: "%(one)s", receiver: "%(other)s") { verdict reasons detail
        remedies { text } asks { text } routes(first: 1) { edges { node { evidence hops { link { key } } } } } } }""",
    "sharedPatients": """query($shared: [SharedPatientsInput!]) { sharedPatients(type: "referral", shared: $shared) {
        counts { verdict pairs patients } withoutSource undated
        cannot { totalCount edges { node { one { code } other { code } there { verdict } back { verdict reasons } } } }
        unknown { totalCount edges { node { one { code } other { code } there { asks { text } } } } } } }""",
    "silos": "{ silos { totalCount edges { node { grade } } } }",
    "impact of a relay": '{ impact(of: ["%(relay)s"]) { pairsLost organisationsAffected lost { totalCount } } }',
    "impact of a product": '{ impact(of: ["product:%(product)s"]) { pairsLost organisationsAffected } }',
    "impact of a supplier": """{ impact(of: ["supplier:%(supplier)s"]) { pairsLost organisationsAffected
        byExchange { type { name } pairsLost } dependents(first: 3) { totalCount }
        lost(first: 3) { edges { node { plannedWayRound availableFrom } } } } }""",
    "singlePointsOfFailure of a type": '{ singlePointsOfFailure(type: "referral", kinds: [DEPLOYMENT]) { pairsLost } }',
    "dependencies": '{ dependencies(of: "%(relay)s") { systems organisations } }',
    "supplier.reach": """{ supplier(id: "%(supplier)s") { reach(wholeGroup: true) { deployments organisations
        resoldByIt { totalCount } soldByOthers { totalCount } users { totalCount } } } }""",
    "market": '{ market(capability: "EPR_ACUTE") { hhi { low high } shares { share } } }',
    "market.byOrganisation": """{ market(capability: "EPR_ACUTE") { none: byOrganisation(holding: [NONE, NOT_RECORDED]) {
        totalCount } expired: byOrganisation(contract: [EXPIRED]) { edges { node { organisation { code } } } } } }""",
    "markets": "{ markets { edges { node { capability { code } hhi { low high } } } } }",
    "consolidation": """{ consolidation(capability: "EPR_ACUTE") { distinctProducts unknownOrganisations
        areas { icb { code } distinctProducts } planned { totalCount } } }""",
    "contractTimeline": """{ contractTimeline(months: 24) { total buckets { bucket contracts }
        contracts { totalCount edges { node { links dependents { key } } } } } }""",
    "duplicates": "{ duplicates { totalCount edges { node { deployments { key } } } } }",
    "lockIn": "{ lockIn { totalCount edges { node { links } } } }",
    "systems": "{ systems { organisations byOrganisation { edges { node { systems } } } } }",
    "coverage": "{ coverage { summary byExchange { organisations } age { facts old } } }",
    "coverage.lists": """{ coverage { byOrganisation { totalCount } ageByKind { facts } old { totalCount }
        undated { totalCount } rivals conflicts { totalCount } slipped { totalCount } stranded { totalCount }
        stubs { totalCount } leftOut } }""",
    "asks": "{ asks { totalCount edges { node { pairs } } } }",
    "standards": "{ standards { profiles { totalCount } } }",
    "standards.profiles": """{ standards { linksWithoutProfile profiles { edges { node { systems organisations
        users(first: 5) { totalCount edges { node { roles deployment { key } } } } } } } } }""",
    "standards.mandates": """{ standards { mandates { mandate { code } systems { bound knownNot notKnown } lagging { bound }
        boundSystems(compliance: [KNOWN_NOT, NOT_KNOWN]) { totalCount } boundSuppliers { totalCount } } } }""",
    "payloads": '{ payloads(type: "medication_allergy") { readiness { low high } } }',
    "payloads.byOrganisation": """{ payloads(type: "medication_allergy") { sending { viewOnly } taking { coded }
        byOrganisation(takesCoded: [NO, UNKNOWN]) { totalCount edges { node { takes { coded best } } } } } }""",
    "productStandards": """{ productStandards { totalCount edges { node { systems required shown
        flows { openness profiles { code } } } } } }""",
    "candidate": """{ candidate(buyer: "%(one)s", product: "%(product)s") { required connecting
        notKnown flows { fit offers { profile { text } } counterparts { deployment { key } } } } }""",
    "changes": """{ changes(since: "%(yesterday)s", first: 5) { summary totalCount counts { kind change count }
        edges { node { change text properties { property before after } } } } }""",
    "verdictChanges": """{ verdictChanges(type: "referral", asOf: "%(later)s") { summary counts { was now pairs } unchanged
        pairs { totalCount edges { node { was now before { detail } after { detail } } } } } }""",
    "verdictChangesByType": '{ verdictChangesByType(asOf: "%(later)s") { summary counts { was now pairs } unchanged } }',
    "fixes, planned": '{ exchange(type: "referral") { fixes(kinds: [BRING_FORWARD]) { pairs fromNo fromUnknown } } }',
    "fixes": '{ exchange(type: "referral") { fixes(first: 5) { kind text pairs fromNo fromUnknown } } }',
    "scenario": """{ scenario(changes: [{retireDeployment: {deployment: "%(relay)s"}}]) { pairsGained pairsLost
        lost { totalCount } linksToRebuild { totalCount } silos { grade before after } } }""",
    "organisations": "{ organisations { totalCount edges { node { code } } } }",
    "deployments": "{ deployments { totalCount edges { node { key organisations { code } } } } }",
    "links": "{ links { totalCount edges { node { key } } } }",
    "search": '{ search(text: "organisation R00012") { totalCount edges { node { __typename } } } }',
    "sources": "{ sources { edges { node { key claims } } } }",
    "about": "{ about { revision } }",
}


RANKINGS = {
    "fixes": '{ exchange(type: "referral") { fixes { text pairs fromNo fromUnknown } } }',
    "smallestSet": '{ exchange(type: "referral") { smallestSet { pairs atLeast changes { text pairs } } } }',
    "plans": '{ consolidation(capability: "EPR_ACUTE") { plans { product { key } gained lost } } }',
    "singlePointsOfFailure": "{ singlePointsOfFailure(first: 50) { pairsLost } }",
}
"""What tries many changes: asked once, with nothing kept with the snapshot."""


@dataclass(frozen=True)
class Asking:
    """What is put in the place of the names in the questions, and the figures that a question brings with it."""

    names: dict[str, str]
    shared: list[dict[str, Any]]

    @classmethod
    def of(cls, snapshot: Snapshot, day: date) -> Asking:
        """Things of this map: the same for the same map and day."""
        now = InForce(snapshot, day)
        relay = int(np.flatnonzero(now.relay.reshape(-1, now.size).any(axis=0))[0])
        product = int(np.bincount(snapshot.deployments.product[now.in_force]).argmax())
        trusts = [snapshot.organisations.key[row] for row in select(snapshot, None, day)]
        names = {
            "relay": snapshot.deployments.key[relay],
            "product": snapshot.products.key[product],
            "supplier": snapshot.suppliers.key[int(snapshot.products.supplier[product])],
            "one": trusts[0],
            "other": trusts[1],
            "yesterday": f"{day - timedelta(days=1)}",
            "later": f"{day + timedelta(days=600)}",
        }
        shared = [
            {"one": one, "other": other, "patients": 10 + number}
            for number, (one, other) in enumerate(islice(combinations(trusts, 2), SHARED))
        ]
        return cls(names, shared)

    def ask(self, store: Store, name: str) -> dict[str, Any]:
        """The answer to one question, nothing of the last one kept; raises `AssertionError` when it has errors."""
        atlas_of(store).forget_answers()
        answer = execute(store, {**QUESTIONS, **RANKINGS}[name] % self.names, {"shared": self.shared})
        assert "errors" not in answer, f"{name}: {answer['errors']}"
        return answer


def measure(store: Store, snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, Any]:
    """Milliseconds of each question, first and median of the rest, by name."""
    asking, figures = Asking.of(snapshot, day), {}
    for name in QUESTIONS:
        taken = []
        for _ in range(ASKED):
            begun = time.perf_counter()
            asking.ask(store, name)
            taken.append(time.perf_counter() - begun)
        first, *rest = taken
        figures[name] = [round(first * 1e3, 1), round(sorted(rest)[len(rest) // 2] * 1e3, 1)]
        say(f"{name}: {figures[name][0]:.0f} ms first, {figures[name][1]:.0f} ms warm")
    return figures


def rankings(store: Store, snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, float]:
    """Seconds of each ranking, cold, by name."""
    asking, figures = Asking.of(snapshot, day), {}
    for name in RANKINGS:
        atlas_of(store).snapshot().memo.clear()
        begun = time.perf_counter()
        asking.ask(store, name)
        figures[name] = round(time.perf_counter() - begun, 1)
        say(f"{name}: {figures[name]:.1f} s cold")
    return figures
