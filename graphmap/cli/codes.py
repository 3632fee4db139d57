"""Exit codes that no error class carries (contract, section 1); the others are in `graphmap.model.errors`."""

from __future__ import annotations

ERRORS_IN_ANSWER = 1
WRONG_USAGE = 2
INTERRUPTED = 130
