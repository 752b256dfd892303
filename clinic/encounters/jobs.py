"""Telling both what became of a consultation, of what was written after it, and of a course."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.instants import in_json
from clinic.encounters.arrival import closes_at
from clinic.encounters.chat_writer import WRITTEN_JOB
from clinic.encounters.continuing import OPENED_JOB, UNANSWERED_JOB
from clinic.encounters.episodes import EPISODE_CLOSED_JOB
from clinic.encounters.forgotten import FORGOTTEN_JOB, TURNS, due_at, watch
from clinic.encounters.mails import mail_waiting, mail_written
from clinic.encounters.messages import last_word
from clinic.encounters.service import tell
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare, Message
from clinic.encounters.writing import is_open
from core.json import JSON
from core.live import hint
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.notices.service import notify
from people.persons import service as persons
from people.practitioners import service as practitioners

EPISODE_CLOSED_NOTICE = "episode.closed"
WRITING_OPENED_NOTICE = "encounter.writing_opened"
WRITTEN_NOTICE = "encounter.written"
UNANSWERED_NOTICE = "encounter.unanswered"
FORGOTTEN_NOTICE = "encounter.forgotten"


async def tell_closed(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the client that their course was closed, once: they are asked the closing questionnaire now."""
    episode = await uow.session.get_one(EpisodeOfCare, UUID(str(payload["episode_id"])))
    accounts = await persons.account_ids(uow, [episode.person_id])
    key = f"{EPISODE_CLOSED_NOTICE}:{episode.id}"
    # Neither its kind nor its outcome: a notice may be read over a shoulder.
    await notify(uow, accounts.values(), EPISODE_CLOSED_NOTICE, key, {"episode_id": str(episode.id)})


async def tell_opened(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the client that they can write on, unless that is over already."""
    encounter = await _read(uow, payload)
    if is_open(encounter.writing_until, uow.now):
        client, _ = await _both(uow, encounter)
        key = f"{WRITING_OPENED_NOTICE}:{encounter.id}"
        await notify(uow, [client], WRITING_OPENED_NOTICE, key, _data(encounter))


async def tell_written(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the other that something was written after the end of a consultation: once an hour, however much it is."""
    message = await uow.session.get_one(Message, UUID(str(payload["message_id"])))
    encounter = await uow.session.get_one(Encounter, message.encounter_id)
    both = await _both(uow, encounter)
    [other] = {*both} - {message.author_account_id}
    key = f"{WRITTEN_NOTICE}:{encounter.id}:{message.sent_at:%Y%m%d%H}"
    for account in await notify(uow, [other], WRITTEN_NOTICE, key, _data(encounter)):
        await mail_written(uow, encounter, account, key)
    # At this topic the pages ask again for the consultations that go on.
    for account in both:
        uow.publish(hint(f"account:{account}", "encounter", encounter.id))


async def look_for_unanswered(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the practitioner, a day before the end of the writing, that the last word is the client's."""
    encounter = await _read(uow, payload)
    if not is_open(encounter.writing_until, uow.now):
        return
    client, practitioner = await _both(uow, encounter)
    last = (
        select(Message.author_account_id)
        .join(Encounter, Encounter.id == Message.encounter_id)
        .where(Encounter.id == encounter.id, Message.sequence == last_word())
    )
    if await uow.session.scalar(last) == client:
        key = f"{UNANSWERED_NOTICE}:{encounter.id}"
        await notify(uow, [practitioner], UNANSWERED_NOTICE, key, _data(encounter))


async def tell_forgotten(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the practitioner and the coordinators that somebody waits for too long, and who waits that it was told.

    Nothing is told of one who was let in meanwhile, or put back since: that wait is watched by itself.
    """
    encounter = await uow.session.scalar(
        select(Encounter).where(Encounter.id == UUID(str(payload["encounter_id"]))).with_for_update()
    )
    if encounter is None or encounter.appointment_id is None or encounter.state is not EncounterState.ARRIVED:
        return
    since = encounter.put_back_at or encounter.arrived_at
    appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
    is_over = appointment.state is not ClaimState.BOOKED or uow.now > closes_at(appointment.ends_at)
    if is_over or in_json(since) != payload["since"]:
        return
    turn = int(str(payload["turn"]))
    if uow.now < due_at(since, appointment.starts_at, turn):
        # Its time was moved.
        watch(uow, encounter, appointment.starts_at, turn)
        return
    staff = await practitioners.account_ids(uow, [encounter.practitioner_id])
    desk = await accounts.account_ids_with_role(uow, Role.COORDINATOR)
    key = f"{FORGOTTEN_NOTICE}:{encounter.id}:{payload['since']}:{turn}"
    for account in await notify(uow, [*staff.values(), *desk], FORGOTTEN_NOTICE, key, _data(encounter)):
        await mail_waiting(uow, encounter, account, key, closes_at(appointment.ends_at))
    encounter.alerted_at = encounter.alerted_at or uow.now
    await tell(uow, encounter)
    if turn + 1 < TURNS:
        watch(uow, encounter, appointment.starts_at, turn + 1)


async def _read(uow: UnitOfWork, payload: Mapping[str, JSON]) -> Encounter:
    return await uow.session.get_one(Encounter, UUID(str(payload["encounter_id"])))


async def _both(uow: UnitOfWork, encounter: Encounter) -> tuple[UUID, UUID]:
    people = await persons.account_ids(uow, [encounter.person_id])
    staff = await practitioners.account_ids(uow, [encounter.practitioner_id])
    return people[encounter.person_id], staff[encounter.practitioner_id]


def _data(encounter: Encounter) -> Mapping[str, str]:
    return {"encounter_id": str(encounter.id), "appointment_id": str(encounter.page_id)}


handlers: Mapping[str, JobHandler] = {
    EPISODE_CLOSED_JOB: tell_closed,
    OPENED_JOB: tell_opened,
    WRITTEN_JOB: tell_written,
    UNANSWERED_JOB: look_for_unanswered,
    FORGOTTEN_JOB: tell_forgotten,
}
