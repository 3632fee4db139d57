"""Deployments of several exchange types in one column, so that what is near some of them is found for all types at once.

A *lane* is a deployment in one exchange type. No step leads from one type to another, so steps from lane to lane are
followed as steps from deployment to deployment are, and told apart by type afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints

_ROOM = 65_536
"""Each type has room for its deployments in steps of so many, so that a scenario may add some and lanes stay the same."""


class Lanes:
    """The lanes of some exchange types (their places in the vocabulary, ascending): those of a type stand together."""

    def __init__(self, exchanges: Sequence[int], deployments: int) -> None:
        self.exchanges = tuple(exchanges)
        self.room = (deployments // _ROOM + 1) * _ROOM
        self._nth = np.full(len(vocabulary().exchange_types) + 1, -1, dtype=np.int32)
        self._nth[list(self.exchanges)] = np.arange(len(self.exchanges))

    def __len__(self) -> int:
        return len(self.exchanges) * self.room

    def nth(self, exchange: np.ndarray) -> Ints:
        """Which of the types asked about each one is; -1: none."""
        nth: Ints = self._nth[exchange]
        return nth

    def of(self, deployment: Ints, nth: np.ndarray) -> Ints:
        """The lanes of deployments in the nth of the types, each."""
        return nth.astype(np.int32) * np.int32(self.room) + deployment

    def every(self, deployments: Ints) -> Ints:
        """The lanes of some deployments (sorted) in all the types, sorted."""
        nth = np.arange(len(self.exchanges), dtype=np.int32)
        return self.of(deployments, nth[:, None]).ravel()

    def apart(self, lane: Ints) -> tuple[Ints, Ints]:
        """Deployment of each lane, and which of the types it is in."""
        nth, deployment = np.divmod(lane, np.int32(self.room))
        return deployment, nth

    def flags(self, deployments: Flags) -> Flags:
        """Flags by deployment as flags by lane."""
        flags = np.zeros((len(self.exchanges), self.room), dtype=bool)
        flags[:, : len(deployments)] = deployments
        return flags.reshape(-1)
