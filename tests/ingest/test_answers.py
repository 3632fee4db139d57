"""Rows of a template that are about one record, or equal: what is answered, and what is not, keep their places."""

from __future__ import annotations

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.claims import Claim
from graphmap.model.errors import InputRefused

Row = dict[str, str]
LINK = {"from": "a", "to": "b", "exchange": "document", "known_from": "survey"}
AGO = LINK | {"status": "retired", "from_date": "2019", "to_date": "2024"}
SINCE = LINK | {"from_date": "2026-02"}
CONTRACT = {"buyer": "SA1", "supplier": "arden", "from": "2020", "known_from": "register"}


def links(*rows: Row) -> list[Claim]:
    return claims_of_tables({"links": [{"confirmed": "", **row} for row in rows]})


def contracts(*rows: Row) -> list[Claim]:
    return claims_of_tables({"contracts": [{"confirmed": "", **CONTRACT, **row} for row in rows]})


def test_all_periods_of_a_link_are_answered_together() -> None:
    claims = links(AGO | {"confirmed": "yes"}, SINCE | {"confirmed": "yes"})
    assert [(claim.slot, claim.body["status"]) for claim in claims] == [(0, "retired"), (1, "live")]
    denied = links(AGO | {"confirmed": "no"}, SINCE | {"confirmed": "no"})
    assert [(claim.slot, claim.body["status"]) for claim in denied] == [(0, "absent"), (1, "absent")]


def test_an_answer_to_one_of_several_periods_would_take_the_others_back() -> None:
    with pytest.raises(InputRefused) as refused:
        links(AGO, SINCE | {"confirmed": "yes"})
    assert str(refused.value) == (
        "links:2: confirmed: is blank, and row 3, which states another period of the same link, is not. "
        "Answer this row as well, or delete it if that period is wrong"
    )


def test_periods_that_nobody_answers_say_nothing() -> None:
    other = {"from": "b", "to": "a", "exchange": "document", "known_from": ""}
    assert [claim.key for claim in links(AGO, SINCE, other)] == ["b|a|document||"]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        (("yes", "", ""), ["SA1|arden|||2020||"]),
        (("", "yes", ""), ["SA1|arden|||2020||2"]),
        (("", "", "yes"), ["SA1|arden|||2020||3"]),
        (("yes", "", "yes"), ["SA1|arden|||2020||", "SA1|arden|||2020||3"]),
    ],
)
def test_equal_contracts_keep_their_numbers(answers: tuple[str, ...], keys: list[str]) -> None:
    rows = [{"confirmed": answer, "value_gbp": str(number)} for number, answer in enumerate(answers)]
    assert [claim.key for claim in contracts(*rows)] == keys


def test_one_more_equal_contract_is_the_next() -> None:
    claims = contracts({}, {"known_from": "", "value_gbp": "5"})
    assert [(claim.key, claim.body["value_gbp"]) for claim in claims] == [("SA1|arden|||2020||2", 5.0)]


def test_no_to_a_row_of_ones_own_states_it_absent() -> None:
    (claim,) = links(SINCE | {"known_from": "", "confirmed": "no"})
    assert (claim.body["status"], claim.body["start"]) == ("absent", "2026-02")


def test_a_row_that_says_already_that_it_does_not_exist_cannot_be_denied() -> None:
    with pytest.raises(InputRefused, match="says already that it does not exist"):
        links(LINK | {"status": "absent", "confirmed": "no"})


def test_what_is_unanswered_and_stated_by_nobody_else_cannot_be_referred_to() -> None:
    tables = {
        "products": [{"confirmed": "", "id": "p", "name": "P", "known_from": "survey"}],
        "deployments": [
            {"confirmed": "yes", "id": "d", "product": "p", "organisations": "SA1", "known_from": "survey"}
        ],
    }
    (claim,) = claims_of_tables(tables)
    assert claim.key == "d", "without a store to ask, it may be there"


@pytest.mark.parametrize("missing", ["confirmed", "known_from"])
def test_answers_without_the_columns_that_tell_them_apart_are_refused(missing: str) -> None:
    row = {"confirmed": "yes", **LINK}
    del row[missing]
    with pytest.raises(InputRefused, match=f"column '{missing}' is missing"):
        claims_of_tables({"links": [row]})


def test_tables_without_these_columns_are_read_as_ever() -> None:
    (claim,) = claims_of_tables({"links": [{"from": "a", "to": "b", "exchange": "document"}]})
    assert claim.observed_at is None
