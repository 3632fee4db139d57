"""Sampleshire: a fictional area in which every kind of answer occurs (README.md beside this file)."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The evidence tables, with the description of the source among them."""
    return Path(__file__).parent / "data"


def source_yaml() -> Path:
    """Publisher, licence, edition, the day on which it is shown, and expected row counts."""
    return folder() / "source.yaml"
