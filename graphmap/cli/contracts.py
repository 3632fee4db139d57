"""`python -m graphmap.cli.contracts [--check]`: the contracts in `schema/` that are generated from the code.

Writes `schema/api.graphql`, `schema/graph.cypher` and `schema/tables/*.json`; with `--check` it writes nothing, prints what
differs and leaves with exit code 1. Meant for a checkout: an installed product only reads them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

_REMEDY = "schema/ is not what the code says: run `make generate` and look at the difference"
_MADE = ("api.graphql", "graph.cypher", "tables/*.json")


def generated() -> dict[str, str]:
    """The content of every generated file, by its path under `schema/`."""
    from graphmap.api.schema import schema
    from graphmap.ingest.table_schemas import contracts

    return {"api.graphql": f"{schema.as_str().rstrip()}\n", "graph.cypher": _graph(), **contracts()}


def _graph() -> str:
    """Constraints and indexes of a Neo4j store, for cypher-shell."""
    from graphmap.model.graph import SCHEMA
    from graphmap.store.neo4j.schema import OWN

    parts = (
        ("Constraints and indexes of a graphmap store on Neo4j, which makes them by itself.", ()),
        ("For Cypher users: docs/reference/graph-model.md.", SCHEMA),
        ("For graphmap: what counts, who writes, and runs, sources, claims and saved scenarios.", OWN),
    )
    return "\n".join(
        "".join((f"// {said}\n", *(f"{one};\n" for one in statements))) for said, statements in parts
    )


def differences(folder: Path, wanted: Mapping[str, str]) -> Iterator[str]:
    """What differs between the files of a folder and those wanted, as lines of a diff."""
    there = {str(path.relative_to(folder)) for pattern in _MADE for path in folder.glob(pattern)}
    for name in sorted(there | wanted.keys()):
        path = folder / name
        found = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        yield from unified_diff(
            found, wanted.get(name, "").splitlines(), f"schema/{name}", "as the code says", lineterm=""
        )


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    """Make the generated files of a folder those wanted, and no others."""
    for pattern in _MADE:
        for path in folder.glob(pattern):
            if str(path.relative_to(folder)) not in wanted:
                path.unlink()
    for name, content in wanted.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Generate, or check what is there. The exit code: 0 when all is as the code says, 1 on drift, 2 on wrong usage."""
    from graphmap.model.resources import schema_folder

    if set(arguments) - {"--check"}:
        print("usage: python -m graphmap.cli.contracts [--check]", file=sys.stderr)
        return 2
    folder, wanted = schema_folder(), generated()
    found = list(differences(folder, wanted))
    if not arguments:
        write(folder, wanted)
        return 0
    for line in found:
        print(line)
    if found:
        print(_REMEDY, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
