"""`graphmap scenario`: what is saved is listed, shown, exported and saved again the same; nobody's later work is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Here, Outcome

LINK: dict[str, Any] = {"addLink": {"from": "SA1-stork", "to": "service:E_RS", "exchange": "referral"}}
FAIL: dict[str, Any] = {"fail": {"of": ["service:IEP"]}}
YAML = """
- addLink: {from: SA1-stork, to: "service:E_RS", exchange: referral}
- fail: {of: ["service:IEP"]}
"""


class Kept:
    """The scenarios of one store."""

    def __init__(self, graphmap: Here, address: str) -> None:
        self._graphmap = graphmap
        self.address = address

    def __call__(self, *arguments: object) -> Outcome:
        return self._graphmap("scenario", *arguments, "--store", self.address)

    def done(self, *arguments: object) -> str:
        """What a command prints that goes well."""
        outcome = self(*arguments)
        assert outcome.code == 0, outcome.err
        return outcome.out

    def refused(self, *arguments: object) -> str:
        """What is said of a command that is refused as wrong usage."""
        outcome = self(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        return outcome.err


@pytest.fixture
def kept(graphmap: Here, sampleshire: str) -> Kept:
    return Kept(graphmap, sampleshire)


@pytest.fixture
def changes(tmp_path: Path) -> Path:
    path = tmp_path / "Image exchange stops.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def written(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_changes_in_a_file_become_a_scenario(kept: Kept, changes: Path) -> None:
    assert kept.done("save", changes, "--owner", "Imaging network") == (
        "saved 'Image exchange stops' as image-exchange-stops: 2 changes\n"
    )
    listed = kept.done("list").splitlines()
    assert listed[0].startswith("FICTIONAL")
    assert listed[2].split("  ")[0] == "image-exchange-stops"
    assert "Imaging network" in listed[2]
    shown = kept.done("show", "image-exchange-stops").splitlines()
    assert shown[1:4] == [
        "Image exchange stops (image-exchange-stops)",
        "owner: Imaging network",
        "saved 2026-11-22 00:00, last changed 2026-11-22 00:00 (UTC)",
    ]
    assert "addLink" in shown[5]
    assert "from SA1-stork, to service:E_RS, exchange referral" in shown[5]


def test_what_is_exported_is_saved_the_same_here_and_elsewhere(
    kept: Kept, graphmap: Here, fresh: str, changes: Path, tmp_path: Path
) -> None:
    kept.done("save", changes, "--name", "Stops", "--description", "Ångström\nand more", "--owner", "Zoë")
    file = tmp_path / "stops.json"
    assert kept("export", "stops", "--output", file).err == f"wrote {file}\n"
    exported = file.read_text(encoding="utf-8")
    assert exported == kept.done("export", "stops")
    assert kept.done("save", file) == "nothing to save: stops is as it was\n"
    copied = graphmap("copy", "--from", kept.address, "--to", fresh)
    assert copied.out == f"copied 765 claims, 1 run, 1 source, 1 scenario to {fresh}; revision 1\n"
    copy = Kept(graphmap, fresh)
    assert copy.done("export", "stops") == exported
    copy.done("delete", "stops")
    copy.done("save", file)
    assert copy.done("export", "stops") == exported
    kept.done("delete", "stops")
    assert kept("list").err.startswith("no scenario is saved yet")


def test_an_exported_file_may_be_changed_and_saved_once(kept: Kept, changes: Path, tmp_path: Path) -> None:
    kept.done("save", changes, "--name", "Stops")
    content = json.loads(kept.done("export", "stops"))
    file = written(tmp_path / "a.json", content | {"owner": "me", "changes": [FAIL]})
    assert kept.done("save", file) == "saved 'Stops' as stops: 1 change\n"
    stale = written(tmp_path / "b.json", content | {"owner": "another"})
    told = kept.refused("save", stale)
    assert "There is a scenario 'stops', last changed at 2026-11-22T00:00:00.000001Z" in told
    assert "--replace replaces it" in told
    assert json.loads(kept.done("show", "stops", "--json"))["owner"] == "me"
    assert kept.done("save", stale, "--replace") == "saved 'Stops' as stops: 2 changes\n"
    assert json.loads(kept.done("show", "stops", "--json"))["owner"] == "another"


def test_a_name_that_is_taken_gets_an_id_of_its_own_and_an_id_that_is_taken_is_refused(
    kept: Kept, changes: Path
) -> None:
    kept.done("save", changes, "--name", "Stops")
    assert "as stops-2: 2 changes" in kept.done("save", changes, "--name", "Stops", "--owner", "me")
    assert "There is a scenario 'stops'" in kept.refused("save", changes, "--name", "Other", "--id", "stops")


def test_scenarios_are_put_together(kept: Kept, changes: Path, tmp_path: Path) -> None:
    kept.done("save", changes, "--name", "One")
    merger = {"changes": [{"mergeOrganisations": {"codes": ["SA2"], "into": "SA1"}}], "basedOn": ["one"]}
    kept.done("save", written(tmp_path / "merger.json", merger))
    joined = kept.done("save", "--name", "Both", "--based-on", "merger", "--based-on", "one")
    assert joined == "saved 'Both' as both: 0 changes, on top of merger, one\n"
    shown = json.loads(kept.done("show", "both", "--json"))
    assert shown["allChanges"] == [LINK, FAIL, *merger["changes"]]
    assert "based on merger, one" in kept.done("show", "both")
    assert "is part of both, merger" in kept.refused("delete", "one")


def test_every_report_is_json_when_asked_for(kept: Kept, changes: Path) -> None:
    saved = json.loads(kept.done("save", changes, "--name", "Stops", "--json"))
    assert saved == json.loads(kept.done("export", "stops"))
    assert json.loads(kept.done("list", "--json")) == [saved]
    assert json.loads(kept.done("show", "stops", "--json")) == {**saved, "allChanges": saved["changes"]}
    assert json.loads(kept.done("delete", "stops", "--json")) == saved
    assert json.loads(kept.done("list", "--json")) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is no JSON or YAML"),
        ("just words", "holds no scenario: write a list of changes"),
        ("{changes: [], colour: red}", "'colour' is no field of a scenario, which are id, name, owner"),
        ("{changes: {}}", "changes has to be a list"),
        ("{changes: [], changedAt: 2026-11-22}", "changedAt has to be a text; put it in quotes"),
        ("[fail]", "item 1 of changes has to be an object, not 'fail'"),
        ("[]", "A scenario needs `changes`"),
        ("[{fail: {of: []}}]", "change 1 (fail): of is empty: name at least one"),
        ("[{fail: {of: [a]}}, {fial: {of: [a]}}]", "change 2: 'fial' is no change; there are addDeployment"),
        ("[{addLink: {from: a, to: b}}]", "change 1 (addLink): exchange is missing: say it"),
        ("[{addLink: {from: a, to: b, exchange: 7}}]", "change 1 (addLink): exchange has to be a text"),
        ("[{addPort: {deployment: a, exchange: referral, role: sender}}]", "role: 'sender' is no code"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(
    kept: Kept, tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(content, encoding="utf-8")
    assert told in kept.refused("save", file)
    assert json.loads(kept.done("list", "--json")) == []


def test_what_is_not_there_is_said(kept: Kept, changes: Path, tmp_path: Path) -> None:
    kept.done("save", changes, "--name", "Stops")
    for command in ("show", "export", "delete"):
        assert "There is no scenario 'stop'; did you mean stops?" in kept.refused(command, "stop")
    assert "cannot be read: No such file" in kept.refused("save", tmp_path / "nothing.json")
    assert "cannot be written" in kept.refused("export", "stops", "--output", tmp_path / "no" / "file.json")


def test_a_store_that_cannot_be_written_keeps_what_it_has(kept: Kept, graphmap: Here, fresh: str) -> None:
    nowhere = Kept(graphmap, fresh)("save", "--name", "n", "--based-on", "a")
    assert (nowhere.code, nowhere.out) == (4, "")
    assert "There is no store at" in nowhere.err


def test_a_saved_scenario_is_asked_about_like_a_file(kept: Kept, graphmap: Here, changes: Path) -> None:
    kept.done("save", changes, "--name", "Stops")

    def asked(*what: object) -> Outcome:
        return graphmap("ask", "scenario", *what, "--exchange", "imaging", "--store", kept.address)

    of_file, of_saved = asked(changes), asked("--saved", "stops")
    assert of_file.code == 0, of_file.err
    assert "ordered pairs gained" in of_file.out
    assert of_saved == of_file
    both = asked(changes, "--saved", "stops").out
    assert f"{changes}:" in both
    assert "stops:" in both
    assert "name a file of changes, or a saved scenario" in asked().err
