"""Numbers of profiles and words in a snapshot, with those that an overlay meets for the first time after the others."""

from __future__ import annotations

from graphmap.model.profiles import major_version, split_profile
from graphmap.snapshot.columns import Snapshot, Texts
from graphmap.snapshot.splicing import joined


class Words:
    """Numbers of profiles and words, with those that are met for the first time after the others."""

    def __init__(self, below: Snapshot) -> None:
        self._below = below
        self._profiles: dict[str, int] = {}
        self._words: dict[str, int] = {}

    def profile(self, text: str) -> tuple[int, int, int]:
        """Code, version and major version of a stated profile; -1 for what is missing."""
        code, version = split_profile(text)
        known = self._below.profiles.index
        number = -1
        if code:
            number = (
                known[code]
                if code in known
                else self._profiles.setdefault(code, len(known) + len(self._profiles))
            )
        return number, self.word(version), self.word(major_version(version))

    def word(self, text: str | None) -> int:
        """The number of a version or use case; -1 for none."""
        if not text:
            return -1
        known = self._below.words.index
        return known[text] if text in known else self._words.setdefault(text, len(known) + len(self._words))

    def profiles(self) -> Texts:
        """All profile codes."""
        return joined(self._below.profiles, list(self._profiles))

    def words(self) -> Texts:
        """All words."""
        return joined(self._below.words, list(self._words))
