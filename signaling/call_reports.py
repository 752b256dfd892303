"""The event in which a page tells how its call goes."""

from clinic.calls import service
from core.unit_of_work import Units
from signaling.chat import seat_of
from signaling.connections import Connection
from signaling.protocol.quality import CallReport
from signaling.protocol.shared import Ok


class CallReports:
    """Keeps what the sides of a call tell about it."""

    def __init__(self, units: Units) -> None:
        self._units = units

    async def keep(self, connection: Connection, payload: CallReport) -> Ok:
        """Keep a report, stamped with who tells it and when."""
        seat = seat_of(connection)
        async with self._units.write() as uow:
            await service.keep(
                uow, seat.encounter_id, seat.connection_id, seat.author.role, payload.entry, payload.quality()
            )
        return Ok()
