"""The oracle's own copy of tables 1 and 2 says the same as the product's vocabularies."""

from graphmap.model.vocabulary import vocabulary
from tests.reference.tables import EVIDENCE, TABLE_1, TABLE_2


def test_table_1_is_the_vocabulary_of_who_sends_and_receives() -> None:
    assert dict(vocabulary().applicability) == TABLE_1


def test_table_2_is_the_vocabulary_of_required_flows() -> None:
    stated = {
        capability: [(flow.exchange, flow.direction) for flow in flows]
        for capability, flows in vocabulary().required_flows.items()
    }
    assert stated == {capability: list(flows) for capability, flows in TABLE_2.items()}


def test_levels_of_evidence_are_ranked_alike() -> None:
    ranked = sorted(vocabulary().closed_sets["evidence"].values(), key=lambda term: term.rank or 0)
    assert tuple(term.code for term in ranked) == EVIDENCE
