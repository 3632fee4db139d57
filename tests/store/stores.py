"""The stores that keep the protocol. A new one joins the suite by a line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

STORES: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: f"sqlite:///{folder}/map.db"}
"""How to get the address of a place without a store yet, given an empty folder."""
