"""The oracle: a second, deliberately plain implementation of the semantics, with networkx, written from
docs/reference/semantics.md alone. It shares no code with the product and must never import graphmap.

Input are evidence tables as one source states them (table -> rows of strings), valid for the importer.
"""

from tests.reference.exchange import Answer, ExchangeMap, exchange
from tests.reference.facts import Tables, read_folder
from tests.reference.silos import Silo, silos

__all__ = ["Answer", "ExchangeMap", "Silo", "Tables", "exchange", "read_folder", "silos"]
