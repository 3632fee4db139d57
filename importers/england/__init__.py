"""England: which trusts run which systems and what joins them, as far as public pages say (README.md beside this file)."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The evidence tables, with the description of the source among them."""
    return Path(__file__).parent / "data"


def source_yaml() -> Path:
    """Publisher, licence, attribution, edition and expected row counts."""
    return folder() / "source.yaml"
