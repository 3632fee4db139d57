"""The two ends of a question about changes: which maps on which days, and what is in scope at each."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from graphmap.analysis import scope
from graphmap.analysis.changes import LISTED, Change, Changes, How, VerdictChanges, facts_changed
from graphmap.analysis.changes.concerning import concerning
from graphmap.api.answer import Answer
from graphmap.api.errors import QuestionError
from graphmap.api.ids import keys_of
from graphmap.api.pages import Page, checked, cursor, cursor_key, page_of
from graphmap.api.questions import answer_to
from graphmap.api.scoping import OrganisationsWanted, organisation_filter
from graphmap.api.view import Asking, View
from graphmap.model.terms import Evidence, Kind, Reading, Verdict
from graphmap.snapshot.columns import Ints

Terms = tuple[Reading, Evidence | None]
_HOWS, _KINDS = tuple(How), tuple(Kind)


class Revisions(NamedTuple):
    """Two revisions that are to be compared; the later one is the newest when left out."""

    since: int | None = None
    until: int | None = None


_NONE = Revisions()


class Ends(NamedTuple):
    """The map at the earlier and at the later end, each on the day asked about there."""

    before: View
    after: View
    revisions: tuple[int, int] | None = None
    """Where revisions are compared: which."""

    @property
    def views(self) -> tuple[View, View]:
        return self.before, self.after

    def in_scope(self, wanted: OrganisationsWanted | None) -> tuple[Ints, Ints]:
        """Rows of the organisations of a filter at either end; codes may be known at one end alone."""
        chosen = self._filter(wanted)
        return (
            scope.select(self.before.snapshot, chosen, self.before.as_of),
            scope.select(self.after.snapshot, chosen, self.after.as_of),
        )

    def _filter(self, wanted: OrganisationsWanted | None) -> scope.OrganisationFilter | None:
        if wanted is not None and self.before.snapshot is not self.after.snapshot:
            with suppress(QuestionError):
                return organisation_filter(self.after, wanted)
            with suppress(QuestionError):
                return organisation_filter(self.before, wanted)
        return organisation_filter(self.after, wanted)


def ends_of_facts(
    asking: Asking, since: date | None, until: date | None, revisions: Revisions = _NONE
) -> Ends:
    """What was known on two days, or at two revisions. Raises `QuestionError` for ends that are not in their order."""
    if revisions != _NONE:
        earlier, later = _checked(asking, since, until, revisions)
        return Ends(asking.at_revision(earlier), asking.at_revision(later), (earlier, later))
    if since is None:
        raise QuestionError(
            "BAD_ARGUMENT", "give `since`, the earlier day, or `sinceRevision`, the earlier revision"
        )
    until = until or asking.today
    _check_days(asking, since, until)
    return Ends(asking.view(since, since), asking.view(until, until))


def ends_of_verdicts(
    asking: Asking,
    since: date | None,
    until: date | None,
    as_of: date | None,
    as_of_before: date | None,
    revisions: Revisions = _NONE,
) -> Ends:
    """The two ends of a comparison of answers; see the question's own words for what is left out."""
    if revisions != _NONE:
        first, last = _checked(asking, since, until, revisions)
        after = asking.at_revision(last, as_of)
        # Two revisions are asked about one and the same day, unless another one is named for the earlier.
        return Ends(asking.at_revision(first, as_of_before or after.as_of), after, (first, last))
    until = until or asking.today
    known = since or until
    _check_days(asking, known, until)
    later = as_of or until
    earlier = as_of_before or (as_of or known if since is not None else until)
    if known == until and earlier == later:
        raise QuestionError(
            "BAD_ARGUMENT",
            "both ends are the same: give `since` for what was known earlier, or `asOf` for what is so on another day",
        )
    return Ends(asking.view(earlier, known), asking.view(later, until))


def _checked(asking: Asking, since: date | None, until: date | None, revisions: Revisions) -> tuple[int, int]:
    """The earlier and the later revision."""
    if since is not None or until is not None:
        raise QuestionError(
            "BAD_ARGUMENT", "days and revisions are two ways to name the ends: give one of them for both"
        )
    if revisions.since is None:
        raise QuestionError("BAD_ARGUMENT", "`untilRevision` needs `sinceRevision`, the earlier revision")
    newest = asking.view().snapshot.revision
    last = newest if revisions.until is None else revisions.until
    if revisions.since > last:
        raise QuestionError(
            "BAD_ARGUMENT",
            f"`sinceRevision` is {revisions.since}, which comes after {last}: give one that comes before it",
        )
    return revisions.since, last


def _check_days(asking: Asking, since: date, until: date) -> None:
    if until > asking.today:
        raise QuestionError(
            "BAD_ARGUMENT",
            f"`until` is {until}, and today is {asking.today}: nobody knows yet what will be known",
        )
    if since > until:
        raise QuestionError("BAD_ARGUMENT", f"`since` is {since}, which is after `until`, {until}: swap them")


def changes_between(
    ends: Ends,
    wanted: OrganisationsWanted | None,
    kinds: Iterable[Kind] | None,
    hows: Iterable[How] | None,
    min_evidence: Evidence | None,
) -> Changes:
    """The changes that concern the organisations of a filter; without one, all."""
    concerned = None
    if wanted is not None:
        before, after = ends.in_scope(wanted)
        concerned = concerning(ends.before.snapshot, before), concerning(ends.after.snapshot, after)
    return facts_changed(
        ends.before.snapshot,
        ends.after.snapshot,
        tuple(Kind) if kinds is None else kinds,
        LISTED if hows is None else hows,
        min_evidence=min_evidence,
        concerned=concerned,
    )


def page_of_changes(ends: Ends, found: Changes, first: int, after: str | None) -> Page[Change]:
    """A page of changes, in their order: by how, kind and key."""

    def key(change: Change) -> tuple[int, int, str]:
        snapshot = ends.before.snapshot if change.after < 0 else ends.after.snapshot
        row = change.before if change.after < 0 else change.after
        return _HOWS.index(change.how), _KINDS.index(change.kind), keys_of(snapshot, change.kind)[row]

    return page_of(found, "change", key, first, after)


class Compared(NamedTuple):
    """Two answers on one exchange type, and how they differ."""

    ends: Ends
    before: Answer
    after: Answer
    changes: VerdictChanges


def compared(
    ends: Ends,
    exchange: str,
    terms: Terms,
    senders: OrganisationsWanted | None,
    receivers: OrganisationsWanted | None,
) -> Compared:
    """The answers at both ends, by the same filter."""
    sending = ends.in_scope(senders)
    receiving = sending if receivers is None else ends.in_scope(receivers)
    before, after = (
        answer_to(view, exchange, *terms, one, other)
        for view, one, other in zip(ends.views, sending, receiving, strict=True)
    )
    return Compared(ends, before, after, VerdictChanges(before.report, after.report))


def page_of_verdicts(
    found: Compared,
    was: Iterable[Verdict] | None,
    now: Iterable[Verdict] | None,
    first: int,
    after: str | None,
) -> Page[tuple[int, int]]:
    """Pairs whose verdict changed, by code of sender and receiver."""
    checked(first)
    changes = found.changes
    wanted = frozenset(was or ()), frozenset(now or ())
    seen = None
    if after is not None:
        sender, receiver = (*map(str, cursor_key("verdict change", after)), "", "")[:2]
        seen = sender, receiver
    some = changes.pairs(*wanted, after=seen, limit=first)
    codes = changes.codes
    cursors = []
    for pair in some.pairs:
        sender_row, receiver_row = changes.rows(pair)[1]
        cursors.append(cursor("verdict change", (codes[sender_row], codes[receiver_row])))
    return Page(some.pairs, cursors, changes.total(*wanted), some.more, after is not None)
