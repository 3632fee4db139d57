"""What changed between two maps: the facts of them, and the answers to exchange questions.

`facts_changed` compares what is stated, `VerdictChanges` what follows from it.
"""

from graphmap.analysis.changes.facts import LISTED, Change, Changes, How, facts_changed
from graphmap.analysis.changes.values import values_of
from graphmap.analysis.changes.verdicts import VerdictChanges

__all__ = ["LISTED", "Change", "Changes", "How", "VerdictChanges", "facts_changed", "values_of"]
