"""Whatever an organisation is asked on a random map: yes to all changes no answer, no to all takes its systems away."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.ingest import claims_of_tables
from graphmap.ingest.runner import ImportOptions, run_import
from graphmap.model.claims import Claim, Source, StoredClaim
from graphmap.model.terms import Kind, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import ABSENT, Snapshot
from graphmap.snapshot.export.template import Cells, Template, template_of, write_template
from graphmap.store.base import Store
from tests.cli.filling import STATUSED, Filled
from tests.generative.maps import random_map
from tests.spec.cases.rows import Tables

TODAY = date(2026, 11, 22)
SEEDS = range(200)
BATCH = 25


class Told:
    """What a store would say of claims that are in none."""

    def __init__(self, **sources: Sequence[Claim]) -> None:
        self._stored: dict[Kind, dict[str, list[StoredClaim]]] = {kind: {} for kind in Kind}
        for source, claims in sources.items():
            for claim in claims:
                stored = StoredClaim(source, claim, "", "", None)
                self._stored[claim.kind].setdefault(claim.key, []).append(stored)

    def claims(self, kind: Kind, keys: Iterable[str]) -> Mapping[str, Sequence[StoredClaim]]:
        return {key: self._stored[kind].get(key, []) for key in keys}


def asked_of(tables: Tables) -> tuple[Snapshot, list[Claim], list[Template]]:
    """The map, its claims, and what each of its organisations is asked."""
    claims = claims_of_tables(tables)
    snapshot = snapshot_of_claims({"evidence": claims}, TODAY)
    reader: Any = Told(evidence=claims)
    rows = range(len(snapshot.organisations.key))
    return snapshot, claims, [template_of(reader, snapshot, row) for row in rows]


def answered(template: Template, answer: Callable[[str, Cells], str]) -> list[Claim]:
    """The claims of a template in which every row that was filled in beforehand is answered."""
    tables = {
        name: [row if name == "coverage" else {**row, "confirmed": answer(name, row)} for row in rows]
        for name, rows in template.tables.items()
        if rows
    }
    return claims_of_tables(tables)


def verdicts(snapshot: Snapshot) -> dict[str, np.ndarray]:
    """The cells of all pairs, for every exchange type that the map knows."""
    rows = np.arange(len(snapshot.organisations.key), dtype=np.int32)
    found = {}
    types = list(vocabulary().exchange_types)
    for place in np.union1d(snapshot.ports.exchange, snapshot.links.exchange).tolist():
        exchange = types[place]
        for reading in Reading:
            report = ask(snapshot, Question(exchange, TODAY, reading), rows, rows)
            found[f"{exchange} {reading}"] = report.matrix()
    return found


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_yes_to_everything_changes_no_answer(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        snapshot, claims, templates = asked_of(random_map(seed))
        before = verdicts(snapshot)
        for template in templates:
            confirmed = answered(template, lambda *_: "yes")
            assert confirmed
            after = verdicts(snapshot_of_claims({"evidence": claims, "answers": confirmed}, TODAY))
            for question, cells in before.items():
                assert (after[question] == cells).all(), (
                    f"seed {seed}, {template.front.organisation}, {question}"
                )


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_no_to_everything_states_all_of_its_systems_absent(first: int) -> None:
    denied = 0
    for seed in SEEDS[first : first + BATCH]:
        _, claims, templates = asked_of(random_map(seed))
        for template in templates:
            own = {
                row["id"]
                for row in template.tables["deployments"]
                if ";" not in row["organisations"]  # of a shared system nobody can say so for all
            }
            if not own or all(_denied("deployments", row) == "" for row in template.tables["deployments"]):
                continue
            said = answered(template, _denied)
            after = snapshot_of_claims({"evidence": claims, "answers": said}, TODAY).deployments
            status = dict(zip(after.key, after.status.tolist(), strict=True))
            assert {status[key] for key in own} <= {ABSENT}, f"seed {seed}, {template.front.organisation}"
            denied += len(own)
    assert denied > 3 * BATCH


def _denied(table: str, row: Cells) -> str:
    if table not in STATUSED or row.get("status") == "absent" or ";" in row.get("organisations", ""):
        return ""
    return "no"


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_unanswered_it_makes_no_claim(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        for template in asked_of(random_map(seed))[2]:
            with pytest.raises(Exception, match="has nothing to say"):
                answered(template, lambda *_: "")


@pytest.mark.parametrize("seed", SEEDS[::40])
def test_a_workbook_that_comes_back_says_what_its_rows_say(store: Store, tmp_path: Path, seed: int) -> None:
    tables = random_map(seed)
    with store.staging(Source(name="evidence"), frozenset(Kind)) as staged:
        staged.add(claims_of_tables(tables))
        staged.commit()
    _, _, templates = asked_of(tables)
    for number, template in enumerate(templates):
        path = tmp_path / f"{number}.xlsx"
        write_template(template, path)
        assert run_import(store, str(path), ImportOptions()).refused, "unchanged"
        Filled(path).everywhere(lambda *_: "yes").save()
        report = run_import(store, str(path), ImportOptions())
        assert not report.refused, list(report.lines())
        with store.reading() as reader:
            for claim in answered(template, lambda *_: "yes"):
                stored = reader.claims(claim.kind, [claim.key])[claim.key]
                assert claim in [one.claim for one in stored if one.source == str(number)]


def test_the_same_question_gives_the_same_bytes() -> None:
    template = asked_of(random_map(1))[2][0]
    one, other = io.BytesIO(), io.BytesIO()
    write_template(template, one)
    write_template(template, other)
    assert one.getvalue() == other.getvalue()
