"""Applies the changes of a scenario to a snapshot, in order, each to what those before it left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.supposed import Changed
from graphmap.analysis.failing import Subject, SubjectKind, failing
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.analysis.scenario.applied import Applied, Assumed
from graphmap.analysis.scenario.naming import (
    Systems,
    UnknownThing,
    capabilities_of,
    check_profile,
    exchange_of,
    payload_of,
    role_of,
    row_of,
)
from graphmap.analysis.scenario.usual import HERE, usual
from graphmap.analysis.scope import OrganisationFilter, select
from graphmap.model import scenario as said
from graphmap.model.errors import UsageError
from graphmap.model.ids import join_key, parse_global_id
from graphmap.model.terms import Kind, Role
from graphmap.snapshot.columns import ROLES, Snapshot
from graphmap.snapshot.overlay import NewDeployment, NewLink, NewPort, Overlay

Name = Callable[[str], Subject]
"""What an id names that may fail. Raises `UsageError`."""


def apply(snapshot: Snapshot, as_of: date, changes: Sequence[said.Change], name: Name) -> Applied:
    """Apply changes to the facts in force on `as_of`.

    Raises `UsageError` that names the change by its number, for ids that name nothing and for what cannot be: retiring what
    is not in force, adding what is. O(changes), and O(ports + links) for each new deployment and replaced product.
    """
    applying = _Applying(snapshot, as_of, changes, name)
    for number, change in enumerate(changes, start=1):
        try:
            applying.one(change)
        except UnknownThing as wrong:
            wrong.args = (f"change {number} ({change.name}): {wrong}",)
            raise
        except UsageError as wrong:
            raise UsageError(f"change {number} ({change.name}): {wrong}") from wrong
    return applying.applied()


class _Applying:
    def __init__(self, below: Snapshot, as_of: date, changes: Sequence[said.Change], name: Name) -> None:
        self.below, self.as_of, self._name = below, as_of, name
        self.overlay = Overlay(below)
        self.moved: set[int] = set()
        self.gone: list[int] = []
        self.come: list[int] = []
        self.assumed: list[Assumed] = []
        self._made: Snapshot | None = None
        self._stands: InForce | None = None
        self._systems = Systems(below.deployments.key)
        self._records: dict[str, dict[str, int]] = {"ports": {}, "links": {}}
        self._with_ports = {
            change.deployment if isinstance(change, said.AddPort) else change.relay
            for change in changes
            if isinstance(change, said.AddPort | said.AddTranslation)
        }

    def one(self, change: said.Change) -> None:
        """Apply one change."""
        match change:
            case said.AddDeployment():
                self._add_deployment(change)
            case said.RetireDeployment():
                self._retire([self._in_force(change.deployment)])
            case said.ReplaceProduct():
                self._replace(change)
            case said.AddLink():
                self._add("links", self._link_key(change), lambda: self._new_link(change))
            case said.RetireLink():
                self._end("links", self._link_key(change))
            case said.AddPort():
                self._add("ports", self._port_key(change), lambda: self._new_port(change))
            case said.RetirePort():
                self._end("ports", self._port_key(change))
            case said.AddTranslation():
                port = said.AddPort(
                    deployment=change.relay,
                    exchange=change.exchange,
                    role=Role.RELAY,
                    profile=change.profile,
                    emits=change.emits,
                    use_case=change.use_case,
                )
                self._add("ports", self._port_key(port), lambda: self._new_port(port))
            case said.MergeOrganisations():
                self._merge(change)
            case said.BringForward():
                self._bring_forward(change.fact)
            case said.Fail():
                self._fail(change.of)
            case _:
                raise AssertionError(change)

    def applied(self) -> Applied:
        """The snapshot with all of them."""
        overlay, below = self.overlay, self.below

        def rows(table: str, first: int, count: int) -> np.ndarray:
            touched = overlay.ended[table] | overlay.begun[table] | set(range(first, first + count))
            return np.array(
                sorted(touched | (self.moved if table == "deployments" else set())), dtype=np.int32
            )

        changed = Changed(
            below,
            overlay.snapshot(copied=False),
            rows("deployments", len(below.deployments.key), len(overlay.deployments)),
            rows("ports", len(below.ports.deployment), len(overlay.ports)),
            rows("links", len(below.links.origin), len(overlay.links)),
        )
        come = [row for row in self.come if row not in overlay.ended["deployments"]]
        return Applied(overlay, changed, tuple(dict.fromkeys(self.gone)), tuple(come), tuple(self.assumed))

    @property
    def snapshot(self) -> Snapshot:
        """The map as the changes so far leave it."""
        if self._made is None:
            self._made = self.overlay.snapshot()
        return self._made

    @property
    def now(self) -> InForce:
        """What is in force as the changes so far leave it."""
        if self._stands is None:
            self._stands = InForce(self.snapshot, self.as_of)
        return self._stands

    def _changed(self) -> None:
        self._made = self._stands = None

    # -- deployments ----------------------------------------------------------------------------------------------------

    def _deployment(self, text: str) -> int:
        return self._systems.named(text)[0]

    def _product(self, text: str) -> int:
        return row_of(self.below.products.key, Kind.PRODUCT, text)

    def _organisation(self, text: str) -> int:
        return row_of(self.below.organisations.key, Kind.ORGANISATION, text)

    def _in_force(self, text: str) -> int:
        row = self._deployment(text)
        if not self._is_in_force("deployments", row):
            raise UsageError(f"{text} is not in force on {self.as_of}")
        return row

    def _is_in_force(self, table: str, row: int) -> bool:
        """Whether a fact is in force by itself, as the changes so far leave it."""
        overlay = self.overlay
        if row in overlay.ended[table]:
            return False
        flags = self._as_it_is.by_itself[table]
        return row in overlay.begun[table] or row >= len(flags) or bool(flags[row])

    def _retire(self, rows: Iterable[int]) -> None:
        rows = list(rows)
        self.overlay.end("deployments", rows)
        self.gone += rows
        self._changed()

    def _add_deployment(self, change: said.AddDeployment) -> None:
        if change.id in self._systems:
            raise UsageError(f"{change.id} is on the map already: choose another id")
        organisations = tuple(dict.fromkeys(self._organisation(code) for code in change.organisations))
        row = self._new_deployment(
            change.id,
            self._product(change.product),
            organisations,
            capabilities_of(change.capabilities),
            change.host,
        )
        if change.id not in self._with_ports:
            self._give_usual(row, self._product(change.product))

    def _new_deployment(
        self,
        key: str,
        product: int,
        organisations: tuple[int, ...],
        capabilities: tuple[int, ...],
        host: str = "",
    ) -> int:
        row = self.overlay.add_deployment(NewDeployment(key, product, organisations, capabilities, host))
        self._systems.add(key, row)
        self.come.append(row)
        self._changed()
        return row

    def _give_usual(self, row: int, product: int) -> None:
        # What is usual is learnt from the map below: what is supposed proves nothing.
        found = usual(self._as_it_is, product)
        for port in found.ports:
            self.overlay.add_port(port._replace(deployment=row))
        for link in found.links:
            new = link._replace(origin=row) if link.origin == HERE else link._replace(target=row)
            self.overlay.add_link(new)
        name = self.below.products.key[product]
        self.assumed.append(
            Assumed(self.overlay.key(row), name, found.learnt_from, len(found.ports), len(found.links))
        )
        self._changed()

    @cached_property
    def _as_it_is(self) -> InForce:
        """What is in force in the map below."""
        return kept(self.below, "in force", self.as_of, 2, lambda: InForce(self.below, self.as_of))

    def _replace(self, change: said.ReplaceProduct) -> None:
        product, now = self._product(change.product), self.now
        capability = capabilities_of([change.capability])[0]
        scope = OrganisationFilter(**change.scope.model_dump())
        chosen = set(select(now.snapshot, scope, self.as_of).tolist())
        serving = now.in_force & now.serving(change.capability)
        run_by = now.snapshot.deployments.organisations
        has = {
            organisation
            for row in np.flatnonzero(serving & (now.snapshot.deployments.product == product)).tolist()
            for organisation in run_by[row]
        }
        others = np.flatnonzero(serving & (now.snapshot.deployments.product != product))
        sold = product >= 0 and capability in now.snapshot.products.capabilities[product]
        for row in others.tolist():
            inside = tuple(one for one in run_by[row] if one in chosen)
            if not inside:
                continue
            outside = tuple(one for one in run_by[row] if one not in chosen)
            if outside:
                self._run_by(row, outside)
            else:
                self._retire([row])
            need = tuple(one for one in inside if one not in has)
            if need:
                has.update(need)
                new = self._new_deployment(
                    f"{self.overlay.key(row)}>{self.below.products.key[product]}",
                    product,
                    need,
                    () if sold else (capability,),
                )
                self._give_usual(new, product)

    def _run_by(self, row: int, organisations: tuple[int, ...]) -> None:
        size = len(self.below.deployments.key)
        if row < size:
            self.overlay.run_by[row] = organisations
            self.moved.add(row)
        else:
            new = self.overlay.deployments[row - size]
            self.overlay.deployments[row - size] = new._replace(organisations=organisations)
        self._changed()

    def _merge(self, change: said.MergeOrganisations) -> None:
        into = self._organisation(change.into)
        closing = {self._organisation(code) for code in change.codes}
        if into in closing:
            raise UsageError(f"{change.into} cannot be merged into itself")
        run_by = self.now.snapshot.deployments.organisations
        for row in np.unique(run_by.owners()[np.isin(run_by.items, list(closing))]).tolist():
            organisations = (into if one in closing else one for one in run_by[row])
            self._run_by(row, tuple(sorted(set(organisations))))
        for organisation in closing:
            self.overlay.closed[organisation] = self.as_of.toordinal() - 1
        self._changed()

    # -- ports and links ------------------------------------------------------------------------------------------------

    def _add(self, table: str, key: str, new: Callable[[], int]) -> None:
        rows = self._rows(table, key)
        if not rows:
            self._records[table][key] = new()
        elif any(self._is_in_force(table, row) for row in rows):
            raise UsageError(f"{key.rstrip('|').replace('|', ' ')} is in force already")
        else:
            self.overlay.begin(table, rows[:1])
        self._changed()

    def _end(self, table: str, key: str) -> None:
        rows = [row for row in self._rows(table, key) if self._is_in_force(table, row)]
        if not rows:
            raise UsageError(f"{key.rstrip('|').replace('|', ' ')} is not in force on {self.as_of}")
        self.overlay.end(table, rows)
        self._changed()

    def _rows(self, table: str, key: str) -> list[int]:
        """Rows of the facts about one port or link."""
        if key in self._records[table]:
            return [self._records[table][key]]
        columns: Any = getattr(self.below, table)
        record = columns.keys.index.get(key)
        if record is None:
            return []
        # Of the column's own type, or the whole column would be converted at each look-up.
        first, last = np.searchsorted(columns.record, np.array([record, record + 1], dtype=np.int32))
        return list(range(int(first), int(last)))

    def _link_key(self, change: said.AddLink | said.RetireLink) -> str:
        ends = [self._systems.named(one)[1] for one in (change.origin, change.target)]
        if ends[0] == ends[1]:
            raise UsageError(f"{ends[0]} cannot be linked with itself")
        exchange_of(change.exchange)
        return join_key(*ends, change.exchange, change.profile, change.use_case)

    def _port_key(self, change: said.AddPort | said.RetirePort) -> str:
        exchange_of(change.exchange)
        role = ROLES[role_of(change.role)]
        own = self._systems.named(change.deployment)[1]
        return join_key(own, change.exchange, role, change.profile, change.emits, change.use_case)

    def _new_link(self, change: said.AddLink) -> int:
        check_profile(change.profile)
        new = NewLink(
            self._deployment(change.origin),
            self._deployment(change.target),
            exchange_of(change.exchange),
            change.profile,
            change.use_case,
        )
        return self.overlay.add_link(new)

    def _new_port(self, change: said.AddPort) -> int:
        check_profile(change.profile)
        check_profile(change.emits)
        new = NewPort(
            self._deployment(change.deployment),
            exchange_of(change.exchange),
            role_of(change.role),
            change.profile,
            change.emits,
            change.use_case,
            payload_of(change.payload),
        )
        return self.overlay.add_port(new)

    def _bring_forward(self, text: str) -> None:
        table, rows = self._fact(text)
        columns: Any = getattr(self.below, table)
        t, k = self.as_of.toordinal(), self.below.known_at
        flags = facts.on_the_way(columns.status[rows], columns.start[rows], columns.end[rows], t, k)
        coming = [row for row, flag in zip(rows, flags.tolist(), strict=True) if flag]
        if not coming:
            raise UsageError(
                f"{text} is not on the way on {self.as_of}: only what is planned or yet to start can come forward"
            )
        self.overlay.begin(table, coming[:1])
        self._changed()

    def _fact(self, text: str) -> tuple[str, list[int]]:
        named = parse_global_id(text)
        for kind, table in ((Kind.LINK, "links"), (Kind.PORT, "ports")):
            columns: Any = getattr(self.below, table)
            key = named[1] if named and named[0] is kind else text.removeprefix(f"{kind}:")
            if key in columns.keys.index:
                return table, self._rows(table, key)
        try:
            row = self._deployment(text)
        except UnknownThing:
            raise UsageError(
                f"{text!r} is no known system, port or interface: of the last two give the global id, or the key "
                "with every part as it is stated"
            ) from None
        if row >= len(self.below.deployments.key):
            raise UsageError(f"{text} is there already")
        return "deployments", [row]

    def _fail(self, ids: Iterable[str]) -> None:
        gone = failing(self.now.snapshot, [self._subject(text) for text in ids])
        self._retire(np.flatnonzero(gone.deployments & self.now.in_force).tolist())
        if gone.links is not None:
            self.overlay.end("links", np.flatnonzero(gone.links).tolist())
        self._changed()

    def _subject(self, text: str) -> Subject:
        added = self._systems.added(text)
        return self._name(text) if added is None else Subject(SubjectKind.DEPLOYMENT, added)
