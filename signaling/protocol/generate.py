"""Writes the protocol's TypeScript types: `python -m signaling.protocol.generate [--check]`."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from signaling.protocol.registry import CLIENT_EVENTS, SERVER_EVENTS
from signaling.protocol.shared import ConnectAuth, Problem, Refusal
from signaling.protocol.version import PROTOCOL_VERSION

TARGET = Path(__file__).parents[2] / "clients/web/src/generated/protocol.ts"

_HEAD = f"""\
// Generated from signaling/protocol/ by `make protocol`. Do not edit.

export const PROTOCOL_VERSION = {PROTOCOL_VERSION};
"""

Schema = Mapping[str, Any]


def render() -> str:
    """Return the TypeScript module: one type a model, and the event maps of each namespace as Socket.IO types them."""
    parts: dict[tuple[str, str], Any] = {
        ("handshake", "auth"): ConnectAuth,
        ("handshake", "refused"): Problem,
        ("ack", "refused"): Refusal,
    }
    for event in CLIENT_EVENTS:
        parts[f"{event.namespace} client payload", event.name] = event.payload
        parts[f"{event.namespace} client ack", event.name] = event.ack
    for said in SERVER_EVENTS:
        parts[f"{said.namespace} server payload", said.name] = said.payload
    schemas, shared = TypeAdapter.json_schemas(
        [
            (key, "validation" if key[0].endswith("client payload") or key[1] == "auth" else "serialization",
             TypeAdapter(part))
            for key, part in parts.items()
        ]
    )  # fmt: skip
    types = {key: _type(schema) for (key, _), schema in schemas.items()}
    lines = [_HEAD]
    for name, schema in sorted(shared.get("$defs", {}).items()):
        lines.extend(_declaration(name, schema))
    for namespace in ("/person", "/consultation"):
        stem = namespace[1:].capitalize()
        lines.append(f"/** What a client sends on {namespace}. */\nexport interface {stem}ClientEvents {{")
        lines.extend(
            f'  "{event.name}": (\n    payload: {types[f"{namespace} client payload", event.name]},\n'
            f"    ack: (answer: {types[f'{namespace} client ack', event.name]} | Refusal) => void,\n  ) => void;"
            for event in CLIENT_EVENTS
            if event.namespace == namespace
        )
        lines.append(f"}}\n\n/** What the server sends on {namespace}. */\nexport interface {stem}ServerEvents {{")
        lines.extend(
            f'  "{said.name}": (payload: {types[f"{namespace} server payload", said.name]}) => void;'
            for said in SERVER_EVENTS
            if said.namespace == namespace
        )
        lines.append("}\n")
    lines.extend(
        f'export interface {side}Events {{\n  "/person": Person{side}Events;\n'
        f'  "/consultation": Consultation{side}Events;\n}}\n'
        for side in ("Client", "Server")
    )
    return "\n".join(lines).rstrip() + "\n"


def _declaration(name: str, schema: Schema) -> Iterator[str]:
    if not name.isidentifier():
        raise ValueError(f"{name}: read and written in different shapes; give the two shapes two models")
    if text := schema.get("description"):
        yield "/** " + " ".join(text.split()) + " */"
    if schema.get("type") != "object":
        yield f"export type {name} = {_type(schema)};\n"
        return
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if not properties:
        yield f"export type {name} = Record<string, never>;\n"
        return
    yield f"export interface {name} {{"
    required = schema.get("required", [])
    for key, value in properties.items():
        yield f"  {key}{'' if key in required else '?'}: {_type(value)};"
    yield "}\n"


def _type(schema: Schema) -> str:
    match schema:
        case {"$ref": str(ref)}:
            return ref.rsplit("/", 1)[1]
        case {"const": value}:
            return _literal(value)
        case {"enum": list(values)}:
            return " | ".join(_literal(value) for value in values)
        case {"anyOf": list(options)}:
            return " | ".join(_type(option) for option in options)
        case {"type": "array", "items": items}:
            inner = _type(items)
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case {"type": "object", "additionalProperties": True}:
            return "Record<string, unknown>"
        case {"type": str(kind)}:
            return {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}[
                kind
            ]
    raise ValueError(f"no TypeScript for {schema}")


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def main() -> int:
    """Write the module, or with --check only say whether it is up to date (exit code 1 when it is not)."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    text = render()
    if arguments.parse_args().check:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        sys.stderr.write(f"{TARGET.name} is stale: run `make protocol`\n")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
