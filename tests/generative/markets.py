"""Random small maps with what markets need beside systems: settings, areas, closures, contracts, products without a name.

They are made from `random_map`, whose own maps stay as they are.
"""

from __future__ import annotations

from random import Random

from tests.generative.maps import OBSERVATIONS, random_map
from tests.reference.facts import first_day, last_day
from tests.reference.tables import EVIDENCE
from tests.spec.cases.expectation import TODAY
from tests.spec.cases.rows import Row, Tables, deployment, organisation, product, supplier

SETTINGS = ("acute", "specialist", "mental_health", "community", "ambulance")
CAPABILITIES = ("EPR_ACUTE", "PAS", "MATERNITY", "EPMA", "EPR_MHC", "TIE", "GP_CLINICAL", "DOC_MGMT")
PRODUCTS = ("suite", "point", "rival", "other", "nobody", "unnamed-epr:beacon", "unnamed-all", "silent")
STATUSES = ("", "", "", "", "retiring", "retiring", "planned", "retired", "absent")
STARTS = ("", "", "", "2020-04-01", "2026-11", "2027-04-01", "2027")
ENDS = (
    *("", "2024", "2026-11-21", "2026-11-22", "2026-11", "2026-12-31", "2027-03", "2027-11-22"),
    *("2027-11-23", "2027", "2028-11-22", "2028-11-23", "2029", "2031-03-31"),
)


def market_map(seed: int) -> Tables:
    """A map with up to 15 organisations and 30 systems; equal for equal seeds."""
    rng = Random(f"market {seed}")
    tables = random_map(seed)
    areas = [organisation("QM1", "ICB"), organisation("QM2", "ICB")]
    trusts = [organisation(f"M{number}", "NHS_TRUST") for number in range(rng.choice((0, 3, 6)))]
    members = [*tables["organisations"], *trusts]
    organisations = [*(_placed(rng, row) for row in members), *areas]
    codes = [row["code"] for row in organisations]
    suppliers = [*tables["suppliers"], supplier("dace", group=rng.choice(("", "Group", "corvid")))]
    products = [
        *tables["products"],
        product("unnamed-epr:beacon", supplier="beacon", capabilities="EPR_ACUTE"),
        product("unnamed-all", capabilities=rng.choice(("EPR_ACUTE", "MATERNITY;EPMA"))),
        product("silent", supplier="dace", capabilities=rng.choice(("", "EPR_ACUTE;MATERNITY", "TIE"))),
    ]
    deployments = [*tables["deployments"], *_systems(rng, codes)]
    contracts = [_contract(rng, number, codes) for number in range(rng.choice((0, 4, 12, 25)))]
    made = {
        **tables,
        "organisations": organisations,
        "suppliers": suppliers,
        "products": products,
        "deployments": deployments,
        "contracts": contracts,
    }
    if rng.random() < 0.4:
        for name in ("ports", "links"):
            made[name] = [_gated(row) for row in made.get(name, [])]
    return {name: rows for name, rows in made.items() if rows}


def _gated(row: Row) -> Row:
    """A row with a published profile that needs the supplier's agreement where it had an unpublished one."""
    return {name: text.replace("x-acme", "IM1") for name, text in row.items()}


def _placed(rng: Random, row: Row) -> Row:
    """An organisation with settings, an area and perhaps dates."""
    chosen = rng.sample(SETTINGS, rng.choice((0, 1, 1, 1, 2)))
    cells = {
        "settings": ";".join(chosen),
        "icb": rng.choice(("", "QM1", "QM1", "QM2")),
        **rng.choice(({}, {}, {}, {"opened": "2010"}, {"opened": "2027-04-01"}, {"closed": "2025-03-31"})),
    }
    return {**row, **{name: text for name, text in cells.items() if text}}


def _systems(rng: Random, codes: list[str]) -> list[Row]:
    few = rng.sample(CAPABILITIES, rng.choice((1, 2, 3)))
    return [
        _weighed(
            rng,
            deployment(
                f"m-{number:02}",
                ";".join(rng.sample(codes, rng.choice((1, 1, 1, 2, 3)))),
                rng.choice(PRODUCTS),
                capabilities=";".join(rng.sample(few, rng.choice((0, 1, 1, min(2, len(few)))))),
                status=rng.choice(STATUSES),
                **_period(rng, ("", "", "", "", "2026-10", "2030")),
            ),
        )
        for number in range(rng.choice((3, 8, 20)))
    ]


def _contract(rng: Random, number: int, codes: list[str]) -> Row:
    cells = {
        "buyer": rng.choice(codes),
        "supplier": rng.choice(("arden", "beacon", "corvid", "dace")),
        "product": rng.choice(("", "", *PRODUCTS)),
        "capability": rng.choice(("", *CAPABILITIES)),
        "value_gbp": rng.choice(("", "1000", "250000.5")),
        **_period(rng, ENDS),
        "reference": f"R{number:02}",
    }
    return _weighed(rng, {name: text for name, text in cells.items() if text})


def _period(rng: Random, ends: tuple[str, ...]) -> Row:
    """A start and an end that does not come before it."""
    start, end = rng.choice(STARTS), rng.choice(ends)
    while start and end and (first_day(start) or TODAY) > (last_day(end) or TODAY):
        start, end = rng.choice(STARTS), rng.choice(ends)
    return {"from": start, "to": end}


def _weighed(rng: Random, row: Row) -> Row:
    evidence, observed = rng.choice(("", "", *EVIDENCE)), rng.choice(("", *OBSERVATIONS))
    return {**row, **{k: v for k, v in (("evidence", evidence), ("observed_at", observed)) if v}}
