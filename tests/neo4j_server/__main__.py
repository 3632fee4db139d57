"""Fetches the Neo4j servers that the tests of this machine start: python -m tests.neo4j_server"""

from __future__ import annotations

import sys

from tests.neo4j_server.provide import fetch
from tests.neo4j_server.versions import ServerMissing

if __name__ == "__main__":
    try:
        fetch()
    except ServerMissing as problem:
        sys.exit(str(problem))
