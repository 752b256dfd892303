"""The protocol as a whole: its registry, its generated types, its document."""

import re
from pathlib import Path

import pytest

from signaling.protocol import generate
from signaling.protocol.registry import CLIENT_EVENTS, SERVER_EVENTS
from signaling.protocol.version import PROTOCOL_VERSION, SUPPORTED_VERSIONS

_DOCUMENT = (Path(__file__).parents[3] / "docs/protocol.md").read_text()


def test_the_generated_types_are_up_to_date() -> None:
    assert generate.TARGET.read_text() == generate.render(), "run `make protocol`"


def test_a_stale_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "protocol.ts"
    monkeypatch.setattr(generate, "TARGET", target)
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert generate.main() == 1
    target.write_text(generate.render() + "// changed by hand\n")
    assert generate.main() == 1
    monkeypatch.setattr("sys.argv", ["generate"])
    assert generate.main() == 0
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert generate.main() == 0


def test_every_event_is_named_once_and_explained() -> None:
    names = [(event.namespace, event.name) for event in (*CLIENT_EVENTS, *SERVER_EVENTS)]
    clients = [(event.namespace, event.name) for event in CLIENT_EVENTS]
    assert len(set(clients)) == len(clients)
    assert len(set(names)) >= len(clients)
    for _, name in names:
        assert re.search(rf"`{re.escape(name)}[ `]", _DOCUMENT), f"docs/protocol.md does not explain {name}"


def test_what_clients_send_takes_no_unknown_field() -> None:
    for event in CLIENT_EVENTS:
        schema = event.reader.json_schema()
        models = [schema] if "properties" in schema or "anyOf" not in schema else schema["$defs"].values()
        for model in models:
            assert model.get("type") != "object" or model["additionalProperties"] is False, event.name


def test_the_document_speaks_of_the_present_version() -> None:
    assert f"Version {PROTOCOL_VERSION}." in _DOCUMENT
    assert PROTOCOL_VERSION in SUPPORTED_VERSIONS
