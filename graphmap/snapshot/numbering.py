"""Whole numbers for texts: names as they are met, codes of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphmap.model.errors import GraphmapError


class Numbering(dict[str | None, int]):
    """Whole numbers of texts."""

    def each(self, texts: Iterable[str | None]) -> Iterator[int]:
        """The number of each of `texts`."""
        return map(self.__getitem__, texts)


class Numbers(Numbering):
    """Numbers for names, given in the order in which they are first asked for; -1 for none and the empty text."""

    def __init__(self) -> None:
        super().__init__({None: -1, "": -1})
        self.names: list[str] = []

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number


class Codes(Numbering):
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


class Names:
    """The names met so far: keys of entities, profile texts (`CODE@version`), and words: versions and use cases."""

    def __init__(self) -> None:
        self.organisations = Numbers()
        self.suppliers = Numbers()
        self.products = Numbers()
        self.deployments = Numbers()
        self.profiles = Numbers()
        self.words = Numbers()
