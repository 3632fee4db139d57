"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

import typer

from graphmap.cli.ask import (
    candidate,
    dependencies,
    exchange,
    payloads,
    product_standards,
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
app.command("product-standards", epilog=product_standards.EXAMPLES)(product_standards.product_standards)
app.command("candidate", epilog=candidate.EXAMPLES)(candidate.candidate)
