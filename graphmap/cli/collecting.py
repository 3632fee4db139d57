"""How often Python looks for objects that only refer to one another."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """For a process that holds a map: look at new objects every 50,000, and at all of them hardly ever.

    A map and what is kept with it are hundreds of thousands of objects, none of which goes by itself, so each look at all of
    them is some tenths of a second in the middle of a question, for nothing: what graphmap makes and drops refers to itself
    rarely. It is for the process to say, so only commands (and the benchmark, which is to be as they are) call it.
    """
    gc.set_threshold(50_000, 20, 50)
