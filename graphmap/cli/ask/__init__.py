"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

import typer

from graphmap.cli.ask import (
    candidate,
    dependencies,
    exchange,
    openness,
    payloads,
    route,
    silos,
    standards,
)

app = typer.Typer(help="Ask a named question and read the answer as a table.", no_args_is_help=True)
app.command("exchange", epilog=exchange.EXAMPLES)(exchange.exchange)
app.command("route", epilog=route.EXAMPLES)(route.route)
app.command("silos", epilog=silos.EXAMPLES)(silos.silos)
app.command("dependencies", epilog=dependencies.EXAMPLES)(dependencies.dependencies)
app.command("standards", epilog=standards.EXAMPLES)(standards.standards)
app.command("payloads", epilog=payloads.EXAMPLES)(payloads.payloads)
app.command("openness", epilog=openness.EXAMPLES)(openness.openness)
app.command("candidate", epilog=candidate.EXAMPLES)(candidate.candidate)
