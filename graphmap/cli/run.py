"""Runs one command line and turns what goes wrong into a message and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from typer.main import get_command

from graphmap.cli.app import app
from graphmap.cli.output import note
from graphmap.model.errors import GraphmapError

INTERRUPTED = 130
WRONG_USAGE = 2


def run(arguments: Sequence[str]) -> int:
    """The exit code of `graphmap ARGUMENTS…`.

    0 done, 1 the answer has errors, 2 wrong usage, 3 input refused, 4 store not usable, 130 interrupted.
    """
    command = get_command(app)
    try:
        result = command.main(args=list(arguments), prog_name="graphmap", standalone_mode=False)
    except typer.Exit as left:
        return left.exit_code
    except (KeyboardInterrupt, typer.Abort):
        note("interrupted: nothing is half-stored")
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except GraphmapError as wrong:
        note(f"graphmap: {wrong}")
        return wrong.exit_code
    except Exception as wrong:
        if not hasattr(wrong, "format_message"):
            raise
        context = getattr(wrong, "ctx", None)
        if context is not None:
            note(context.get_usage())
        note(f"graphmap: {wrong.format_message()}")
        return WRONG_USAGE
    return result if isinstance(result, int) else 0
