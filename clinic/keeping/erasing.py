"""Erasing: what goes with each kind of row. Each takes ids and may be called again; none decides what is over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, String, Update, case, cast, delete, literal, select, update

from booking.appointments.tables import Appointment
from booking.waitlist.tables import WaitlistEntry
from clinic.assessments.tables import QuestionnaireAnswer
from clinic.device_checks.tables import DeviceCheck
from clinic.encounters.attachments.tables import Attachment, AttachmentContent
from clinic.encounters.guests.tables import EncounterGuest
from clinic.encounters.tables import Encounter, EpisodeOfCare, Message
from clinic.keeping.tables import LegalHold
from clinic.records.cosigning.tables import Cosigning
from clinic.records.letters.tables import Letter, LetterQuestion
from clinic.records.sharing.tables import GlassBreaking, NoteShare
from clinic.records.summaries.tables import Summary, SummaryShare
from clinic.records.tables import Note, NoteAmendment
from clinic.safety.tables import Flag, RiskAssessment, SafetyTask
from core.crypto import ERASED
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.notices.tables import Notice

NO_NAME = "—"
"""What stands where somebody's name was."""

ERASED_KEY = "erased:"
"""With this begins the key of a notice that says nothing any more."""


async def cut_messages(uow: UnitOfWork, encounter_ids: Sequence[UUID]) -> None:
    """Erase the texts and files of consultations, where the person was, and the names of their guests."""
    files = select(Attachment.id).where(Attachment.encounter_id.in_(encounter_ids))
    appointments = select(Encounter.appointment_id).where(Encounter.id.in_(encounter_ids))
    guests = select(EncounterGuest.account_id).where(EncounterGuest.appointment_id.in_(appointments))
    await _do(
        uow,
        update(Message).where(Message.encounter_id.in_(encounter_ids)).values(body_sealed=ERASED),
        delete(AttachmentContent).where(AttachmentContent.attachment_id.in_(files)),
        delete(Attachment).where(Attachment.encounter_id.in_(encounter_ids)),
        update(Encounter).where(Encounter.id.in_(encounter_ids)).values(place_sealed=None),
        update(Account).where(Account.id.in_(guests), Account.role == Role.GUEST).values(display_name=NO_NAME),
        update(EncounterGuest)
        .where(EncounterGuest.appointment_id.in_(appointments))
        .values(name=NO_NAME, token_hash=None),
    )


async def cut_notes(uow: UnitOfWork, encounter_ids: Sequence[UUID]) -> None:
    """Erase what notes, amendments and co-signatures say; shares and summaries go."""
    notes = select(Note.id).where(Note.encounter_id.in_(encounter_ids))
    await _do(
        uow,
        delete(NoteShare).where(NoteShare.note_id.in_(notes)),
        update(Cosigning).where(Cosigning.note_id.in_(notes)).values(comment_sealed=None),
        update(NoteAmendment)
        .where(NoteAmendment.note_id.in_(notes))
        .values(fields_sealed=ERASED, reason_sealed=ERASED),
        update(Note).where(Note.encounter_id.in_(encounter_ids)).values(fields_sealed=ERASED, asides_sealed=None),
        delete(SummaryShare).where(SummaryShare.encounter_id.in_(encounter_ids)),
        delete(Summary).where(Summary.encounter_id.in_(encounter_ids)),
    )


async def cut_courses(uow: UnitOfWork, episode_ids: Sequence[UUID]) -> None:
    """Erase how courses came to their end; that and how they ended, by its code, stays."""
    await _do(uow, update(EpisodeOfCare).where(EpisodeOfCare.id.in_(episode_ids)).values(closing_sealed=None))


async def delete_glass(uow: UnitOfWork, breaking_ids: Sequence[UUID]) -> None:
    """Delete breakings of the glass; that it was done stands in the audit log."""
    await _do(uow, delete(GlassBreaking).where(GlassBreaking.id.in_(breaking_ids)))


async def delete_letters(uow: UnitOfWork, letter_ids: Sequence[UUID]) -> None:
    """Delete letters, and what their persons answered; that they were written and read stands in the audit log."""
    await _do(
        uow,
        delete(LetterQuestion).where(LetterQuestion.letter_id.in_(letter_ids)),
        delete(Letter).where(Letter.id.in_(letter_ids)),
    )


async def delete_answers(uow: UnitOfWork, response_ids: Sequence[UUID]) -> None:
    """Delete the answers of forms; the totals stay."""
    await _do(uow, delete(QuestionnaireAnswer).where(QuestionnaireAnswer.response_id.in_(response_ids)))


async def cut_intake(uow: UnitOfWork, appointment_ids: Sequence[UUID]) -> None:
    """Erase what was written when booking."""
    await _do(uow, update(Appointment).where(Appointment.id.in_(appointment_ids)).values(reason_sealed=None))


async def cut_flags(uow: UnitOfWork, flag_ids: Sequence[UUID]) -> None:
    """Erase what alerts, their assessments and what these promised say; that there was an alert stays."""
    assessments = select(Flag.assessment_id).where(Flag.id.in_(flag_ids), Flag.assessment_id.is_not(None))
    tasks = SafetyTask.assessment_id.in_(assessments)
    await _do(
        uow,
        update(SafetyTask).where(tasks).values(step_sealed=ERASED, result_sealed=None),
        update(RiskAssessment).where(RiskAssessment.id.in_(assessments)).values(content_sealed=ERASED),
        update(Flag).where(Flag.id.in_(flag_ids)).values(answer_sealed=None, comment_sealed=None),
    )


async def cut_holds(uow: UnitOfWork, hold_ids: Sequence[UUID]) -> None:
    """Erase why holds that were lifted had stood."""
    await _do(
        uow,
        update(LegalHold)
        .where(LegalHold.id.in_(hold_ids))
        .values(
            reason_sealed=ERASED,
            lifted_reason_sealed=case((LegalHold.lifted_reason_sealed.is_not(None), literal(ERASED)), else_=None),
        ),
    )


async def delete_checks(uow: UnitOfWork, appointment_ids: Sequence[UUID]) -> None:
    """Delete device checks."""
    await _do(uow, delete(DeviceCheck).where(DeviceCheck.appointment_id.in_(appointment_ids)))


async def delete_waits(uow: UnitOfWork, entry_ids: Sequence[UUID]) -> None:
    """Delete entries of waiting lists."""
    await _do(uow, delete(WaitlistEntry).where(WaitlistEntry.id.in_(entry_ids)))


async def cut_notices(uow: UnitOfWork, notice_ids: Sequence[UUID]) -> None:
    """Erase what notices are about; that one of its kind was sent stays."""
    key = literal(ERASED_KEY) + cast(Notice.id, String)
    await _do(uow, update(Notice).where(Notice.id.in_(notice_ids)).values(data={}, key=key))


async def _do(uow: UnitOfWork, *statements: Update | Delete) -> None:
    options: dict[str, Any] = {"synchronize_session": False}
    for statement in statements:
        await uow.session.execute(statement.execution_options(**options))
