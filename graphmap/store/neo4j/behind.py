"""Work that goes on behind the caller's back, one piece at a time: the server writes while the next batch is prepared."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self


class Behind:
    """Does pieces of work in the order given. What one raises is raised to the caller at the next, or at the end."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(1, "graphmap-write")
        self._last: Future[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self.wait()
        finally:
            self._threads.shutdown()

    def do(self, work: Callable[[], object]) -> None:
        """Begin a piece of work, once the one before is done."""
        self.wait()
        self._last = self._threads.submit(work)

    def wait(self) -> None:
        """Until the piece that was begun last is done."""
        if self._last is not None:
            self._last.result()
