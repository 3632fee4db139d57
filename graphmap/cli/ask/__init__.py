"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

import typer

from graphmap.cli.ask import (
    asks,
    candidate,
    changes,
    consolidation,
    contracts,
    coverage,
    dependencies,
    duplicates,
    exchange,
    fixes,
    impact,
    lock_in,
    market,
    openness,
    payloads,
    plans,
    route,
    scenario,
    shared_patients,
    silos,
    standards,
    supplier,
    systems,
)

app = typer.Typer(help="Ask a named question and read the answer as a table.", no_args_is_help=True)
app.command("exchange", epilog=exchange.EXAMPLES)(exchange.exchange)
app.command("route", epilog=route.EXAMPLES)(route.route)
app.command("shared-patients", epilog=shared_patients.EXAMPLES)(shared_patients.shared_patients)
app.command("silos", epilog=silos.EXAMPLES)(silos.silos)
app.command("impact", epilog=impact.IMPACT_EXAMPLES)(impact.impact)
app.command("single-points", epilog=impact.POINTS_EXAMPLES)(impact.single_points)
app.command("market", epilog=market.EXAMPLES)(market.market)
app.command("contracts", epilog=contracts.EXAMPLES)(contracts.contracts)
app.command("duplicates", epilog=duplicates.EXAMPLES)(duplicates.duplicates)
app.command("lock-in", epilog=lock_in.EXAMPLES)(lock_in.lock_in)
app.command("consolidation", epilog=consolidation.EXAMPLES)(consolidation.consolidation)
app.command("supplier", epilog=supplier.EXAMPLES)(supplier.supplier)
app.command("systems", epilog=systems.EXAMPLES)(systems.systems)
app.command("coverage", epilog=coverage.EXAMPLES)(coverage.coverage)
app.command("asks", epilog=asks.EXAMPLES)(asks.asks)
app.command("dependencies", epilog=dependencies.EXAMPLES)(dependencies.dependencies)
app.command("standards", epilog=standards.EXAMPLES)(standards.standards)
app.command("payloads", epilog=payloads.EXAMPLES)(payloads.payloads)
app.command("openness", epilog=openness.EXAMPLES)(openness.openness)
app.command("candidate", epilog=candidate.EXAMPLES)(candidate.candidate)
app.command("changes", epilog=changes.EXAMPLES)(changes.changes)
app.command("scenario", epilog=scenario.EXAMPLES)(scenario.scenario)
app.command("fixes", epilog=fixes.EXAMPLES)(fixes.fixes)
app.command("plans", epilog=plans.EXAMPLES)(plans.plans)
