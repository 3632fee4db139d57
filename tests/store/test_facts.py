"""What several sources say becomes one fact, by the rules of semantics section 8, and rivals stay visible."""

from __future__ import annotations

from graphmap.model.claims import Claim
from graphmap.model.records import Product
from graphmap.model.terms import Evidence as Level
from graphmap.model.terms import Kind
from tests.store.saying import Evidence, coverage, deployment, link, organisation
from tests.stores import on_every_store

pytestmark = on_every_store


def test_the_strongest_evidence_wins_a_property_and_the_loser_stays_as_a_rival(evidence: Evidence) -> None:
    evidence.say("survey", organisation(name="Ash", type="NHS_TRUST"))
    evidence.say("register", organisation(name="Ash Trust", level=Level.REGISTERED))
    fact = evidence.fact(organisation())
    assert (fact["name"], fact["type"], fact["rivals"]) == ("Ash Trust", "NHS_TRUST", 1)
    assert fact["sources"] == ["register", "survey"]
    assert {claim.source for claim in evidence.claims(organisation())} == {"register", "survey"}


def test_equal_evidence_goes_by_the_later_observation_and_then_by_name(evidence: Evidence) -> None:
    evidence.say("b", organisation(name="Beech", on="2026"))
    evidence.say("a", organisation(name="Ash", on="2025-12"))
    assert evidence.fact(organisation())["name"] == "Beech"
    evidence.say("a", organisation(name="Ash", on="2026-01-01"))
    assert evidence.fact(organisation())["name"] == "Ash"


def test_validity_goes_to_the_latest_observation_whatever_its_evidence(evidence: Evidence) -> None:
    evidence.say("register", deployment(start="2020", level=Level.OBSERVED, on="2024"))
    evidence.say("survey", deployment(status="retired", end="2025", on="2025"))
    assert evidence.fact(deployment())["periods"] == [["retired", None, "2025", 1, "2025"]]


def test_inferred_validity_never_outvotes_anything_else(evidence: Evidence) -> None:
    evidence.say("register", deployment(start="2020", on="2024"))
    evidence.say("guess", deployment(status="retired", on="2026", level=Level.INFERRED))
    assert evidence.fact(deployment())["periods"] == [["live", "2020", None, 1, "2024"]]


def test_lists_are_taken_whole_except_aliases_which_are_united(evidence: Evidence) -> None:
    def product(**fields: tuple[str, ...]) -> Claim:
        return Claim.of(Product(id="p", **fields), Level(len(fields["aliases"])))

    evidence.say("survey", product(aliases=("Old",), capabilities=("PAS",)))
    evidence.say("register", product(aliases=("Older", "Old"), capabilities=("EPMA",)))
    fact = evidence.facts(Kind.PRODUCT)["p"]
    assert (fact["aliases"], fact["capabilities"]) == (["Older", "Old"], ["EPMA"])


def test_a_fact_with_several_periods_is_one_fact(evidence: Evidence) -> None:
    late, early = link(slot=1, start="2024", on="2026"), link(start="2019", end="2020-03", on="2021")
    evidence.say("survey", late, early)
    assert evidence.fact(link())["periods"] == [
        ["live", "2019", "2020-03", 1, "2021"],
        ["live", "2024", None, 1, "2026"],
    ]


def test_the_periods_of_one_source_stand_or_fall_together(evidence: Evidence) -> None:
    evidence.say("survey", link(start="2019", end="2020", on="2021"), link(slot=1, start="2024", on="2026"))
    evidence.say("register", link(start="2018", on="2025", level=Level.OBSERVED))
    assert [period[1] for period in evidence.fact(link())["periods"]] == ["2019", "2024"]
    evidence.say("register", link(start="2018", on="2026-02", level=Level.OBSERVED))
    assert [period[1] for period in evidence.fact(link())["periods"]] == ["2018"]


def test_a_retraction_lets_the_rival_stand(evidence: Evidence) -> None:
    evidence.say("survey", organisation(name="Ash"))
    evidence.say("register", organisation(name="Ash Trust", level=Level.REGISTERED))
    evidence.store.retract("register")
    fact = evidence.fact(organisation())
    assert (fact["name"], fact["sources"], "rivals" in fact) == ("Ash", ["survey"], False)


def test_facts_come_by_key_in_order_whatever_the_order_of_the_input(evidence: Evidence) -> None:
    codes = ["RB", "RA|1", "Ré", "R", "ra", "RA", "R𝄞", "R\\b", "R😀"]
    evidence.say("survey", *(organisation(code) for code in codes))
    keys = list(evidence.facts(Kind.ORGANISATION))
    assert keys == sorted(organisation(code).key for code in codes)
    with evidence.store.reading() as reader:
        assert reader.keys(Kind.ORGANISATION) == set(keys)


def test_texts_and_numbers_come_back_as_they_were(evidence: Evidence) -> None:
    said = organisation(
        name='Ysbyty "Ash" \\ 50% ;\n’é😀\x00',
        latitude=51.123456789012345,
        longitude=-0.1,
        settings=("acute",),
    )._replace(source_url="https://example.org/?a=1&b=%20", source_title="A title", note="It’s so")
    evidence.say("survey", said)
    (stored,) = evidence.claims(said)
    assert (stored.claim, stored.source) == (said, "survey")
    assert evidence.fact(said)["latitude"] == 51.123456789012345


def test_claims_about_many_records_are_asked_for_at_once_also_of_those_without_any(
    evidence: Evidence,
) -> None:
    evidence.say("survey", organisation("RAA"), organisation("RBB"), coverage())
    evidence.say("register", organisation("RBB"))
    with evidence.store.reading() as reader:
        found = reader.claims(Kind.ORGANISATION, ["RBB", "RCC", "RAA", "RBB"])
        many = reader.claims(Kind.ORGANISATION, [f"R{n}" for n in range(5_000)] + ["RAA"])
    assert {key: [one.source for one in said] for key, said in found.items()} == {
        "RBB": ["register", "survey"],
        "RCC": [],
        "RAA": ["survey"],
    }
    assert [key for key, said in many.items() if said] == ["RAA"]
