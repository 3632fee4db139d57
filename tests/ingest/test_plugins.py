"""Importers of other formats, found by entry point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graphmap.ingest import Context, ImportOptions, Input, Problems, Reading, importer, run_import
from graphmap.model.claims import Claim, Source
from graphmap.model.errors import UsageError
from graphmap.model.records import Supplier
from graphmap.model.terms import Kind
from graphmap.store.base import Store
from tests.ingest.small import everything, imported, refused, write_folder


@dataclass
class Lines:
    """A format with a supplier on each line."""

    name: str = "lines"
    title: str = "Suppliers, one a line"
    seen: list[Context] = field(default_factory=list)

    def detect(self, given: Input) -> bool:
        return given.path.suffix == ".lines"

    def read(self, given: Input, context: Context) -> Reading:
        self.seen.append(context)
        claims = [Claim.of(Supplier(id=line, name=line)) for line in given.path.read_text("utf-8").split()]
        source = Source(name=context.source, format=self.name, location=given.location)
        return Reading(source, claims, Problems(), frozenset({Kind.SUPPLIER}))


def entry(name: str, loaded: Any) -> Any:
    """What an installed package registers."""

    def load() -> Any:
        if isinstance(loaded, Exception):
            raise loaded
        return loaded

    return SimpleNamespace(name=name, value=f"package.{name}", load=load)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The entry points that are found, for a test to add to."""
    entries: list[Any] = [entry("data", SimpleNamespace(folder=None))]
    monkeypatch.setattr(
        importer, "entry_points", lambda group: entries if group == "graphmap.importers" else []
    )
    importer.plugins.cache_clear()
    yield entries
    importer.plugins.cache_clear()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    (tmp_path / "some.lines").write_text("arden\nbeacon\n", encoding="utf-8")
    return tmp_path / "some.lines"


def test_an_importer_is_found_and_told_what_was_asked(
    store: Store, installed: list[Any], lines: Path
) -> None:
    plugin = Lines()
    installed.append(entry("lines", plugin))
    report = imported(store, lines, edition="2026-10", fictional=True)
    assert report.format == "lines"
    assert [key for key, _ in everything(store)["facts"]["supplier"]] == ["arden", "beacon"]
    (context,) = plugin.seen
    assert (context.source, context.edition, context.fictional) == ("some", "2026-10", True)


def test_a_module_may_hold_its_importer_by_name(store: Store, installed: list[Any], lines: Path) -> None:
    installed.append(entry("lines", SimpleNamespace(importer=Lines())))
    assert imported(store, lines).format == "lines"


def test_a_format_can_be_named(store: Store, installed: list[Any], tmp_path: Path) -> None:
    installed.append(entry("lines", Lines()))
    folder = write_folder(tmp_path / "input", {"suppliers": [{"id": "arden", "name": "A"}]})
    assert imported(store, folder / "suppliers.csv", format="lines", source="a").format == "lines"
    assert imported(store, folder / "suppliers.csv", source="b").format == "evidence_tables"
    with pytest.raises(UsageError, match=r"No format is named 'rows'\. Known: evidence_tables, lines\."):
        run_import(store, str(folder), ImportOptions(format="rows"))


def test_an_input_that_fits_two_formats_needs_one_named(
    store: Store, installed: list[Any], lines: Path
) -> None:
    installed += [entry("lines", Lines()), entry("twin", Lines("twin"))]
    with pytest.raises(UsageError, match=r"some\.lines fits several formats: lines, twin"):
        run_import(store, str(lines), ImportOptions())
    assert imported(store, lines, format="twin").format == "twin"


def test_an_importer_that_cannot_be_loaded_is_named(store: Store, installed: list[Any], lines: Path) -> None:
    installed.append(entry("broken", ImportError("no module named x")))
    with pytest.raises(UsageError, match="The importer broken cannot be loaded: no module named x"):
        run_import(store, str(lines), ImportOptions())


def test_what_no_format_fits_is_refused(store: Store, installed: list[Any], lines: Path) -> None:
    assert installed
    errors = refused(store, lines)
    assert [error.message for error in errors] == ["holds nothing to import"]
    assert "--format" in errors[0].remedy
