"""What single changes would mend."""

from __future__ import annotations

import json

import strawberry

from graphmap.analysis.exchange.report import Report
from graphmap.analysis.fixes import supposing
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.fixes.words import FixWords
from graphmap.api.types.describing import field, object_type, register
from graphmap.model.scenario import as_json

register(
    FixKind,
    "What a single change does.",
    {
        "BRING_FORWARD": "A system, port or interface on the way comes now.",
        "CONNECT": "A system and a relay are linked.",
        "ALIGN_PROFILE": "A system sends or takes one more profile, over the links that it has.",
        "TRANSLATE": "A relay takes one more profile, and sends it on as it is or as another.",
    },
)


@object_type
class Fix:
    """One change to the map, and the pairs that it would turn to YES."""

    report: strawberry.Private[Report]
    found: strawberry.Private[supposing.Fix]

    @field
    def kind(self) -> FixKind:
        """What the change does."""
        return self.found.kind

    @field
    def text(self) -> str:
        """The change in words."""
        return FixWords(self.report.snapshot, self.report.question.exchange).text(self.found.change)

    @field
    def change(self) -> str:
        """The change as JSON, as a scenario takes it."""
        return json.dumps(as_json([self.found.change])[0], separators=(",", ":"), ensure_ascii=False)

    @field
    def pairs(self) -> int:
        """Ordered pairs in scope that it turns to YES."""
        return self.found.pairs

    @field
    def from_no(self) -> int:
        """Those of them that are NO now."""
        return self.found.from_no

    @field
    def from_unknown(self) -> int:
        """Those of them that are UNKNOWN now: some may be able to exchange already, unrecorded."""
        return self.found.from_unknown
