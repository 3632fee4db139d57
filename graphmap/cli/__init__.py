"""The command line: one module a command. It is the only place where stores, importers, analysis and API are put together.

Data go to standard output, talk to standard error. Exit codes are those of the contract, section 1. Commands import what
they need when they run, so that `graphmap --help` stays quick.
"""

from __future__ import annotations

import sys

from graphmap.cli.collecting import collect_seldom


def main() -> None:
    """Run the command line and exit with the contract's code."""
    collect_seldom()
    try:
        from graphmap.cli.run import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while Python was still loading modules
        code = 130
    sys.exit(code)
