"""The compose file of the how-to is one, as far as that can be told without a Docker engine."""

from __future__ import annotations

from pathlib import Path

import yaml

FILE = Path(__file__).parents[2] / "docs" / "how-to" / "neo4j-compose.yaml"


def test_it_describes_one_neo4j_on_loopback_with_a_password_from_outside() -> None:
    described = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    (service,) = described["services"].values()
    assert service["image"].startswith("neo4j:5.26")
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "${GRAPHMAP_NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]
    assert {mount.split(":")[0] for mount in service["volumes"]} == set(described["volumes"])
    assert all(isinstance(value, str) for value in service["environment"].values())
