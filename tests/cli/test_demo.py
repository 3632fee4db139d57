"""The demonstration: what it prints, how it keeps its store up to date, and that it serves."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graphmap.cli.bundled import Bundled, bundled
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.export.badge import FICTIONAL
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.cli.running import Here, write
from tests.cli.serving import serving

READINGS = ("unknown stays unknown", "as if the record were complete")


def _counts(said: str) -> dict[tuple[str, str], tuple[int, ...]]:
    """Numbers of pairs (YES, NO, UNKNOWN, NOT APPLICABLE) by exchange type and reading."""
    found = re.findall(
        rf"^(\S.*?) +({'|'.join(READINGS)}) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)$", said, re.MULTILINE
    )
    return {
        (exchange, reading): tuple(int(number.replace(",", "")) for number in numbers)
        for exchange, reading, *numbers in found
    }


def _pairs(said: str) -> int:
    """n(n - 1) of the number of trusts that it names."""
    found = re.search(r"^([\d,]+) open trusts, ([\d,]+) ordered pairs, as of", said, re.MULTILINE)
    assert found
    trusts, pairs = (int(number.replace(",", "")) for number in found.groups())
    assert pairs == trusts * (trusts - 1)
    return pairs


@pytest.mark.parametrize("options", [[], ["--fictional"]], ids=["England", "Sampleshire"])
def test_it_loads_answers_and_serves(options: list[str], fresh: str) -> None:
    with serving("demo", *options, "--port", 0, "--store", fresh) as service:
        said = service.said
        explorer = httpx.get(f"{service.address}/health/ready")
        assert explorer.is_success
        code, rest = service.stop(signal.SIGTERM)
    assert (code, rest) == (0, "")
    counts = _counts(said)
    names = [term.name for term in vocabulary().exchange_types.values()]
    assert set(counts) == {(name, reading) for name in names for reading in READINGS}
    pairs = _pairs(said)
    for (_, reading), numbers in counts.items():
        assert sum(numbers) == pairs
        if reading == READINGS[1]:
            assert numbers[2] == 0
    assert re.search(r"^Referral\. Of \d+ NHS trusts in scope, \d+ ha", said, re.MULTILINE)
    assert re.search(
        r"^Point solutions in use: [1-9]\d*\. Silos: \d+ \(S0 \d+, S1 \d+, S2 \d+, S3 \d+\)\. Open: \d+\. "
        r"Undetermined, because too little is on record: \d+\.$",
        said,
        re.MULTILINE,
    )
    assert f"\nStore: {fresh}\n" in said
    fictional = bool(options)
    beside = (
        f"To import beside it: graphmap import PATH {'--fictional ' if fictional else ''}--store {fresh}\n"
    )
    assert beside in said
    assert (FICTIONAL in said) == fictional
    assert ("graphmap demo --fictional" in said) != fictional
    with serving("demo", *options, "--port", 0, "--store", fresh) as again:
        assert "holds this version's evidence already" in again.said
        assert "loaded" not in again.said
        assert _counts(again.said) == counts


def test_each_has_a_store_of_its_own_and_sampleshire_a_day_of_its_own(tmp_path: Path) -> None:
    environment = {"XDG_DATA_HOME": str(tmp_path), "GRAPHMAP_TODAY": None}
    with serving("demo", "--fictional", "--port", 0, environment=environment) as service:
        assert "as of 2026-11-22:" in service.said
        assert (tmp_path / "graphmap" / "sampleshire.db").is_file()
    with serving(
        "demo", "--fictional", "--port", 0, environment=environment | {"GRAPHMAP_TODAY": "2027-05-01"}
    ) as later:
        assert "as of 2027-05-01:" in later.said


def test_real_and_invented_evidence_do_not_mix(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("demo", "--port", 0, "--store", sampleshire)
    assert done.code == 3
    assert "another store with --store" in done.err
    assert len(graphmap("runs", "--store", sampleshire, "--json").json) == 1


class TestUpToDate:
    """What decides whether the bundled evidence is imported again."""

    @pytest.fixture
    def evidence(self, tmp_path: Path) -> Bundled:
        """Sampleshire in a folder that may be changed."""
        original = bundled("sampleshire")
        assert original.day == "2026-11-22"
        folder = Path(shutil.copytree(original.folder, tmp_path / "bundled"))
        for file in folder.iterdir():
            file.chmod(0o644)
        return replace(original, folder=folder)

    @pytest.fixture
    def store(self, sampleshire: str) -> Iterator[Store]:
        opened = open_store(sampleshire)
        yield opened
        opened.close()

    def _runs(self, store: Store) -> int:
        with store.reading() as reader:
            return len(reader.runs())

    def test_the_same_evidence_is_left(self, evidence: Bundled, store: Store) -> None:
        evidence.bring_up_to_date(store)
        assert self._runs(store) == 1

    def test_a_changed_cell_gets_through(self, evidence: Bundled, store: Store) -> None:
        table = evidence.folder / "suppliers.csv"
        text = table.read_text(encoding="utf-8")
        table.write_text(text.replace("Arden Health", "Arden Wellbeing"), encoding="utf-8")
        assert table.read_text(encoding="utf-8") != text
        evidence.bring_up_to_date(store)
        evidence.bring_up_to_date(store)
        assert self._runs(store) == 2

    def test_a_row_that_is_gone_gets_through(self, evidence: Bundled, store: Store) -> None:
        table = evidence.folder / "contracts.csv"
        lines = table.read_text(encoding="utf-8").splitlines()
        table.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
        evidence.bring_up_to_date(store)
        with store.reading() as reader:
            assert reader.runs()[0].retracted == 1

    @pytest.mark.parametrize("key", ["title", "licence", "edition"])
    def test_changed_words_about_the_source_get_through(
        self, evidence: Bundled, store: Store, key: str
    ) -> None:
        about = evidence.folder / "source.yaml"
        text = about.read_text(encoding="utf-8")
        about.write_text(
            re.sub(rf"^{key}: .*$", f'{key}: "2026-12-24"', text, flags=re.MULTILINE), encoding="utf-8"
        )
        evidence.bring_up_to_date(store)
        with store.reading() as reader:
            (source,) = reader.sources()
        assert getattr(source, key) == "2026-12-24"

    def test_evidence_that_was_retracted_comes_back(self, evidence: Bundled, store: Store) -> None:
        store.retract("sampleshire")
        evidence.bring_up_to_date(store)
        with store.reading() as reader:
            assert reader.sources()[0].claims == 765

    def test_what_was_imported_beside_it_stays(
        self, graphmap: Here, evidence: Bundled, sampleshire: str, tmp_path: Path
    ) -> None:
        survey = write(tmp_path / "survey", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
        graphmap("import", survey, "--fictional", "--store", sampleshire)
        store = open_store(sampleshire)
        evidence.bring_up_to_date(store)
        with store.reading() as reader:
            assert {source.name: source.claims for source in reader.sources()} == {
                "sampleshire": 765,
                "survey": 1,
            }
        store.close()


def test_the_data_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bundled("england").address == f"sqlite:///{os.environ['XDG_DATA_HOME']}/graphmap/england.db"
