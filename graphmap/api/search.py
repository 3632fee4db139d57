"""Search over codes, ids, names and other names, prepared once for each snapshot.

Ranks: the exact code or id, then codes that begin with the text, names that begin with it, entries that hold every word
(or one that begins with it), and where nothing of this is found, words that look alike. Within a rank what is open comes
before what is closed, then by kind and by name.

Everything is a number: entries are numbered by kind and row, words by their order, so that a search is a few look-ups in
sorted arrays. Building is O(words) in Python, about a second for 150,000 entries.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from graphmap.model.dates import OPEN_END
from graphmap.model.ids import SERVICE
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints, Snapshot, Texts

KINDS = (Kind.ORGANISATION, Kind.SUPPLIER, Kind.PRODUCT, Kind.DEPLOYMENT)
EXACT, CODE, NAME, WORDS, ALIKE = range(5)
_WORD = re.compile(r"\w+")
_ALIKE = 0.7
"""Least likeness of a word that is taken for a misspelt one."""
_LONG_ENOUGH = 4
"""Letters of a word in which a slip can be told."""
_MOST_ALIKE = 20
_LAST = "\U0010ffff"


class Hit(NamedTuple):
    """One entry found; hits compare in the order in which they are shown."""

    rank: int
    closed: bool
    kind: int
    """Place in `KINDS`."""
    name: str
    key: str
    row: int


class Hits:
    """Entries found, in order; each is made into a `Hit` when it is asked for."""

    def __init__(self, index: SearchIndex, entries: Ints, ranks: Ints) -> None:
        order = np.lexsort((index.name_rank[entries], index.closed[entries], ranks))
        self._index, self._entries, self._ranks = index, entries[order], ranks[order]

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: int) -> Hit:
        return self._index.hit(int(self._entries[place]), int(self._ranks[place]))

    def __iter__(self) -> Iterator[Hit]:
        return (self[place] for place in range(len(self)))


class SearchIndex:
    """The words of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        tables = (snapshot.organisations, snapshot.suppliers, snapshot.products)
        self._keys = [*(table.key for table in tables), snapshot.deployments.key]
        self._names = [*(table.name for table in tables), None]
        self._starts = np.cumsum([0, *map(len, self._keys)])
        others = [*(list(table.aliases) for table in tables), _names_of_services(snapshot)]
        self.closed = np.zeros(self._starts[-1], dtype=bool)
        closed = snapshot.organisations.closed
        self.closed[: len(closed)] = (closed != OPEN_END) & (closed < snapshot.known_at)

        folded: list[str] = []
        numbers: dict[str, int] = {}
        words: list[int] = []
        counts: list[int] = []
        for keys, names, aliases in zip(self._keys, self._names, others, strict=True):
            for key, name, also in zip(keys, names or _nothing(keys), aliases, strict=True):
                folded.append((name or key).casefold())
                found = set(_WORD.findall(f"{key} {name} {also}".casefold().replace("_", " ")))
                words += [numbers.setdefault(word, len(numbers)) for word in found]
                counts.append(len(found))
        self._folded = Texts.pack(folded)
        self.name_rank = self._ranks_of_names(folded)
        self._by_name = np.argsort(self.name_rank).astype(np.int32)
        self._words, self._postings, self._posting_starts = _postings(numbers, words, counts)
        self._codes, self._by_code = self._ordered_codes()

    def search(self, text: str, kinds: frozenset[Kind] | None = None) -> Hits:
        """What `text` finds, of the kinds asked for (None: all); nothing for a text without a letter or figure."""
        wanted = text.strip().casefold()
        words = _WORD.findall(wanted.replace("_", " "))
        ranks = np.full(len(self.closed), ALIKE + 1, dtype=np.int32)
        if words:
            ranks[self._holding(words)] = WORDS
            ranks[self._named(wanted)] = NAME
            ranks[self._coded(wanted, f"{wanted}{_LAST}")] = CODE
            ranks[self._coded(wanted, f"{wanted}\0")] = EXACT
        if kinds is not None:
            for place, kind in enumerate(KINDS):
                if kind not in kinds:
                    ranks[self._starts[place] : self._starts[place + 1]] = ALIKE + 1
        if words and (ranks > ALIKE).all() and max(map(len, words)) >= _LONG_ENOUGH:
            self._mark_alike(ranks, words, kinds)
        entries = np.flatnonzero(ranks <= ALIKE).astype(np.int32)
        return Hits(self, entries, ranks[entries])

    def hit(self, entry: int, rank: int) -> Hit:
        """The hit of an entry."""
        kind = int(np.searchsorted(self._starts, entry, side="right")) - 1
        row = entry - int(self._starts[kind])
        return Hit(rank, bool(self.closed[entry]), kind, self._folded[entry], self._keys[kind][row], row)

    def _ranks_of_names(self, folded: list[str]) -> Ints:
        """The place of every entry by kind, name and key: rows are ordered by key already."""
        ranks = np.empty(len(folded), dtype=np.int32)
        for start, end in zip(self._starts, self._starts[1:], strict=False):
            order = sorted(range(start, end), key=folded.__getitem__)
            ranks[order] = np.arange(start, end, dtype=np.int32)
        return ranks

    def _ordered_codes(self) -> tuple[Texts, Ints]:
        """Codes whatever their case, ordered, and the entry of each."""
        codes = [key.casefold() for keys in self._keys for key in keys]
        order = sorted(range(len(codes)), key=codes.__getitem__)
        return Texts.pack([codes[entry] for entry in order]), np.array(order, dtype=np.int32)

    def _coded(self, least: str, most: str) -> Ints:
        return self._by_code[bisect_left(self._codes, least) : bisect_left(self._codes, most)]

    def _named(self, wanted: str) -> Ints:
        """Entries whose name begins with a text: a run of neighbours in each kind."""
        found = []
        for start, end in zip(self._starts.tolist(), self._starts.tolist()[1:], strict=False):
            bounds = [
                bisect_left(self._by_name, bound, start, end, key=lambda entry: self._folded[entry])
                for bound in (wanted, f"{wanted}{_LAST}")
            ]
            found.append(self._by_name[bounds[0] : bounds[1]])
        return np.concatenate(found)

    def _holding(self, words: list[str]) -> Ints:
        """Entries that hold, for every word, one that begins with it."""
        found: Ints | None = None
        for word in words:
            first, last = bisect_left(self._words, word), bisect_left(self._words, f"{word}{_LAST}")
            entries = np.unique(self._postings[self._posting_starts[first] : self._posting_starts[last]])
            found = entries if found is None else np.intersect1d(found, entries, assume_unique=True)
            if not len(found):
                break
        assert found is not None
        return found

    def _mark_alike(self, ranks: Ints, words: list[str], kinds: frozenset[Kind] | None) -> None:
        """Mark entries that hold, for every word, one that begins with it or looks like it."""
        choices = list(self._words)
        chosen: Ints | None = None
        for word in words:
            alike = process.extract(
                word, choices, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=_MOST_ALIKE
            )
            parts = [self._holding([word])]
            parts += [
                self._postings[self._posting_starts[place] : self._posting_starts[place + 1]]
                for _, _, place in alike
            ]
            entries = np.unique(np.concatenate(parts))
            chosen = entries if chosen is None else np.intersect1d(chosen, entries, assume_unique=True)
        assert chosen is not None
        for place, kind in enumerate(KINDS):
            if kinds is None or kind in kinds:
                start, end = self._starts[place], self._starts[place + 1]
                ranks[chosen[(chosen >= start) & (chosen < end)]] = ALIKE


def _names_of_services(snapshot: Snapshot) -> list[str]:
    """By deployment, what people call a national service: its product's name and other names. Empty for others."""
    deployments, products = snapshot.deployments, snapshot.products
    return [
        f"{products.name[product]} {products.aliases[product]}"
        if key.startswith(SERVICE) and product >= 0
        else ""
        for key, product in zip(deployments.key, deployments.product.tolist(), strict=True)
    ]


def _nothing(keys: Texts) -> Iterator[str]:
    return ("" for _ in range(len(keys)))


def _postings(numbers: dict[str, int], words: list[int], counts: list[int]) -> tuple[Texts, Ints, Ints]:
    """Words in order, the entries that hold them, and where the entries of each word start."""
    ordered = sorted(numbers)
    places = np.empty(len(ordered), dtype=np.int32)
    places[[numbers[word] for word in ordered]] = np.arange(len(ordered), dtype=np.int32)
    held = places[np.array(words, dtype=np.int32)]
    entries = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    order = np.argsort(held, kind="stable")
    starts = np.searchsorted(held[order], np.arange(len(ordered) + 1))
    return Texts.pack(ordered), entries[order], starts.astype(np.int32)
