"""Work that goes on behind the caller's back: the server writes while the next batch is prepared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

AT_ONCE = 3
"""Pieces under way at most: the server takes in one batch on one of its cores, while another one is on its way to it."""


class Behind:
    """Begins pieces of work in the order given. What one raises is raised to the caller at a later one, or at the end."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "graphmap-write")
        self._under_way = deque[Future[object]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self.wait()
        finally:
            self._threads.shutdown()

    def do(self, work: Callable[[], object], *, alone: bool = False) -> None:
        """Begin a piece of work once there is room: beside one given before, or, `alone`, when all before are done."""
        self.wait(0 if alone else AT_ONCE - 1)
        self._under_way.append(self._threads.submit(work))

    def wait(self, left: int = 0) -> None:
        """Until at most so many pieces are under way."""
        while len(self._under_way) > left:
            self._under_way.popleft().result()
