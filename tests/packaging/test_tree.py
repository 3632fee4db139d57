"""Promises of the tree itself that no other tool keeps: pins, lock files, reasons, and modules of a readable size."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_MODULE = 600


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    pins = _pins()
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    for requirement in (Requirement(text) for group in groups for text in group):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def test_node_from_the_package_index_is_asked_for_in_one_range_only() -> None:
    (node,) = PROJECT["dependency-groups"]["node"]
    assert f'NODE_REQUIREMENT = "{node}"' in (ROOT / "scripts" / "explorer.py").read_text(encoding="utf-8")


def test_the_web_lock_file_names_no_address() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 1
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_dependency_has_its_reason_on_record() -> None:
    record = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    reasons = {line.split("|")[1].strip() for line in record.splitlines() if line.startswith("| ")}
    runtime = {Requirement(text).name for text in PROJECT["project"]["dependencies"]}
    assert runtime - reasons == set()


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert pages
    assert [name for name in pages if f"({name})" not in index] == []


def test_no_module_outgrows_what_one_can_read() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for package in ("graphmap", "importers", "scripts")
        for path in (ROOT / package).rglob("*.py")
    }
    assert len(lengths) > 10
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
