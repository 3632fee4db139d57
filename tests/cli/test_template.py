"""A workbook goes to an organisation and comes back: what is answered counts, what is left blank says nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.filling import STATUSED, TABLES, Filled
from tests.cli.running import Here, Outcome, bytes_of

Ask = Callable[..., Filled]
Send = Callable[..., Outcome]
PAIRS = ("referral", "booking", "imaging", "shared_record", "observation", "document", "transfer_of_care")
REFUSED = "nothing was stored"


@pytest.fixture
def asked(graphmap: Here, sampleshire: str, tmp_path: Path) -> Ask:
    """The template of an organisation, open."""

    def ask(code: str, name: str = "answers.xlsx") -> Filled:
        done = graphmap(
            "template", "--organisation", code, "--output", tmp_path / name, "--store", sampleshire
        )
        assert done.code == 0, done.err
        return Filled(tmp_path / name)

    return ask


@pytest.fixture
def sent_back(graphmap: Here, sampleshire: str) -> Send:
    """Imports what was filled in."""

    def send(filled: Filled, *options: object) -> Outcome:
        return graphmap("import", filled.save(), "--source", "answers", "--store", sampleshire, *options)

    return send


def answers(graphmap: Here, store: str) -> dict[str, list[tuple[str, ...]]]:
    """Every pair of trusts with its verdict, reasons and date, by exchange type."""
    found = {}
    for kind in PAIRS:
        report = graphmap("ask", "exchange", kind, "--first", 500, "--store", store, "--json").json["data"][
            "exchange"
        ]
        pairs = [edge["node"] for edge in report["pairs"]["edges"]]
        found[kind] = [
            (
                pair["sender"]["code"],
                pair["receiver"]["code"],
                pair["verdict"],
                *pair["reasons"],
                *pair["flags"],
                str(pair["availableFrom"]),
            )
            for pair in pairs
        ]
    return found


def route(graphmap: Here, store: str, kind: str, sender: str, receiver: str) -> dict[str, object]:
    done = graphmap("ask", "route", kind, sender, receiver, "--store", store, "--json")
    found: dict[str, object] = done.json["data"]["route"]
    return found


def claims(graphmap: Here, store: str, key: str, selection: str) -> list[dict[str, str]]:
    query = f'{{ node(id: "{key}") {{ ... on Fact {{ claims {{ source {selection} }} }} }} }}'
    found = graphmap("query", query, "--store", store).json["data"]["node"]["claims"]
    return [claim for claim in found if claim["source"] == "answers"]


def test_it_holds_what_is_known_and_who_said_so(asked: Ask) -> None:
    filled = asked("SA1")
    assert filled.book.sheetnames == ["Read me", *TABLES, "Codes"]
    assert [row["id"] for row in filled.rows("deployments")] == [
        "SA1-arden", "SA1-clarion", "SA1-conduit", "SA1-folio", "SA1-lumen", "SA1-quill", "SA1-stork", "SA1-tally",
        "SA1-vigil",
    ]  # fmt: skip
    assert [row["reference"] for row in filled.rows("contracts")] == ["SC-001", "SC-008", "SC-010"]
    assert all("SA1-" in row["from"] + row["to"] for row in filled.rows("links"))
    assert any(row["from"] == "service:E_RS" or row["to"] == "service:E_RS" for row in filled.rows("links"))
    epr = filled.rows("deployments")[0]
    assert epr["known_from"] == "sampleshire: Sampleshire system survey (fictional)"
    assert (epr["known_evidence"], epr["known_observed_at"]) == ("observed", "2026-10")
    assert not epr["confirmed"]
    assert not epr["evidence"]
    assert not epr["observed_at"]


def test_its_first_sheet_says_what_to_do_and_what_each_column_holds(asked: Ask) -> None:
    page = asked("SA1").book["Read me"]
    said = {row[0].value: row[1].value for row in page.iter_rows() if row[0].value}
    assert (said["Organisation"], said["Name"]) == (
        "SA1",
        "Sampleton University Hospitals NHS Foundation Trust",
    )
    assert said["Made on"] == "2026-11-22"
    assert "What you leave blank says nothing" in said["What this is"]
    assert "In the column 'confirmed' choose yes" in said["2. Each row"]
    assert said["links: from"] == "Where the payload leaves (required)"
    assert "{" not in "".join(map(str, said.values()))


def test_it_asks_in_words_how_complete_the_record_is(asked: Ask) -> None:
    rows = {row["exchange"]: row for row in asked("SA8").rows("coverage")}
    assert "gp_record_transfer" not in rows, "it has nothing to do with a trust"
    assert len(rows) == 14
    assert rows["referral"]["question"] == (
        "Referral: is every system of yours that sends or takes this listed in this workbook?"
    )
    assert (rows["*"]["known_level"], rows["*"]["level"]) == ("partial", "")


def test_closed_vocabularies_have_drop_down_lists(asked: Ask) -> None:
    sheet = asked("SA1").book["ports"]
    names = [cell.value for cell in sheet[1]]
    lists = {
        names[next(iter(rule.cells.ranges)).min_col - 1]: rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    assert lists["confirmed"] == '"yes,no"'
    assert lists["status"] == '"planned,live,retiring,retired,absent"'
    assert lists["role"] == '"source,sink,relay,serve,query"'
    assert lists["exchange"].startswith("'Codes'!$A$")
    assert {"payload", "evidence"} <= lists.keys()


def test_the_lists_of_codes_are_where_the_cells_look_for_them(asked: Ask) -> None:
    book = asked("SA1").book
    (rule,) = [one for one in book["contracts"].data_validations.dataValidation if "Codes" in one.formula1]
    sheet, _, area = rule.formula1.partition("!")
    codes = [row[0].value for row in book[sheet.strip("'")][area.replace("$", "")]]
    assert codes[0] == "EPR_ACUTE"
    assert "MATERNITY" in codes
    assert None not in codes


@pytest.mark.parametrize("code", ["SA1", "SA8", "SA3", "SAQ1", "SAN", "SA0"])
def test_unchanged_it_says_nothing_and_nothing_is_stored(
    asked: Ask, sent_back: Send, sampleshire: str, code: str
) -> None:
    before = bytes_of(sampleshire)
    done = sent_back(asked(code))
    assert done.code == 3
    assert "has nothing to say: no row is answered" in done.err
    assert "Answer yes or no in the column 'confirmed'" in done.err
    assert "warning" not in done.err
    assert bytes_of(sampleshire) == before


@pytest.mark.parametrize("code", ["SA1", "SA3", "SA8", "SAQ1"])
def test_all_confirmed_leaves_every_answer_as_it_was(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str, code: str
) -> None:
    before = answers(graphmap, sampleshire)
    done = sent_back(asked(code).everywhere(lambda *_: "yes"))
    assert done.code == 0, done.err
    assert answers(graphmap, sampleshire) == before


def test_what_is_confirmed_is_the_organisations_own_statement_of_the_day(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    filled = asked("SA1").answer("deployments", "SA1-arden", confirmed="yes").on("2026-11-20")
    filled.answer(
        "deployments", "SA1-stork", confirmed="Yes", evidence="observed", observed_at="2026-11", note="Seen"
    )
    done = sent_back(filled)
    assert "2 claims added, 0 changed, 0 retracted" in done.out
    said = "property value evidence observedAt note"
    (arden,) = [
        one for one in claims(graphmap, sampleshire, "SA1-arden", said) if one["property"] == "product"
    ]
    assert (arden["evidence"], arden["observedAt"], arden["value"]) == ("DECLARED", "2026-11-20", "arden-epr")
    (stork,) = [
        one for one in claims(graphmap, sampleshire, "SA1-stork", said) if one["property"] == "product"
    ]
    assert (stork["evidence"], stork["observedAt"], stork["note"]) == ("OBSERVED", "2026-11", "Seen")


@pytest.mark.parametrize(
    ("options", "day"),
    [(("--edition", "2026-11-01"), "2026-11-01"), ((), "2026-11-22")],
    ids=["edition", "today"],
)
def test_a_blank_day_is_that_of_the_edition_or_today(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str, options: tuple[str, ...], day: str
) -> None:
    assert sent_back(asked("SA1").answer("deployments", "SA1-arden", confirmed="yes"), *options).code == 0
    assert {one["observedAt"] for one in claims(graphmap, sampleshire, "SA1-arden", "observedAt")} == {day}


def test_no_states_that_it_does_not_exist(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    assert route(graphmap, sampleshire, "referral", "SA1", "SA2")["verdict"] == "YES"
    filled = asked("SA1").set("links", lambda row: row["to"] == "service:E_RS", confirmed="no")
    assert sent_back(filled).code == 0
    after = route(graphmap, sampleshire, "referral", "SA1", "SA2")
    assert (after["verdict"], after["reasons"]) == ("NO", ["NO_ROUTE"])


def test_all_denied_states_all_of_its_systems_absent(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    filled = asked("SA1").everywhere(lambda sheet, _: "no" if sheet in STATUSED else "")
    assert sent_back(filled).code == 0
    query = '{ organisation(code: "SA1") { deployments(standing: null) { edges { node { validity { status } } } } } }'
    found = graphmap("query", query, "--store", sampleshire).json["data"]["organisation"]["deployments"][
        "edges"
    ]
    assert {edge["node"]["validity"]["status"] for edge in found} == {"ABSENT"}
    assert len(found) == 9
    for row in answers(graphmap, sampleshire)["imaging"]:
        assert "SA1" not in row[:2] or row[2] == "NO"


def test_rows_of_its_own_need_no_answer(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    assert route(graphmap, sampleshire, "referral", "SA1", "SA8")["verdict"] == "UNKNOWN"
    filled = asked("SA8")
    filled.add("deployments", id="SA8-beacon-refer", product="beacon-epr", organisations="SA8")
    filled.add("ports", deployment="SA8-beacon-refer", exchange="referral", role="sink", profile="ERS-R4")
    filled.add("links", from_="service:E_RS", to="SA8-beacon-refer", exchange="referral")
    done = sent_back(filled)
    assert "3 claims added" in done.out
    assert route(graphmap, sampleshire, "referral", "SA1", "SA8")["verdict"] == "YES"
    assert {one["evidence"] for one in claims(graphmap, sampleshire, "SA8-beacon-refer", "evidence")} == {
        "DECLARED"
    }


def test_a_level_makes_a_no_of_what_was_not_recorded(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    assert sent_back(asked("SA8").level("referral", "complete")).code == 0
    after = route(graphmap, sampleshire, "referral", "SA1", "SA8")
    assert (after["verdict"], after["reasons"]) == ("NO", ["NO_SYSTEM_RECEIVER"])
    query = '{ organisation(code: "SA8") { coverage { exchange { code } level asOf evidence } } }'
    rows = graphmap("query", query, "--store", sampleshire).json["data"]["organisation"]["coverage"]
    assert {
        "exchange": {"code": "referral"},
        "level": "COMPLETE",
        "asOf": "2026-11-22",
        "evidence": "DECLARED",
    } in rows
    assert len(rows) == 2, "the questions that were left blank say nothing"


def test_a_correction_is_what_it_says(asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str) -> None:
    filled = asked("SA1").answer("deployments", "SA1-arden", confirmed="yes", host="Sampleton data centre")
    assert sent_back(filled).code == 0
    said = graphmap("query", '{ deployment(id: "SA1-arden") { host } }', "--store", sampleshire).json["data"]
    assert said == {"deployment": {"host": "Sampleton data centre"}}


def test_the_second_answers_replace_the_first(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str
) -> None:
    sent_back(asked("SA1").answer("deployments", "SA1-arden", confirmed="yes"))
    again = asked("SA1", "again.xlsx")
    known = {row["id"]: row["known_from"].partition(":")[0] for row in again.rows("deployments")}
    assert (known["SA1-arden"], known["SA1-stork"]) == ("answers, sampleshire", "sampleshire")
    done = sent_back(again.answer("deployments", "SA1-stork", confirmed="yes"))
    assert "1 claim added, 0 changed, 1 retracted" in done.out, "what this source no longer says"
    assert route(graphmap, sampleshire, "referral", "SA1", "SA2")["verdict"] == "YES", "others still say so"


def test_unchanged_it_takes_nothing_back_that_was_said_before(
    asked: Ask, sent_back: Send, sampleshire: str
) -> None:
    sent_back(asked("SA1").answer("deployments", "SA1-arden", confirmed="yes"))
    again = asked("SA1", "again.xlsx")
    before = bytes_of(sampleshire)
    assert sent_back(again).code == 3
    assert bytes_of(sampleshire) == before


def test_what_only_these_answers_stated_has_to_be_answered_again(asked: Ask, sent_back: Send) -> None:
    filled = asked("SA8").add("products", id="ours", name="Ours")
    filled.add("deployments", id="SA8-ours", product="ours", organisations="SA8")
    assert sent_back(filled).code == 0
    again = asked("SA8", "again.xlsx").answer("deployments", "SA8-ours", confirmed="yes")
    done = sent_back(again)
    assert done.code == 3
    assert (
        "'ours' is stated by nobody else, and its row here is not answered. Answer yes in its row of the table"
        in done.err
    )
    assert sent_back(again.answer("products", "ours", confirmed="yes")).code == 0


def test_the_same_answers_again_change_nothing(asked: Ask, sent_back: Send) -> None:
    filled = asked("SA8").level("referral", "partial").on("2026-11-20")
    assert "revision 2" in sent_back(filled).out
    assert "no new revision" in sent_back(filled).out


WRONG = {
    "an answer that is none": (
        lambda filled: filled.answer("deployments", "SA1-arden", confirmed="maybe"),
        "answers.xlsx/deployments:2: confirmed: 'maybe' is no answer. Write yes or no, or leave it blank",
    ),
    "a change that nobody confirmed": (
        lambda filled: filled.answer("deployments", "SA1-arden", to="2027"),
        (
"answers.xlsx/deployments:2: confirmed: is blank, and the row is no longer as it was filled in beforehand. "
        "Answer yes to state what it says now, or undo the change"
        ),
    ),
    "a note beside no answer": (
        lambda filled: filled.answer("deployments", "SA1-arden", note="gone since May"),
        "answers.xlsx/deployments:2: confirmed: is blank, and the row is no longer as it was filled in beforehand",
    ),
    "a note beside no level": (
        lambda filled: filled.level("referral", "", note="we shall see"),
        "answers.xlsx/coverage:3: level: is blank, and other cells of the row are filled in. Choose none, partial or",
    ),
    "no in a table without status": (
        lambda filled: filled.answer("products", "arden-epr", confirmed="no"),
        (
"answers.xlsx/products:2: confirmed: 'no' cannot be answered here: this table has no status. "
        "Leave it blank, and answer no in the table deployments"
        ),
    ),
    "no to a contract": (
        lambda filled: filled.answer("contracts", "SA1", confirmed="no"),
        (
"answers.xlsx/contracts:2: confirmed: 'no' cannot be answered here: this table has no status. "
        "Correct its cells and answer yes; one that has ended has its last day in 'to'"
        ),
    ),
    "a level that is none": (
        lambda filled: filled.level("referral", "most"),
        "answers.xlsx/coverage:3: level: 'most' is no known level of coverage",
    ),
    "a day that is none": (
        lambda filled: filled.level("referral", "partial").on("22/11/2026"),
        "answers.xlsx/Read me:5: Filled in on: '22/11/2026' is no date. Write the day",
    ),
    "a day to come": (
        lambda filled: filled.level("referral", "partial").on("2026-11-23"),
        "answers.xlsx/Read me:5: Filled in on: '2026-11-23' is later than today, 2026-11-22",
    ),
    "a formula without a value": (
        lambda filled: filled.answer("deployments", "SA1-arden", confirmed='="y"&"es"'),
        "answers.xlsx/deployments:2: confirmed: is a formula without a stored value",
    ),
    "a system that nobody knows": (
        lambda filled: filled.add("links", from_="SA1-ardn", to="service:E_RS", exchange="referral"),
        "answers.xlsx/links:26: from: 'SA1-ardn' is no known deployment. Nearest: 'SA1-arden'",
    ),
    "a column that is gone": (
        lambda filled: (filled.book["deployments"].delete_cols(1), filled)[1],
        "answers.xlsx/deployments:1: confirmed: column 'confirmed' is missing",
    ),
    "a column that was renamed": (
        lambda filled: (filled.book["deployments"].cell(1, 1, "confirmd"), filled)[1],
        "answers.xlsx/deployments:1: confirmd: 'confirmd' is almost the name of a column. Write 'confirmed'",
    ),
    "the same row twice, unlike": (
        lambda filled: filled.answer("deployments", "SA1-arden", confirmed="yes").add(
            "deployments", id="SA1-arden", product="beacon-epr", organisations="SA1"
        ),
        "answers.xlsx/deployments:11: product: 'beacon-epr' disagrees with row 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_place_and_its_remedy(
    asked: Ask, sent_back: Send, sampleshire: str, name: str
) -> None:
    spoil, said = WRONG[name]
    filled = spoil(asked("SA1").answer("deployments", "SA1-vigil", confirmed="yes"))
    before = bytes_of(sampleshire)
    done = sent_back(filled)
    assert done.code == 3
    assert said in done.err
    assert REFUSED in done.err
    assert bytes_of(sampleshire) == before


def test_one_of_several_cannot_deny_a_shared_system_for_all(asked: Ask, sent_back: Send) -> None:
    done = sent_back(asked("SA3").answer("deployments", "shared-corvid", confirmed="no"))
    assert done.code == 3
    assert "'no' would speak for all of SA3, SA4: they share this system" in done.err
    assert "take its code out of 'organisations' and answer yes" in done.err


def test_columns_may_be_moved_and_rows_deleted(
    asked: Ask, sent_back: Send, graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    filled = asked("SA1").answer("deployments", "SA1-arden", confirmed="yes")
    names, rows = filled.header("deployments"), filled.rows("deployments")
    book = filled.book
    place = book.sheetnames.index("deployments")
    book.remove(book["deployments"])
    sheet = book.create_sheet("deployments", place)
    order = list(reversed(names))
    sheet.append(order)
    for row in rows[:3]:
        sheet.append([row[name] or None for name in order])
    done = sent_back(filled)
    assert "1 claim added, 0 changed, 0 retracted" in done.out
    assert claims(graphmap, sampleshire, "SA1-arden", "evidence")


def test_another_sheet_of_that_name_is_no_front_page(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["These are our suppliers"])
    book.create_sheet("suppliers").append(["id", "name"])
    book["suppliers"].append(["dell", "Dell"])
    book.save(tmp_path / "ours.xlsx")
    done = graphmap("import", tmp_path / "ours.xlsx", "--fictional", "--store", sampleshire)
    assert done.code == 0
    assert "ours.xlsx/Read me: is no evidence table and left" in done.err


def test_answers_come_from_a_csv_file_as_well(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "source.yaml").write_text("fictional: true\nfilled_in: 2026-11-19\n", encoding="utf-8")
    (folder / "deployments.csv").write_text(
        "confirmed,id,product,organisations,known_from\n"
        "yes,SA1-arden,arden-epr,SA1,survey\n"
        ",SA1-stork,stork-maternity,SA1,survey\n"
        "no,SA1-tally,tally-epma,SA1,survey\n"
        ",SA1-new,arden-epr,SA1,\n",
        encoding="utf-8",
    )
    done = graphmap("import", folder, "--store", sampleshire)
    assert "3 claims added" in done.out, done.err
    assert {one["observedAt"] for one in claims(graphmap, sampleshire, "SA1-new", "observedAt")} == {
        "2026-11-19"
    }


def test_what_is_invented_stays_badged(asked: Ask, sent_back: Send) -> None:
    page = [row[0].value for row in asked("SA1").book["Read me"].iter_rows()]
    assert "Evidence" in page
    assert sent_back(asked("SA8", "8.xlsx").level("referral", "partial")).code == 0, "without --fictional"


def test_a_workbook_that_is_there_is_not_written_over(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    there = tmp_path / "SA1.xlsx"
    there.write_text("filled in", encoding="utf-8")
    done = graphmap("template", "--organisation", "SA1", "--output", there, "--store", sampleshire)
    assert done.code == 2
    assert "is there already, and may be filled in" in done.err
    assert there.read_text(encoding="utf-8") == "filled in"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--organisation", "SB1"), "'SB1' is no known organisation; nearest: SA1"),
        (
            ("--organisation", "SA1", "--output", "SA1.csv"),
            "is to be a workbook: give a name that ends in .xlsx",
        ),
        ((), "Missing option '--organisation'"),
    ],
)
def test_wrong_usage(graphmap: Here, sampleshire: str, arguments: tuple[str, ...], said: str) -> None:
    done = graphmap("template", *arguments, "--store", sampleshire)
    assert done.code == 2
    assert said in done.err


def test_the_file_is_named_for_the_organisation(
    graphmap: Here, sampleshire: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = graphmap("template", "--organisation", "organisation:SA8", "--store", sampleshire)
    assert done.err.startswith("wrote SA8.xlsx: ")
    assert (tmp_path / "SA8.xlsx").exists()
