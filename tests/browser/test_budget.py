"""What the explorer costs to fetch: limits of the first view and of every view after it, in compressed bytes."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

from tests.browser.conftest import STATIC
from tests.browser.explorer import Explorer
from tests.browser.test_every_view import VIEWS

FIRST = 120_000
LATER = 40_000


def compressed(names: set[str]) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def test_views_stay_within_their_budget(explorer: Explorer) -> None:
    fetched: set[str] = set()
    explorer.page.on(
        "request",
        lambda request: (
            fetched.add(urlsplit(request.url).path.lstrip("/"))
            if re.search(r"\.(js|css)$", request.url)
            else None
        ),
    )
    explorer.open()
    assert 0 < compressed(fetched) <= FIRST
    for place in VIEWS.values():
        before = set(fetched)
        explorer.open(place)
        assert compressed(fetched - before) <= LATER, place


def test_one_subset_of_the_typeface_is_all_that_is_bundled() -> None:
    assert [file.suffix for file in STATIC.glob("assets/inter-*")] == [".woff2"]
    styles = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("assets/*.css"))
    assert "Frutiger" not in styles
    assert "http" not in styles
