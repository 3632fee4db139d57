"""A run is all or nothing: killed at any moment, the store opens and holds the whole run or none of it.

The child kills itself with SIGKILL from inside SQLite, after so many steps of its virtual machine: moments that are spread
over the whole of staging and committing, and nearly the same whenever the test runs. The writing of the commit itself is
no step; a log that ends anywhere stands for having been killed there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

import pytest

from graphmap.model.claims import Claim
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.store.saying import EVERY, Evidence, deployment, link, organisation

MOMENTS = 14
PIECES = 40
NEVER = 10**9

CHILD = """
import os, signal, sys
from graphmap.store import open_store
from graphmap.store.sqlite.connection import Database
from tests.store.sqlite.test_killed import run_of

last, steps, writing = int(sys.argv[2]), 0, Database.writing

def step():
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(*arguments, **named):
    connection = writing(*arguments, **named)
    connection.set_progress_handler(step, 100)
    return connection

Database.writing = watched
store = open_store(sys.argv[1])
store.revision()
run_of(store)
print(steps, flush=True)
input()
store.close()
"""


def before() -> list[Claim]:
    return [organisation(f"R{n:03}", name="Ash") for n in range(300)]


def after() -> list[Claim]:
    """Some kept, some changed, some gone, some new; and kinds that were not there."""
    kept = before()[:100]
    changed = [claim._replace(note="changed") for claim in before()[100:200]]
    new = [organisation(f"N{n:03}", name="Beech") for n in range(100)]
    others = [deployment(f"d{n}") for n in range(100)] + [link(target=f"d{n}") for n in range(2, 100)]
    return [*kept, *changed, *new, *others]


def run_of(store: Store) -> None:
    """The run that the child is killed in."""
    with pytest.MonkeyPatch.context() as clock:
        Evidence(store, clock).say("survey", *after())


@contextmanager
def importing(file: Path, last_step: int = NEVER) -> Iterator[subprocess.Popen[str]]:
    """A process that commits the run, says after how many steps, and waits; unless it kills itself before."""
    command = [sys.executable, "-c", CHILD, f"sqlite:///{file}", str(last_step)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, cwd=Path(__file__).parents[3]) as child:
        try:
            yield child
        finally:
            child.kill()


def state(file: Path) -> tuple[object, ...]:
    """All that the store says, after checking that it hangs together."""
    store = open_store(f"sqlite:///{file}")
    with closing(store), store.reading() as reader:
        connection = reader._connection
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        facts = {kind: dict(reader.facts(kind)) for kind in EVERY}
        claims = connection.execute("SELECT * FROM claim ORDER BY 1, 2, 3, 4, 5").fetchall()
        return store.revision(), facts, claims, reader.runs(), reader.sources()


@dataclass(frozen=True)
class Story:
    """A store before the run, after it, and killed after it, with its log; and the steps that the run takes."""

    before: Path
    after: Path
    killed: Path
    steps: int

    def copy(self, folder: Path, of: Path) -> Path:
        """A fresh copy of one of them, to do something to."""
        shutil.copytree(of.parent, folder, dirs_exist_ok=True)
        return folder / of.name


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("killed")
    files = [folder / name / "map.db" for name in ("before", "after", "killed")]
    for file in files:
        with pytest.MonkeyPatch.context() as clock, closing(open_store(f"sqlite:///{file}")) as store:
            Evidence(store, clock).say("survey", *before())
    with importing(files[1]) as child:
        steps = int(child.stdout.readline())
        child.communicate("\n")
    with importing(files[2]) as child:
        assert child.stdout.readline()
    assert child.returncode == -SIGKILL
    return Story(*files, steps)


def test_a_run_that_was_said_to_be_stored_survives_the_death_of_its_process(
    story: Story, tmp_path: Path
) -> None:
    file = story.copy(tmp_path, story.killed)
    assert file.with_name("map.db-wal").stat().st_size > 0
    assert state(file) == state(story.after) != state(story.before)


@pytest.mark.parametrize("moment", range(1, MOMENTS + 1))
def test_a_process_killed_while_it_works_leaves_the_store_as_it_was(
    story: Story, tmp_path: Path, moment: int
) -> None:
    file = story.copy(tmp_path, story.before)
    with importing(file, story.steps * moment // (MOMENTS + 1)) as child:
        assert child.stdout.readline() == ""
    assert child.returncode == -SIGKILL
    assert state(file) == state(story.before)
    run_again = open_store(f"sqlite:///{file}")
    run_of(run_again)
    run_again.close()
    assert state(file) == state(story.after)


def test_a_process_killed_while_it_commits_leaves_the_whole_run_or_none(story: Story, tmp_path: Path) -> None:
    whole, none = state(story.after), state(story.before)
    found = []
    length = story.killed.with_name("map.db-wal").stat().st_size
    for piece in range(PIECES + 1):
        file = story.copy(tmp_path / str(piece), story.killed)
        os.truncate(file.with_name("map.db-wal"), length * piece // PIECES)
        found.append(state(file))
    assert all(one in (whole, none) for one in found)
    assert (found[0], found[-1]) == (none, whole)
