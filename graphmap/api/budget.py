"""How long one request may take: the costly parts of an answer ask before they begin."""

from __future__ import annotations

from math import inf
from time import monotonic

from graphmap.api.errors import QuestionError

STREAM = "text/event-stream"
"""What is accepted of an answer that tells how far it is (see `graphmap.api.stream`)."""


class Budget:
    """The time of one request; without `seconds`, all there is."""

    def __init__(self, seconds: float = inf) -> None:
        self._seconds = seconds
        self._until = monotonic() + seconds

    def end(self) -> None:
        """The time is up: nobody waits any more."""
        self._until = -inf

    def ask(self) -> None:
        """Raise `QuestionError` once the time is up."""
        if monotonic() > self._until:
            raise QuestionError(
                "TOO_MUCH",
                f"The answer takes more than {self._seconds:g} seconds: ask for fewer items with `first`, and page on; "
                f"or accept {STREAM} and be told how far it is, for which there is more time",
            )
