"""The eight kinds of record that the evidence tables hold, as frozen types.

A field is None (or an empty tuple) when the source left the cell blank: a blank says nothing. Dates are ISO text and may
be partial. `start` and `end` are the columns `from` and `to` (of links `from_date` and `to_date`); `origin` and `target`
of a link are its `from` and `to`. Identity and conflict rules: semantics.md, section 8.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from graphmap.model.ids import join_key
from graphmap.model.terms import Kind


class Record(BaseModel):
    """One statement about one entity or relation, without its evidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[Kind]
    identity: ClassVar[tuple[str, ...]]
    """Fields that make up the key."""
    validity: ClassVar[tuple[str, ...]] = ()
    """Fields that are resolved together, as one property."""
    united: ClassVar[tuple[str, ...]] = ()
    """List fields that unite what all sources say."""

    @property
    def key(self) -> str:
        """The identity as text, unique among records of this kind."""
        return join_key(*(getattr(self, name) for name in self.identity))


class Organisation(Record):
    """A body of the health and care system, keyed by its ODS code."""

    kind: ClassVar[Kind] = Kind.ORGANISATION
    identity: ClassVar[tuple[str, ...]] = ("code",)
    validity: ClassVar[tuple[str, ...]] = ("opened", "closed")
    united: ClassVar[tuple[str, ...]] = ("aliases", "predecessors")

    code: str
    name: str | None = None
    type: str | None = None
    settings: tuple[str, ...] = ()
    icb: str | None = None
    region: str | None = None
    opened: str | None = None
    closed: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    postcode: str | None = None
    predecessors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Supplier(Record):
    """A seller of products; `group` is the owner that it is counted under."""

    kind: ClassVar[Kind] = Kind.SUPPLIER
    identity: ClassVar[tuple[str, ...]] = ("id",)
    united: ClassVar[tuple[str, ...]] = ("aliases",)

    id: str
    name: str | None = None
    group: str | None = None
    aliases: tuple[str, ...] = ()


class Product(Record):
    """What is sold. `standards` are profile codes that it claims, in any deployment."""

    kind: ClassVar[Kind] = Kind.PRODUCT
    identity: ClassVar[tuple[str, ...]] = ("id",)
    united: ClassVar[tuple[str, ...]] = ("aliases",)

    id: str
    name: str | None = None
    supplier: str | None = None
    capabilities: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Deployment(Record):
    """A product in use at one organisation, or at several as one shared instance."""

    kind: ClassVar[Kind] = Kind.DEPLOYMENT
    identity: ClassVar[tuple[str, ...]] = ("id",)
    validity: ClassVar[tuple[str, ...]] = ("status", "start", "end")

    id: str
    product: str
    organisations: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    status: str = "live"
    start: str | None = None
    end: str | None = None
    host: str | None = None


class Port(Record):
    """What a deployment can send (`source`), take (`sink`) or pass on (`relay`) for one exchange type."""

    kind: ClassVar[Kind] = Kind.PORT
    identity: ClassVar[tuple[str, ...]] = ("deployment", "exchange", "role", "profile", "emits", "use_case")
    validity: ClassVar[tuple[str, ...]] = ("status", "start", "end")

    deployment: str
    exchange: str
    role: str
    profile: str | None = None
    emits: str | None = None
    use_case: str | None = None
    payload: str | None = None
    status: str = "live"
    start: str | None = None
    end: str | None = None


class Link(Record):
    """A one-way connection of two deployments for one exchange type, in the direction of the payload."""

    kind: ClassVar[Kind] = Kind.LINK
    identity: ClassVar[tuple[str, ...]] = ("origin", "target", "exchange", "profile", "use_case")
    validity: ClassVar[tuple[str, ...]] = ("status", "start", "end")

    origin: str
    target: str
    exchange: str
    profile: str | None = None
    use_case: str | None = None
    status: str = "live"
    start: str | None = None
    end: str | None = None


class Coverage(Record):
    """How much of what an organisation exchanges is known; `exchange` is a code or `*` for every other type."""

    kind: ClassVar[Kind] = Kind.COVERAGE
    identity: ClassVar[tuple[str, ...]] = ("organisation", "exchange")

    organisation: str
    exchange: str
    level: str
    as_of: str | None = None


class Contract(Record):
    """An award. `ordinal` tells apart rows of one source that are otherwise the same, in their order."""

    kind: ClassVar[Kind] = Kind.CONTRACT
    identity: ClassVar[tuple[str, ...]] = (
        "buyer", "supplier", "product", "capability", "start", "reference", "ordinal",
    )  # fmt: skip
    validity: ClassVar[tuple[str, ...]] = ("start", "end")

    buyer: str
    supplier: str
    product: str | None = None
    capability: str | None = None
    value_gbp: float | None = None
    start: str | None = None
    end: str | None = None
    framework: str | None = None
    reference: str | None = None
    ordinal: str | None = None


RECORDS: dict[Kind, type[Record]] = {
    record.kind: record
    for record in (Organisation, Supplier, Product, Deployment, Port, Link, Coverage, Contract)
}
REFERENCES: dict[Kind, dict[str, Kind]] = {
    Kind.ORGANISATION: {
        "icb": Kind.ORGANISATION,
        "region": Kind.ORGANISATION,
        "predecessors": Kind.ORGANISATION,
    },
    Kind.SUPPLIER: {},
    Kind.PRODUCT: {"supplier": Kind.SUPPLIER},
    Kind.DEPLOYMENT: {"product": Kind.PRODUCT, "organisations": Kind.ORGANISATION},
    Kind.PORT: {"deployment": Kind.DEPLOYMENT},
    Kind.LINK: {"origin": Kind.DEPLOYMENT, "target": Kind.DEPLOYMENT},
    Kind.COVERAGE: {"organisation": Kind.ORGANISATION},
    Kind.CONTRACT: {"buyer": Kind.ORGANISATION, "supplier": Kind.SUPPLIER, "product": Kind.PRODUCT},
}
"""Fields that name another record, by kind: what the record hangs on (an organisation hangs on none of its own)."""
