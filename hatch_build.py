"""Build hook of the wheel and the source archive: the explorer is built where it is missing or out of date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))
import explorer


class ExplorerHook(BuildHookInterface[Any]):
    """Builds the explorer with the machine's Node, or with the one that PyPI holds.

    An editable install builds nothing: it must work in a checkout without Node, and `make` builds the explorer itself.
    """

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where the explorer has to be built and the machine has no Node that can."""
        if explorer.is_current() or explorer.machine_node() is not None:
            return []
        return [explorer.NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the explorer unless it is there already; `version` is `editable` or `standard`."""
        if version != "editable":
            explorer.build()
