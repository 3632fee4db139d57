"""Which organisations a question is about (semantics, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Organisations, Snapshot


@dataclass(frozen=True)
class OrganisationFilter:
    """Several fields: all must hold; several values of one: any. Empty means not asked.

    `types` and `settings` are vocabulary codes, `icbs` and `regions` organisation codes; `text` is looked for in the code,
    name and other names without regard to case. Closed organisations are chosen by `codes` alone.
    """

    codes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    icbs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    text: str = ""

    @property
    def empty(self) -> bool:
        return self == OrganisationFilter()


TRUSTS = OrganisationFilter(types=("NHS_TRUST",))
"""What an exchange question is about when nothing else is said."""


def open_at(table: Organisations, day: int) -> Flags:
    """Organisations that are open on a day number and are stated by somebody."""
    return (table.opened <= day) & (day <= table.closed) & ~table.stub


EVERYONE = OrganisationFilter()
"""Every open organisation: what impact and single points are about when nothing else is said."""


def select(
    snapshot: Snapshot,
    chosen: OrganisationFilter | None,
    as_of: date,
    default: OrganisationFilter = TRUSTS,
) -> Ints:
    """Rows of the organisations in scope, ascending (which is by code); stubs never are. O(organisations).

    `default` is meant when nothing is chosen.
    """
    table = snapshot.organisations
    chosen = default if chosen is None or chosen.empty else chosen
    terms = vocabulary()
    flags = ~table.stub if chosen.codes else open_at(table, as_of.toordinal())
    if chosen.codes:
        flags = flags & _any_of(len(table.key), _rows(table, chosen.codes))
    if chosen.types:
        types = [position for position, code in enumerate(terms.organisation_types) if code in chosen.types]
        flags = flags & np.isin(table.type, types)
    if chosen.settings:
        wanted = sum(1 << position for position, code in enumerate(terms.settings) if code in chosen.settings)
        flags = flags & (table.settings & wanted != 0)
    if chosen.icbs:
        flags = flags & np.isin(table.icb, _rows(table, chosen.icbs))
    if chosen.regions:
        flags = flags & np.isin(table.region, _rows(table, chosen.regions))
    rows = np.flatnonzero(flags).astype(np.int32)
    if not chosen.text:
        return rows
    needle = chosen.text.casefold()
    kept = [
        row
        for row in rows.tolist()
        if needle in f"{table.key[row]}\n{table.name[row]}\n{table.aliases[row]}".casefold()
    ]
    return np.array(kept, dtype=np.int32)


def _rows(table: Organisations, codes: tuple[str, ...]) -> list[int]:
    return [table.key.index[code] for code in codes if code in table.key.index]


def _any_of(size: int, rows: list[int]) -> Flags:
    flags = np.zeros(size, dtype=bool)
    flags[rows] = True
    return flags
