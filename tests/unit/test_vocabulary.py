"""The vocabularies load whole, agree with the program's closed sets and the tables, and refuse dangling references."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from graphmap.model.resources import schema_folder
from graphmap.model.tables import TABLES
from graphmap.model.terms import (
    Direction,
    Evidence,
    Flag,
    Grade,
    Level,
    Payload,
    Reading,
    Reason,
    Role,
    Status,
    Verdict,
)
from graphmap.model.vocabulary import Vocabulary, VocabularyError, load, vocabulary

FOLDER = schema_folder() / "vocabularies"
OPEN_SETS = (
    "exchange_types",
    "capabilities",
    "profiles",
    "organisation_types",
    "national_services",
    "settings",
    "mandates",
)


@pytest.fixture(scope="module")
def terms() -> Vocabulary:
    return vocabulary()


def test_it_holds_the_codes_of_the_domain_in_their_order(terms: Vocabulary) -> None:
    assert " ".join(terms.exchange_types) == (
        "referral booking transfer_of_care pathology_order pathology_result imaging prescription medication_allergy "
        "demographics shared_record document observation safeguarding_flag gp_record_transfer"
    )
    assert list(terms.settings) == ["acute", "specialist", "mental_health", "community", "ambulance"]
    assert list(terms.organisation_types)[:2] == ["NHS_TRUST", "TRUST_SITE"]
    assert (len(terms.capabilities), len(terms.organisation_types)) == (44, 15)
    assert (len(terms.profiles), len(terms.national_services)) == (43, 22)


@pytest.mark.parametrize("name", OPEN_SETS)
def test_every_term_has_words_for_a_screen(terms: Vocabulary, name: str) -> None:
    entries = terms.terms(name)
    names = [term.name for term in entries.values()]
    assert len(set(names)) == len(names)
    for code, term in entries.items():
        assert term.description.endswith("."), code
        assert 20 < len(term.description) < 200, code
        assert term.source, code


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("status", Status),
        ("reading", Reading),
        ("verdict", Verdict),
        ("reason", Reason),
        ("flag", Flag),
        ("grade", Grade),
        ("direction", Direction),
        ("level", Level),
    ],
)
def test_closed_sets_are_those_of_the_program(terms: Vocabulary, name: str, members: type[Enum]) -> None:
    assert list(terms.closed_sets[name]) == [member.value for member in members]


def test_ranked_sets_have_the_order_of_the_program(terms: Vocabulary) -> None:
    for name, members in (("evidence", Evidence), ("payload", Payload)):
        ranks = {code: term.rank for code, term in terms.closed_sets[name].items()}
        assert ranks == {member.name.lower(): member.value for member in members}


def test_serve_and_query_are_read_as_source_and_sink(terms: Vocabulary) -> None:
    roles = terms.closed_sets["role"]
    assert [code for code, role in roles.items() if role.same_as is None] == [role.value for role in Role]
    assert {code: role.same_as for code, role in roles.items() if role.same_as} == {
        "serve": "source",
        "query": "sink",
    }


def test_every_vocabulary_that_a_column_names_exists(terms: Vocabulary) -> None:
    named = {
        column.vocabulary for table in TABLES.values() for column in table.all_columns if column.vocabulary
    }
    assert named
    for name in named:
        assert terms.terms(name), name


def test_a_practice_sends_its_records_to_practices_alone(terms: Vocabulary) -> None:
    assert terms.applicability["gp_record_transfer"] == (
        frozenset({"GP_PRACTICE"}),
        frozenset({"GP_PRACTICE"}),
    )


def test_applicability_expands_the_groups_of_table_1(terms: Vocabulary) -> None:
    trusts = {"NHS_TRUST", "TRUST_SITE"}
    care = trusts | {"GP_PRACTICE", "URGENT_CARE_PROVIDER", "INDEPENDENT_PROVIDER", "COLLABORATIVE"}
    hospital = care - {"GP_PRACTICE", "URGENT_CARE_PROVIDER"}
    wide = care | {"PHARMACY", "LOCAL_AUTHORITY"}
    papers = wide | {"LAB_PROVIDER", "ICB", "OTHER_NHS_BODY"}
    assert terms.applicability == {
        "referral": (wide, wide),
        "medication_allergy": (wide, wide),
        "booking": (care | {"PHARMACY"}, care | {"PHARMACY"}),
        "prescription": (care | {"PHARMACY"}, care | {"PHARMACY"}),
        "transfer_of_care": (hospital | {"URGENT_CARE_PROVIDER"}, wide),
        "pathology_order": (care | {"LAB_PROVIDER"}, hospital | {"LAB_PROVIDER"}),
        "pathology_result": (hospital | {"LAB_PROVIDER"}, care | {"LAB_PROVIDER"}),
        "imaging": (hospital, care),
        "demographics": (care | {"NATIONAL_BODY"}, wide | {"LAB_PROVIDER", "ICB"}),
        "shared_record": (wide | {"NATIONAL_BODY"}, wide),
        "safeguarding_flag": (wide | {"NATIONAL_BODY"}, wide),
        "document": (papers, papers),
        "observation": (care, care),
        "gp_record_transfer": ({"GP_PRACTICE"}, {"GP_PRACTICE"}),
    }


TABLE_2 = """
MATERNITY | D, transfer_of_care out, shared_record out
ED | D, transfer_of_care out, shared_record in
EPMA | D, medication_allergy in, medication_allergy out
ORDERCOMMS | D, pathology_order out, pathology_result in
LIMS, DIGITAL_PATHOLOGY | D, pathology_order in, pathology_result out
PACS_RIS | D, imaging in, imaging out
IMAGING_AI | imaging in, imaging out
CLINICAL_IMAGES | D, imaging out
DOC_MGMT | D, document in, document out
THEATRES, DICTATION, ONLINE_CONSULT, PATIENT_MESSAGING | D, document out
E_OBS, TELEHEALTH | D, observation out
PHARMACY_STOCK, DISPENSING | prescription in
PRESCRIBING | D, medication_allergy in, prescription out
AMB_CAD, XORG_WORKFLOW | referral in, referral out
UEC_TRIAGE | D, shared_record in, referral out, booking out
EREFERRAL | D, referral in, referral out
GP_REFERRAL, CLINICAL_COMMS | D, referral out
GP_APPT, VIDEO_CONSULT | booking in
XORG_BOOKING | booking in, booking out
PATIENT_PORTAL | D, document in, booking out
PHR, CLINICAL_PORTAL, RECORD_VIEWER | shared_record in
CARE_PLAN | D, shared_record in, shared_record out
SPECIALTY_RECORD | D, document out, shared_record out
SOCIAL_CARE | D, shared_record out, safeguarding_flag out
"""


def test_required_flows_are_those_of_table_2(terms: Vocabulary) -> None:
    expected = {}
    for line in TABLE_2.strip().splitlines():
        codes, flows = line.split(" | ")
        for code in codes.split(", "):
            expected[code] = [flow.replace("D", "demographics in") for flow in flows.split(", ")]
    found = {
        code: [f"{flow.exchange} {flow.direction}" for flow in flows]
        for code, flows in terms.required_flows.items()
    }
    assert found == expected
    assert terms.required_flows_version == 1
    assert all(flow.reason.endswith(".") for flows in terms.required_flows.values() for flow in flows)


def test_core_records_and_hubs_need_no_flows(terms: Vocabulary) -> None:
    assert terms.exempt == {
        "EPR_ACUTE", "EPR_MHC", "PAS", "GP_CLINICAL", "AMB_EPCR", "TIE", "SHARED_RECORD", "NATIONAL_SERVICE", "PHM",
    }  # fmt: skip


def test_markets_are_limited_to_the_settings_that_a_capability_serves(terms: Vocabulary) -> None:
    hospitals = {"EPR_ACUTE", "PAS", "LIMS", "PACS_RIS", "ORDERCOMMS", "THEATRES", "PHARMACY_STOCK", "E_OBS"}
    expected = {code: {"acute", "specialist"} for code in hospitals}
    expected |= {"EPMA": {"acute", "specialist", "mental_health"}, "MATERNITY": {"acute"}, "ED": {"acute"}}
    expected |= {
        "EPR_MHC": {"mental_health", "community"},
        "AMB_CAD": {"ambulance"},
        "AMB_EPCR": {"ambulance"},
    }
    assert {
        code: set(term.settings) for code, term in terms.capabilities.items() if term.settings
    } == expected


def test_some_capabilities_are_usual_several_times(terms: Vocabulary) -> None:
    assert {code for code, term in terms.capabilities.items() if term.several} == {
        "TIE", "NATIONAL_SERVICE", "RECORD_VIEWER", "SPECIALTY_RECORD", "IMAGING_AI", "PATIENT_MESSAGING",
        "CLINICAL_COMMS", "SHARED_RECORD",
    }  # fmt: skip


def test_a_page_of_the_gp_record_serves_medicines_too(terms: Vocabulary) -> None:
    page = terms.profiles["GPC-HTML"]
    assert (page.exchanges, page.payload) == (("shared_record", "medication_allergy"), "view")


def test_mandates_have_the_days_that_their_sources_give(terms: Vocabulary) -> None:
    assert {code: mandate.due and mandate.due.isoformat() for code, mandate in terms.mandates.items()} == {
        "DAPB4013": "2023-03-31",
        "DAPB4101": "2025-04-30",
        "DCB1609": None,
    }
    assert all(mandate.scope.startswith("Our reading: ") for mandate in terms.mandates.values())


def test_codes_are_found_whatever_their_case(terms: Vocabulary) -> None:
    found = terms.exchange_type(" Referral")
    assert found is not None
    assert found.code == "referral"
    assert terms.find("capabilities", "epma") is terms.capabilities["EPMA"]
    assert terms.exchange_type("referrals") is None
    with pytest.raises(KeyError):
        terms.terms("colours")


def test_terms_and_vocabularies_cannot_be_changed(terms: Vocabulary) -> None:
    with pytest.raises(ValidationError):
        terms.exchange_types["referral"].name = "Something else"  # type: ignore[misc]
    with pytest.raises(TypeError):
        del terms.exchange_types["referral"]  # type: ignore[attr-defined]


def test_it_is_loaded_once() -> None:
    assert vocabulary() is vocabulary()


def test_every_source_is_used_and_every_address_is_one(terms: Vocabulary) -> None:
    used = {key for name in OPEN_SETS for term in terms.terms(name).values() for key in term.source}
    assert used == set(terms.sources)
    assert all((source.address or "https://x").startswith("https://") for source in terms.sources.values())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "vocabularies"))


def rewrite(path: Path, change: Callable[[list], object]) -> None:
    content = yaml.safe_load(path.read_text())
    change(content)
    path.write_text(yaml.safe_dump(content))


def test_the_fingerprint_follows_every_file(copy: Path) -> None:
    before = load(copy).fingerprint
    assert before == vocabulary().fingerprint
    (copy / "settings.yaml").write_text((copy / "settings.yaml").read_text() + "# another word\n")
    assert load(copy).fingerprint != before


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "profiles.yaml",
            lambda c: c[0].update(exchanges=["telepathy"]),
            "ERS-STU3 names .* exchange type telepathy",
        ),
        (
            "national_services.yaml",
            lambda c: c[0].update(exchanges=["fax"]),
            "E_RS names .* exchange type fax",
        ),
        (
            "capabilities.yaml",
            lambda c: c[1].update(settings=["prison"]),
            "EPR_MHC names the unknown setting prison",
        ),
        (
            "settings.yaml",
            lambda c: c[0].update(source=["hearsay"]),
            "acute names the unknown source hearsay",
        ),
        (
            "required_flows.yaml",
            lambda c: c["flows"][0]["required"][0].update(exchange="fax"),
            "MATERNITY names the unknown exchange type fax",
        ),
        (
            "required_flows.yaml",
            lambda c: c["flows"][0].update(capability="TELEX"),
            "TELEX is not a known capability",
        ),
        ("required_flows.yaml", lambda c: c["exempt"].append("ED"), "ED has flows and is exempt"),
        ("required_flows.yaml", lambda c: c["flows"].pop(), "the capability SOCIAL_CARE has no entry"),
        ("required_flows.yaml", lambda c: c["flows"].append(c["flows"][0]), "MATERNITY is there twice"),
        ("required_flows.yaml", lambda c: c.pop("version"), "malformed: 'version'"),
        (
            "applicability.yaml",
            lambda c: c[0]["senders"].append("SHIP"),
            "referral names .* organisation type SHIP",
        ),
        (
            "mandates.yaml",
            lambda c: c[0].update(profiles=["FAX"]),
            "DAPB4013 names the unknown profile FAX",
        ),
        (
            "mandates.yaml",
            lambda c: c[0].update(exchanges=["imaging"]),
            "DAPB4013 names the unknown exchange type of its profiles imaging",
        ),
        (
            "mandates.yaml",
            lambda c: c[1].update(capabilities=["TELEX"]),
            "DAPB4101 names the unknown capability TELEX",
        ),
        (
            "mandates.yaml",
            lambda c: c[1].update(organisation_types=["SHIP"]),
            "DAPB4101 names the unknown organisation type SHIP",
        ),
        ("mandates.yaml", lambda c: c[0].update(capabilities=[]), r"\(DAPB4013\): capabilities: Tuple"),
        ("mandates.yaml", lambda c: c[0].update(due="soon"), r"\(DAPB4013\): due: "),
        ("mandates.yaml", lambda c: c[2].pop("due_note"), r"\(DCB1609\): due_note: Field required"),
        ("applicability.yaml", lambda c: c.pop(), "the exchange type gp_record_transfer has no entry"),
        ("applicability.yaml", lambda c: c.append(c[0]), "referral is there twice"),
        ("exchange_types.yaml", lambda c: c.append(c[0]), "referral is there twice"),
        ("exchange_types.yaml", lambda c: c[0].pop("name"), r"entry 1 \(referral\): name: Field required"),
        (
            "exchange_types.yaml",
            lambda c: c[0].update(colour="blue"),
            r"entry 1 \(referral\): colour: Extra inputs",
        ),
        ("exchange_types.yaml", lambda c: c.insert(0, "fax"), r"entry 1 \(fax\)"),
    ],
)
def test_what_is_wrong_is_named(
    copy: Path, file: str, change: Callable[[list], object], message: str
) -> None:
    rewrite(copy / file, change)
    with pytest.raises(VocabularyError, match=message):
        load(copy)


def test_files_that_are_missing_or_malformed_are_named(copy: Path) -> None:
    (copy / "settings.yaml").write_text("acute: [")
    with pytest.raises(VocabularyError, match=r"settings\.yaml is not valid YAML"):
        load(copy)
    (copy / "settings.yaml").write_text("acute: Acute")
    with pytest.raises(VocabularyError, match=r"settings\.yaml has to be a list"):
        load(copy)
    (copy / "settings.yaml").unlink()
    with pytest.raises(VocabularyError, match=r"settings\.yaml is missing"):
        load(copy)
    (copy / "closed_sets.yaml").write_text("- yes")
    with pytest.raises(VocabularyError, match=r"closed_sets\.yaml has to be a mapping"):
        load(copy)


def test_importing_the_module_reads_no_file() -> None:
    script = (
        "import graphmap.model.vocabulary as v; assert v.vocabulary.cache_info().currsize == 0; "
        "import sys; assert not [m for m in sys.modules if m.startswith('graphmap.') and not m.startswith('graphmap.model')]"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
