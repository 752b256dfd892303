"""Writes the table of settings into docs/operations.md, from the docstrings of server.settings.

With --check it writes nothing and exits 1 when the table is stale.
"""

from __future__ import annotations

import argparse
import sys
import typing
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from server.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- settings: written by `make docs` -->\n", "<!-- end of settings -->\n"


def default(field: FieldInfo) -> str:
    """The default as one would write it into the environment; a secret's is told in words."""
    value = field.default
    if isinstance(value, SecretStr):
        return "for development only"
    if value is None or value == ():
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{','.join(value)}`" if isinstance(value, tuple) else f"`{value}`"


def choices(field: FieldInfo) -> str:
    """The values to choose from, when they are few."""
    if typing.get_origin(field.annotation) is not typing.Literal:
        return ""
    return " One of " + ", ".join(f"`{value}`" for value in typing.get_args(field.annotation)) + "."


def row(name: str, field: FieldInfo) -> str:
    meaning = " ".join((field.description or "").split())
    return f"| `{PREFIX}{name.upper()}` | {default(field)} | {meaning}{choices(field)} |"


def table() -> str:
    rows = [row(name, field) for name, field in Settings.model_fields.items()]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def written(text: str) -> str:
    """The document with the table as it is now."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = DOCUMENT.read_text()
    fresh = written(text)
    if not check:
        DOCUMENT.write_text(fresh)
        return 0
    if fresh != text:
        sys.stderr.write(f"{DOCUMENT.relative_to(ROOT)} is stale: run make docs.\n")
    return int(fresh != text)


if __name__ == "__main__":
    raise SystemExit(main())
