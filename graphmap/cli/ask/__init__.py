"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

import typer

from graphmap.cli.ask import changes, exchange, route, silos

app = typer.Typer(help="Ask a named question and read the answer as a table.", no_args_is_help=True)
app.command("exchange", epilog=exchange.EXAMPLES)(exchange.exchange)
app.command("route", epilog=route.EXAMPLES)(route.route)
app.command("silos", epilog=silos.EXAMPLES)(silos.silos)
app.command("changes", epilog=changes.EXAMPLES)(changes.changes)
