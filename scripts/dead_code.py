"""Names that nothing in the product uses: functions, methods, classes, properties and attributes; a use in tests is none.

Fields and constants are left to review: GraphQL, pydantic and dataclasses read them by their names, which cannot be seen
here. Unused locals and imports are ruff's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("graphmap", "importers", "scripts", "bench", "hatch_build.py")

# Who calls what these mark.
FRAMEWORK_DECORATORS = [
    "@strawberry.*",  # GraphQL, by the field's name
    "@field",
    "@*.command",  # typer
    "@*.callback",
    "@field_validator",  # pydantic
    "@field_serializer",
    "@model_validator",
]
FRAMEWORK_NAMES = [
    "ExplorerHook",  # hatchling, and its two methods
    "dependencies",
    "initialize",
    "process_errors",  # strawberry's schema
    "on_validate",  # extensions of strawberry
    "get_results",
    "pre_execution_errors",
    "startElement",  # xml.sax
    "endElement",
    "characters",
    "readable",  # io.RawIOBase
    "readinto",
    "external_attr",  # zipfile.ZipInfo
]


def main() -> int:
    """Print what is unused; 1 when there is any."""
    vulture = Vulture(ignore_names=FRAMEWORK_NAMES, ignore_decorators=FRAMEWORK_DECORATORS)
    vulture.scavenge([str(ROOT / place) for place in PLACES if (ROOT / place).exists()])
    found = [item for item in vulture.get_unused_code(min_confidence=60) if item.typ != "variable"]
    for item in found:
        place = Path(item.filename).relative_to(ROOT)
        print(f"{place}:{item.first_lineno}: {item.typ} {item.name} is not used by the product")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
