"""Which rows a filter or an id names: ids and codes as people give them become rows and vocabulary codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from graphmap.analysis import scope
from graphmap.api.ids import rows_of, term_of
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Lists, Texts

Given = Sequence[str] | None


class OrganisationsWanted(Protocol):
    """The fields of `OrganisationFilter` as the schema takes them."""

    @property
    def codes(self) -> Given: ...
    @property
    def types(self) -> Given: ...
    @property
    def settings(self) -> Given: ...
    @property
    def icbs(self) -> Given: ...
    @property
    def regions(self) -> Given: ...
    @property
    def text(self) -> str | None: ...


def exchange_code(text: str) -> str:
    """The code of an exchange type, whatever its case. Raises `QuestionError` naming the nearest."""
    return term_of(vocabulary().exchange_types, text, "exchange type").code


def organisation_filter(view: View, wanted: OrganisationsWanted | None) -> scope.OrganisationFilter | None:
    """The analysis' filter. Raises `QuestionError` for a code that nothing has, naming the nearest."""
    if wanted is None:
        return None
    terms = vocabulary()
    keys = view.snapshot.organisations.key

    def codes(given: Given) -> tuple[str, ...]:
        return tuple(keys[row] for row in rows_of(view.snapshot, given or (), Kind.ORGANISATION))

    return scope.OrganisationFilter(
        codes=codes(wanted.codes),
        types=tuple(
            term_of(terms.organisation_types, text, "organisation type").code for text in wanted.types or ()
        ),
        settings=tuple(term_of(terms.settings, text, "setting").code for text in wanted.settings or ()),
        icbs=codes(wanted.icbs),
        regions=codes(wanted.regions),
        text=(wanted.text or "").strip(),
    )


def organisations_in(
    view: View, wanted: OrganisationsWanted | None, default: scope.OrganisationFilter = scope.TRUSTS
) -> Ints:
    """Rows of the organisations in scope (semantics, section 6); `default` when nothing is wanted."""
    return scope.select(view.snapshot, organisation_filter(view, wanted), view.as_of, default)


def named(view: View, *filters: OrganisationsWanted | None) -> list[int]:
    """Rows of the organisations that the filters name by their codes, each once."""
    codes = [code for one in filters if one is not None for code in one.codes or ()]
    return list(dict.fromkeys(rows_of(view.snapshot, codes, Kind.ORGANISATION)))


def one_of(column: Ints, rows: Iterable[int]) -> Flags:
    """Where a column holds one of `rows`."""
    flags: Flags = np.isin(column, list(rows))
    return flags


def holds_one_of(lists: Lists, rows: Iterable[int]) -> Flags:
    """Where a list holds one of `rows`."""
    flags = np.zeros(len(lists), dtype=bool)
    flags[lists.owners()[np.isin(lists.items, list(rows))]] = True
    return flags


def places_of(name: str, given: Sequence[str], what: str) -> list[int]:
    """The places of codes in a vocabulary, by which snapshots number them. Raises `QuestionError` naming the nearest."""
    terms = vocabulary().terms(name)
    order = list(terms)
    return [order.index(term_of(terms, text, what).code) for text in given]


def with_text(rows: Ints, text: str | None, *columns: Texts) -> Ints:
    """The rows of which one of the columns holds a text, whatever its case."""
    needle = (text or "").strip().casefold()
    if not needle:
        return rows
    kept = [row for row in rows.tolist() if any(needle in column[row].casefold() for column in columns)]
    return np.array(kept, dtype=np.int32)


def capability_flags(view: View, places: list[int]) -> Flags:
    """Deployments that serve one of the capabilities: by their own column; if that is empty, by their product's."""
    table = view.snapshot.deployments
    sold = np.append(holds_one_of(view.snapshot.products.capabilities, places), np.False_)
    inherits = np.diff(table.capabilities.offsets) == 0
    flags: Flags = holds_one_of(table.capabilities, places) | (inherits & sold[table.product])
    return flags
