"""Alembic's environment: runs the migrations on one connection of the asynchronous engine."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from core.database import Base, Database
from server import tables as _tables  # noqa: F401  fills the metadata

# Two starting nodes migrate one after the other.
_LOCK = 4_716_258_301


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run() -> None:
    # Another may hold the lock for long, and so may an index take.
    database = Database(context.config.attributes["url"], statement_seconds=None)
    try:
        async with database.write() as session:
            if database.dialect == "postgresql":
                await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            connection = await session.connection()
            await connection.run_sync(_migrate)
            await session.commit()
    finally:
        await database.close()


asyncio.run(_run())
