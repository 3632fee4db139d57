"""Runs one command line and turns what goes wrong into a message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer
from typer.main import get_command

from graphmap.cli.app import app
from graphmap.cli.codes import INTERRUPTED, WRONG_USAGE
from graphmap.cli.output import note
from graphmap.model.errors import GraphmapError


def run(arguments: Sequence[str]) -> int:
    """The exit code of `graphmap ARGUMENTS…`.

    0 done, 1 the answer has errors, 2 wrong usage, 3 input refused, 4 store not usable, 130 interrupted. A reader who has
    had enough (`graphmap export … | head`) is no error.
    """
    _print_whatever_the_terminal_lacks()
    try:
        try:
            return _run(list(arguments))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_the_reader()
        return 0


def _run(arguments: list[str]) -> int:
    try:
        with get_command(app).make_context("graphmap", arguments) as context:
            context.command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except (KeyboardInterrupt, typer.Abort):
        note("interrupted: nothing is half-stored")
        return INTERRUPTED
    except GraphmapError as wrong:
        note(f"graphmap: {wrong}")
        return wrong.exit_code
    except BrokenPipeError:
        raise
    except Exception as wrong:
        # The parser's own errors have no public base class in every version of typer.
        if not hasattr(wrong, "format_message"):
            raise
        _explain(wrong)
        return WRONG_USAGE
    return 0


def _explain(wrong: Any) -> None:
    """Say what is wrong with the words of a command line, and where its help is."""
    message = wrong.format_message()
    if message.startswith("Usage:"):  # a command that needs more was given nothing: this is its help
        note(message)
        return
    note(f"graphmap: {message}")
    context = getattr(wrong, "ctx", None)
    note(f"Help: {context.command_path if context else 'graphmap'} --help")


def _print_whatever_the_terminal_lacks() -> None:
    """Have characters that the terminal's encoding lacks printed as escapes, not as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_the_reader() -> None:
    """Send what Python still holds for a closed pipe nowhere, or it complains about the pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
