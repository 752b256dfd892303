"""Consultations for bench.chat_path, with as long a history as wanted."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, literal, select

from booking.appointments.tables import Appointment
from clinic.encounters.tables import Encounter, Message
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.ids import new_id
from core.live import LiveBus
from core.unit_of_work import UnitOfWork, Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.clinic.encounters.make import make_consultation

# An account may have 40 connections on a node.
_OF_PAIR = 30
# What a sealed message of average length takes; nobody opens these.
_SEALED = bytes(140)
_claims = cast("Table", Appointment.__table__)
_encounters = cast("Table", Encounter.__table__)


async def make_rooms(url: str, count: int, history: int = 0) -> list[dict[str, Any]]:
    """Return consultations for the clients: their id, a token for each side, and from where to join."""
    settings = Settings(database_url=url)
    keys = [SigningKey(key, value.encode()) for key, value in settings.token_key_pairs()]
    tokens = AccessTokens(keys, life=timedelta(hours=6))
    database = Database(url)
    units = Units(database, SystemClock(), ServiceZone(), Vault(settings.encryption_key_pairs()), LiveBus())
    rooms: list[dict[str, Any]] = []
    try:
        while len(rooms) < count:
            async with units.write() as uow:
                parent, practitioner, first = await make_consultation(uow, admitted=True)
                first.last_sequence = history
                await uow.session.flush()
                ids = await _more_like(uow, first.id, min(_OF_PAIR, count - len(rooms)))
                for encounter_id in ids:
                    await _write_history(uow, encounter_id, parent.account_id, history)
            now = datetime.now(UTC)
            sides = [tokens.issue(one.account_id, one.session_id, one.role, now)[0] for one in (parent, practitioner)]
            rooms += [{"encounter": str(each), "tokens": sides, "since": history} for each in ids]
        return rooms
    finally:
        await database.close()


async def _more_like(uow: UnitOfWork, first: UUID, count: int) -> list[UUID]:
    """Return the ids of `count` open consultations of the same two, the first among them, an hour apart."""
    found = (await uow.session.execute(select(_encounters).where(_encounters.c.id == first))).mappings().one()
    query = select(_claims).where(_claims.c.id == found["appointment_id"])
    booked = (await uow.session.execute(query)).mappings().one()
    claims: list[dict[str, Any]] = []
    encounters: list[dict[str, Any]] = []
    for number in range(1, count):
        later = timedelta(hours=number)
        moved = {name: booked[name] + later for name in ("starts_at", "ends_at", "busy_from", "busy_until")}
        claims.append({**booked, **moved, "id": new_id()})
        copied = {"id": new_id(), "appointment_id": claims[-1]["id"], "place_sealed": None}
        encounters.append({**found, **copied})
    if claims:
        await uow.session.execute(insert(_claims), claims)
        await uow.session.execute(insert(_encounters), encounters)
    return [first, *(each["id"] for each in encounters)]


async def _write_history(uow: UnitOfWork, encounter_id: UUID, author: UUID, length: int) -> None:
    if not length:
        return
    number = func.generate_series(1, length).table_valued("n").render_derived()
    columns = ["id", "encounter_id", "sequence", "author_account_id", "client_id", "body_sealed", "sent_at"]
    rows = select(
        func.gen_random_uuid(),
        literal(encounter_id),
        number.c.n,
        literal(author),
        func.gen_random_uuid(),
        literal(_SEALED),
        literal(uow.now, Message.__table__.c.sent_at.type),
    )
    await uow.session.execute(insert(Message).from_select(columns, rows))
