"""An answer as server-sent events: how far the work is, and then the response; who goes away ends the work.

Events are those of the GraphQL over SSE protocol for one operation a connection, `next` with the response and `complete`,
and before them `progress`: {"stage": text, "done": number, "total": number or null}.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any

import anyio
import anyio.from_thread
import orjson
from starlette.types import Receive, Scope, Send

from graphmap.api.budget import STREAM, Budget
from graphmap.store.base import Telling

_APART = 0.2
"""Seconds between two tellings of one stage: more often nobody can read."""

Work = Callable[[Telling], Awaitable[dict[str, Any]]]
"""Works the response out, and tells how far it is from whatever thread it runs in."""


class Streamed:
    """A response that says how far it is while it is worked out within a budget, which ends when its asker is gone."""

    def __init__(self, work: Work, budget: Budget, headers: dict[str, str]) -> None:
        self._work, self._budget = work, budget
        self._headers = {"content-type": STREAM, "x-accel-buffering": "no", **headers}

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send it to one asker."""
        events, coming = anyio.create_memory_object_stream[bytes](float("inf"))
        async with coming, anyio.create_task_group() as group:
            group.start_soon(self._while_asked_for, receive)
            group.start_soon(self._working, events)
            head = [(name.encode(), value.encode()) for name, value in self._headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            async for event in coming:
                await self._sent(send, event, more=True)
            await self._sent(send, b"", more=False)
            group.cancel_scope.cancel()

    async def _sent(self, send: Send, event: bytes, *, more: bool) -> None:
        try:
            await send({"type": "http.response.body", "body": event, "more_body": more})
        except OSError:
            self._budget.end()

    async def _while_asked_for(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._budget.end()

    async def _working(self, events: anyio.abc.ObjectSendStream[bytes]) -> None:
        async with events:
            said: dict[str, float] = {}

            def tell(stage: str, done: int, total: int | None) -> None:
                now = monotonic()
                if now < said.get(stage, 0.0) + _APART and done != total:
                    return
                said[stage] = now
                event = _event("progress", {"stage": stage, "done": done, "total": total})
                anyio.from_thread.run(partial(events.send, event))

            response = await self._work(tell)
            await events.send(_event("next", response))
            await events.send(b"event: complete\ndata:\n\n")


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
