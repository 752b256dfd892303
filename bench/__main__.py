"""`make bench`: measures the paths that people wait for, on SQLite and on PostgreSQL.

Wall-clock figures differ from machine to machine and from run to run; CPU time a piece repeats within a few per cent.
It is bounded in count and stops by itself.
"""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable

from bench import booking, chat, databases
from bench.figures import Figures
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.unit_of_work import Units

MEASURES: dict[str, Callable[[Units], Awaitable[Figures]]] = {
    "free times of a week": booking.search,
    "booking one slot, 50 at once": booking.race,
    "chat message, 64 at once": chat.at_once,
    "chat message, one by one": chat.one_by_one,
}


async def measure(name: str, url: str) -> Figures:
    """Runs one measure on the database, which nothing else uses."""
    database = Database(url)
    units = Units(database, SystemClock(), ServiceZone(), Vault([("bench", os.urandom(32))]), LiveBus())
    try:
        return await MEASURES[name](units)
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="measures whose name holds this")
    databases.ask_for_server(parser)
    options = parser.parse_args()
    for kind, database in databases.kinds(options).items():
        print(kind)
        for name in MEASURES:
            if options.only is None or options.only in name:
                with database() as url:
                    print(f"  {asyncio.run(measure(name, url)).line(name)}")


if __name__ == "__main__":
    main()
