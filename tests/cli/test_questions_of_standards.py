"""The examples of questions 17 to 26 in the reference run on Sampleshire, in GraphQL and on the command line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.running import Here

PAGE = (Path(__file__).parents[2] / "docs/reference/questions.md").read_text(encoding="utf-8")
NUMBERS = range(17, 27)
SECTIONS = {
    int(text.split(".")[0]): text for text in re.split(r"^## (?=\d+\. )", PAGE, flags=re.MULTILINE)[1:]
}


def blocks(number: int, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[number], re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_graphql_of_a_question_is_answered(graphmap: Here, sampleshire: str, number: int) -> None:
    (document,) = blocks(number, "graphql")
    done = graphmap("query", document, "--store", sampleshire)
    assert done.code == 0, done.out
    assert all(done.json["data"].values())


@pytest.mark.parametrize("number", NUMBERS)
def test_the_commands_of_a_question_are_answered(graphmap: Here, sampleshire: str, number: int) -> None:
    (lines,) = blocks(number, "console")
    for line in lines.splitlines():
        program, *arguments = shlex.split(line)
        assert (program, arguments[0]) == ("graphmap", "ask")
        done = graphmap(*arguments, "--store", sampleshire)
        assert done.code == 0, done.err
        assert len(done.out.splitlines()) > 2
