"""The commands of `graphmap`, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli import (
    ask,
    check,
    copy,
    demo,
    export,
    imports,
    query,
    recover,
    retract,
    runs,
    scenario,
    serve,
    sources,
    template,
)

app = typer.Typer(
    name="graphmap",
    help="The map of NHS systems and their interfaces: who can exchange what with whom, and why not.",
    epilog="Start with `graphmap demo`. Every command explains itself: graphmap COMMAND --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
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


app.command("demo", epilog=demo.EXAMPLES)(demo.demo)
app.command("serve", epilog=serve.EXAMPLES)(serve.serve)
app.command("import", epilog=imports.EXAMPLES)(imports.import_)
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("query", epilog=query.EXAMPLES)(query.query)
app.command("sources", epilog=sources.EXAMPLES)(sources.sources)
app.command("runs", epilog=runs.EXAMPLES)(runs.runs)
app.command("retract", epilog=retract.EXAMPLES)(retract.retract)
app.command("recover", epilog=recover.EXAMPLES)(recover.recover)
app.command("export", epilog=export.EXAMPLES)(export.export)
app.command("copy", epilog=copy.EXAMPLES)(copy.copy)
app.command("template", epilog=template.EXAMPLES)(template.template)
app.add_typer(ask.app, name="ask")
app.add_typer(scenario.app, name="scenario")
