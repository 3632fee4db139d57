"""Where everything named has its row, and columns of entities with their stubs, once all facts are taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from graphmap.model.profiles import major_version, split_profile
from graphmap.snapshot.columns import Bytes, Flags, Floats, Ints, Lists, Texts
from graphmap.snapshot.intake import Ragged
from graphmap.snapshot.numbering import Codes, Names, Numbers


class Ranking:
    """Names in order (`key`), and each number's place there (`places`, with -1 at the end: so -1 stays -1)."""

    def __init__(self, numbers: Numbers) -> None:
        names = numbers.names
        order = sorted(range(len(names)), key=names.__getitem__)
        self.places: Ints = np.full(len(order) + 1, -1, dtype=np.int32)
        self.places[order] = np.arange(len(order), dtype=np.int32)
        self.key = Texts.pack([names[number] for number in order])


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
        packed = Texts.pack(values)
        offsets = np.zeros(len(self.key) + 1, dtype=np.int64)
        offsets[self._rows + 1] = np.diff(packed.offsets)
        return Texts(packed.buffer, np.cumsum(offsets))

    def lists(self, ragged: Ragged, places: Ints | None = None) -> Lists:
        """A column of lists, empty for stubs; items are put in their `places` where given."""
        items = ragged.items if places is None else places[ragged.items]
        offsets = np.zeros(len(self.key) + 1, dtype=np.int32)
        offsets[self._rows + 1] = ragged.counts
        return Lists(items, np.cumsum(offsets, dtype=np.int32))


def flagged(flags: Flags, rows: Ints) -> Flags:
    """Whether each of `rows` is flagged; a row of -1 never is."""
    return np.append(flags, np.False_)[rows]
