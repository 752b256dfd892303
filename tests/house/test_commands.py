"""The commands that people are told of exist and are spelt as told."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("docker/*.md"))
    if "node_modules" not in path.parts
)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_names_only_scripts_that_are_there(target: str) -> None:
    shown = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for script in re.findall(r"\b(tools/\w+(?:\.py)?)", shown):
        assert (ROOT / script).is_file(), script


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_explained_by_help(target: str) -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.search(rf"make {target}\s+\S", shown)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_targets_and_files_that_are_there(document: Path) -> None:
    text = document.read_text()
    for target in re.findall(r"`make ([a-z]+)", text):
        assert target in TARGETS, f"make {target}"
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in link:
            assert (document.parent / link).exists(), link


def test_continuous_integration_runs_every_check_and_skips_nothing(tmp_path: Path) -> None:
    make = tmp_path / "make"
    make.write_text('#!/bin/sh\necho "$PWD CI=$CI make $*"\n')
    make.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", str(ROOT / ".ci/run")], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == f"{ROOT} CI=true make test"


def test_the_table_of_settings_is_up_to_date() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/document_settings.py", "--check"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_every_decision_stands_in_the_index() -> None:
    index = (ROOT / "docs/adr/README.md").read_text()
    decisions = sorted(path.name for path in (ROOT / "docs/adr").glob("0*.md"))
    assert re.findall(r"\((0[^)]*\.md)\)", index) == decisions


@pytest.mark.parametrize("found", ["3.9.18", "3.10.14"])
def test_a_python_that_is_too_old_is_refused_in_one_line(found: str, tmp_path: Path) -> None:
    major, minor, _ = found.split(".")
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        old = tmp_path / name
        old.write_text(f"#!/bin/sh\nexit $(( {major} * 100 + {minor} < 311 ))\n")
        old.chmod(0o755)
    ran = subprocess.run(
        [str(ROOT / "tools/python"), "-c", ""],
        env={"PATH": f"{tmp_path}:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "Python 3.11" in ran.stderr
