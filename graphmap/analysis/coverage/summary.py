"""What is known of a scope, in some sentences."""

from __future__ import annotations

from graphmap.analysis.coverage.age import Age, old_before
from graphmap.analysis.coverage.levels import COMPLETE, Levels
from graphmap.analysis.coverage.records import ScopeRecords
from graphmap.analysis.exchange.words import spoken_date
from graphmap.model.vocabulary import vocabulary


def summary(records: ScopeRecords, found: Levels, age: Age, conflicts: int, stranded: int, stubs: int) -> str:
    """How complete the records are, how old the evidence is, and what needs a question. O(organisations * types)."""
    said = [_complete(records, found), _aged(records, age)]
    troubles = [
        text
        for number, text in (
            (conflicts, f"sources differ about {_counted(conflicts, 'record')}"),
            (
                len(records.slipped),
                f"{_counted(len(records.slipped), 'plan')} should have happened by now and nobody says so",
            ),
            (
                stranded,
                f"{_counted(stranded, 'system')} in use {_are(stranded)} named at an organisation that has closed",
            ),
            (stubs, f"{_counted(stubs, 'thing')} {_are(stubs)} named that no source states"),
        )
        if number
    ]
    if troubles:
        text = "; ".join(troubles)
        said.append(f"{text[0].upper()}{text[1:]}.")
    return " ".join(part for part in said if part)


def _complete(records: ScopeRecords, found: Levels) -> str:
    rows = records.organisations[found.concerned[records.organisations].any(axis=1)]
    if not len(rows):
        return "No organisation in scope is of a kind that exchanges anything."
    concerned = found.concerned[rows]
    complete = (found.level[rows] == COMPLETE) & concerned
    every = int((complete == concerned).all(axis=1).sum())
    some = int(complete.any(axis=1).sum()) - every
    trust = list(vocabulary().organisation_types).index("NHS_TRUST")
    kind = "NHS trusts" if (records.snapshot.organisations.type[rows] == trust).all() else "organisations"
    if not complete.any():
        return (
            f"Of {len(rows):,} {kind} in scope, no source says of any that its record is complete for any exchange type: "
            "what is not on record may be there all the same."
        )
    return (
        f"Of {len(rows):,} {kind} in scope, {every:,} {_have(every)} a record that is declared complete for every exchange "
        f"type that concerns them, {some:,} for some of them, {len(rows) - every - some:,} for none."
    )


def _aged(records: ScopeRecords, age: Age) -> str:
    if not age.facts:
        return "Nothing is stated about their systems, interfaces, contracts or records."
    text = f"The answers rest on {_counted(age.facts, 'fact')}: "
    if age.oldest is None or age.newest is None:
        return text + "no source says when any of them was observed."
    limit = spoken_date(old_before(records.snapshot.known_at))
    return text + (
        f"{age.old:,} were observed before {limit} and {age.undated:,} at no stated date; the oldest is of "
        f"{spoken_date(age.oldest)}, the newest of {spoken_date(age.newest)}."
    )


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
