"""The lock files agree with one another and hold hashes, but no download addresses."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
NODE_LOCKS = ("clients/web/package-lock.json", "tests/browser/package-lock.json")


def pins(name: str) -> dict[str, str]:
    """The version of each package in a Python lock file."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_is_pinned_with_hashes_and_without_addresses(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[^]]*\])?==", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_server_runs_on_the_versions_that_the_tests_run_on() -> None:
    whole = pins("requirements-dev.lock")
    for name in PYTHON_LOCKS:
        for package, version in pins(name).items():
            assert whole.get(package, version) == version, f"{package} in {name}"
    assert pins("requirements.lock").keys() <= whole.keys()


def test_the_locks_hold_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    def names(requirements: list[str]) -> set[str]:
        return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in requirements}

    assert names(project["project"]["dependencies"]) <= pins("requirements.lock").keys()
    assert names(project["dependency-groups"]["dev"]) <= pins("requirements-dev.lock").keys()
    assert names(project["build-system"]["requires"]) <= pins("requirements-build.lock").keys()


@pytest.mark.parametrize("name", NODE_LOCKS)
def test_every_node_package_is_pinned_with_a_hash_and_without_an_address(name: str) -> None:
    lock = json.loads((ROOT / name).read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path and not entry.get("link")}
    assert packages
    for path, entry in packages.items():
        assert "resolved" not in entry, path
        assert entry.get("inBundle") or entry["integrity"].startswith("sha512-"), path
