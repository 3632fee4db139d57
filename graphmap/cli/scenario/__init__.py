"""`graphmap scenario`: scenarios that are kept beside the map, by name."""

from __future__ import annotations

import typer

from graphmap.cli.scenario import delete, export, listing, save, show

app = typer.Typer(
    help="Save scenarios beside the map, list, show, export and delete them.", no_args_is_help=True
)
app.command("list", epilog=listing.EXAMPLES)(listing.list_)
app.command("show", epilog=show.EXAMPLES)(show.show)
app.command("save", epilog=save.EXAMPLES)(save.save)
app.command("delete", epilog=delete.EXAMPLES)(delete.delete)
app.command("export", epilog=export.EXAMPLES)(export.export)
