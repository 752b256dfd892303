"""Tables as CSV that spreadsheets read as they are meant. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

Value = str | int | float | None

ENCODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Excel in Japan misreads it."""


def to_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as CSV, the head among them; texts are harmless, None is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows(map(harmless, row) for row in rows)
    return text.getvalue().encode(ENCODING)


def harmless(value: Value) -> Value:
    """Return a value that a spreadsheet does not run: a text that could begin a formula gets an apostrophe."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value
