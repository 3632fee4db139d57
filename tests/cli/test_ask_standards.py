"""`graphmap ask standards`, `payloads`, `openness` and `candidate`: sentences and tables for people."""

from __future__ import annotations

import pytest

from tests.cli.running import Here


def told(graphmap: Here, *arguments: object) -> list[str]:
    done = graphmap("ask", *arguments)
    assert done.code == 0, done.err
    return done.out.splitlines()


def rows(lines: list[str], first: str) -> dict[str, list[str]]:
    """The rows of the table whose head begins with `first`, by their first word."""
    head = next(place for place, line in enumerate(lines) if line.startswith(first))
    found = {}
    for line in lines[head + 1 :]:
        if not line:
            break
        found[line.split()[0]] = line.split()
    return found


def test_standards_says_profiles_mandates_and_what_is_not_stated(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "standards", "--store", sampleshire)
    lines = done.out.splitlines()
    assert lines[1] == (
        "9 organisations in scope run 49 systems. No profile is stated of 6 of 39 ports and 15 of 75 interfaces: "
        "these count for none."
    )
    assert rows(lines, "profile ")["DAPB4013"][-7:] == ["2", "2", "1", "1", "0", "2", "0"]
    assert rows(lines, "mandate ")["DAPB4013"][-5:] == ["systems", "6", "1", "5", "0"]
    assert any(
        line.startswith("DCB1609: Our reading: ") and "nobody counts as late" in line for line in lines
    )
    assert done.err == "14 of 14 profiles shown (--first), as of 2026-11-22\n"


def test_the_users_of_one_profile(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "standards", "NRL-R4", "--store", sampleshire)
    users = rows(lines, "system ")
    assert users["SA4-stork"][-2:] == ["sends", "shared_record"]
    assert "takes" in users["SA6-lantern"]
    assert len(users) == 6


def test_those_who_are_late_and_their_suppliers(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "standards", "DAPB4013", "--late", "--suppliers", "--store", sampleshire)
    place = lines.index("DAPB4013: systems bound and not known to follow it")
    assert rows(lines[place:], "system")["SA4-tally"] == ["SA4-tally", "Tally", "SA4", "known", "not", "to"]
    place = lines.index("DAPB4013: suppliers of the systems that it binds")
    assert rows(lines[place:], "supplier")["Arden"][-4:] == ["2", "1", "1", "0"]


def test_nobody_is_late_without_a_day(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "standards", "CPIS", "--late", "--store", sampleshire)
    assert "No system in scope is known to use it." in lines
    assert lines[-1] == "No source gives a day, so none of them is late."
    place = lines.index("DCB1609: systems bound and not known to follow it")
    assert rows(lines[place:], "system")["SA8-beacon"][-2:] == ["not", "known"]


def test_deprecated_profiles_alone(graphmap: Here, sampleshire: str) -> None:
    types = ("--type", "GP_PRACTICE", "--type", "LAB_PROVIDER")
    lines = told(graphmap, "standards", "--deprecated", *types, "--store", sampleshire)
    assert list(rows(lines, "profile ")) == ["PMIP-NHS003"]
    assert "To be replaced by FHIR UK Core R4" in lines[-1]
    assert not any(line.startswith("mandate") for line in lines)
    assert "No such profile is known to be in use." in told(
        graphmap, "standards", "--deprecated", "--store", sampleshire
    )


def test_on_record_is_said(graphmap: Here, sampleshire: str) -> None:
    said = "Read as if the record were complete: what is not on record counts as not there."
    for question in (
        ("standards",),
        ("payloads", "shared_record"),
        ("candidate", "SA8", "--product", "tally-epma"),
    ):
        assert said in told(graphmap, *question, "--reading", "on-record", "--store", sampleshire)
        assert said not in told(graphmap, *question, "--store", sampleshire)


def test_payloads_give_bounds_and_organisations(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "payloads", "shared_record", "--store", sampleshire)
    assert lines[1] == (
        "Of 9 organisations, 0 to 8 (0% to 89%) both send and take shared records as coded data; "
        "the record of 7 is complete."
    )
    lines = told(graphmap, "payloads", "medication_allergy", "--takes-coded", "no", "--store", sampleshire)
    assert list(rows(lines, "code ")) == ["SA1", "SA3", "SA4", "SA5", "SA6", "SA7"]
    lines = told(graphmap, "payloads", "medication_allergy", "--view-only", "--store", sampleshire)
    assert rows(lines, "code ")["SA3"][-4:] == ["no", "view", "only", "complete"]
    lines = told(graphmap, "payloads", "gp_record_transfer", "--store", sampleshire)
    assert lines[1] == "No organisation in scope both sends and takes GP records."


def test_products_that_lack_open_standards(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "openness", "--store", sampleshire)
    found = rows(done.out.splitlines(), "product ")
    assert found["tally-epma"][-8:] == [
        "4",
        "1",
        "of",
        "3",
        "medication_allergy",
        "in,",
        "medication_allergy",
        "out",
    ]
    assert "stork-maternity" not in found
    assert done.err == "12 of 12 products shown (--first), as of 2026-11-22\n"
    everything = told(graphmap, "openness", "--capability", "MATERNITY", "--all", "--store", sampleshire)
    assert list(rows(everything, "product ")) == ["cradle-maternity", "stork-maternity"]


def test_a_candidate_flow_by_flow(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "candidate", "SA1", "--product", "stork-maternity", "--store", sampleshire)
    assert lines[1].endswith("(SA1), as maternity record: 3 of 3 required flows would connect.")
    assert "Transfer of care out (required): connects. The candidate speaks TOC-IP (used by 2)." in lines
    assert any(line.startswith("service:MESH") and "(hub)" in line for line in lines)


def test_profiles_given_by_hand(graphmap: Here, sampleshire: str) -> None:
    lines = told(
        graphmap, "candidate", "SA3", "--speaks", "booking:out:BARS-CORE@1.1:a1t1", "--store", sampleshire
    )
    assert lines[1].endswith("no flow is required; what it speaks is compared.")
    (line,) = (line for line in lines if line.startswith("shared-corvid"))
    assert "mismatch" in line
    assert line.endswith("BARS-CORE@2.0 a1t1")


def test_what_is_not_known_at_a_buyer_is_said(graphmap: Here, sampleshire: str) -> None:
    lines = told(graphmap, "candidate", "SA8", "--product", "tally-epma", "--store", sampleshire)
    assert lines[1].endswith("0 of 3 required flows would connect, and of 3 too little is known.")
    assert any("The buyer's record for it is not complete: more may be there." in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("standards", "ERS-R5"), 1, "'ERS-R5' is no known profile; nearest: ERS-R4"),
        (("payloads", "fax"), 1, "'fax' is no known exchange type"),
        (("payloads", "referral", "--takes-coded", "maybe"), 2, "'maybe' is none of yes, no, unknown"),
        (("openness", "--capability", "MATERN"), 1, "nearest: MATERNITY"),
        (("candidate", "SA1"), 2, "give either --product or --speaks"),
        (("candidate", "SA1", "--speaks", "referral:ERS-R4"), 2, "'referral:ERS-R4' is none of the form"),
        (("candidate", "SA1", "--speaks", "referral:up:ERS-R4"), 2, "is none of the form"),
        (("candidate", "SA11", "--product", "tally-epma"), 1, "'SA11' is no known organisation"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    graphmap: Here, sampleshire: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = graphmap("ask", *arguments, "--store", sampleshire)
    assert done.code == code
    assert said in done.err


@pytest.mark.parametrize(
    "question",
    [
        ("standards", "--code", "SA0"),
        ("payloads", "referral", "--code", "SA0"),
        ("candidate", "SA0", "--product", "tally-epma"),
        ("dependencies", "organisation:SA0"),
    ],
)
def test_a_closed_organisation_is_never_answered_for_silently(
    graphmap: Here, sampleshire: str, question: tuple[str, ...]
) -> None:
    said = told(graphmap, *question, "--store", sampleshire)
    assert any("closed on 31 March 2025; its successor is" in line for line in said)
