"""Help: quick, complete, with examples; and what is said to a mistyped command line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from graphmap import __version__
from graphmap.cli.app import app
from tests.cli.running import PATIENCE, Here

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
HEAVY = (
    "httpx", "networkx", "numpy", "orjson", "pydantic", "rapidfuzz", "rich", "sqlite3", "starlette", "strawberry",
    "uvicorn", "yaml",
)  # fmt: skip


def _commands(group: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= _commands(command, (*path, name))
        else:
            found[*path, name] = command
    return found


COMMANDS = _commands(get_command(app))


def _named(path: tuple[str, ...]) -> str:
    return " ".join(path)


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        # typer itself takes the types of a command's options to pydantic.
        (["import", "--help"], {"pydantic"}),
        (["ask", "exchange", "-h"], {"pydantic"}),
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str], allowed: set[str]) -> None:
    code = (
        "import sys\n"
        "from graphmap.cli.run import run\n"
        "assert run(sys.argv[1:]) == 0\n"
        f"sys.exit(', '.join(sorted({set(HEAVY) - allowed!r} & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert not done.stderr.strip(), f"loaded: {done.stderr}"
    assert done.stdout


def test_the_commands_of_the_contract_are_there() -> None:
    assert {_named(path) for path in COMMANDS} == {
        "demo", "serve", "import", "query", "check", "export", "sources", "runs", "retract", "recover", "copy", "template",
        "ask exchange", "ask route", "ask silos", "ask changes",
        "ask market", "ask contracts", "ask duplicates", "ask lock-in", "ask consolidation", "ask supplier", "ask systems",
        "ask asks", "ask coverage",
        "ask dependencies",
        "ask standards", "ask payloads", "ask openness", "ask candidate",
        "ask impact", "ask single-points", "ask shared-patients", "ask scenario", "ask fixes", "ask plans",
        "scenario list", "scenario show", "scenario save", "scenario delete", "scenario export",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=_named)
def test_every_command_has_help_with_an_example(graphmap: Here, path: tuple[str, ...]) -> None:
    done = graphmap(*path, "--help")
    assert done.code == 0
    assert not done.err
    assert re.search(rf"Examples?:\n(.*\n)* +.*\bgraphmap {_named(path)}\b", done.out)
    assert graphmap(*path, "-h") == done


@pytest.mark.parametrize("path", COMMANDS, ids=_named)
def test_the_list_of_commands_gives_a_whole_sentence(graphmap: Here, path: tuple[str, ...]) -> None:
    listed = graphmap(*path[:-1], "--help").out
    (line,) = [line for line in listed.splitlines() if line.split()[:1] == [path[-1]]]
    assert line.endswith(".")
    assert not line.endswith("...")


@pytest.mark.parametrize("path", COMMANDS, ids=_named)
def test_the_reference_describes_every_command_and_option(path: tuple[str, ...]) -> None:
    sections = re.split(r"^##+ ", REFERENCE, flags=re.MULTILINE)
    (section,) = [text for text in sections if text.startswith(f"graphmap {_named(path)}\n")]
    options = {name for parameter in COMMANDS[path].params for name in parameter.opts if name.startswith("-")}
    missing = {name for name in options - {"--help", "-h"} if f"`{name}" not in section}
    assert not missing
    invented = set(re.findall(r"^\| `(--[a-z-]+)", section, flags=re.MULTILINE)) - options
    assert not invented


def test_the_reference_lists_every_exit_code() -> None:
    assert re.findall(r"^\| (\d+) \|", REFERENCE, flags=re.MULTILINE) == ["0", "1", "2", "3", "4", "130"]


def test_the_version(graphmap: Here) -> None:
    assert graphmap("--version").out == f"{__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("ask",), ("scenario",)])
def test_a_group_without_a_command_shows_its_help(graphmap: Here, arguments: tuple[str, ...]) -> None:
    done = graphmap(*arguments)
    assert done.code == 2
    assert not done.out
    assert done.err.startswith("Usage: graphmap")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("impot", "x"), "No such command 'impot'. Did you mean 'import'?"),
        (("ask", "silo", "referral"), "No such command 'silo'. Did you mean 'silos'?"),
        (("runs", "--jsn"), "No such option: --jsn (Possible options: --json)"),
        (("import",), "Missing argument"),
        (("import", "x", "--edition"), "'--edition' requires an argument"),
        (("import", "x", "--edition", "July"), "'July' is no ISO date, such as 2026-07-01"),
        (("import", "a", "b", "--source", "s"), "--source s can name one input, and 2 are given"),
        (("import", "x", "--source", " "), "--source needs a name"),
        (("import", str(ROOT), "--format", "xml"), "No format is named 'xml'. Known: evidence_tables"),
        (("serve", "--port", "80000"), "Invalid value for '--port'"),
        (("serve", "--port", "http"), "Invalid value for '--port'"),
        (("ask", "exchange", "referral", "--reading", "bold"), "'bold' is none of cautious, on-record"),
        (
            ("ask", "exchange", "referral", "--verdict", "maybe"),
            "'maybe' is none of yes, no, unknown, not-app",
        ),
        (
            ("ask", "exchange", "referral", "--min-evidence", "hearsay"),
            "'hearsay' is none of inferred, declared",
        ),
        (("ask", "exchange", "referral", "--as-of", "2026-02-30"), "'2026-02-30' is no date"),
        (("ask", "exchange", "referral", "--as-known-at", "May"), "'May' is no date: write it as 2026-11-22"),
        (("ask", "exchange", "referral", "--first", "0"), "Invalid value for '--first'"),
        (("ask", "silos", "--min-grade", "s4"), "'s4' is none of s0, s1, s2, s3, open, undetermined"),
        (("query", "{ about { today } }", "--variables", "{type}"), "--variables is no JSON"),
        (("query", "{ about { today } }", "--variables", "[1]"), "--variables must be a JSON object"),
        (("query", "@nowhere.graphql"), "nowhere.graphql cannot be read"),
    ],
)
def test_wrong_usage_says_what_is_wrong(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("GRAPHMAP_STORE", sampleshire)
    done = graphmap(*arguments)
    assert done.code == 2
    assert said in done.err
    assert not done.out


def test_a_wrong_today_is_wrong_usage(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", "yesterday")
    done = graphmap("sources", "--store", sampleshire)
    assert done.code == 2
    assert "GRAPHMAP_TODAY is 'yesterday'" in done.err
