"""Reads what clients wrote since the last look, in the worker: sending a message costs nothing more for it.

It goes by the messages' ids, which are in the order of time. A message may be committed a little after one with a later
id, so each look begins some minutes before the end of the one before; what was found twice raises one flag.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from clinic.encounters.messages import message_context
from clinic.encounters.tables import Encounter, Message
from clinic.safety.chat.phrases import holds_phrase
from clinic.safety.flags import raise_flag
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import ChatReading
from core.crypto import SealBroken
from core.ids import new_id
from core.json import JSON
from core.outbox.runner import Repeating
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.persons.tables import Person

READ_JOB = "safety.read_chat"
_EVERY = timedelta(seconds=10)

_OVERLAP = timedelta(minutes=2)
_BATCH = 500
_ONLY = 1

_log = structlog.get_logger(__name__)


async def read_chat(uow: UnitOfWork, _payload: Mapping[str, JSON]) -> None:
    """Raise a flag for each consultation in which a client wrote a phrase of the list since the last look."""
    first = {"id": _ONLY, "last_id": _id_before_now()}
    await uow.session.execute(insert_unless_there(uow, ChatReading, [first]))
    reading = await uow.session.get_one(ChatReading, _ONLY, with_for_update=True)
    since = reading.last_id
    while True:
        found = (
            await uow.session.execute(
                select(Message.id, Message.sequence, Message.body_sealed, Encounter.id, Encounter.person_id)
                .add_columns(Encounter.practitioner_id)
                .join(Encounter, Encounter.id == Message.encounter_id)
                .join(Person, Person.id == Encounter.person_id)
                .where(Message.id > since, Message.withdraws.is_(None), Message.author_account_id == Person.account_id)
                .order_by(Message.id)
                .limit(_BATCH)
            )
        ).all()
        for message_id, sequence, sealed, encounter_id, person_id, practitioner_id in found:
            since = message_id
            if holds_phrase(_opened(uow, message_id, sealed)):
                await raise_flag(
                    uow,
                    person_id=person_id,
                    kind=FlagKind.CHAT_PHRASE,
                    source_id=encounter_id,
                    practitioner_id=practitioner_id,
                    answer=sequence,
                )
        if len(found) < _BATCH:
            break
    reading.last_id = max(reading.last_id, _id_before_now(_OVERLAP))


def _opened(uow: UnitOfWork, message_id: UUID, sealed: bytes) -> str:
    try:
        return uow.vault.open(sealed, message_context(message_id))
    except SealBroken:
        _log.error("message_sealed", message_id=str(message_id))
        return ""


def _id_before_now(by: timedelta = timedelta()) -> UUID:
    """Return an id that is smaller than those made since `by` ago (UUID version 7: milliseconds come first)."""
    now = new_id().int >> 80
    return UUID(int=(now - int(by.total_seconds() * 1000)) << 80)


handlers: Mapping[str, Repeating] = {READ_JOB: Repeating(read_chat, _EVERY)}
