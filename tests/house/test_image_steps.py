"""Runs the steps of docker/Dockerfile in a clean folder, then the server that they made, as the image would."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import dockerfile
from tests.house.test_docker import FILLED, ROOT, STAGES, ignored
from tests.house.test_tools import services

# The folders that the stages use, which stand in a clean folder here.
PLACES = ("/build", "/app", "/data")


def translate(text: str, root: Path) -> str:
    """The text with the image's folders moved below `root`."""
    return re.sub(rf"(?<![\w.])({'|'.join(PLACES)})(?=[/\s]|$)", rf"{root}\1", text)


def tracked(path: str) -> list[Path]:
    """The files below a path that git knows or would add: what a clone holds."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", path]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file() and not ignored(name)]


def copy(words: list[str], root: Path, workdir: Path) -> None:
    """COPY from the repository: what is named, without what .dockerignore keeps out."""
    *sources, target = words
    to = workdir / target
    for source in sources:
        for name in tracked(source):
            within = name.relative_to(source) if (ROOT / source).is_dir() else Path(name.name)
            place = to / within
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place)


def run_stage(name: str, root: Path) -> None:
    """The stage's steps, in order."""
    workdir = root
    # The packages are those of this machine's Python, whatever the image calls it.
    env = {**os.environ, "PATH": f"{Path(sys.base_prefix) / 'bin'}:{os.environ['PATH']}"}
    for instruction in STAGES[name].instructions:
        if instruction.name == "WORKDIR":
            workdir = Path(translate(instruction.rest, root))
            workdir.mkdir(parents=True, exist_ok=True)
        elif instruction.name == "COPY":
            copy(instruction.words(), root, workdir)
        elif instruction.name == "RUN":
            # Only the cache differs from the image: tests need not fetch what the machine has.
            command = translate(instruction.rest, root).replace("--no-cache-dir ", "")
            ran = subprocess.run(command, shell=True, cwd=workdir, env=env, check=False, capture_output=True, text=True)
            assert ran.returncode == 0, f"{command}\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"
        else:
            raise AssertionError(f"{instruction.name} is a step that this test does not know")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders that the image would hold."""
    root = tmp_path_factory.mktemp("image")
    for name in ("web", "python"):
        run_stage(name, root)
    for instruction in STAGES["server"].all("COPY"):
        _, source, target = instruction.words()
        if source != target:
            shutil.copytree(translate(source, root), translate(target, root))
    (root / "data").mkdir()
    shutil.rmtree(root / "build")
    return root


@pytest.fixture
def server(image: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The image's command, running on a free port with the image's environment and an operator's settings."""
    port = services.free_port()
    environment = {
        name: translate(value, image).replace("$PATH", os.environ["PATH"])
        for name, value in dockerfile.environment(STAGES["server"]).items()
    }
    environment |= {
        f"HAGUKUMI_{name}": FILLED[name]
        for name in ("CITY_CODE", "TOKEN_KEYS", "ENCRYPTION_KEYS", "AUDIT_KEYS", "PUBLIC_URL")
    }
    environment |= {"HAGUKUMI_PORT": str(port), "HAGUKUMI_HOST": "127.0.0.1"}
    environment["HAGUKUMI_DATABASE_URL"] = f"sqlite+aiosqlite:///{image}/data/hagukumi.db"
    command = json.loads(STAGES["server"].all("CMD")[0].rest)
    program = shutil.which(command[0], path=environment["PATH"])
    assert program == str(image / "app/bin" / command[0])
    with subprocess.Popen(
        [program, *command[1:]],
        cwd=image / "data",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "serving" in line:
                break
        else:
            raise AssertionError(f"the server ended with {process.wait()}")
        yield port, process
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_the_image_serves_the_client_and_says_that_it_is_ready(server: tuple[int, subprocess.Popen[str]]) -> None:
    port, process = server
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert b"<!doctype html>" in page.read().lower()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/emergency") as page:
        assert b"119" in page.read()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/openapi.json") as document:
        assert json.load(document)["openapi"].startswith("3.1")
    check = STAGES["server"].all("HEALTHCHECK")[0].rest
    command = json.loads(check[check.index("[") :])
    ran = subprocess.run([sys.executable, *(word.replace("8080", str(port)) for word in command[1:])], check=False)
    assert ran.returncode == 0
    # STOPSIGNAL ends it in order.
    process.send_signal(getattr(signal, STAGES["server"].all("STOPSIGNAL")[0].rest))
    process.communicate()
    assert process.returncode == 0
