"""The questions about markets, contracts and systems, as tables for people."""

from __future__ import annotations

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import Here


def _lines(graphmap: Here, *arguments: object) -> list[str]:
    done = graphmap("ask", *arguments)
    assert done.code == 0, done.err
    lines: list[str] = done.out.splitlines()
    assert lines[0] == FICTIONAL
    return lines[1:]


def _row(lines: list[str], first: str) -> str:
    (line,) = [line for line in lines if line.startswith(first)]
    return " ".join(line.split())


def test_a_market_says_its_sentence_figures_and_shares(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "market", "GP_CLINICAL", "--type", "GP_PRACTICE", "--store", sampleshire)
    assert lines[0] == (
        "GP record system: the supplier is known of 40 of 40 organisations in the market. Hearth Primary Care has 50% of "
        "the known. HHI 3,800: screening band highly concentrated (above 2,000)."
    )
    assert _row(lines, "HHI") == "HHI 3,800 3,800"
    assert _row(lines, "share of the largest") == "share of the largest (CR1) 50% 50%"
    assert _row(lines, "Hearth Primary Care") == "Hearth Primary Care 20 50.0%"
    assert _row(lines, "Willow GP") == "Willow GP 8 20.0%"


def test_a_group_is_shown_with_its_suppliers(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "market", "MATERNITY", "--store", sampleshire)
    assert _row(lines, "Arden Group") == "Arden Group Stork Digital 5, Arden Health 1 6 100.0%"


def test_what_is_unknown_of_a_market_is_said_first(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "market", "TIE", "--store", sampleshire)
    assert "the supplier is known of 1 of 3 organisations" in done.out
    assert "HHI 3,333 to 10,000" in done.out
    assert "3 organisations in the market, 2 of them unknown" in done.err


def test_a_market_of_which_no_supplier_is_known_has_no_shares(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "market", "PHR", "--store", sampleshire)
    assert lines[0].endswith("So nothing can be said of its concentration.")
    assert not any("share of the known" in line for line in lines)


def test_plans_are_named_and_not_counted(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "market", "EPR_MHC", "--as-of", "2028-06-01", "--store", sampleshire)
    assert "Planned systems, which are not counted: 1." in lines


def test_all_markets_at_a_glance(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "market", "--store", sampleshire)
    lines = done.out.splitlines()
    assert _row(lines, "TIE") == "TIE 3 1 Conduit Integration 100% 3,333 10,000 highly concentrated"
    assert any(line.startswith("No supplier is known for ") and " PHR," in line for line in lines)
    assert "44 of 44 capabilities looked at" in done.err


def test_organisation_by_organisation_with_contracts(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "market", "EPR_ACUTE", "--by-organisation", "--store", sampleshire)
    assert _row(lines, "SA8").endswith("supplier known Beacon EPR expired 2026-03-31")
    assert _row(lines, "SA4").endswith("supplier known Corvid EPR in force 2032-05-31")
    engines = _lines(graphmap, "market", "TIE", "--by-organisation", "--store", sampleshire)
    assert _row(engines, "SA9").endswith("not recorded")
    assert _row(engines, "SA2").endswith("none")


def test_only_those_out_of_contract_or_without(graphmap: Here, sampleshire: str) -> None:
    expired = _lines(graphmap, "market", "EPR_ACUTE", "--contract", "expired", "--store", sampleshire)
    assert [line.split()[0] for line in expired if line.startswith("SA")] == ["SA8"]
    without = _lines(graphmap, "market", "TIE", "--holding", "not-recorded", "--store", sampleshire)
    assert [line.split()[0] for line in without if line.startswith("SA")] == ["SA8", "SA9"]
    both = ("--holding", "none", "--holding", "not-recorded")
    answer = graphmap("ask", "market", "TIE", *both, "--json", "--store", sampleshire).json["data"]
    assert answer["market"]["byOrganisation"]["totalCount"] == 8


def test_contracts_in_buckets_and_those_that_end_soon(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "contracts", "--store", sampleshire)
    lines = done.out.splitlines()
    assert "12 contracts on record, of 8 of the 9 organisations in scope; there may be more." in lines
    assert _row(lines, "expired") == "expired 1 16,000,000 0 1 1"
    assert _row(lines, "within 12 months") == "within 12 months 5 14,900,000 0 5 0"
    assert any("Expired while the system still runs" in line for line in lines)
    assert _row(lines, "2027-01-31") == "2027-01-31 SA9 Siren Dispatch Siren CAD 7,000,000 SA9-siren 0 0"
    assert "5 of 5 contracts that end within 12 months shown" in done.err


def test_contracts_further_ahead_expired_and_of_icbs(graphmap: Here, sampleshire: str) -> None:
    ahead = graphmap("ask", "contracts", "--within", 24, "--store", sampleshire)
    assert "8 of 8 contracts that end within 24 months" in ahead.err
    assert "2027-12-31  SA2    Stork Digital" in ahead.out, "an end of 2027 means its last day"
    expired = _lines(graphmap, "contracts", "--expired", "--store", sampleshire)
    assert _row(expired, "2026-03-31").endswith("SA8-beacon 0 0 out of contract, still in use")
    boards = _lines(graphmap, "contracts", "--type", "ICB", "--store", sampleshire)
    assert [" ".join(line.split()) for line in boards if "Hearth" in line] == [
        "2027-03-31 SAQ1 Hearth Primary Care Hearth GP 3,000,000 0 0 12"
    ]


def test_duplicates_in_organisations_and_areas(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "duplicates", "EPMA", "--store", sampleshire)
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(line.endswith("EPMA 2 Arden EPR, Tally SA1-arden, SA1-tally") for line in lines)
    assert any(line.startswith("area SAQ1") for line in lines)
    assert (
        "The record of 7 of 9 organisations in scope is complete; of the others there may be more." in lines
    )
    assert "2 of 2 duplicates shown" in done.err
    nothing = _lines(graphmap, "duplicates", "DOC_MGMT", "--code", "SA2", "--store", sampleshire)
    assert nothing[0] == "No duplicate is on record."


def test_ties_name_gaps_and_what_is_not_loaded(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "lock-in", "MATERNITY", "--store", sampleshire)
    assert _row(lines, "SA4-stork") == "SA4-stork Stork 3 0 0 0% 3 not on record complete"
    assert "demographics in (no profile stated)" in _row(lines, "SA7-cradle")
    assert "shared_record out (no flow)" in _row(lines, "SA3-stork")
    assert "not complete demographics in (not recorded)" in _row(lines, "SA8-stork")
    assert lines[-1] == (
        "Interfaces that need the supplier's consent: not loaded. Export of all data: not loaded."
    )
    expired = _lines(graphmap, "lock-in", "EPR_ACUTE", "--code", "SA8", "--store", sampleshire)
    assert "expired 2026-03-31" in _row(expired, "SA8-beacon")


def test_products_area_by_area_and_who_converges_when(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "consolidation", "EPR_ACUTE", "--store", sampleshire)
    assert lines[0] == (
        "Acute record system: 3 named products in use among the 6 organisations that need it; of 0 of them no system is on "
        "record."
    )
    assert _row(lines, "Corvid EPR") == "Corvid EPR 2 1 0"
    assert _row(lines, "SAQ1").endswith("4 0 2 0 Arden EPR 2, Corvid EPR 2")
    assert _row(lines, "shared-corvid-2028") == "shared-corvid-2028 Corvid EPR SA2, SA3, SA4 2028-01-01"


def test_a_suppliers_reach_alone_and_as_a_group(graphmap: Here, sampleshire: str) -> None:
    alone = _lines(graphmap, "supplier", "stork", "--store", sampleshire)
    assert (
        alone[0] == "Stork Digital: 5 organisations on record rely on it; 5 use its products, in 5 systems."
    )
    group = _lines(graphmap, "supplier", "stork", "--group", "--store", sampleshire)
    assert group[0].startswith("Arden Group (Arden Health, Stork Digital): 6 organisations on record")
    assert _row(group, "SA7").startswith(
        "SA7 Sampleshire Children's NHS Foundation Trust SA7-arden, SA7-cradle"
    )


def test_how_many_systems_there_are(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "systems", "--store", sampleshire)
    assert lines[0].startswith("9 organisations: 49 distinct systems on record, median 6 and at most 9")
    assert lines[1].startswith("The record of 7 of them is complete")
    assert _row(lines, "SA8").endswith("4 not complete")
    nobody = _lines(graphmap, "systems", "--type", "NATIONAL_BODY", "--icb", "SAQ1", "--store", sampleshire)
    assert nobody[0] == "No organisation is in scope."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("market", "EPR"), "'EPR' is no known capability; nearest: "),
        (("market", "--icb", "SAQ7"), "'SAQ7' is no known organisation"),
        (("contracts", "--within", "0"), "`months` is 0: give 1 to 1200"),
        (("duplicates", "EPM"), "nearest: EPMA"),
        (("lock-in", "MATERNTY"), "nearest: MATERNITY"),
        (("consolidation", "EPR_ACUT"), "nearest: EPR_ACUTE"),
        (("supplier", "ardn"), "nearest: arden"),
        (("systems", "--as-known-at", "2027-01-01"), "nobody knows yet what will be known"),
    ],
)
def test_what_cannot_be_asked_is_said_with_exit_code_1(
    graphmap: Here, sampleshire: str, question: tuple[str, ...], said: str
) -> None:
    done = graphmap("ask", *question, "--store", sampleshire)
    assert done.code == 1
    assert not done.out
    assert said in done.err


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("market", "--by-organisation"), "--by-organisation, --holding and --contract need a capability"),
        (("market", "TIE", "--holding", "some"), "'some' is none of supplier-known, supplier-not-stated"),
        (("contracts", "--within", "12", "--expired"), "--within and --expired exclude each other"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    graphmap: Here, sampleshire: str, question: tuple[str, ...], said: str
) -> None:
    done = graphmap("ask", *question, "--store", sampleshire)
    assert done.code == 2
    assert said in done.err


def test_the_json_is_the_answer_of_graphql(graphmap: Here, sampleshire: str) -> None:
    data = graphmap("ask", "market", "MATERNITY", "--json", "--store", sampleshire).json["data"]
    assert data["about"]["fictional"] is True
    assert data["market"]["organisations"] == 6
