"""The commands of `graphmap`, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli import ask, check, demo, export, imports, query, retract, runs, serve, sources

app = typer.Typer(
    name="graphmap",
    help="The map of NHS systems and their interfaces: who can exchange what with whom, and why not.",
    epilog="Start with `graphmap demo`. Every command explains itself: graphmap COMMAND --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from graphmap import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def graphmap(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The map of NHS systems and their interfaces: who can exchange what with whom, and why not."""


app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("import")(imports.import_)
app.command("check")(check.check)
app.command("query")(query.query)
app.add_typer(ask.app, name="ask")
app.command("sources")(sources.sources)
app.command("runs")(runs.runs)
app.command("retract")(retract.retract)
app.command("export")(export.export)
