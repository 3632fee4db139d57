"""Where the data files of `schema/` are: inside an installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from graphmap.model.errors import GraphmapError

_PACKAGE = Path(__file__).resolve().parents[1]


def schema_folder() -> Path:
    """The folder that holds `vocabularies/`, `tables/` and the generated contracts.

    Raises `GraphmapError` where neither the package nor a checkout around it has one.
    """
    for folder in (_PACKAGE / "_schema", _PACKAGE.parent / "schema"):
        if folder.is_dir():
            return folder
    raise GraphmapError(
        f"The vocabularies are missing: neither {_PACKAGE / '_schema'} nor {_PACKAGE.parent / 'schema'} exists. "
        "Install graphmap again."
    )
