"""What changed on the map between two days: records, and the answers that follow from them."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import strawberry

from graphmap.analysis import changes as analysis
from graphmap.analysis.changes import How, values_of
from graphmap.analysis.exchange.words import spoken_date
from graphmap.api.change_words import sentence
from graphmap.api.changes import Compared, Ends, page_of_changes, page_of_verdicts
from graphmap.api.ids import keys_of
from graphmap.api.types import lookup, organisation
from graphmap.api.types.arguments import After, First, Verdicts
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type, register
from graphmap.api.types.enums import Reading, RecordKind, Verdict
from graphmap.api.types.node import Fact
from graphmap.api.types.pair import Exchange
from graphmap.api.types.refs import OrganisationRef

register(
    How,
    "How a record changed between two days of knowledge.",
    {
        "SLIPPED": "It was planned for a day that has passed meanwhile, and no source says that it happened.",
        "RETRACTED": "It was stated then, and nobody states it any more.",
        "CHANGED": "Something else is said of one of its properties.",
        "NEW": "It is stated, and nobody stated it then.",
        "RESTATED": "The same is said on other evidence, or seen again: no change of the map. Listed only when asked for.",
    },
    name="ChangeKind",
)


@object_type
class PropertyChange:
    """One property of which something else is said."""

    property: str = strawberry.field(
        description="The property, by its column; `validity` is status and dates."
    )
    before: str | None = strawberry.field(description="What was said of it; null where nothing was.")
    after: str | None = strawberry.field(description="What is said of it; null where nothing is.")


@object_type
class Change:
    """One change of one record between two days of knowledge."""

    ends: strawberry.Private[Ends]
    found: strawberry.Private[analysis.Change]

    @cached_property
    def differences(self) -> dict[str, tuple[str, str]]:
        if not self.found.properties:
            return {}
        old = values_of(self.ends.before.snapshot, self.found.kind, self.found.before)
        new = values_of(self.ends.after.snapshot, self.found.kind, self.found.after)
        return {name: (old[name], new[name]) for name in self.found.properties}

    @field
    def change(self) -> How:
        """How it changed."""
        return self.found.how

    @field
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return self.found.kind

    @field
    def key(self) -> strawberry.ID:
        """Its id in the evidence tables; of ports, links, coverage and contracts their identity in one text."""
        end = self.ends.before if self.found.after < 0 else self.ends.after
        row = self.found.before if self.found.after < 0 else self.found.after
        return strawberry.ID(keys_of(end.snapshot, self.found.kind)[row])

    @field
    def text(self) -> str:
        """The change in a sentence."""
        return sentence(self.ends.before.snapshot, self.ends.after.snapshot, self.found, self.differences)

    @field
    def properties(self) -> list[PropertyChange]:
        """Of a CHANGED record, what is said otherwise."""
        return [
            PropertyChange(property=name, before=old or None, after=new or None)
            for name, (old, new) in self.differences.items()
        ]

    @field
    def before(self) -> Fact | None:
        """The record as it was known at the earlier end; null where nobody stated it."""
        row = self.found.before
        return lookup.fact(self.ends.before, self.found.kind, row) if row >= 0 else None

    @field
    def after(self) -> Fact | None:
        """The record as it is known at the later end; null where nobody states it."""
        row = self.found.after
        return lookup.fact(self.ends.after, self.found.kind, row) if row >= 0 else None


@object_type
class ChangeCount:
    """How many records of a kind changed in one way."""

    kind: RecordKind = strawberry.field(description="The kind of record.")
    change: How = strawberry.field(description="How they changed.")
    count: int = strawberry.field(description="How many there are.")


@object_type
class ChangeConnection(Connection[Change]):
    """A page of changes, with how many there are of each kind."""

    ends: strawberry.Private[Ends]
    found: strawberry.Private[analysis.Changes]

    @field
    def counts(self) -> list[ChangeCount]:
        """Changes of the whole list by kind of record and of change, without zeros."""
        return [ChangeCount(kind=kind, change=how, count=count) for kind, how, count in self.found.counts]

    @field
    def summary(self) -> str:
        """The whole list in a sentence, and what to know about its ends."""
        return _summary(self.ends, self.found)

    @field
    def since(self) -> date:
        """The earlier day of knowledge."""
        return self.ends.before.known_at

    @field
    def until(self) -> date:
        """The later day of knowledge."""
        return self.ends.after.known_at

    @field
    def since_revision(self) -> int | None:
        """The earlier revision; null where days are compared."""
        return _revision(self.ends, 0)

    @field
    def until_revision(self) -> int | None:
        """The later revision; null where days are compared."""
        return _revision(self.ends, 1)


def _revision(ends: Ends, end: int) -> int | None:
    return None if ends.revisions is None else ends.revisions[end]


def page(ends: Ends, found: analysis.Changes, first: int, after: str | None) -> ChangeConnection:
    """A page of changes as a connection."""
    made = connection(page_of_changes(ends, found, first, after), lambda one: Change(ends=ends, found=one))
    return ChangeConnection(
        edges=made.edges, page_info=made.page_info, total_count=made.total_count, ends=ends, found=found
    )


@object_type
class VerdictChangeCount:
    """How many pairs went from one answer to another."""

    was: Verdict = strawberry.field(description="The answer at the earlier end.")
    now: Verdict = strawberry.field(description="The answer at the later end.")
    pairs: int = strawberry.field(description="Ordered pairs of distinct organisations.")


@object_type
class VerdictChange:
    """A pair of organisations whose answer changed."""

    compared: strawberry.Private[Compared]
    pair: strawberry.Private[tuple[tuple[int, int], tuple[int, int]]]
    """Rows of sender and receiver at either end."""

    @field
    def sender(self) -> OrganisationRef:
        """Who sends."""
        return organisation.Organisation(view=self.compared.ends.after, row=self.pair[1][0])

    @field
    def receiver(self) -> OrganisationRef:
        """Who receives."""
        return organisation.Organisation(view=self.compared.ends.after, row=self.pair[1][1])

    @field
    def was(self) -> Verdict:
        """The answer at the earlier end."""
        return self.compared.before.report.verdict(*self.pair[0])[0]

    @field
    def now(self) -> Verdict:
        """The answer at the later end."""
        return self.compared.after.report.verdict(*self.pair[1])[0]

    @field
    def before(self) -> Exchange:
        """The answer at the earlier end, explained."""
        return Exchange(view=self.compared.ends.before, answer=self.compared.before, pair=self.pair[0])

    @field
    def after(self) -> Exchange:
        """The answer at the later end, explained."""
        return Exchange(view=self.compared.ends.after, answer=self.compared.after, pair=self.pair[1])


@object_type
class VerdictChanges:
    """How the answers on one exchange type differ between two ends."""

    found: strawberry.Private[Compared]

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.found.after.report.question.exchange)

    @field
    def since(self) -> date:
        """The day of knowledge at the earlier end."""
        return self.found.ends.before.known_at

    @field
    def until(self) -> date:
        """The day of knowledge at the later end."""
        return self.found.ends.after.known_at

    @field
    def since_revision(self) -> int | None:
        """The earlier revision; null where days are compared."""
        return _revision(self.found.ends, 0)

    @field
    def until_revision(self) -> int | None:
        """The later revision; null where days are compared."""
        return _revision(self.found.ends, 1)

    @field
    def as_of_before(self) -> date:
        """The day asked about at the earlier end."""
        return self.found.ends.before.as_of

    @field
    def as_of(self) -> date:
        """The day asked about at the later end."""
        return self.found.ends.after.as_of

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken, at both ends."""
        return self.found.after.report.question.reading

    @field
    def organisations(self) -> int:
        """Organisations in scope at both ends: only their pairs are compared."""
        return self.found.changes.organisations

    @field
    def appeared(self) -> int:
        """Organisations in scope at the later end only."""
        return self.found.changes.appeared

    @field
    def gone(self) -> int:
        """Organisations in scope at the earlier end only."""
        return self.found.changes.gone

    @field
    def summary(self) -> str:
        """The whole in a sentence."""
        return _verdicts_in_words(self.found)

    @field
    def counts(self) -> list[VerdictChangeCount]:
        """Pairs whose answer changed, from which to which, most first, without zeros."""
        return [
            VerdictChangeCount(was=was, now=now, pairs=pairs) for was, now, pairs in self.found.changes.counts
        ]

    @field
    def unchanged(self) -> int:
        """Pairs whose answer is what it was."""
        return self.found.changes.unchanged

    @field
    def pairs(
        self, was: Verdicts = None, now: Verdicts = None, first: First = 50, after: After = None
    ) -> Connection[VerdictChange]:
        """Pairs whose answer changed, by the sender's code, then the receiver's."""
        self.found.ends.after.budget.ask()
        some = page_of_verdicts(self.found, was, now, first, after)
        return connection(
            some, lambda pair: VerdictChange(compared=self.found, pair=self.found.changes.rows(pair))
        )


_HOW_MANY = {
    How.SLIPPED: ("plan is overdue", "plans are overdue"),
    How.RETRACTED: ("record is withdrawn", "records are withdrawn"),
    How.CHANGED: ("record is changed", "records are changed"),
    How.NEW: ("record is new", "records are new"),
    How.RESTATED: ("record is stated again", "records are stated again"),
}


def _summary(ends: Ends, found: analysis.Changes) -> str:
    since, until = ends.before.known_at, ends.after.known_at
    totals = dict.fromkeys(How, 0)
    for _, how, count in found.counts:
        totals[how] += count
    said = [f"{count:,} {_HOW_MANY[how][count != 1]}" for how, count in totals.items() if count]
    what = ", ".join(said) if said else "nothing is changed"
    earlier = f"on {spoken_date(since)}"
    if ends.revisions is None:
        text = f"Between what was known {earlier} and on {spoken_date(until)}: {what}."
    else:
        earlier = f"at revision {ends.revisions[0]}"
        text = f"Between what was known {earlier} and at revision {ends.revisions[1]}: {what}."
    if not len(ends.before.snapshot.organisations.key) and said:
        text += f" {earlier[:1].upper()}{earlier[1:]} nothing was known yet."
    return text


def _verdicts_in_words(found: Compared) -> str:
    ends, changes = found.ends, found.changes
    what = exchange_type(found.after.report.question.exchange).term.plural
    total = int(changes.tally.sum())
    changed = total - changes.unchanged
    text = f"{what[:1].upper()}{what[1:]}, {_days(ends)}: "
    text += f"{changed:,} of {total:,} ordered pairs {'has' if changed == 1 else 'have'} another answer"
    moved = [f"{pairs:,} from {_word(was)} to {_word(now)}" for was, now, pairs in changes.counts]
    text += f" ({', '.join(moved)})." if moved else "."
    if ends.after.as_of > ends.after.known_at:
        text += " Plans that give no day are counted at neither end."
    alone = [
        f"{count:,} in scope at the {end} end only"
        for count, end in ((changes.appeared, "later"), (changes.gone, "earlier"))
        if count
    ]
    return f"{text} Organisations not compared: {' and '.join(alone)}." if alone else text


def _word(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _days(ends: Ends) -> str:
    """The two ends: days asked about, and days of knowledge where these are others."""
    asked = [f"on {spoken_date(view.as_of)}" for view in ends.views]
    if ends.revisions is not None:
        known = [f"{day} as known at revision {one}" for day, one in zip(asked, ends.revisions, strict=True)]
        return " and ".join(known)
    if ends.before.known_at == ends.after.known_at:
        return " and ".join(asked)
    if all(view.as_of == view.known_at for view in ends.views):
        return f"{' and '.join(asked)}, each as known then"
    return " and ".join(
        f"{day} as known on {spoken_date(view.known_at)}" for day, view in zip(asked, ends.views, strict=True)
    )
