"""The explorer in a browser, as a test drives it: by roles and names, with everything noted that must not happen."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

WEB = Path(__file__).parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}


class Explorer:
    """One tab. `faults` holds requests to other places, errors of the console and refusals of the content policy."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        self._under_way: set[Request] = set()
        page.set_default_timeout(10_000)
        page.on("request", self._requested)
        page.on("requestfinished", self._done)
        page.on("requestfailed", self._done)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def _requested(self, request: Request) -> None:
        self._under_way.add(request)
        place = urlsplit(request.url)
        if place.scheme not in ("blob", "data") and f"{place.scheme}://{place.netloc}" != self.address:
            self.faults.append(f"request to {request.url}")

    def _done(self, request: Request) -> None:
        self._under_way.discard(request)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def open(self, place: str = "#/") -> Explorer:
        """Open a view by its address and wait until it has answered."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{place}")
        return self.settled()

    def settled(self) -> Explorer:
        """Wait until nothing is being fetched and nothing says that it is."""
        quiet = 0
        for _ in range(1000):
            self.page.wait_for_timeout(20)
            quiet = 0 if self._under_way else quiet + 1
            # What was answered may lead to the next question, a moment later.
            if quiet > 4:
                break
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        expect(self.page.get_by_role("main").get_by_role("status").filter(has_text="…")).to_have_count(0)
        return self

    @property
    def place(self) -> str:
        """The part of the address that names the view; small changes are written there a moment later."""
        self.page.wait_for_timeout(200)
        return "#" + self.page.url.partition("#")[2]

    @property
    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def answer(self) -> str:
        """The sentence that the view opens with, on one line, once it is no longer being worked out."""
        expect(self.page.locator("[data-answer]")).not_to_have_text(re.compile("…$"), timeout=30_000)
        return " ".join(self.page.locator("[data-answer]").inner_text().split())

    def table(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("table", name=name)

    def rows(self, name: str | re.Pattern[str]) -> list[list[str]]:
        """The body of a table as it is shown, one text a cell."""
        lines = self.table(name).locator("tbody tr")
        return [
            [" ".join(cell.split()) for cell in line.locator("th, td").all_inner_texts()]
            for line in lines.all()
        ]

    def download(self, button: str) -> tuple[str, str]:
        """Name and content of the file that a button gives."""
        with self.page.expect_download() as begun:
            self.page.get_by_role("button", name=button).click()
        file = begun.value
        return file.suggested_filename, Path(file.path()).read_text(encoding="utf-8-sig")

    def csv(self, table: str) -> list[dict[str, str]]:
        """The rows of a table's CSV; the button must announce just as many."""
        button = self.page.get_by_role(
            "button", name=re.compile(rf"^Download CSV \(([\d,]+) rows?\)\s*: {re.escape(table)}")
        )
        announced = re.search(r"\(([\d,]+) row", button.inner_text())
        rows = list(csv.DictReader(io.StringIO(self.download(button.inner_text().replace("\n", " "))[1])))
        assert announced
        assert len(rows) == int(announced[1].replace(",", ""))
        return rows

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA in the view as it stands: rule, and the elements."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "rules => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES
        )
        return [
            f"{one['id']}: {one['help']}: {json.dumps([node['html'][:160] for node in one['nodes'][:4]])}"
            for one in found["violations"]
        ]

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )
