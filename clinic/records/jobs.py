"""What the worker does for records: telling authors and psychiatrists, never a word of what is written."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from booking.schedules import absences
from clinic.encounters.tables import Encounter
from clinic.records.cosigning.asking import COSIGNING_OVERDUE
from clinic.records.cosigning.service import COSIGNING_DECIDED
from clinic.records.cosigning.states import CosigningState
from clinic.records.cosigning.tables import Cosigning
from clinic.records.sharing.glass import GLASS_BROKEN
from clinic.records.sharing.tables import GlassBreaking
from clinic.records.summaries.service import SUMMARY_RELEASED, SUMMARY_SHARED
from clinic.records.summaries.tables import Summary, SummaryShare
from clinic.records.tables import Note
from clinic.records.visibility import COUNSELLING
from core.json import JSON
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.accounts.tables import Account
from people.notices.service import notify
from people.persons import service as persons
from people.practitioners import service as practitioners
from people.practitioners.supervision import SUPERVISED, supervisors_of
from people.practitioners.tables import Practitioner

COSIGNED_NOTICE = "record.cosigned"
RETURNED_NOTICE = "record.returned"
OVERDUE_NOTICE = "record.cosigning_overdue"
GLASS_NOTICE = "record.glass_broken"
RELEASED_NOTICE = "summary.released"
SHARED_NOTICE = "summary.shared"


async def tell_decided(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the author that their note was co-signed or returned."""
    cosigning = await uow.session.get_one(Cosigning, UUID(str(payload["cosigning_id"])))
    note = await uow.session.get_one(Note, cosigning.note_id)
    encounter = await uow.session.get_one(Encounter, note.encounter_id)
    kind = COSIGNED_NOTICE if cosigning.state is CosigningState.COSIGNED else RETURNED_NOTICE
    author = await practitioners.account_ids(uow, [note.practitioner_id])
    data = {"appointment_id": str(encounter.page_id)}
    await notify(uow, author.values(), kind, f"{kind}:{cosigning.id}", data)


async def tell_overdue(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell all psychiatrists of a note that still waits when it is due: from now on any of them may co-sign it."""
    cosigning = await uow.session.get_one(Cosigning, UUID(str(payload["cosigning_id"])))
    if cosigning.state is CosigningState.WAITING:
        psychiatrists = await accounts.account_ids_with_role(uow, Role.PSYCHIATRIST)
        await notify(uow, psychiatrists, OVERDUE_NOTICE, f"{OVERDUE_NOTICE}:{cosigning.note_id}", {})


async def tell_broken(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell those whose notes were opened, and their supervisors, that somebody broke the glass.

    All psychiatrists are told where one of the authors has no supervisor, or one who is away today.
    """
    breaking = await uow.session.get_one(GlassBreaking, UUID(str(payload["breaking_id"])))
    query = (
        select(Note.practitioner_id)
        .distinct()
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .where(Encounter.person_id == breaking.person_id, Note.signed_at.is_not(None), Account.role.in_(COUNSELLING))
    )
    authors = await practitioners.get_many(uow, (await uow.session.scalars(query)).all())
    told = {each.account_id for each in authors.values() if each.active}
    told.update(await _supervising(uow, [each for each in authors.values() if each.role in SUPERVISED]))
    data = {"breaking_id": str(breaking.id)}
    await notify(uow, told, GLASS_NOTICE, f"{GLASS_NOTICE}:{breaking.id}", data)


async def _supervising(uow: UnitOfWork, authors: Sequence[practitioners.Practitioner]) -> Collection[UUID]:
    """Return the accounts of the authors' supervisors, of all psychiatrists unless each has one who is there today."""
    supervisors = await supervisors_of(uow, [each.id for each in authors])
    today = uow.zone.today(uow.now)
    away = await absences.list_between(uow, today, today, {each.id for each in supervisors.values()})
    if not authors or away or len(supervisors) < len(authors):
        return await accounts.account_ids_with_role(uow, Role.PSYCHIATRIST)
    return {each.account_id for each in supervisors.values()}


async def tell_released(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that a summary is there, unless it was withdrawn already."""
    summary = await uow.session.get_one(Summary, UUID(str(payload["summary_id"])))
    if summary.withdrawn_at is not None:
        return
    encounter = await uow.session.get_one(Encounter, summary.encounter_id)
    client = await persons.account_ids(uow, [encounter.person_id])
    data = {"appointment_id": str(encounter.page_id)}
    await notify(uow, client.values(), RELEASED_NOTICE, f"{RELEASED_NOTICE}:{summary.id}", data)


async def tell_shared(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell somebody of the household that a summary is shown to them, unless that is over already."""
    share = await uow.session.get_one(SummaryShare, UUID(str(payload["share_id"])))
    if share.revoked_at is None:
        await notify(uow, [share.account_id], SHARED_NOTICE, f"{SHARED_NOTICE}:{share.id}", {"share_id": str(share.id)})


handlers: Mapping[str, JobHandler] = {
    COSIGNING_DECIDED: tell_decided,
    COSIGNING_OVERDUE: tell_overdue,
    GLASS_BROKEN: tell_broken,
    SUMMARY_RELEASED: tell_released,
    SUMMARY_SHARED: tell_shared,
}
