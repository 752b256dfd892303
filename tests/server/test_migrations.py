import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core.database import Base
from server import tables  # noqa: F401
from server.migrations.run import upgrade


async def test_the_migrations_make_the_tables_that_the_code_uses(database):
    def compare(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    async with database.read() as session:
        connection = await session.connection()
        differences = await connection.run_sync(compare)
    assert differences == []


async def test_migrating_again_changes_nothing(database_url):
    await asyncio.to_thread(upgrade, database_url)
