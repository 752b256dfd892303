"""The command `hagukumi`."""

from server.cli.main import main

__all__ = ["main"]
