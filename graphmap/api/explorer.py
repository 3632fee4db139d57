"""The explorer: static files built from `web/`, or a page that says how to build them."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EVERY_TIME = "no-cache"
_MISSING = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>graphmap</title></head>
<body>
<main>
<h1>The explorer is not built</h1>
<p>In a checkout, <code>make explorer</code> builds it; an installed graphmap brings it along.</p>
<p>The API answers all the same: POST a JSON object with a <code>query</code> to <code>/graphql</code>.</p>
</main>
</body>
</html>
"""


class Explorer(StaticFiles):
    """The built files. What is in `assets` has a digest in its name and never changes; the rest is asked for anew."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """A file with its caching; 304 where the browser has it already."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        fixed = Path(full_path).parent.name == "assets"
        response.headers["cache-control"] = _FOR_EVER if fixed else _ASK_EVERY_TIME
        return response


def route(folder: Path = STATIC) -> BaseRoute:
    """The route that serves the explorer from a folder, or the page on how to build it."""
    if (folder / "index.html").is_file():
        return Mount("/", Explorer(directory=folder, html=True))
    return Route("/", _missing)


async def _missing(request: Request) -> Response:  # noqa: ARG001
    return HTMLResponse(_MISSING, headers={"cache-control": _ASK_EVERY_TIME})
