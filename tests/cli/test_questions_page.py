"""The page of the questions: every query on it has an answer in Sampleshire, and every command shows one.

That the commands print what is shown is held by `test_pages`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import Here

PAGE = (Path(__file__).parents[2] / "docs/reference/questions.md").read_text(encoding="utf-8")
SECTIONS = {text.partition("\n")[0]: text for text in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}


def _blocks(section: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)


def test_the_questions_stand_in_the_order_of_their_numbers() -> None:
    numbers = [int(section.partition(".")[0]) for section in SECTIONS]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 31))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_queries_have_an_answer(graphmap: Here, sampleshire: str, section: str) -> None:
    documents = _blocks(section, "graphql")
    assert documents
    for document in documents:
        done = graphmap("query", document, "--store", sampleshire)
        assert done.code == 0, done.out
        assert all(found is not None for found in done.json["data"].values())


@pytest.mark.parametrize("section", SECTIONS)
def test_every_command_is_shown_with_its_answer(section: str) -> None:
    blocks = _blocks(section, "console")
    assert blocks
    for block in blocks:
        before, *commands = re.split(r"^\$ graphmap ask ", block, flags=re.MULTILINE)
        assert not before
        assert all(len(command.splitlines()) > 3 for command in commands)
