"""Who can exchange what with whom, and why not (semantics.md, sections 1 to 6).

`report.ask` answers for a scope: counts, pairs, organisations, groups and the explanation of any pair. In bulk by the
factored method (`reach`, `cells`); one pair at a time by its graph of moves (`moves`, `routes`, `relaxed`, `explain`).
"""

from graphmap.analysis.exchange.cells import CELLS, SELF
from graphmap.analysis.exchange.report import MATRIX_LIMIT, PairPage, Report, ask
from graphmap.analysis.exchange.summary import Summary, summary

__all__ = ["CELLS", "MATRIX_LIMIT", "SELF", "PairPage", "Report", "Summary", "ask", "summary"]
