"""The web application: the API, the explorer, health and metrics of one open store."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from threading import Thread

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graphmap.api import explorer
from graphmap.api.endpoint import Endpoint
from graphmap.api.headers import SecurityHeaders
from graphmap.api.hosts import HostCheck
from graphmap.api.metrics import CONTENT_TYPE, Metrics
from graphmap.api.service import Atlas, atlas_of
from graphmap.model.errors import GraphmapError
from graphmap.store.base import Store

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""The endpoint refuses all but POST itself: the explorer's route would take the others."""
_GZIP_FROM = 1_000
_GZIP_LEVEL = 5
_log = logging.getLogger(__name__)


def create_app(
    store: Store,
    *,
    host: str = "127.0.0.1",
    allowed_hosts: Iterable[str] = (),
    static: Path = explorer.STATIC,
) -> Starlette:
    """The application on an open store.

    `host`: where it listens; `allowed_hosts`: further names under which it may be asked; `static`: the built explorer.
    There is no access control: whoever reaches the address reads everything in the store.
    """
    atlas = atlas_of(store)
    metrics = Metrics(atlas)

    async def live(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse({"status": "live"})

    async def ready(request: Request) -> Response:  # noqa: ARG001
        status, body = await anyio.to_thread.run_sync(_readiness, atlas)
        return JSONResponse(body, status)

    async def measured(request: Request) -> Response:  # noqa: ARG001
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return Starlette(
        routes=[
            Route("/graphql", Endpoint(atlas, metrics).__call__, methods=METHODS),
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/metrics", measured),
            explorer.route(static),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(HostCheck, bound=host, allowed=tuple(allowed_hosts)),
            Middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL),
        ],
        lifespan=_serving(atlas),
    )


def _readiness(atlas: Atlas) -> tuple[int, dict[str, object]]:
    """Status and body: ready once the snapshot is in memory and for as long as the store answers."""
    away = atlas.access.away
    if away is not None:
        still = {"revision": away.revision, "snapshotAge": away.age}
        return 503, {"status": "not ready", "reason": f"the store is away: {away.reason}", **still}
    try:
        return 200, {"status": "ready", "revision": atlas.snapshot().revision}
    except GraphmapError as error:
        return 503, {"status": "not ready", "reason": str(error)}


def _serving(atlas: Atlas) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """A lifespan that follows a remote store, and builds, beside the first requests, what these would wait for."""

    def warm() -> None:
        try:
            atlas.warm()
        except GraphmapError as error:
            _log.warning("the store does not answer yet: %s", error)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        with atlas.following():
            warming = Thread(target=warm, name="graphmap-warm", daemon=True)
            warming.start()
            yield
            await anyio.to_thread.run_sync(warming.join)

    return lifespan
