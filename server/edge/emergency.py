"""The emergency page with the crisis lines as they are now; it comes whatever is broken behind it."""

import asyncio
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from clinic.safety.lines.lists import InForce, in_force
from core.unit_of_work import Units
from server.edge.emergency_html import with_lines

# Who waits for a number to call waits no longer: the page as it was built is there at once.
_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class EmergencyPage:
    """The page, made anew of the built one when the list has another version."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._known: InForce | None = None
        self._page = ""

    async def now(self, built: Path) -> str | None:
        """Return the page of the built file with the lines in force.

        None where the file itself is it: nobody changed the list that came with it, or the database does not answer and
        never did since the start.
        """
        found = await self._in_force()
        if found is None or found.version == 0:
            return None
        if self._known is None or found.version != self._known.version:
            page = await asyncio.to_thread(built.read_text, encoding="utf-8")
            self._page, self._known = with_lines(page, found.list, found.checked_on), found
        return self._page

    async def _in_force(self) -> InForce | None:
        try:
            async with asyncio.timeout(_SECONDS), self._units.read() as uow:
                return await in_force(uow)
        except (
            SQLAlchemyError,
            OSError,
            ValueError,
        ) as error:  # a timeout is an OSError, an unreadable list a ValueError
            _log.error("emergency_page_without_list", error=type(error).__name__)
            return self._known
