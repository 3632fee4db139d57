"""Tools that turn streamed facts into columns: numbers for names, rows of whole numbers, entities with their stubs.

They keep the row-by-row part of building a snapshot to dictionary look-ups and appends; the rest is numpy.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from graphmap.model.errors import GraphmapError
from graphmap.model.profiles import major_version, split_profile
from graphmap.snapshot.columns import Bytes, Flags, Floats, Ints, Lists, Texts


class Numbers(dict[str | None, int]):
    """Numbers for names, given in the order in which they are first asked for; -1 for none and the empty text."""

    def __init__(self) -> None:
        super().__init__({None: -1, "": -1})
        self.names: list[str] = []

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number


class Ranking:
    """Names in order (`key`), and each number's place there (`places`, with -1 at the end: so -1 stays -1)."""

    def __init__(self, numbers: Numbers) -> None:
        names = numbers.names
        order = sorted(range(len(names)), key=names.__getitem__)
        self.places: Ints = np.full(len(order) + 1, -1, dtype=np.int32)
        self.places[order] = np.arange(len(order), dtype=np.int32)
        self.key = Texts.pack([names[number] for number in order])


class Codes(dict[str | None, int]):
    """Positions of the codes of a vocabulary; -1 for none.

    Raises `GraphmapError` for a code that is not there: it got in when the vocabulary was another.
    """

    def __init__(self, what: str, codes: Iterable[str]) -> None:
        super().__init__({None: -1})
        self.update((code, position) for position, code in enumerate(codes))
        self._what = what

    def __missing__(self, code: str) -> int:
        raise GraphmapError(
            f"the store speaks of {self._what} {code!r}, which this version does not know: "
            "import its source again, or use the version that imported it"
        )


class Days(dict[str | None, int]):
    """Day numbers of date texts, worked out once each."""

    def __init__(self, read: Callable[[str | None], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str | None) -> int:
        day = self[text] = self._read(text)
        return day


class Grid:
    """Rows of whole numbers: append with `add` (one tuple a row), then take out the columns by name."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._cells = array("i")
        self.add: Callable[[Iterable[int]], None] = self._cells.extend

    def columns(self) -> dict[str, Ints]:
        """Each column as an array of its own."""
        cells = np.array(self._cells, dtype=np.int32).reshape(-1, len(self._names))
        return {name: np.ascontiguousarray(cells[:, place]) for place, name in enumerate(self._names)}


class Ragged:
    """Many short lists of whole numbers, one for each row added."""

    def __init__(self) -> None:
        self._items = array("i")
        self._counts = array("i")

    def add(self, items: Sequence[int]) -> None:
        """Append one row's list."""
        self._items.extend(items)
        self._counts.append(len(items))

    @property
    def items(self) -> Ints:
        return np.array(self._items, dtype=np.int32)

    @property
    def counts(self) -> Ints:
        return np.array(self._counts, dtype=np.int32)


class Names:
    """The names met so far: keys of entities, profile texts (`CODE@version`), and words: versions and use cases."""

    def __init__(self) -> None:
        self.organisations = Numbers()
        self.suppliers = Numbers()
        self.products = Numbers()
        self.deployments = Numbers()
        self.profiles = Numbers()
        self.words = Numbers()


class Profiles:
    """Profile texts taken apart; `code`, `version` and `major` are by their number, with -1 at the end.

    `codes` are those of the vocabulary in its order, then the others met, sorted.
    """

    def __init__(self, names: Names, known: Iterable[str]) -> None:
        parts = [*map(split_profile, names.profiles.names), (None, None)]
        codes = list(known)
        codes += sorted({code for code, _ in parts if code}.difference(codes))
        position = Codes("profile", codes)
        version = np.array([names.words[text] for _, text in parts], dtype=np.int32)
        major = np.array([names.words[major_version(text)] for _, text in parts], dtype=np.int32)
        words = Ranking(names.words)
        self.codes = Texts.pack(codes)
        self.words = words.key
        self.use_cases = words.places
        self.code: Ints = np.array([position[code] for code, _ in parts], dtype=np.int32)
        self.version: Ints = words.places[version]
        self.major: Ints = words.places[major]


class Places:
    """Where everything named has its row, once all names are known."""

    def __init__(self, names: Names, profiles: Iterable[str]) -> None:
        """`profiles`: the codes of the vocabulary."""
        self.organisations = Ranking(names.organisations)
        self.suppliers = Ranking(names.suppliers)
        self.products = Ranking(names.products)
        self.deployments = Ranking(names.deployments)
        self.profiles = Profiles(names, profiles)


class EntityColumns:
    """Makes the columns of one kind of entity: what is stated, in key order, and fillings for the stubs between."""

    def __init__(self, ranking: Ranking, stated: Ints) -> None:
        """`stated`: numbers of the stated ones in the order of their facts. Raises `ValueError` unless by key."""
        self.key = ranking.key
        self._rows: Ints = ranking.places[stated]
        if (np.diff(self._rows) <= 0).any():
            raise ValueError("facts must come by key, ascending, each once")
        self.stub: Flags = np.ones(len(self.key), dtype=bool)
        self.stub[self._rows] = False

    def ints(self, values: Ints, otherwise: int) -> Ints:
        """A column whose stubs hold `otherwise`."""
        column = np.full(len(self.key), otherwise, dtype=np.int32)
        column[self._rows] = values
        return column

    def bytes(self, values: Ints, otherwise: int) -> Bytes:
        """As `ints`, in one byte each."""
        return self.ints(values, otherwise).astype(np.int8)

    def floats(self, values: Sequence[float]) -> Floats:
        """A column whose stubs hold NaN."""
        column: Floats = np.full(len(self.key), np.nan)
        column[self._rows] = values
        return column

    def texts(self, values: Sequence[str]) -> Texts:
        """A column whose stubs hold the empty text."""
        column = [""] * len(self.key)
        for row, value in zip(self._rows.tolist(), values, strict=True):
            column[row] = value
        return Texts.pack(column)

    def lists(self, ragged: Ragged, places: Ints | None = None) -> Lists:
        """A column of lists, empty for stubs; items are put in their `places` where given."""
        items = ragged.items if places is None else places[ragged.items]
        offsets = np.zeros(len(self.key) + 1, dtype=np.int32)
        offsets[self._rows + 1] = ragged.counts
        return Lists(items, np.cumsum(offsets, dtype=np.int32))


def flagged(flags: Flags, rows: Ints) -> Flags:
    """Whether each of `rows` is flagged; a row of -1 never is."""
    return np.append(flags, np.False_)[rows]
