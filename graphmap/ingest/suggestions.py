"""The known words nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

LETTERS = 2
"""Names that differ by as few letters are taken for a slip (contract, section 2)."""


def is_slip(text: str, known: str) -> bool:
    """Whether `text` becomes `known` by changing, adding, dropping or swapping at most two letters."""
    return OSA.distance(text, known, score_cutoff=LETTERS) <= LETTERS


def slip_of(text: str, known: Iterable[str]) -> str | None:
    """The known word that `text` is within two letters of, the nearest first; None when there is none."""
    near = [(OSA.distance(text, word), word) for word in known if is_slip(text, word)]
    return min(near)[1] if near else None


def nearest(text: str, known: Collection[str], limit: int = 3) -> list[str]:
    """Up to `limit` known words that look like `text`, whatever their case, best first, then in order. O(n log n)."""
    found = process.extract(
        text,
        sorted(known),
        scorer=OSA.normalized_similarity,
        processor=str.casefold,
        score_cutoff=0.3,
        limit=limit,
    )
    return [word for word, _, _ in found]


class Suggestions:
    """Remedies that name the nearest known words. Remembers them, and stops looking after `EFFORT` comparisons.

    So a hopeless input, with many slips among many known words, is still refused within seconds.
    """

    EFFORT = 20_000_000

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], str] = {}
        self._left = self.EFFORT

    def near(self, text: str, what: str, known: Collection[str]) -> str:
        """`Nearest: 'a', 'b'`, or the empty string where nothing is near."""
        said = self._said.get((what, text))
        if said is None:
            self._left -= len(known)
            if self._left < 0:
                return ""
            words = nearest(text, known)
            said = f"Nearest: {', '.join(map(repr, words))}" if words else ""
            self._said[what, text] = said
        return said
