"""Evidence that comes with the product, found by entry point like every importer."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

from graphmap.model.errors import UsageError


def bundled_folder(name: str) -> Path:
    """The folder of evidence tables of a bundled source. Raises `UsageError` where the installation lacks it."""
    found = entry_points(group="graphmap.importers", name=name)
    for entry in found:
        folder: Path = entry.load().folder()
        return folder
    raise UsageError(f"the evidence named {name!r} is not installed: install graphmap-interop again")
