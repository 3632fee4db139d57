"""What an import prints and stores when all is well."""

from __future__ import annotations

import http.server
import shutil
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import SAMPLESHIRE, Here, bytes_of, path_of, write

TRUSTS = "code,name,type\nSB1,First Trust,NHS_TRUST\nSB2,Second Trust,NHS_TRUST"


def test_a_first_import_makes_the_store_and_says_what_it_stored(graphmap: Here, fresh: str) -> None:
    done = graphmap("import", SAMPLESHIRE, "--store", fresh)
    assert done.code == 0
    assert done.out == (
        f"{SAMPLESHIRE}: 765 rows; source data: 765 claims added, 0 changed, 0 retracted, 0 as before; revision 1\n"
    )
    assert not done.err


def test_the_same_again_makes_no_revision(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("import", SAMPLESHIRE, "--source", "sampleshire", "--store", sampleshire)
    assert done.code == 0
    assert "0 claims added, 0 changed, 0 retracted, 765 as before; no new revision" in done.out


def test_as_json_in_the_words_of_graphql(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    given = write(tmp_path / "survey", organisations=TRUSTS)
    (report,) = graphmap("import", given, "--fictional", "--store", sampleshire, "--json").json
    assert report["path"] == str(given)
    assert report["rows"] == {"organisations.csv": 2}
    assert report["source"]["name"] == "survey"
    assert report["source"]["fictional"] is True
    assert report["run"]["recordedAt"] == "2026-11-22T00:00:00Z"
    assert (report["run"]["added"], report["run"]["revision"]) == (2, 2)
    assert not report["refused"]


def test_a_dry_run_shows_what_would_change_and_stores_nothing(
    graphmap: Here, fresh: str, tmp_path: Path
) -> None:
    folder = tmp_path / "survey"
    graphmap("import", write(folder, organisations=TRUSTS), "--store", fresh)
    before = bytes_of(fresh)
    write(folder, organisations="code,name,type\nSB1,Renamed Trust,NHS_TRUST\nSB3,Third Trust,NHS_TRUST")
    done = graphmap("import", folder, "--dry-run", "--store", fresh)
    assert done.code == 0
    assert done.out.splitlines() == [
        f"{folder}: 2 rows; would add 1, change 1 and retract 1 claims, 0 as before",
        "  added organisation SB3",
        "  changed organisation SB1",
        "  retracted organisation SB2",
        "Nothing was stored (--dry-run).",
    ]
    assert bytes_of(fresh) == before
    (report,) = graphmap("import", folder, "--dry-run", "--store", fresh, "--json").json
    assert report["changes"]["samples"]["retracted"] == [["organisation", "SB2"]]
    assert report["dryRun"]


def test_a_long_dry_run_says_how_many_more(graphmap: Here, fresh: str) -> None:
    done = graphmap("import", SAMPLESHIRE, "--dry-run", "--store", fresh)
    assert "would add 765" in done.out
    assert "\n  and 755 more added\n" in done.out


def test_what_a_source_no_longer_says_is_retracted_unless_the_run_is_partial(
    graphmap: Here, fresh: str, tmp_path: Path
) -> None:
    folder = tmp_path / "survey"
    graphmap("import", write(folder, organisations=TRUSTS), "--store", fresh)
    write(folder, organisations="code,name,type\nSB1,First Trust,NHS_TRUST")
    partial_run = graphmap("import", folder, "--partial", "--store", fresh)
    assert "0 retracted" in partial_run.out
    whole_run = graphmap("import", folder, "--store", fresh)
    assert "1 retracted" in whole_run.out


def test_another_input_under_the_same_name_has_to_be_meant(
    graphmap: Here, fresh: str, tmp_path: Path
) -> None:
    graphmap("import", write(tmp_path / "a" / "survey", organisations=TRUSTS), "--store", fresh)
    other = write(tmp_path / "b" / "survey", organisations=TRUSTS)
    done = graphmap("import", other, "--store", fresh)
    assert done.code == 3
    assert "--source survey" in done.err
    assert graphmap("import", other, "--source", "survey", "--store", fresh).code == 0


def _as_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "survey.zip", "w") as archive:
        archive.writestr("organisations.csv", TRUSTS + "\n")
    return folder / "survey.zip"


def _as_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "organisations"
    for line in TRUSTS.splitlines():
        book.active.append(line.split(","))
    book.save(folder / "survey.xlsx")
    return folder / "survey.xlsx"


def _as_csv(folder: Path) -> Path:
    return write(folder, organisations=TRUSTS) / "organisations.csv"


@pytest.mark.parametrize("shape", [_as_zip, _as_workbook, _as_csv])
def test_every_shape_of_an_input_gives_the_same(
    graphmap: Here, fresh: str, tmp_path: Path, shape: object
) -> None:
    assert callable(shape)
    done = graphmap("import", shape(tmp_path), "--source", "survey", "--store", fresh)
    assert done.code == 0
    assert "2 rows; source survey: 2 claims added" in done.out


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a web server of this machine, with an input on it."""
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.move(_as_zip(tmp_path), folder / "survey.zip")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing: what it would say belongs to no test."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched(graphmap: Here, fresh: str, site: str) -> None:
    done = graphmap("import", f"{site}/survey.zip", "--store", fresh)
    assert done.code == 0
    assert "2 claims added" in done.out
    (source,) = graphmap("sources", "--store", fresh, "--json").json["sources"]
    assert source["location"] == f"{site}/survey.zip"


def test_an_address_without_anything_is_refused(graphmap: Here, fresh: str, site: str) -> None:
    done = graphmap("import", f"{site}/other.zip", "--store", fresh)
    assert done.code == 3
    assert "cannot be fetched" in done.err


def test_tables_given_one_by_one_may_refer_to_one_another_in_any_order(
    graphmap: Here, fresh: str, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "survey",
        organisations=TRUSTS,
        suppliers="id,name\nacme,Acme",
        products="id,name,supplier\nacme-epr,Acme EPR,acme",
        deployments="id,product,organisations\nSB1-epr,acme-epr,SB1",
    )
    paths = sorted(folder.glob("*.csv"))
    done = graphmap("import", *paths, "--store", fresh)
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 4


def test_the_default_store_is_in_the_users_data_folder(graphmap: Here, tmp_path: Path) -> None:
    assert graphmap("import", write(tmp_path / "survey", organisations=TRUSTS)).code == 0
    (source,) = graphmap("sources", "--json").json["sources"]
    assert source["name"] == "survey"


def test_the_environment_names_the_store(
    graphmap: Here, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_STORE", fresh)
    assert graphmap("import", write(tmp_path / "survey", organisations=TRUSTS)).code == 0
    assert path_of(fresh).exists()
