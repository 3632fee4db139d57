"""Rows of one input about one record: periods, repetitions, awards in order (disagreements: test_faults)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.errors import InputRefused
from graphmap.model.terms import Evidence
from graphmap.store.base import Store
from tests.ingest.small import imported, small, write_folder

LINK = {"from": "a", "to": "b", "exchange": "document"}
PORT = {"deployment": "a", "exchange": "document", "role": "source"}


def test_periods_are_numbered_by_their_start() -> None:
    rows = [
        {**LINK, "from_date": "2027-01"},
        {**LINK, "to_date": "2024"},
        {**LINK, "status": "retired", "from_date": "2025", "to_date": "2026-12"},
    ]
    claims = claims_of_tables({"links": rows})
    assert [(claim.slot, claim.body.get("start")) for claim in claims] == [
        (0, None),
        (1, "2025"),
        (2, "2027-01"),
    ]
    assert len({claim.key for claim in claims}) == 1


@pytest.mark.parametrize(("first", "second"), [("2026", "2026-12-31"), ("", "2030"), ("2026-06", "2026-01")])
def test_periods_must_not_overlap(first: str, second: str) -> None:
    rows = [{**PORT, "from": "2020", "to": first}, {**PORT, "from": second}]
    with pytest.raises(InputRefused, match=r"ports:3: from: .* overlaps the period of row 2|ports:2: from"):
        claims_of_tables({"ports": rows})


def test_periods_that_meet_do_not_overlap() -> None:
    rows = [{**PORT, "to": "2026-06-30"}, {**PORT, "from": "2026-07"}]
    assert [claim.slot for claim in claims_of_tables({"ports": rows})] == [0, 1]


def test_serve_and_source_are_the_same_port() -> None:
    rows = [{**PORT, "to": "2025"}, {**PORT, "role": "serve", "from": "2026"}]
    assert [claim.slot for claim in claims_of_tables({"ports": rows})] == [0, 1]


def test_periods_may_not_disagree_about_the_payload() -> None:
    rows = [{**PORT, "to": "2025", "payload": "coded"}, {**PORT, "from": "2026", "payload": "view"}]
    with pytest.raises(InputRefused, match="ports:3: payload: 'view' disagrees with row 2"):
        claims_of_tables({"ports": rows})
    rows[1]["payload"] = ""
    assert len(claims_of_tables({"ports": rows})) == 2


def test_another_profile_is_another_port() -> None:
    rows = [PORT, {**PORT, "profile": "GPC-DOC"}, {**PORT, "profile": "GPC-DOC@1"}]
    assert len({claim.key for claim in claims_of_tables({"ports": rows})}) == 3


def test_equal_rows_are_taken_once(store: Store, tmp_path: Path) -> None:
    tables = small()
    tables["links"] += [
        dict(tables["links"][0]),
        {**tables["links"][1], "evidence": "observed", "observed_at": "2026"},
    ]
    report = imported(store, write_folder(tmp_path / "input", tables))
    assert [(problem.row, problem.message) for problem in report.problems] == [
        (4, "repeats row 2"),
        (5, "says the same as row 3 on other evidence"),
    ]
    assert report.run is not None
    assert report.run.added == sum(map(len, small().values()))


def test_of_equal_rows_the_stronger_evidence_is_taken() -> None:
    rows = [
        {**LINK, "evidence": "declared", "observed_at": "2026-10"},
        {**LINK, "evidence": "observed", "observed_at": "2025"},
        {**LINK, "evidence": "observed", "observed_at": "2026"},
    ]
    (claim,) = claims_of_tables({"links": rows})
    assert (claim.evidence, claim.observed_at) == (Evidence.OBSERVED, "2026")


def test_spaces_make_no_other_record() -> None:
    rows = [{"id": "a", "name": "A"}, {"id": " a ", "name": "B"}]
    with pytest.raises(InputRefused, match="suppliers:3: name: 'B' disagrees with row 2"):
        claims_of_tables({"suppliers": rows})


def test_equal_contracts_are_numbered_in_order() -> None:
    award = {"buyer": "a", "supplier": "s", "from": "2020", "value_gbp": "1"}
    other = {**award, "product": "p"}
    claims = claims_of_tables({"contracts": [award, other, {**award, "value_gbp": "2"}, award]})
    numbered = {
        claim.body.get("ordinal"): claim.body["value_gbp"] for claim in claims if "product" not in claim.body
    }
    assert numbered == {None: 1.0, "2": 2.0, "3": 1.0}
    assert len({claim.key for claim in claims}) == 4
