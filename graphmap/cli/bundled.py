"""Evidence that comes with the product, found by entry point like every importer, and kept up to date in a store."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from graphmap.cli.imports import tell
from graphmap.cli.output import Progress, counted, note
from graphmap.model.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from graphmap.ingest import ImportReport
    from graphmap.model.claims import Source
    from graphmap.store.base import Store

_OF_ITS_RUNS = {"claims", "last_run", "location"}
"""What a store says of a source by itself."""


@dataclass(frozen=True)
class Bundled:
    """A bundled source. `day`: the one on which it is meant to be read, an ISO date; None for today."""

    name: str
    folder: Path
    day: str | None

    @property
    def address(self) -> str:
        """The store of its own, in the user's data folder."""
        from platformdirs import user_data_path

        return f"sqlite:///{user_data_path('graphmap', appauthor=False) / f'{self.name}.db'}"

    def bring_up_to_date(self, store: Store) -> None:
        """Import it unless the store holds exactly what this version brings. Leaves with exit code 3 where it is refused."""
        note(f"comparing the bundled evidence ({self.name}) with the store")
        report = self._import(store, dry_run=True)
        if not report.refused:
            if _is_held(store, report):
                note("the store holds this version's evidence already")
                return
            report = self._import(store, dry_run=False)
        if report.refused:
            tell(report)
            raise typer.Exit(InputRefused.exit_code)
        note(f"loaded {counted(sum(report.rows.values()), 'row')} of evidence")
        if report.warnings:
            note(f"with {counted(report.warnings, 'warning')}: graphmap check {self.folder}")

    def _import(self, store: Store, *, dry_run: bool) -> ImportReport:
        from graphmap.ingest import ImportOptions, run_import

        with Progress() as progress:
            return run_import(
                store, str(self.folder), ImportOptions(source=self.name, dry_run=dry_run), progress
            )


def bundled(name: str) -> Bundled:
    """A bundled source by name. Raises `UsageError` where the installation lacks it."""
    import yaml

    for entry in entry_points(group="graphmap.importers", name=name):
        module = entry.load()
        said = yaml.safe_load(module.source_yaml().read_text(encoding="utf-8"))
        day = said.get("as_of")
        return Bundled(name, module.folder(), None if day is None else str(day))
    raise UsageError(f"the evidence named {name!r} is not installed: install graphmap-interop again")


def _is_held(store: Store, report: ImportReport) -> bool:
    """Whether the store has the same claims, and the same words about their source: title, licence, attribution, edition."""
    changes = report.changes
    if changes is None or changes.added or changes.changed or changes.retracted or report.source is None:
        return False
    with store.reading() as reader:
        held = {source.name: source for source in reader.sources()}
    return report.source.name in held and _words(held[report.source.name]) == _words(report.source)


def _words(source: Source) -> dict[str, object]:
    return source.model_dump(exclude=_OF_ITS_RUNS)
