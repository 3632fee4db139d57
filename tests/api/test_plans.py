"""Converging on one product, asked of Sampleshire as a stranger asks."""

from __future__ import annotations

from tests.api.asking import Door, nodes

PLAN = """product { key } gained lost exchanges { type { code } gained lost } unknown alsoServed { code }
    hhiBefore { low high } hhiAfter { low high }
    migrated { edges { node { code } } } replaced { edges { node { key } } }
    linksToRebuild { totalCount edges { node { from { key } to { key } } } }
    contractsTouched { edges { node { reference validity { to } } } }"""


def test_converging_on_arden_migrates_four_trusts_and_touches_two_contracts(sampleshire: Door) -> None:
    found = sampleshire.ask(f'{{ consolidation(capability: "EPR_ACUTE") {{ plans {{ {PLAN} }} }} }}')
    plans = {one["product"]["key"]: one for one in found["consolidation"]["plans"]}
    assert list(plans) == ["arden-epr", "beacon-epr", "corvid-epr"]
    arden = plans["arden-epr"]
    assert [one["code"] for one in nodes(arden["migrated"])] == ["SA2", "SA3", "SA4", "SA8"]
    assert [one["key"] for one in nodes(arden["replaced"])] == ["SA2-beacon", "SA8-beacon", "shared-corvid"]
    contracts = [(one["reference"], one["validity"]["to"]) for one in nodes(arden["contractsTouched"])]
    assert contracts == [("SC-003", "2027-12-31"), ("SC-005", "2032-05-31")]
    assert arden["hhiAfter"] == {"low": 10000.0, "high": 10000.0}
    assert arden["linksToRebuild"]["totalCount"] == 9
    assert arden["alsoServed"] == []
    assert "no interface is on record" in arden["unknown"][0]


def test_what_goes_for_another_capability_too_is_said(sampleshire: Door) -> None:
    found = sampleshire.ask(f'{{ consolidation(capability: "EPR_ACUTE") {{ plans {{ {PLAN} }} }} }}')
    beacon = found["consolidation"]["plans"][1]
    assert [one["code"] for one in beacon["alsoServed"]] == ["EPMA"]


def test_a_candidate_is_weighed_beside_what_is_in_use(sampleshire: Door) -> None:
    question = (
        f'{{ consolidation(capability: "MATERNITY") {{ plans(candidates: ["arden-epr"]) {{ {PLAN} }} }} }}'
    )
    plans = sampleshire.ask(question)["consolidation"]["plans"]
    assert [one["product"]["key"] for one in plans] == ["stork-maternity", "cradle-maternity", "arden-epr"]
    assert len(nodes(plans[2]["migrated"])) == 6


def test_a_candidate_that_nobody_knows_is_refused(sampleshire: Door) -> None:
    question = '{ consolidation(capability: "MATERNITY") { plans(candidates: ["storkx"]) { gained } } }'
    code, message = sampleshire.refused(question)
    assert code == "UNKNOWN_ID"
    assert "storkx" in message
