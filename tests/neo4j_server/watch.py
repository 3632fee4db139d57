"""Seeing to it that nothing outlives the tests, even when they are killed."""

from __future__ import annotations

import subprocess


class Watch:
    """A shell that waits for this process to end, and then runs a script.

    It reads a pipe whose other end only this process holds: the kernel closes that, whatever ends the process. (The signal
    that Linux sends on a parent's death is sent when the *thread* ends that started the child, and elsewhere there is none.)
    """

    def __init__(self, script: str, *arguments: object) -> None:
        # A session of its own: Ctrl-C and a kill of the whole process group are for the tests, not for the watch.
        self._shell = subprocess.Popen(
            ["sh", "-c", f"read -r _; {script}", "sh", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def release(self) -> None:
        """End the watch without running its script."""
        self._shell.kill()
        self._shell.wait()
        assert self._shell.stdin is not None
        self._shell.stdin.close()
