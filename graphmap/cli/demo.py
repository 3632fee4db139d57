"""`graphmap demo`: bundled evidence, the headline answers in the terminal, and the explorer."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from graphmap.cli.options import Store
from graphmap.cli.serve import Host, Port, bound, listen
from graphmap.cli.stores import opened

EXAMPLES = """\b
Examples:
  graphmap demo
  graphmap demo --fictional
  graphmap demo --store sqlite:///map.db --port 8080
"""


def demo(
    fictional: Annotated[
        bool,
        typer.Option("--fictional", help="Sampleshire, an invented county that shows every kind of answer."),
    ] = False,
    store: Store = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """See England's map: its answers here, then the explorer.

    Loads the bundled evidence into a store of its own (or the one that --store names), brings it up to date when this
    version brings other evidence, prints what it answers, and serves the explorer until stopped with Ctrl-C.
    """
    from graphmap.cli.bundled import bundled
    from graphmap.cli.headlines import print_headlines
    from graphmap.model import clock

    evidence = bundled("sampleshire" if fictional else "england")
    if evidence.day is not None:
        os.environ.setdefault(clock.VARIABLE, evidence.day)
    address = store or evidence.address
    with bound(host, port) as place, opened(address, create=True) as opened_store:
        evidence.bring_up_to_date(opened_store)
        print_headlines(opened_store)
        _say_where(address, fictional)
        sys.stdout.flush()
        listen(opened_store, place, host, ())


def _say_where(address: str, fictional: bool) -> None:
    print(f"\nStore: {address}")
    print(f"To import beside it: graphmap import PATH {'--fictional ' if fictional else ''}--store {address}")
    print(f"To ask it here: graphmap ask exchange referral --store {address}")
    if not fictional:
        print("Sampleshire, an invented county, shows every kind of answer: graphmap demo --fictional")
