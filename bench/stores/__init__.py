"""SQLite against Neo4j: import, snapshot and nested reads, each in a process of its own, as its peak of memory is then."""
