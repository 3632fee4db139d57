"""Question 27 of the reference: its examples run on Sampleshire, and say what the page says of them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.running import Here

PAGE = (Path(__file__).parents[2] / "docs/reference/questions.md").read_text(encoding="utf-8")
SECTION = re.split(r"^## (?=27\. )", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
DOCUMENTS = re.findall(r"^```graphql\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^\$ graphmap (.*)$", SECTION, re.MULTILINE)


def test_the_examples_are_found() -> None:
    assert (len(DOCUMENTS), len(COMMANDS)) == (2, 2)


@pytest.mark.parametrize("document", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_a_document_finds_something(graphmap: Here, sampleshire: str, document: str) -> None:
    answer = graphmap("query", document, "--store", sampleshire).json
    assert "errors" not in answer
    (found,) = answer["data"].values()
    assert found["counts"]


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_a_command_finds_something(graphmap: Here, sampleshire: str, command: str) -> None:
    done = graphmap(*shlex.split(command), "--store", sampleshire)
    assert done.code == 0, done.err
    assert re.search(r"312 records are new|21 from NO to YES", done.out)
