"""The pages that show commands are followed from top to bottom, and what they show is what is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.pages import File, pattern, printed, steps

ROOT = Path(__file__).parents[2]
PAGES = [
    "docs/tutorial/sampleshire.md",
    "docs/how-to/ask-with-graphql.md",
    "docs/how-to/copy-a-store.md",
    "docs/how-to/export-the-map.md",
    "docs/how-to/save-a-scenario.md",
    "docs/reference/questions.md",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_is_printed(
    name: str, sampleshire_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Serving would never end; whoever follows the page stops it.
    monkeypatch.setattr("graphmap.cli.demo.listen", lambda *_: None)
    if "tutorial" not in name:
        (tmp_path / "map.db").write_bytes(sampleshire_file.read_bytes())
        monkeypatch.setenv("GRAPHMAP_STORE", "sqlite:///map.db")
    commands = 0
    for step in steps((ROOT / name).read_text(encoding="utf-8")):
        if isinstance(step, File):
            path = tmp_path / step.path
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.line.startswith("export "):
            for setting in shlex.split(step.line)[1:]:
                monkeypatch.setenv(*setting.split("=", 1))
        else:
            assert step.line.startswith("graphmap ")
            commands += 1
            said = printed(step.line)
            assert re.fullmatch(pattern(step.shown), said), f"$ {step.line}\n{said}"
    assert commands >= 3


@pytest.mark.parametrize(
    "name", ["README.md", "docs/reference/cli.md", "docs/reference/incidents.md", *PAGES]
)
def test_a_page_leads_to_pages_that_are_there(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []
