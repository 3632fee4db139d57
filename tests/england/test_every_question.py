"""Every question of the page is asked of England, and has an answer that is told to people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.england.conftest import Answer, Said
from tests.england.questions import QUESTIONS

PAGE = (Path(__file__).parents[2] / "docs/reference/questions.md").read_text(encoding="utf-8")
HERE = Path(__file__).parent


def test_the_questions_asked_are_those_of_the_page() -> None:
    assert list(QUESTIONS) == [int(number) for number in re.findall(r"^## (\d+)\.", PAGE, re.MULTILINE)]


def test_the_content_of_every_answer_is_looked_at() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    assert {int(number) for number in re.findall(r"^def test_(\d\d)_", tests, re.MULTILINE)} == set(QUESTIONS)


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_question_has_an_answer(answer: Answer, number: int) -> None:
    found = answer(number)
    assert found
    assert all(one is not None for one in found.values())


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_command_tells_it_in_words(said: Said, number: int) -> None:
    for text in said(number):
        assert "FICTIONAL" not in text
        assert not re.search(r"\b(None(?! is known)|null|nan|inf|True|False)\b|\{", text), text
