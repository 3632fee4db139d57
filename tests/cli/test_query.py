"""One GraphQL operation in process: however it is given, its answer is JSON, and its errors are exit code 1."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from graphmap.cli.query import exit_code
from tests.cli.running import Here, apart

TRUST = "query Trust($code: ID!) { organisation(code: $code) { code name } }"
SA1 = {"organisation": {"code": "SA1", "name": "Sampleton University Hospitals NHS Foundation Trust"}}


def test_as_text_with_variables(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("query", TRUST, "--variables", '{"code": "SA1"}', "--store", sampleshire)
    assert (done.code, done.err) == (0, "")
    assert done.json["data"] == SA1


def test_from_files(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    (tmp_path / "trust.graphql").write_text(TRUST, encoding="utf-8-sig")
    (tmp_path / "variables.json").write_text('{"code": "organisation:SA1"}', encoding="utf-8")
    done = graphmap(
        "query",
        f"@{tmp_path}/trust.graphql",
        "--variables",
        f"@{tmp_path}/variables.json",
        "--store",
        sampleshire,
    )
    assert done.json["data"] == SA1


@pytest.mark.parametrize("given", [["-"], []])
def test_from_standard_input(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TRUST))
    done = graphmap("query", *given, "--variables", '{"code": "SA1"}', "--store", sampleshire)
    assert done.json["data"] == SA1


def test_standard_input_of_a_process(sampleshire: str) -> None:
    done = apart("query", "-", "--store", sampleshire, stdin='{ organisation(code: "SA1") { code name } }')
    assert (done.code, done.json["data"]) == (0, SA1)


def test_without_a_query_on_a_terminal(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    done = graphmap("query", "--store", sampleshire)
    assert done.code == 2
    assert "no query given: write one, name a file as @question.graphql, or pipe it in with -" in done.err


def test_standard_input_that_is_no_text(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe{"), encoding="utf-8"))
    done = graphmap("query", "-", "--store", sampleshire)
    assert done.code == 2
    assert "standard input is no UTF-8" in done.err


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{ organisation(code: ", "Syntax Error"),
        ("{ organisations { trusts } }", "Cannot query field 'trusts'"),
        (
            '{ route(type: "referral", sender: "SA1", receiver: "SA11") { verdict } }',
            "nearest: SAG11, SA1, SAL1",
        ),
        ('{ exchange(type: "referal") { summary } }', "nearest: referral"),
    ],
)
def test_errors_are_data_and_exit_code_1(graphmap: Here, sampleshire: str, document: str, said: str) -> None:
    done = graphmap("query", document, "--store", sampleshire)
    assert done.code == 1
    (error,) = done.json["errors"]
    assert said in error["message"]
    assert error["extensions"]["code"]
    assert not done.err


def test_without_a_store_there_is_nothing_to_ask(graphmap: Here, fresh: str) -> None:
    done = graphmap("query", "{ about { today } }", "--store", fresh)
    assert done.code == 4
    assert "import something first" in done.err
    assert not done.out


def test_an_answer_for_a_store_that_gave_way_is_exit_code_4() -> None:
    gone = {"message": "map.db does not answer", "extensions": {"code": "STORE_UNAVAILABLE"}}
    assert exit_code({"data": None, "errors": [gone]}) == 4
    assert exit_code({"data": None, "errors": [{"message": "no"}]}) == 1
    assert exit_code({"data": {}}) == 0
