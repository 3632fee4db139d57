"""What is taken and still odd: links against table 1, links through absent ports, plans that slipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.ingest import Problem, check
from graphmap.store.base import Store
from tests.ingest.small import Tables, imported, small, write_folder


def warnings(folder: Path, tables: Tables, store: Store | None = None) -> list[Problem]:
    (report,) = check([str(write_folder(folder, tables))], store)
    assert not report.refused
    return list(report.problems)


def with_link(**cells: str) -> Tables:
    tables = small()
    tables["links"].append(
        {"exchange": "referral", **{name.rstrip("_"): cell for name, cell in cells.items()}}
    )
    return tables


def test_a_sound_map_has_none(tmp_path: Path) -> None:
    assert warnings(tmp_path / "input", small()) == []


def test_a_link_that_breaks_table_1(tmp_path: Path) -> None:
    tables = with_link(from_="AA1-epr", to="BB2-epr", exchange="gp_record_transfer")
    (warning,) = warnings(tmp_path / "input", tables)
    assert (warning.severity, warning.file, warning.row, warning.column) == (
        "warning",
        "links.csv",
        4,
        "exchange",
    )
    assert warning.value == "gp_record_transfer"
    assert "from NHS_TRUST to NHS_TRUST" in warning.message


def test_one_fitting_pair_of_organisations_is_enough(tmp_path: Path) -> None:
    tables = with_link(from_="AA1-epr", to="BB2-epr", exchange="gp_record_transfer")
    tables["organisations"].append({"code": "GP1", "name": "Practice", "type": "GP_PRACTICE"})
    for deployment in tables["deployments"][:2]:
        deployment["organisations"] += ";GP1"
    assert warnings(tmp_path / "input", tables) == []


def test_a_relay_for_the_exchange_type_fits_whoever_runs_it(tmp_path: Path) -> None:
    tables = with_link(from_="AA1-epr", to="service:E_RS", exchange="booking")
    (warning,) = warnings(tmp_path / "input", tables)
    assert "to NATIONAL_BODY" in warning.message
    tables["ports"].append({"deployment": "service:E_RS", "exchange": "booking", "role": "relay"})
    assert warnings(tmp_path / "input", tables) == []


def test_types_and_relays_are_found_in_the_store(filled: Store, tmp_path: Path) -> None:
    links = [
        {"from": "AA1-epr", "to": "BB2-epr", "exchange": "gp_record_transfer"},
        {"from": "BB2-epr", "to": "service:E_RS", "exchange": "referral"},
    ]
    assert [one.row for one in warnings(tmp_path / "input", {"links": links}, filled)] == [2]


def port(deployment: str, role: str, **cells: str) -> dict[str, str]:
    return {"deployment": deployment, "exchange": "referral", "role": role, **cells}


ABSENT: dict[str, tuple[dict[str, str], list[dict[str, str]], int]] = {
    # the link's dates, further ports, how many warnings
    "in force": ({}, [], 1),
    "lapsed": ({"to_date": "2025"}, [], 0),
    "not yet": ({"status": "planned", "from_date": "2027"}, [], 0),
    "retired without an end": ({"status": "retired"}, [], 0),
    "retired with an end to come": ({"status": "retired", "to_date": "2027"}, [], 1),
    "through another port": ({}, [port("AA1-epr", "serve", profile="ERS-R4")], 0),
    "absent for another role": ({}, [port("BB2-epr", "source", status="absent")], 1),
    "both ends": ({}, [port("BB2-epr", "sink", status="absent")], 2),
}  # fmt: skip


@pytest.mark.parametrize("name", ABSENT)
def test_a_link_through_a_port_that_is_stated_absent(tmp_path: Path, name: str) -> None:
    dates, ports, count = ABSENT[name]
    tables = with_link(from_="AA1-epr", to="BB2-epr", **dates)
    del tables["links"][:2]
    tables["ports"] += [port("AA1-epr", "source", status="absent"), *ports]
    found = warnings(tmp_path / "input", tables)
    assert len(found) == count
    assert all("stated absent" in one.message and one.file == "links.csv" and one.row == 2 for one in found)
    assert [one.column for one in found] == ["from", "to"][:count]


def test_an_absent_port_of_the_store_counts_where_the_input_gives_none(store: Store, tmp_path: Path) -> None:
    tables = small()
    tables["ports"].append(
        {"deployment": "AA1-epr", "exchange": "document", "role": "source", "status": "absent"}
    )
    imported(store, write_folder(tmp_path / "before", tables))
    links = [{"from": "AA1-epr", "to": "BB2-epr", "exchange": "document"}]
    (warning,) = warnings(tmp_path / "input", {"links": links}, store)
    assert (warning.column, warning.value) == ("from", "AA1-epr")


def test_slipped_plans_are_counted_in_one_line(tmp_path: Path) -> None:
    tables = small()
    for number, start in enumerate(("2026-11-22", "2026-11", "2026-11-23", "2025")):
        tables["deployments"].append(
            {
                "id": f"d{number}",
                "product": "e-rs",
                "organisations": "AA1",
                "status": "planned",
                "from": start,
            }
        )
    (warning,) = warnings(tmp_path / "input", tables)
    assert warning.file == "deployments.csv"
    assert warning.message == "3 planned rows should have started by now, first row 5"


def test_a_live_row_that_has_ended_is_nothing_odd(tmp_path: Path) -> None:
    tables = small()
    tables["deployments"][0]["to"] = "2024"
    assert warnings(tmp_path / "input", tables) == []


SERVICES = {
    "an unknown service": ({"id": "service:ERS"}, "id", "service:ERS", "'E_RS'"),
    "run by a trust": (
        {"id": "service:MESH", "organisations": "AA1"},
        "organisations",
        "AA1",
        "NATIONAL_BODY",
    ),
}


@pytest.mark.parametrize("name", SERVICES)
def test_national_services_are_named_and_run_as_such(tmp_path: Path, name: str) -> None:
    cells, column, value, remedy = SERVICES[name]
    tables = small()
    tables["deployments"].append({"product": "e-rs", "organisations": "NN9", **cells})
    (warning,) = warnings(tmp_path / "input", tables)
    assert (warning.file, warning.row, warning.column, warning.value) == ("deployments.csv", 5, column, value)
    assert remedy in warning.remedy
