"""The page of the questions: every query and every command on it has an answer in Sampleshire."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.running import Here

PAGE = (Path(__file__).parents[2] / "docs/reference/questions.md").read_text(encoding="utf-8")
SECTIONS = {text.partition("\n")[0]: text for text in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}


def _block(section: str, kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)
    assert found, f"no {kind} block"
    return found[1]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_query_has_an_answer(graphmap: Here, sampleshire: str, section: str) -> None:
    done = graphmap("query", _block(section, "graphql"), "--store", sampleshire)
    assert done.code == 0, done.out
    assert done.json["data"]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_command_has_an_answer(graphmap: Here, sampleshire: str, section: str) -> None:
    commands = [line[2:] for line in _block(section, "console").splitlines() if line.startswith("$ ")]
    assert commands
    for command in commands:
        done = graphmap(*shlex.split(command)[1:], "--store", sampleshire)
        assert done.code == 0, done.err
        assert len(done.out.splitlines()) > 2
