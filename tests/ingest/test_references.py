"""What rows may refer to: the same input, the store, and what an earlier run of the same source left there."""

from __future__ import annotations

from pathlib import Path

from graphmap.ingest import ImportOptions, check, run_import
from graphmap.store.base import Store
from tests.ingest.small import everything, imported, refused, small, write_folder


def test_a_row_may_refer_to_the_store(filled: Store, tmp_path: Path) -> None:
    links = [{"from": "BB2-epr", "to": "AA1-epr", "exchange": "document"}]
    report = imported(filled, write_folder(tmp_path / "more", {"links": links}))
    assert report.problems == ()


def test_nearest_codes_come_from_the_store_as_well(filled: Store, tmp_path: Path) -> None:
    coverage = [{"organisation": "AA12", "exchange": "*", "level": "none"}]
    (error,) = refused(filled, write_folder(tmp_path / "more", {"coverage": coverage}))
    assert error.remedy.startswith("Nearest: 'AA1'")


def test_where_nothing_is_near_the_remedy_says_what_to_do(filled: Store, tmp_path: Path) -> None:
    coverage = [{"organisation": "QQQQQQ", "exchange": "*", "level": "none"}]
    (error,) = refused(filled, write_folder(tmp_path / "more", {"coverage": coverage}))
    assert error.remedy == "State it in the table organisations, or import the source that does first"


def test_a_row_may_not_refer_to_what_this_very_run_retracts(filled: Store, tmp_path: Path) -> None:
    tables = small()
    del tables["organisations"][1]
    folder = write_folder(tmp_path / "before", tables)
    (error,) = refused(filled, folder)
    assert (error.file, error.row, error.column, error.value) == (
        "deployments.csv",
        3,
        "organisations",
        "BB2",
    )
    # Nothing is retracted by a partial run, so that the reference holds.
    imported(filled, folder, partial=True)


def test_a_row_may_refer_to_what_another_source_states_too(filled: Store, tmp_path: Path) -> None:
    imported(filled, write_folder(tmp_path / "register", {"organisations": small()["organisations"]}))
    tables = small()
    del tables["organisations"][1]
    imported(filled, write_folder(tmp_path / "before", tables))


def test_without_a_store_unresolved_references_are_warnings(tmp_path: Path) -> None:
    tables = small()
    tables["deployments"][0]["organisations"] = "AA1;ZZ9"
    tables["organisations"][0]["icb"] = "QQ1"
    (report,) = check([str(write_folder(tmp_path / "input", tables))])
    assert not report.refused
    assert [(one.file, one.row, one.column, one.value) for one in report.problems] == [
        ("organisations.csv", 2, "icb", "QQ1"),
        ("deployments.csv", 2, "organisations", "ZZ9"),
    ]
    assert all("--store" in one.remedy for one in report.problems)


def test_what_source_yaml_names_as_stubs_may_be_referred_to(filled: Store, tmp_path: Path) -> None:
    tables = {
        "organisations": [{"code": "CC3", "name": "C", "type": "NHS_TRUST", "icb": "QQ1"}],
        "deployments": [{"id": "c", "product": "gone", "organisations": "CC3;ZZ9"}],
    }
    folder = write_folder(tmp_path / "more", tables)
    (folder / "source.yaml").write_text("stubs: {organisations: [QQ1, ZZ9]}\n", encoding="utf-8")
    (error,) = refused(filled, folder)
    assert error.value == "gone"
    (folder / "source.yaml").write_text(
        "stubs: {organisations: [QQ1, ZZ9], products: [gone]}\n", encoding="utf-8"
    )
    assert imported(filled, folder).problems == ()


def test_check_with_a_store_refuses_what_import_would_refuse(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    tables = {"coverage": [{"organisation": "ZZ9", "exchange": "*", "level": "none"}]}
    (report,) = check([str(write_folder(tmp_path / "input", tables))], filled)
    assert report.refused
    assert everything(filled) == before


class TestSkipInvalid:
    """`--skip-invalid` loads the rest and lists what was left out, with what hangs on it."""

    def test_rows_that_refer_to_a_left_out_row_are_left_out_too(self, store: Store, tmp_path: Path) -> None:
        tables = small()
        tables["organisations"][0]["type"] = "TRUST"
        tables["organisations"][1]["predecessors"] = "AA1"
        report = imported(store, write_folder(tmp_path / "input", tables), skip_invalid=True)
        left_out = [(one.file, one.row, one.value, one.message) for one in report.problems]
        assert left_out == [
            ("organisations.csv", 2, "TRUST", "is no known type of organisation"),
            ("organisations.csv", 3, "AA1", "is left out itself"),
            ("deployments.csv", 2, "AA1", "is left out itself"),
            ("deployments.csv", 3, "BB2", "is left out itself"),
            ("links.csv", 2, "AA1-epr", "is left out itself"),
            ("links.csv", 3, "BB2-epr", "is left out itself"),
            ("coverage.csv", 2, "AA1", "is left out itself"),
            ("contracts.csv", 2, "AA1", "is left out itself"),
        ]
        assert report.left_out == 8
        facts = everything(store)["facts"]
        assert [key for key, _ in facts["organisation"]] == ["NN9"]
        assert [key for key, _ in facts["deployment"]] == ["service:E_RS"]

    def test_the_run_is_partial_and_counts_what_it_left_out(self, filled: Store, tmp_path: Path) -> None:
        tables = {"coverage": [{"organisation": "ZZ9", "exchange": "*", "level": "none"},
                               {"organisation": "BB2", "exchange": "*", "level": "none"}]}  # fmt: skip
        report = imported(filled, write_folder(tmp_path / "before", tables), skip_invalid=True)
        assert report.run is not None
        assert (report.run.partial, report.run.tables, report.run.skipped) == (True, (), 1)
        assert (report.run.added, report.run.retracted) == (1, 0)

    def test_rows_that_disagree_are_all_left_out(self, store: Store, tmp_path: Path) -> None:
        tables = small()
        tables["suppliers"].append({"id": "arden", "name": "Another"})
        report = imported(store, write_folder(tmp_path / "input", tables), skip_invalid=True)
        assert everything(store)["facts"]["supplier"] == []
        # Both suppliers, the product, its two deployments, the links to these, and the contract.
        assert report.left_out == 8

    def test_a_file_that_cannot_be_read_is_refused_all_the_same(self, store: Store, tmp_path: Path) -> None:
        folder = write_folder(tmp_path / "input", small())
        (folder / "suppliers.csv").write_text("name\nArden\n", encoding="utf-8")
        refused(store, folder, skip_invalid=True)
        (folder / "suppliers.csv").write_bytes("id,name\narden,Ärden\n".encode("cp1252"))
        refused(store, folder, skip_invalid=True)

    def test_when_nothing_is_left_nothing_is_stored(self, store: Store, tmp_path: Path) -> None:
        tables = {"suppliers": [{"id": "arden", "name": ""}]}
        report = run_import(
            store, str(write_folder(tmp_path / "input", tables)), ImportOptions(skip_invalid=True)
        )
        assert report.refused
        assert everything(store)["runs"] == []
