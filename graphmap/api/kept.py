"""Answers kept for the next who asks: the least recently used go first, and each is worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` answers by key, safe to ask from several threads.

    Whoever asks for an answer that another thread is working out waits for that one, and nobody else waits.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[K, Future[V]] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The answer for `key`, made with `make` where none is kept. What `make` raises is kept for nobody."""
        with self._lock:
            answer = self._answers.get(key)
            found = answer is not None
            if answer is None:
                answer = self._answers[key] = Future()
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        if not found:
            try:
                answer.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._answers.pop(key, None)
                answer.set_exception(error)
        return answer.result()

    def __len__(self) -> int:
        return len(self._answers)

    def keep(self, wanted: Callable[[K], bool]) -> None:
        """Forget every other answer; those being worked out still reach who waits for them."""
        with self._lock:
            for key in [key for key in self._answers if not wanted(key)]:
                del self._answers[key]
