"""`graphmap ask supplier`: who relies on a supplier, resellers included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, nodes
from graphmap.cli.options import AsKnownAt, AsOf, First, Json, MinEvidence, Store
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask supplier arden
  graphmap ask supplier arden --group
"""
SUPPLIER = """
query Supplier($id: ID!, $wholeGroup: Boolean!, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  supplier(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
    name group
    reach(wholeGroup: $wholeGroup, minEvidence: $minEvidence) {
      suppliers { name } deployments organisations using
      sold(first: 1) { totalCount } resoldByIt(first: 1) { totalCount } soldByOthers(first: 1) { totalCount }
      users(first: $first) {
        totalCount
        edges { node { organisation { code name validity { to } } deployments { key }
                       contracts { reference supplier { name } product { name } validity { to } } } }
      }
    }
  }
}
"""


def supplier(
    supplier_id: Annotated[
        str, typer.Argument(metavar="SUPPLIER", show_default=False, help="Id of the supplier, such as arden.")
    ],
    whole_group: Annotated[
        bool, typer.Option("--group", help="All suppliers of its group, not it alone.")
    ] = False,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Who relies on a supplier, resellers included.

    That is by its products in use, by a contract with it, or by one with somebody else for its products.
    """
    variables = common(as_of, as_known_at, "CAUTIOUS", min_evidence, first)
    variables |= {"id": supplier_id, "wholeGroup": whole_group}
    del variables["reading"]
    data = asked(store, SUPPLIER, variables, as_json)
    found = data["supplier"]
    reach = found["reach"]
    names = ", ".join(one["name"] for one in reach["suppliers"])
    who = f"{found['group']} ({names})" if whole_group and found["group"] else found["name"]
    print(
        f"{who}: {reach['organisations']:,} organisations on record rely on it; {reach['using']:,} use its products, in "
        f"{reach['deployments']:,} systems."
    )
    print(
        f"Contracts in force on record: {reach['sold']['totalCount']:,} with it, {reach['resoldByIt']['totalCount']:,} of "
        f"them for products of others; {reach['soldByOthers']['totalCount']:,} with others for its products."
    )
    users = nodes(reach["users"])
    day = data["about"]["asOf"]
    if users:
        print()
        rows = [_user(one, day) for one in users]
        print_table(("code", "organisation", "systems", "contracts"), rows, below=("contracts",))
    total = reach["users"]["totalCount"]
    note(f"{len(users):,} of {total:,} organisations shown (--first), as of {day}")


def _user(one: Mapping[str, Any], day: str) -> tuple[object, ...]:
    contracts = (
        f"{contract['supplier']['name']}{_of(contract)} to {contract['validity']['to'] or 'no end date'}"
        for contract in one["contracts"]
    )
    return (
        one["organisation"]["code"],
        _name(one["organisation"], day),
        [system["key"] for system in one["deployments"]],
        "; ".join(contracts),
    )


def _name(organisation: Mapping[str, Any], day: str) -> str:
    """The name; of a closed one with its last day, for whoever runs its systems now has to be asked."""
    name, closed = organisation["name"], organisation["validity"]["to"]
    return f"{name} (closed {closed})" if closed and closed < day else str(name)


def _of(contract: Mapping[str, Any]) -> str:
    return f" ({contract['product']['name']})" if contract["product"] else ""
