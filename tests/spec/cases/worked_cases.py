"""The worked cases of the domain, each a small map and what must be answered.

They keep the numbers under which the project knows them; 16 was dropped (there are no service ids).
Coverage is complete unless a case says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.spec.cases.expectation import Expected
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, small_map

NO_SYSTEM = ("NO_SYSTEM_SENDER", "NO_SYSTEM_RECEIVER")
NO_EVIDENCE = ("NO_EVIDENCE_SENDER", "NO_EVIDENCE_RECEIVER")


@dataclass(frozen=True)
class WorkedCase:
    """One map and the answers that it must give."""

    name: str
    tables: Tables
    expected: tuple[Expected, ...]

    def __str__(self) -> str:
        return self.name


A, B, C = organisation("A"), organisation("B"), organisation("C")
PRACTICE = organisation("B", "GP_PRACTICE")
NATIONAL = organisation("N", "NATIONAL_BODY")
A_EPR, B_EPR, C_EPR = deployment("A-epr", "A"), deployment("B-epr", "B"), deployment("C-epr", "C")


def service(code: str) -> dict[str, str]:
    return deployment(f"service:{code}", "N", capabilities="NATIONAL_SERVICE")


def bars(sent: str, taken: str, sent_case: str = "", taken_case: str = "") -> Tables:
    """A books with B by a link of their own that names no profile."""
    return small_map(
        [A, B],
        [A_EPR, B_EPR],
        [
            port("A-epr", "booking", "source", sent, use_case=sent_case),
            port("B-epr", "booking", "sink", taken, use_case=taken_case),
        ],
        [link("A-epr", "B-epr", "booking")],
    )


CASES = (
    WorkedCase(
        "1 both refer by e-RS, neither receives",
        small_map(
            [A, B, NATIONAL],
            [A_EPR, B_EPR, service("E_RS")],
            [
                port("service:E_RS", "referral", "relay", "ERS-R4@1"),
                port("A-epr", "referral", "source", "ERS-R4@1"),
                port("B-epr", "referral", "source", "ERS-R4@1"),
            ],
            [link("A-epr", "service:E_RS", "referral"), link("B-epr", "service:E_RS", "referral")],
        ),
        (
            Expected("referral", "A", "B", "NO", ("NO_SYSTEM_RECEIVER",), ()),
            Expected("referral", "B", "A", "NO", ("NO_SYSTEM_RECEIVER",), ()),
        ),
    ),
    WorkedCase(
        "2 the receiver's mailbox takes pathology results only",
        small_map(
            [A, PRACTICE, NATIONAL],
            [A_EPR, B_EPR, service("MESH")],
            [
                port("service:MESH", "transfer_of_care", "relay", "TOC-IP"),
                port("service:MESH", "pathology_result", "relay", "PMIP-NHS003"),
                port("A-epr", "transfer_of_care", "source", "TOC-IP"),
                port("B-epr", "transfer_of_care", "sink", "TOC-IP"),
            ],
            [
                link("A-epr", "service:MESH", "transfer_of_care", "TOC-IP"),
                link("service:MESH", "B-epr", "pathology_result", "PMIP-NHS003"),
            ],
        ),
        (Expected("transfer_of_care", "A", "B", "NO", ("NO_ROUTE",), ()),),
    ),
    WorkedCase(
        "3 results come from the laboratory, nothing goes there",
        small_map(
            [A, organisation("L", "LAB_PROVIDER")],
            [A_EPR, deployment("L-lims", "L")],
            [
                port(name, "pathology_result", role, "V2-ORU@2.5.1")
                for name in ("A-epr", "L-lims")
                for role in ("source", "sink")
            ],
            [link("L-lims", "A-epr", "pathology_result", "V2-ORU@2.5.1")],
        ),
        (
            Expected("pathology_result", "L", "A", "YES", (), (), route=("L-lims", "A-epr")),
            Expected("pathology_result", "A", "L", "NO", ("NO_ROUTE",), ("ONE_WAY",)),
        ),
    ),
    WorkedCase(
        "4 an ordinary trust between two others forwards nothing",
        small_map(
            [A, B, C],
            [A_EPR, B_EPR, C_EPR],
            [],
            [link("A-epr", "C-epr", "referral", "ERS-R4@1"), link("C-epr", "B-epr", "referral", "ERS-R4@1")],
        ),
        (
            Expected("referral", "A", "B", "NO", ("NO_ROUTE",), ()),
            Expected("referral", "A", "C", "YES", (), (), route=("A-epr", "C-epr")),
            Expected("referral", "C", "B", "YES", (), (), route=("C-epr", "B-epr")),
        ),
    ),
    WorkedCase(
        "5 a regional engine between them does",
        small_map(
            [A, B, C],
            [A_EPR, B_EPR, deployment("C-engine", "C", capabilities="TIE")],
            [port("C-engine", "referral", "relay", "ERS-R4@1")],
            [
                link("A-epr", "C-engine", "referral", "ERS-R4@1"),
                link("C-engine", "B-epr", "referral", "ERS-R4@1"),
            ],
        ),
        (Expected("referral", "A", "B", "YES", (), ("SINGLE_POINT",), route=("A-epr", "C-engine", "B-epr")),),
    ),
    WorkedCase(
        "6 v3 sent, R4 taken",
        small_map(
            [A, B],
            [A_EPR, B_EPR],
            [
                port("A-epr", "prescription", "source", "EPS-V3"),
                port("B-epr", "prescription", "sink", "EPS-R4"),
            ],
            [link("A-epr", "B-epr", "prescription")],
        ),
        (Expected("prescription", "A", "B", "NO", ("MISMATCH",), (), ("EPS-V3", "EPS-R4")),),
    ),
    WorkedCase(
        "6 with a façade that translates",
        small_map(
            [A, B, NATIONAL],
            [A_EPR, B_EPR, service("EPS_FACADE")],
            [
                port("A-epr", "prescription", "source", "EPS-V3"),
                port("B-epr", "prescription", "sink", "EPS-R4"),
                port("service:EPS_FACADE", "prescription", "relay", "EPS-V3", emits="EPS-R4"),
            ],
            [
                link("A-epr", "B-epr", "prescription"),
                link("A-epr", "service:EPS_FACADE", "prescription"),
                link("service:EPS_FACADE", "B-epr", "prescription"),
            ],
        ),
        (
            Expected(
                "prescription",
                "A",
                "B",
                "YES",
                (),
                ("SINGLE_POINT",),
                route=("A-epr", "service:EPS_FACADE", "B-epr"),
            ),
        ),
    ),
    WorkedCase(
        "7 minor versions agree",
        bars("BARS-CORE@1.1", "BARS-CORE@1.0"),
        (Expected("booking", "A", "B", "YES", (), ()),),
    ),
    WorkedCase(
        "7 major versions do not",
        bars("BARS-CORE@1.1", "BARS-CORE@2.0"),
        (Expected("booking", "A", "B", "NO", ("MISMATCH",), (), ("BARS-CORE@1.1", "BARS-CORE@2.0")),),
    ),
    WorkedCase(
        "8 use cases differ",
        bars("BARS-CORE@1.1", "BARS-CORE@1.1", "a1t1", "a5t1"),
        (
            Expected(
                "booking",
                "A",
                "B",
                "NO",
                ("MISMATCH",),
                (),
                ("BARS-CORE@1.1 a1t1", "BARS-CORE@1.1 a5t1"),
            ),
        ),
    ),
    WorkedCase(
        "9 the receiver goes live on 2027-03-01",
        small_map(
            [A, B],
            [A_EPR, B_EPR],
            [
                port("A-epr", "referral", "source", "ERS-R4@1"),
                port("B-epr", "referral", "sink", "ERS-R4@1", status="planned", from_="2027-03-01"),
            ],
            [link("A-epr", "B-epr", "referral")],
        ),
        (
            Expected("referral", "A", "B", "NO", ("PLANNED",), (), due="2027-03-01"),
            Expected("referral", "A", "B", "NO", ("PLANNED",), (), due="2027-03-01", day="2027-02-28"),
            Expected("referral", "A", "B", "YES", (), (), day="2027-03-01"),
        ),
    ),
    WorkedCase(
        "10 the link ended on 2025-12-31",
        small_map(
            [A, B],
            [A_EPR, B_EPR],
            [
                port("A-epr", "referral", "source", "ERS-R4@1"),
                port("B-epr", "referral", "sink", "ERS-R4@1"),
            ],
            [link("A-epr", "B-epr", "referral", status="retired", to_date="2025-12-31")],
        ),
        (
            Expected("referral", "A", "B", "NO", ("NO_ROUTE",), ()),
            Expected("referral", "A", "B", "YES", (), (), day="2025-06-15"),
            Expected("referral", "A", "B", "YES", (), (), day="2025-12-31", note="its last day"),
        ),
    ),
    WorkedCase(
        "11 systems without a word of their interfaces, coverage partial",
        small_map([A, B], [A_EPR, B_EPR], covered=[coverage("A", "partial"), coverage("B", "partial")]),
        (
            Expected("referral", "A", "B", "UNKNOWN", NO_EVIDENCE, (), asks=("A", "B")),
            Expected("referral", "A", "B", "NO", NO_SYSTEM, (), asks=(), reading="ON_RECORD"),
        ),
    ),
    WorkedCase(
        "11 the same, coverage complete",
        small_map([A, B], [A_EPR, B_EPR]),
        (Expected("referral", "A", "B", "NO", NO_SYSTEM, (), asks=()),),
    ),
    WorkedCase(
        "12 one product, two instances that are not linked",
        small_map(
            [A, B],
            [A_EPR, B_EPR],
            [
                port(name, "shared_record", role, "NRL-R4")
                for name in ("A-epr", "B-epr")
                for role in ("source", "sink")
            ],
        ),
        (
            Expected("shared_record", "A", "B", "NO", ("NO_ROUTE",), ()),
            Expected("shared_record", "B", "A", "NO", ("NO_ROUTE",), ()),
        ),
    ),
    WorkedCase(
        "12 one shared instance",
        small_map(
            [A, B],
            [deployment("epr", "A;B")],
            [
                port("epr", "shared_record", "source", "NRL-R4"),
                port("epr", "shared_record", "sink", "NRL-R4"),
            ],
        ),
        (
            Expected("shared_record", "A", "B", "YES", (), (), route=("epr",)),
            Expected("shared_record", "B", "A", "YES", (), (), route=("epr",)),
        ),
    ),
    WorkedCase(
        "13 systems of one organisation are never merged",
        small_map(
            [A, B],
            [
                deployment("A-maternity", "A", capabilities="MATERNITY"),
                deployment("A-pas", "A", capabilities="PAS"),
                deployment("B-pas", "B", capabilities="PAS"),
            ],
            [
                port("A-maternity", "document", "source"),
                port("A-pas", "document", "sink"),
                port("B-pas", "document", "sink"),
                port("B-pas", "document", "source"),
            ],
            [link("B-pas", "A-pas", "document")],
        ),
        (
            Expected("document", "A", "B", "NO", ("NO_ROUTE",), ("ONE_WAY",)),
            Expected("document", "B", "A", "YES", (), ("PROFILE_ASSUMED",), route=("B-pas", "A-pas")),
        ),
    ),
    WorkedCase(
        "14 a view is a shared record, and no coded list of medicines",
        small_map(
            [organisation("A", "GP_PRACTICE"), B],
            [deployment("A-gp", "A"), B_EPR],
            [
                port("A-gp", "shared_record", "serve", "GPC-HTML", payload="view"),
                port("B-epr", "shared_record", "query", "GPC-HTML"),
                port("A-gp", "medication_allergy", "serve", "GPC-HTML", payload="view"),
                port("B-epr", "medication_allergy", "query", "DAPB4013@1", payload="coded"),
            ],
            [link("A-gp", "B-epr", "shared_record"), link("A-gp", "B-epr", "medication_allergy")],
        ),
        (
            Expected("shared_record", "A", "B", "YES", (), ()),
            Expected("medication_allergy", "A", "B", "NO", ("MISMATCH",), (), ("GPC-HTML", "DAPB4013@1")),
        ),
    ),
    WorkedCase(
        "15 both have BaRS, the receiver is not in the catalogue",
        small_map(
            [A, B, NATIONAL],
            [A_EPR, B_EPR, service("BARS_PROXY")],
            [
                port("service:BARS_PROXY", "booking", "relay", "BARS-CORE@1.1"),
                port("A-epr", "booking", "source", "BARS-CORE@1.1"),
                port("B-epr", "booking", "sink", "BARS-CORE@1.1"),
            ],
            [link("A-epr", "service:BARS_PROXY", "booking")],
        ),
        (Expected("booking", "A", "B", "NO", ("NO_ROUTE",), ()),),
    ),
    WorkedCase(
        "17 a planned relay, and a translation that nobody makes",
        small_map(
            [A, B, NATIONAL],
            [
                A_EPR,
                B_EPR,
                deployment(
                    "service:EPS", "N", capabilities="NATIONAL_SERVICE", status="planned", from_="2027-05"
                ),
            ],
            [
                port("A-epr", "prescription", "source", "EPS-V3"),
                port("service:EPS", "prescription", "relay", "EPS-V3"),
                port("B-epr", "prescription", "sink", "EPS-R4"),
            ],
            [link("A-epr", "service:EPS", "prescription"), link("service:EPS", "B-epr", "prescription")],
        ),
        (
            Expected(
                "prescription",
                "A",
                "B",
                "NO",
                ("PLANNED", "MISMATCH"),
                (),
                ("EPS-V3", "EPS-R4"),
                "2027-05-01",
            ),
            Expected(
                "prescription", "A", "B", "NO", ("MISMATCH",), (), ("EPS-V3", "EPS-R4"), day="2027-05-01"
            ),
        ),
    ),
    WorkedCase(
        "18 a board receives no prescriptions",
        small_map([A, organisation("B", "ICB")], [A_EPR], []),
        (Expected("prescription", "A", "B", "NOT_APPLICABLE", (), ()),),
    ),
)
