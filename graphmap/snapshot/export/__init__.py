"""The map, or a part of it, as files for other tools. `export` is the door; docs/reference/export.md describes each format.

What is fictional says so in every format. Only this package knows networkx, and loads it when a graph is asked for.
"""

from graphmap.snapshot.export.door import FORMATS, Format, export
from graphmap.snapshot.export.graph import to_networkx
from graphmap.snapshot.export.part import Part, part_of

__all__ = ["FORMATS", "Format", "Part", "export", "part_of", "to_networkx"]
