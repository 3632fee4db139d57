"""Runs the steps of a test as a user without rights, since root is not stopped by file modes."""

from __future__ import annotations

import os
import pickle
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pwd import getpwnam
from typing import Any


def as_nobody(steps: Callable[[], object], meanwhile: Callable[[], None] = lambda: None) -> Any:
    """What `steps` returns, run by `nobody` in a forked process; by this user where that is not root.

    Forked, because another user may not be allowed to read this checkout. `meanwhile` runs in this process. No store may
    be open here: SQLite's locks do not survive a fork.
    """
    answer, told = os.pipe()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child == 0:
        with suppress(BaseException), os.fdopen(told, "wb") as pipe:
            pickle.dump(_outcome(steps), pipe)
        os._exit(0)
    os.close(told)
    meanwhile()
    with os.fdopen(answer, "rb") as pipe:
        outcome, fault = pickle.load(pipe)
    os.waitpid(child, 0)
    assert fault is None, fault
    return outcome


def _outcome(steps: Callable[[], object]) -> tuple[object, str | None]:
    try:
        if os.geteuid() == 0:
            user = getpwnam("nobody")
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        return steps(), None
    except BaseException:
        return None, traceback.format_exc()
