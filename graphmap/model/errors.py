"""Errors that a person can act on. Each knows the exit code of the command line (contract, section 1)."""

from __future__ import annotations


class GraphmapError(Exception):
    """Root of every error that graphmap raises on purpose. The message says what is wrong and the remedy."""

    exit_code = 1


class UsageError(GraphmapError):
    """The question or command is malformed: an unknown code, an ambiguous id, a refused size."""

    exit_code = 2


class ChangedMeanwhile(UsageError):
    """What was to be written has changed since whoever writes it looked: nothing was written."""


class UnknownScenario(UsageError):
    """No saved scenario has that id."""


class InputRefused(GraphmapError):
    """An input was refused or held nothing to import; nothing was stored."""

    exit_code = 3


class StoreUnavailable(GraphmapError):
    """The store cannot be reached, written, is a directory, or stayed locked for 30 seconds."""

    exit_code = 4
