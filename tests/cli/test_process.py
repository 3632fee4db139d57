"""What a command sets up in its process."""

from __future__ import annotations

import subprocess
import sys

SEEN = """
import gc, sys
from graphmap.cli import main
before = gc.get_threshold()
sys.argv = ["graphmap", "--help"]
try:
    main()
except SystemExit as end:
    print(end.code, gc.get_threshold() > before, file=sys.stderr)
"""


def test_a_command_has_dead_objects_looked_for_seldom_and_the_library_alone_does_not() -> None:
    told = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    assert told.stderr.splitlines()[-1] == "0 True"
