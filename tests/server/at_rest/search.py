"""Looks for phrases in everything that a database keeps, whatever form they have there."""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

import asyncpg
from sqlalchemy.engine import make_url


def found(phrases: Mapping[str, str], where: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """Return the name of each phrase that stands somewhere, with the name of the place."""
    return {
        (name, place)
        for place, content in where.items()
        for name, phrase in phrases.items()
        if any(form in content for form in _forms(phrase))
    }


async def stored(database_url: str) -> dict[str, bytes]:
    """Return what the database keeps: the files of SQLite, or every column of PostgreSQL."""
    url = make_url(database_url)
    if url.drivername.startswith("sqlite"):
        file = Path(url.database or "")
        return {each.name: each.read_bytes() for each in file.parent.glob(f"{file.name}*")}
    connection = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'"
        )
        return {table["name"]: _text(await connection.fetch(f"SELECT * FROM {table['name']}")) for table in tables}
    finally:
        await connection.close()


def _text(rows: Iterable[asyncpg.Record]) -> bytes:
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | bytearray | memoryview) else str(value).encode()
        for row in rows
        for value in row.values()
    )


def _forms(phrase: str) -> set[bytes]:
    """Return the phrase as it might be written: as it is, escaped for JSON or an address, in UTF-16, in base 64."""
    plain = phrase.encode()
    # Two bytes more or less at either end, since base 64 depends on where the phrase begins.
    encoded = {base64.b64encode(b"x" * lead + plain)[4:-4] for lead in range(3)}
    return {
        plain,
        json.dumps(phrase)[1:-1].encode(),
        quote(phrase).encode(),
        phrase.encode("utf-16-le"),
        plain.hex().encode(),
        *encoded,
    }
