"""`hagukumi openapi`: the OpenAPI document, for the generated types."""

import argparse
import sys
from typing import Any

import orjson

from server.app import openapi_document
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("openapi", help="print the OpenAPI document")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, _settings: Settings) -> int:
    """Print the document as JSON."""
    sys.stdout.buffer.write(orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0
