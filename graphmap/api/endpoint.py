"""`POST /graphql`: a JSON request in, a JSON response out, worked out beside the event loop."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

import anyio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from graphmap.api.budget import STREAM, Budget
from graphmap.api.errors import code_of
from graphmap.api.execute import answer
from graphmap.api.metrics import Metrics
from graphmap.api.service import Atlas
from graphmap.api.stream import Streamed
from graphmap.model.errors import GraphmapError
from graphmap.store.base import Telling

BODY_MOST = 256 * 1024
"""Bytes of a request; the largest question is far smaller."""
SECONDS = 20.0
"""Time of one request; what takes longer is told to ask for less."""
SECONDS_TOLD = 600.0
"""Time of one request that tells how far it is, and that ends when whoever asked goes away."""
AT_ONCE = 4
"""Requests worked out at the same time; the others wait, so that a crowd cannot exhaust memory."""
LONG_AT_ONCE = 2
"""As `AT_ONCE`, of those that tell how far they are, so that long work leaves places for the rest."""


class Refused(Exception):
    """A request that is not asked at all, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A GraphQL request as it is sent."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


class Endpoint:
    """Answers GraphQL requests on a service. 200 for every request that is one, whatever its answer holds."""

    def __init__(self, atlas: Atlas, metrics: Metrics) -> None:
        self._atlas = atlas
        self._metrics = metrics
        self._places, self._long = anyio.CapacityLimiter(AT_ONCE), anyio.CapacityLimiter(LONG_AT_ONCE)

    async def __call__(self, request: Request) -> Response | Streamed:
        """The response to one request."""
        if request.method != "POST":
            refusal = self._answered(405, _error("POST a JSON object", "BAD_REQUEST"))
            refusal.headers["allow"] = "POST"
            return refusal
        begun = perf_counter()
        try:
            asked = await _read(request)
        except Refused as refused:
            return self._answered(refused.status, _error(str(refused), "BAD_REQUEST"))
        if STREAM in request.headers.get("accept", ""):
            return self._streamed(asked, Budget(SECONDS_TOLD), begun)
        work = partial(self._answer, asked, Budget(SECONDS), None)
        status, response = await anyio.to_thread.run_sync(work, limiter=self._places)
        self._metrics.seconds.observe(perf_counter() - begun)
        return self._answered(status, response)

    def _streamed(self, asked: Asked, budget: Budget, begun: float) -> Streamed:
        async def work(tell: Telling) -> dict[str, Any]:
            answering = partial(self._answer, asked, budget, tell)
            status, response = await anyio.to_thread.run_sync(answering, limiter=self._long)
            self._metrics.seconds.observe(perf_counter() - begun)
            self._count(status, response)
            return response

        return Streamed(work, budget, self._headers())

    def _answer(self, asked: Asked, budget: Budget, tell: Telling | None) -> tuple[int, dict[str, Any]]:
        try:
            return 200, answer(self._atlas, asked.query, asked.variables, asked.operation_name, budget, tell)
        except GraphmapError as error:
            return 503, _error(str(error), code_of(error) or "REFUSED")

    def _answered(self, status: int, response: dict[str, Any]) -> Response:
        self._count(status, response)
        return Response(
            orjson.dumps(response), status, media_type="application/json", headers=self._headers()
        )

    def _count(self, status: int, response: dict[str, Any]) -> None:
        self._metrics.requests.labels(status).inc()
        for error in response.get("errors", ()):
            self._metrics.errors.labels(error["extensions"]["code"]).inc()

    def _headers(self) -> dict[str, str]:
        away = self._atlas.access.away
        return {"cache-control": "no-store", **({} if away is None else away.headers())}


async def _read(request: Request) -> Asked:
    """The request in a body. Raises `Refused` for what is none."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        # Other types can be sent across origins without asking first.
        raise Refused(415, "POST a JSON object with Content-Type: application/json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_MOST:
            raise Refused(413, f"The request is larger than {BODY_MOST:,} bytes")
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"The request is no JSON: {error}") from None
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        raise Refused(
            400, 'Send one JSON object with the query as a text: {"query": "{ about { version } }"}'
        )
    variables, operation_name = sent.get("variables"), sent.get("operationName")
    if not isinstance(variables, dict | None):
        raise Refused(400, "`variables` has to be a JSON object")
    if not isinstance(operation_name, str | None):
        raise Refused(400, "`operationName` has to be a text")
    return Asked(sent["query"], variables or {}, operation_name)


def _error(message: str, code: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}
