"""The evidence tables as the contract fixes them (section 2): columns, what a cell holds, what it refers to.

Declared once: the reader, the checks, the exporter, the workbook template and `schema/tables/*.json` all derive from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graphmap.model.terms import Kind

CellKind = Literal["code", "text", "date", "number", "profile", "term"]


@dataclass(frozen=True)
class Column:
    """One column. `field` is the record's field; `many` cells hold items separated by `;`."""

    name: str
    description: str
    kind: CellKind = "text"
    field: str = ""
    required: bool = False
    many: bool = False
    vocabulary: str | None = None
    """Vocabulary that the code must be in: a name of `graphmap.model.vocabulary`, or a closed set."""
    refers_to: Kind | None = None
    also: tuple[str, ...] = ()
    """Codes allowed beside the vocabulary's."""

    @property
    def attribute(self) -> str:
        """The field of the record that the column fills."""
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """One evidence table and the kind of record that each of its rows states."""

    name: str
    kind: Kind
    description: str
    columns: tuple[Column, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Its own columns and then the evidence columns, in the order in which they are exported."""
        return self.columns + EVIDENCE_COLUMNS


EVIDENCE_COLUMNS = (
    Column("evidence", "How well the row is supported; declared when blank", "term", vocabulary="evidence"),
    Column("observed_at", "When it was seen or stated; may be partial", "date"),
    Column("source_url", "Address of the page that says so"),
    Column("source_title", "Title of that page"),
    Column("note", "What a reader should know about the row"),
)

_STATUS = Column(
    "status", "planned, live, retiring, retired or absent; live when blank", "term", vocabulary="status"
)
_EXCHANGE = Column("exchange", "Exchange type", "term", required=True, vocabulary="exchange_types")
_USE_CASE = Column("use_case", "Use case of the profile, for example a1t1", "code")
_FROM = Column("from", "First day; a partial date means its first day", "date", "start")
_TO = Column("to", "Last day; a partial date means its last day", "date", "end")


def _id(description: str) -> Column:
    return Column("id", description, "code", required=True)


def _profile(name: str, description: str) -> Column:
    return Column(name, description, "profile", vocabulary="profiles")


def _organisation(name: str, description: str, *, required: bool = False, many: bool = False) -> Column:
    return Column(name, description, "code", required=required, many=many, refers_to=Kind.ORGANISATION)


def _deployment(name: str, description: str, field: str = "") -> Column:
    return Column(name, description, "code", field, required=True, refers_to=Kind.DEPLOYMENT)


def _capability(name: str, description: str, *, many: bool = False) -> Column:
    return Column(name, description, "term", many=many, vocabulary="capabilities")


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "organisations",
            Kind.ORGANISATION,
            "Bodies of the health and care system",
            (
                Column("code", "ODS code, or a code of its own where ODS has none", "code", required=True),
                Column("name", "Name", required=True),
                Column(
                    "type", "Kind of organisation", "term", required=True, vocabulary="organisation_types"
                ),
                Column(
                    "settings", "Care settings that it works in", "term", many=True, vocabulary="settings"
                ),
                _organisation("icb", "ICB in whose area it lies"),
                _organisation("region", "NHS England region in which it lies"),
                Column("opened", "First day on which it was open", "date"),
                Column("closed", "Last day on which it was open", "date"),
                Column("latitude", "Latitude of its head office, degrees north", "number"),
                Column("longitude", "Longitude of its head office, degrees east", "number"),
                Column("postcode", "Postcode of its head office"),
                _organisation("predecessors", "Codes that it succeeded", many=True),
                Column("aliases", "Other and former names", many=True),
            ),
        ),
        Table(
            "suppliers",
            Kind.SUPPLIER,
            "Sellers of products",
            (
                _id("Id of the supplier"),
                Column("name", "Name", required=True),
                Column("group", "Owner that it is counted under"),
                Column("aliases", "Other and former names", many=True),
            ),
        ),
        Table(
            "products",
            Kind.PRODUCT,
            "What suppliers sell",
            (
                _id("Id of the product"),
                Column("name", "Name", required=True),
                Column("supplier", "Its supplier", "code", refers_to=Kind.SUPPLIER),
                _capability("capabilities", "What it is for", many=True),
                Column("standards", "Profiles that it supports", "profile", many=True, vocabulary="profiles"),
                Column("aliases", "Other and former names", many=True),
            ),
        ),
        Table(
            "deployments",
            Kind.DEPLOYMENT,
            "Products in use at organisations; several organisations share one instance",
            (
                _id("Id of the deployment"),
                Column("product", "The product", "code", required=True, refers_to=Kind.PRODUCT),
                _organisation("organisations", "Where it is in use", required=True, many=True),
                _capability("capabilities", "What it is used for; the product's when blank", many=True),
                _STATUS,
                _FROM,
                _TO,
                Column("host", "Where it runs; equal text is one place"),
            ),
        ),
        Table(
            "ports",
            Kind.PORT,
            "What deployments can send, take or pass on",
            (
                _deployment("deployment", "The deployment"),
                _EXCHANGE,
                Column(
                    "role",
                    "source, sink or relay",
                    "term",
                    required=True,
                    vocabulary="role",
                    also=("serve", "query"),
                ),
                _profile("profile", "Profile that it sends or takes"),
                _profile("emits", "Profile that a relay sends on, where another"),
                _USE_CASE,
                Column("payload", "coded, document or view", "term", vocabulary="payload"),
                _STATUS,
                _FROM,
                _TO,
            ),
        ),
        Table(
            "links",
            Kind.LINK,
            "One-way connections, in the direction of the payload",
            (
                _deployment("from", "Where the payload leaves", "origin"),
                _deployment("to", "Where it arrives", "target"),
                _EXCHANGE,
                _profile("profile", "Profile that it carries"),
                _USE_CASE,
                _STATUS,
                Column("from_date", "First day; a partial date means its first day", "date", "start"),
                Column("to_date", "Last day; a partial date means its last day", "date", "end"),
            ),
        ),
        Table(
            "coverage",
            Kind.COVERAGE,
            "How much of what an organisation exchanges is known",
            (
                _organisation("organisation", "The organisation", required=True),
                Column(
                    "exchange",
                    "Exchange type, or * for every type without a row of its own",
                    "term",
                    required=True,
                    vocabulary="exchange_types",
                    also=("*",),
                ),
                Column("level", "none, partial or complete", "term", required=True, vocabulary="level"),
                Column("as_of", "Day to which the level applies", "date"),
            ),
        ),
        Table(
            "contracts",
            Kind.CONTRACT,
            "Awards",
            (
                _organisation("buyer", "Who buys", required=True),
                Column("supplier", "Who sells", "code", required=True, refers_to=Kind.SUPPLIER),
                Column("product", "What is bought, where known", "code", refers_to=Kind.PRODUCT),
                _capability("capability", "What it is for"),
                Column("value_gbp", "Value in pounds", "number"),
                _FROM,
                _TO,
                Column("framework", "Framework or procedure"),
                Column("reference", "Reference of the notice"),
            ),
        ),
    )
}
