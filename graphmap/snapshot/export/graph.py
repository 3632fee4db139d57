"""The map as a networkx graph, and as the GraphML and GEXF that networkx writes.

Nodes are organisations, suppliers, products and deployments, named `kind:key`. Edges have a `kind`: `link` (deployment to
deployment, in the direction of the payload; one for each period), `runs` (organisation to deployment), `instance_of`
(deployment to product), `supplied_by` (product to supplier), `in_icb`, `in_region`, `succeeds` (organisation to
predecessor), `contract` (buyer to supplier). Attributes are numbers and texts; what is not stated is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Flags, Snapshot, Texts
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.part import Part, part_of
from graphmap.snapshot.export.words import Words, number

if TYPE_CHECKING:
    import networkx as nx

Node = tuple[str, dict[str, Any]]
Edge = tuple[str, str, str, dict[str, Any]]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""


def to_networkx(snapshot: Snapshot, part: Part | None = None) -> nx.MultiDiGraph[str]:
    """The map, or a part of it, as a directed multigraph: for notebooks and other tools, not for questions here."""
    import networkx as nx  # noqa: PLC0415 - takes 0.2 s to load, and few runs need it

    part = part or part_of(snapshot)
    badge = notice(snapshot)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name=badge or "graphmap",
        fictional=snapshot.fictional,
        revision=snapshot.revision,
        known_at=Words.day(snapshot.known_at),
    )
    drawing = _Drawing(snapshot, part)
    graph.add_nodes_from((name, _stated(attributes)) for name, attributes in drawing.nodes())
    for near, far, key, attributes in drawing.edges():
        graph.add_edge(near, far, key, **_stated(attributes))
    return graph


def write_graphml(snapshot: Snapshot, part: Part, stream: BinaryIO) -> None:
    """Write GraphML; a fictional map says so in a comment and in the attributes of the graph."""
    import networkx as nx  # noqa: PLC0415

    written = io.BytesIO()
    nx.write_graphml(to_networkx(snapshot, part), written, named_key_ids=True)
    _write_badged(written.getvalue(), snapshot, stream)


def write_gexf(snapshot: Snapshot, part: Part, stream: BinaryIO) -> None:
    """Write GEXF; a fictional map says so in a comment and in the name of the graph."""
    import networkx as nx  # noqa: PLC0415

    written = io.BytesIO()
    nx.write_gexf(to_networkx(snapshot, part), written)
    # networkx writes the day on which it ran; the map is of the day on which it is known.
    dated = re.sub(
        rb'lastmodifieddate="[^"]*"',
        b'lastmodifieddate="%s"' % Words.day(snapshot.known_at).encode(),
        written.getvalue(),
        count=1,
    )
    _write_badged(dated, snapshot, stream)


def _write_badged(xml: bytes, snapshot: Snapshot, stream: BinaryIO) -> None:
    declaration, _, rest = xml.partition(b"\n")
    stream.write(declaration + b"\n")
    if badge := notice(snapshot):
        stream.write(f"<!-- {badge} -->\n".encode())
    stream.write(rest)


def _stated(attributes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _NOT_XML.sub("", value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value is not None and value != ""
    }


class _Drawing:
    """The nodes and edges of a part, in the order of their rows."""

    def __init__(self, snapshot: Snapshot, part: Part) -> None:
        self.snapshot = snapshot
        self.part = part
        self.words = Words(snapshot)
        self.organisation = _names(Kind.ORGANISATION, snapshot.organisations.key)
        self.supplier = _names(Kind.SUPPLIER, snapshot.suppliers.key)
        self.product = _names(Kind.PRODUCT, snapshot.products.key)
        self.deployment = _names(Kind.DEPLOYMENT, snapshot.deployments.key)

    # -- nodes ----------------------------------------------------------------------------------------------------

    def nodes(self) -> Iterator[Node]:
        yield from self._organisations()
        yield from self._suppliers()
        yield from self._products()
        yield from self._deployments()

    def _organisations(self) -> Iterator[Node]:
        table, words = self.snapshot.organisations, self.words
        coverage = self._coverage()
        for row in _rows(self.part.organisations):
            yield (
                self.organisation[row],
                {
                    "kind": "organisation",
                    "label": table.name[row] or table.key[row],
                    "code": table.key[row],
                    "type": words.type(table.type[row]),
                    "settings": words.settings(int(table.settings[row])),
                    "opened": words.day(table.opened[row]),
                    "closed": words.day(table.closed[row]),
                    "latitude": number(table.latitude[row]),
                    "longitude": number(table.longitude[row]),
                    "postcode": table.postcode[row],
                    "other_names": table.aliases[row],
                    "coverage": "; ".join(coverage.get(row, ())),
                    "standing": words.standing(row, table.stub),
                    **self._evidence(table, row),
                },
            )

    def _suppliers(self) -> Iterator[Node]:
        table = self.snapshot.suppliers
        for row in _rows(self.part.suppliers):
            yield (
                self.supplier[row],
                {
                    "kind": "supplier",
                    "label": table.name[row] or table.key[row],
                    "code": table.key[row],
                    "group": table.group[row],
                    "other_names": table.aliases[row],
                    "standing": self.words.standing(row, table.stub),
                    **self._evidence(table, row),
                },
            )

    def _products(self) -> Iterator[Node]:
        table, words = self.snapshot.products, self.words
        for row in _rows(self.part.products):
            yield (
                self.product[row],
                {
                    "kind": "product",
                    "label": table.name[row] or table.key[row],
                    "code": table.key[row],
                    "capabilities": ";".join(map(words.capability, table.capabilities[row])),
                    "standards": words.profiles(table.standards[row]),
                    "other_names": table.aliases[row],
                    "standing": words.standing(row, table.stub, table.out),
                    **self._evidence(table, row),
                },
            )

    def _deployments(self) -> Iterator[Node]:
        table, words = self.snapshot.deployments, self.words
        ports = self._ports()
        for row in _rows(self.part.deployments):
            yield (
                self.deployment[row],
                {
                    "kind": "deployment",
                    "label": table.key[row],
                    "code": table.key[row],
                    "capabilities": words.capabilities(row),
                    **self._validity(table, row),
                    "host": table.host[row],
                    "ports": "; ".join(ports.get(row, ())),
                    "standing": words.standing(row, table.stub, table.out),
                    **self._evidence(table, row),
                },
            )

    def _coverage(self) -> dict[int, list[str]]:
        table, words = self.snapshot.coverage, self.words
        by_organisation: dict[int, list[str]] = {}
        for row in _rows(self.part.coverage):
            text = f"{words.exchange(table.exchange[row])} {words.level(table.level[row])}"
            by_organisation.setdefault(int(table.organisation[row]), []).append(text)
        return by_organisation

    def _ports(self) -> dict[int, list[str]]:
        """What is said of the ports of each deployment: `referral relay ERS-R4@1 (live)`."""
        table, words = self.snapshot.ports, self.words
        by_deployment: dict[int, list[str]] = {}
        for row in _rows(self.part.ports):
            parts = (
                words.exchange(table.exchange[row]),
                words.role(table.role[row]),
                words.profile(table.profile[row], table.version[row]),
                words.word(table.use_case[row]),
                f"({words.status(table.status[row])})",
            )
            by_deployment.setdefault(int(table.deployment[row]), []).append(" ".join(filter(None, parts)))
        return by_deployment

    # -- edges ----------------------------------------------------------------------------------------------------

    def edges(self) -> Iterator[Edge]:
        yield from self._belonging()
        yield from self._running()
        yield from self._links()
        yield from self._contracts()

    def _belonging(self) -> Iterator[Edge]:
        organisations, products = self.snapshot.organisations, self.snapshot.products
        for row in _rows(self.part.organisations):
            for kind, column in (("in_icb", organisations.icb), ("in_region", organisations.region)):
                if column[row] >= 0:
                    yield self.organisation[row], self.organisation[column[row]], kind, {"kind": kind}
            for before in organisations.predecessors[row]:
                yield self.organisation[row], self.organisation[before], "succeeds", {"kind": "succeeds"}
        for row in _rows(self.part.products):
            if products.supplier[row] >= 0:
                yield (
                    self.product[row],
                    self.supplier[products.supplier[row]],
                    "supplied_by",
                    {"kind": "supplied_by"},
                )

    def _running(self) -> Iterator[Edge]:
        table = self.snapshot.deployments
        for row in _rows(self.part.deployments):
            for organisation in table.organisations[row]:
                yield self.organisation[organisation], self.deployment[row], "runs", {"kind": "runs"}
            if table.product[row] >= 0:
                yield (
                    self.deployment[row],
                    self.product[table.product[row]],
                    "instance_of",
                    {"kind": "instance_of"},
                )

    def _links(self) -> Iterator[Edge]:
        table, words = self.snapshot.links, self.words
        last, period = -1, 0
        for row in _rows(self.part.links):
            record = int(table.record[row])
            last, period = record, period + 1 if record == last else 0
            key = table.keys[record]
            yield (
                self.deployment[table.origin[row]],
                self.deployment[table.target[row]],
                f"{key}#{period}" if period else key,
                {
                    "kind": "link",
                    "exchange": words.exchange(table.exchange[row]),
                    "profile": words.profile(table.profile[row], table.version[row]),
                    "use_case": words.word(table.use_case[row]),
                    **self._validity(table, row),
                    **self._evidence(table, row),
                },
            )

    def _contracts(self) -> Iterator[Edge]:
        table, words, products = self.snapshot.contracts, self.words, self.snapshot.products
        for row in _rows(self.part.contracts):
            yield (
                self.organisation[table.buyer[row]],
                self.supplier[table.supplier[row]],
                table.key[row],
                {
                    "kind": "contract",
                    "product": products.key[table.product[row]] if table.product[row] >= 0 else "",
                    "capability": words.capability(table.capability[row]),
                    "value_gbp": number(table.value[row]),
                    "valid_from": words.day(table.start[row]),
                    "valid_to": words.day(table.end[row]),
                    "framework": table.framework[row],
                    "reference": table.reference[row],
                    **self._evidence(table, row),
                },
            )

    def _validity(self, table: Any, row: int) -> dict[str, Any]:
        return {
            "status": self.words.status(table.status[row]),
            "valid_from": self.words.day(table.start[row]),
            "valid_to": self.words.day(table.end[row]),
        }

    def _evidence(self, table: Any, row: int) -> dict[str, Any]:
        return {
            "evidence": self.words.evidence(table.evidence[row]),
            "observed_at": self.words.day(table.observed[row]),
        }


def _names(kind: Kind, keys: Texts) -> Sequence[str]:
    return [f"{kind}:{_NOT_XML.sub('', key)}" for key in keys]


def _rows(flags: Flags) -> Iterable[int]:
    rows: list[int] = flags.nonzero()[0].tolist()
    return rows
