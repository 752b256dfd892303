"""`hagukumi push-key`: a new key for web push."""

import argparse
from typing import Any

from people.push.vapid import VapidKey, new_private_key
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    commands.add_parser("push-key", help="print a new key for web push").set_defaults(run=run)


def run(_options: argparse.Namespace, _settings: Settings) -> int:
    """Print a private key for HAGUKUMI_PUSH_KEY, and the public key that browsers will see."""
    private = new_private_key()
    print(f"HAGUKUMI_PUSH_KEY={private}")
    print(f"# public: {VapidKey(private, 'mailto:nobody@localhost').public}")
    return 0
