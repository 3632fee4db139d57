"""The command line on a Neo4j server: the same commands and answers, and exit code 4 with a remedy when it will not do."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, ENGLAND, SAMPLESHIRE, Here, Outcome

AWAY = "neo4j://127.0.0.1:1"


@pytest.mark.parametrize(
    "command",
    [
        ("sources",),
        ("runs",),
        ("recover",),
        ("retract", "survey"),
        ("scenario", "list"),
        ("scenario", "save", "--name", "n", "--based-on", "a"),
        ("scenario", "delete", "a"),
        ("import", str(SAMPLESHIRE)),
        ("export", "--format", "json", "--output", "out.json"),
        ("ask", "exchange", "referral"),
        ("query", "{ about { revision } }"),
        ("serve", "--port", "0"),
        ("demo", "--port", "0"),
    ],
    ids=lambda command: " ".join(command[:2]) if command[0] == "scenario" else command[0],
)
def test_a_server_that_is_away_ends_every_command_with_what_to_do(
    graphmap: Here, command: tuple[str, ...]
) -> None:
    done = graphmap(*command, "--store", AWAY)
    assert done.code == 4
    assert f"{AWAY} does not answer" in done.err
    assert "Traceback" not in done.err


def test_sampleshire_is_answered_as_from_a_file(
    graphmap: Here, fresh: str, neo4j_address: str, tmp_path: Path
) -> None:
    answers = []
    for number, store in enumerate((fresh, neo4j_address)):
        assert graphmap("import", str(SAMPLESHIRE), "--fictional", "--store", store).code == 0
        told = [
            graphmap(*question, "--store", store)
            for question in (
                ("ask", "exchange", "referral"),
                ("ask", "silos"),
                ("sources", "--json"),
                ("runs", "--json"),
                ("export", "--format", "json", "--output", f"{tmp_path}/{number}.json"),
                ("export", "--format", "tables", "--output", f"{tmp_path}/{number}.zip"),
            )
        ]
        assert [one.code for one in told] == [0] * len(told)
        answers.append(
            [
                [one.out for one in told],
                *((tmp_path / f"{number}.{ending}").read_bytes() for ending in ("json", "zip")),
            ]
        )
    assert answers[0] == answers[1]


def test_an_import_says_how_far_it_is_and_that_the_graph_follows(neo4j_address: str) -> None:
    done = subprocess.run(
        [*COMMAND, "import", str(ENGLAND), "--source", "england", "--store", neo4j_address],
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )
    assert done.returncode == 0
    assert "storing claims: 2," in done.stderr
    assert "bringing the Cypher graph up to date: " in done.stderr


def test_a_dry_run_writes_nothing(graphmap: Here, neo4j_address: str) -> None:
    done = graphmap(
        "import", str(SAMPLESHIRE), "--fictional", "--dry-run", "--json", "--store", neo4j_address
    )
    (report,) = json.loads(done.out)
    assert report["changes"]["added"] > 700
    assert json.loads(graphmap("runs", "--json", "--store", neo4j_address).out) == []


def test_credentials_do_not_belong_in_an_address(graphmap: Here) -> None:
    done: Outcome = graphmap("sources", "--store", "neo4j://me:secret@localhost:7687")
    assert done.code == 2
    assert "GRAPHMAP_NEO4J_PASSWORD" in done.err
    assert "secret" not in done.err
