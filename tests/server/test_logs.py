"""The log as `serve` sets it up, in a process of its own."""

import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from server.logs import configure_logs
configure_logs("{level}")
log = structlog.get_logger("x")
log.debug("detail")
log.info("done", route="/api/me")
try:
    try:
        raise KeyError("secret phrase")
    except KeyError as error:
        raise ValueError("another secret phrase") from error
except ValueError:
    logging.getLogger("aiohttp.server").exception("secret %s", "phrase", stack_info=True)
logging.getLogger("aiohttp.server").info("secret phrase")
"""


def run(level: str, **streams) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(level=level)
    return subprocess.run([sys.executable, "-c", program], check=False, text=True, **streams)


def test_each_line_is_json_and_a_librarys_complaint_is_named_without_its_words():
    lines = run("info", stderr=subprocess.PIPE).stderr.splitlines()
    assert json.loads(lines[0])["event"] == "done"
    assert lines[1:] == ["ERROR aiohttp.server", "ValueError < KeyError"]


def test_debug_shows_more_of_ours_and_no_word_more_of_the_libraries():
    lines = run("debug", stderr=subprocess.PIPE).stderr.splitlines()
    assert [json.loads(line)["event"] for line in lines[:2]] == ["detail", "done"]
    assert lines[2:] == ["ERROR aiohttp.server", "ValueError < KeyError"]


def test_a_full_disk_under_the_log_fails_nothing():
    with open("/dev/full", "w") as full:
        assert run("debug", stderr=full).returncode == 0
