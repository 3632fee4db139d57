"""The numbers of a snapshot's columns as the words and dates of the evidence tables."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphmap.model.dates import to_date
from graphmap.model.terms import Evidence, Level, Payload
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ROLES, STATUSES, Flags, Snapshot

_LEVELS = tuple(str(level) for level in Level)


class Words:
    """Turns numbers of one snapshot into text; what is not stated becomes the empty text."""

    def __init__(self, snapshot: Snapshot) -> None:
        terms = vocabulary()
        self.snapshot = snapshot
        self._exchanges = (*terms.exchange_types, "*")
        self._capabilities = tuple(terms.capabilities)
        self._types = (*terms.organisation_types, "")
        self._settings = tuple(terms.settings)
        self._profiles: tuple[str, ...] = (*snapshot.profiles, "")
        self._words: tuple[str, ...] = (*snapshot.words, "")

    def exchange(self, number: int) -> str:
        """An exchange type; `*` for -1."""
        return self._exchanges[number]

    def type(self, number: int) -> str:
        """An organisation type."""
        return self._types[number]

    def settings(self, bits: int) -> str:
        return ";".join(code for place, code in enumerate(self._settings) if bits >> place & 1)

    def capability(self, number: int) -> str:
        return self._capabilities[number] if number >= 0 else ""

    def capabilities(self, deployment: int) -> str:
        """What a deployment serves: its own capabilities; if it states none, its product's."""
        table = self.snapshot.deployments
        own = table.capabilities[deployment]
        if not own and table.product[deployment] >= 0:
            own = self.snapshot.products.capabilities[int(table.product[deployment])]
        return ";".join(self._capabilities[number] for number in own)

    def profile(self, code: int, version: int) -> str:
        """A profile as stated: `CODE@version`."""
        text = self._profiles[code]
        return f"{text}@{self._words[version]}" if version >= 0 else text

    def profiles(self, codes: Iterable[int]) -> str:
        return ";".join(self._profiles[code] for code in codes)

    def word(self, number: int) -> str:
        """A use case."""
        return self._words[number]

    @staticmethod
    def day(number: int) -> str:
        """An ISO date; nothing for an open end."""
        day = to_date(int(number))
        return day.isoformat() if day else ""

    @staticmethod
    def status(number: int) -> str:
        return STATUSES[number]

    @staticmethod
    def role(number: int) -> str:
        return ROLES[number]

    @staticmethod
    def evidence(number: int) -> str:
        return Evidence(int(number)).word

    @staticmethod
    def level(number: int) -> str:
        return _LEVELS[number]

    @staticmethod
    def payload(number: int) -> str:
        return Payload(int(number)).name.lower() if number >= 0 else ""

    @staticmethod
    def standing(row: int, stub: Flags, out: Flags | None = None) -> str:
        """Whether somebody states an entity, and whether it counts."""
        if stub[row]:
            return "stated by nobody"
        return "hangs on what nobody states" if out is not None and out[row] else "stated"


def number(value: np.floating | float) -> float | None:
    """A number, or None where none is stated."""
    return None if np.isnan(value) else float(value)
