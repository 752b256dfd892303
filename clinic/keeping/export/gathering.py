"""Gathering what is a person's: a fixed number of queries; a text that cannot be opened is said to be so."""

import asyncio
import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from booking.appointments.service import reason_context
from booking.appointments.tables import Appointment
from booking.reminders.tables import ReminderChoice
from booking.services.tables import Service
from booking.waitlist.tables import WaitlistEntry
from clinic.assessments.given import read_given
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.encounters.attachments.kinds import Rendition
from clinic.encounters.attachments.service import content_context
from clinic.encounters.attachments.tables import Attachment, AttachmentContent
from clinic.encounters.messages import is_withdrawn, message_context
from clinic.encounters.reading import place_context
from clinic.encounters.tables import Encounter, Message
from clinic.keeping.export import model
from clinic.keeping.export.household import gather_household, gather_shares
from clinic.keeping.export.letters import gather_letters
from clinic.records.summaries.tables import Summary
from core.crypto import SealBroken
from core.model import LocalText
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say, unreadable_by
from people.accounts.tables import Account, SignInSession
from people.consents.tables import Consent
from people.notices.tables import Notice
from people.persons.plausibility import write_month
from people.persons.service import children_of, emergency_contact_of, own_person_id
from people.persons.tables import Person
from people.practitioners.tables import Practitioner
from people.record_access.service import list_access

MOST_FILE_BYTES = 30 * 1024 * 1024
"""So much of the person's own files stands in the file, the oldest first; the others are named in it."""

_MOST_ACCESSES = 10_000
_PAGE = 1000

_Author = aliased(Account)


async def gather(uow: UnitOfWork, principal: Principal) -> model.PersonExport:
    """Return all that is the caller's own; raises Forbidden("people.clients_only")."""
    person_id = own_person_id(principal)
    found = _Gathering(uow, principal.account_id, person_id)
    profile = await found.profile()
    return model.PersonExport(
        format="hagukumi-export",
        format_version=1,
        made_at=uow.now,
        time_zone=str(uow.zone.name),
        profile=profile,
        household=await gather_household(uow, person_id),
        consents=await found.consents(),
        appointments=await found.appointments(),
        consultations=await found.consultations(),
        letters=await found.letters(principal),
        questionnaires=await found.questionnaires(),
        waits=await found.waits(),
        reminders=await found.reminders(),
        notices=await found.notices(),
        sign_ins=await found.sign_ins(),
        record_access=await _accesses(uow, principal),
        left_out=list(model.LEFT_OUT),
        unreadable=found.unreadable,
    )


class _Gathering:
    """What is gathered of one person; `unreadable` counts the texts that could not be opened."""

    def __init__(self, uow: UnitOfWork, account_id: UUID, person_id: UUID) -> None:
        self._uow = uow
        self._account_id = account_id
        self._person_id = person_id
        self._room = MOST_FILE_BYTES
        self.unreadable = 0

    async def profile(self) -> model.ExportProfile:
        account = await self._uow.session.get_one(Account, self._account_id)
        person = await self._uow.session.get_one(Person, self._person_id)
        contact, fault = None, None
        try:
            contact = emergency_contact_of(self._uow, person)
        except SealBroken as error:
            fault = unreadable_by(error)
            self.unreadable += 1
        return model.ExportProfile(
            account_id=account.id,
            person_id=person.id,
            display_name=account.display_name,
            email=account.email,
            email_confirmed=account.email_confirmed_at is not None,
            role=account.role,
            language=account.locale,
            registered_at=person.created_at,
            pregnant_due=person.pregnant_due,
            children=[write_month(child.birth_month) for child in await children_of(self._uow, person.household_id)],
            tie=None if person.other_tie is None else person.other_tie.value,
            district=person.district,
            telephone=self._text(person.telephone_sealed, f"telephone:{person.id}"),
            may_ring=person.may_ring,
            may_leave_message=person.may_leave_message,
            emergency_contact=None if contact is None else model.ExportContact(**_fields(contact)),
            emergency_contact_unreadable=fault,
        )

    async def consents(self) -> list[model.ExportConsent]:
        query = select(Consent).where(Consent.person_id == self._person_id).order_by(Consent.given_at, Consent.id)
        return [
            model.ExportConsent(
                kind=each.kind.value, version=each.version, given_at=each.given_at, withdrawn_at=each.withdrawn_at
            )
            for each in await self._uow.session.scalars(query)
        ]

    async def appointments(self) -> list[model.ExportAppointment]:
        query = (
            select(Appointment, Service, Account.display_name)
            .join(Service, Service.id == Appointment.service_id)
            .join(Practitioner, Practitioner.id == Appointment.practitioner_id)
            .join(Account, Account.id == Practitioner.account_id)
            .where(Appointment.person_id == self._person_id)
            .order_by(Appointment.starts_at, Appointment.id)
        )
        return [
            model.ExportAppointment(
                id=each.id,
                service=LocalText(ja=service.name_ja, en=service.name_en),
                practitioner_name=name,
                modality=each.modality.value,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                state=each.state.value,
                booked_at=each.created_at,
                reason=self._text(each.reason_sealed, reason_context(each.id)),
            )
            for each, service, name in await self._uow.session.execute(query)
        ]

    async def consultations(self) -> list[model.ExportConsultation]:
        query = (
            select(Encounter, Account)
            .join(Practitioner, Practitioner.id == Encounter.practitioner_id)
            .join(Account, Account.id == Practitioner.account_id)
            .where(Encounter.person_id == self._person_id)
            .order_by(Encounter.arrived_at, Encounter.id)
        )
        rows = (await self._uow.session.execute(query)).all()
        messages = await self._messages()
        summaries = await self._summaries()
        return [
            model.ExportConsultation(
                id=each.id,
                appointment_id=each.appointment_id,
                urgent=each.appointment_id is None,
                practitioner_name=account.display_name,
                practitioner_role=account.role,
                arrived_at=each.arrived_at,
                admitted_at=each.admitted_at,
                finished_at=each.finished_at,
                place=self._text(each.place_sealed, place_context(each.id)),
                messages=list(messages.get(each.id, ())),
                summary=summaries.get(each.id),
            )
            for each, account in rows
        ]

    async def _messages(self) -> Mapping[UUID, Sequence[model.ExportMessage]]:
        query = (
            select(Message, _Author.display_name, _Author.role, Attachment, is_withdrawn().label("withdrawn"))
            .join(Encounter, Encounter.id == Message.encounter_id)
            .join(_Author, _Author.id == Message.author_account_id)
            .outerjoin(Attachment, Attachment.message_id == Message.id)
            # A withdrawal is no message of its own: what it withdrew says so.
            .where(Encounter.person_id == self._person_id, Message.withdraws.is_(None))
            .order_by(Message.encounter_id, Message.sequence)
        )
        found: dict[UUID, list[model.ExportMessage]] = defaultdict(list)
        for message, name, role, attachment, withdrawn in (await self._uow.session.execute(query)).all():
            body = model.ExportText(text=None, unreadable=None)
            if not withdrawn:
                body = self._opened(message.body_sealed, message_context(message.id))
            is_own = message.author_account_id == self._account_id
            found[message.encounter_id].append(
                model.ExportMessage(
                    sequence=message.sequence,
                    sent_at=message.sent_at,
                    author_name=name,
                    author_role=role,
                    is_own=is_own,
                    withdrawn=withdrawn,
                    body=body,
                    file=None if withdrawn else await self._file(attachment, is_own=is_own),
                )
            )
        return found

    async def _file(self, attachment: Attachment | None, *, is_own: bool) -> model.ExportFile | None:
        if attachment is None:
            return None
        content = None
        if is_own and attachment.size <= self._room:
            content = await self._content(attachment.id)
            self._room -= attachment.size
        return model.ExportFile(
            kind=attachment.kind.value,
            media_type=attachment.media_type,
            size=attachment.size,
            content_base64=content,
            left_out=content is None,
        )

    async def _content(self, attachment_id: UUID) -> str | None:
        sealed = await self._uow.session.scalar(
            select(AttachmentContent.content_sealed).where(
                AttachmentContent.attachment_id == attachment_id, AttachmentContent.rendition == Rendition.FULL
            )
        )
        if sealed is None:
            return None
        try:
            context = content_context(attachment_id, Rendition.FULL)
            content = await asyncio.to_thread(self._uow.vault.open_bytes, sealed, context)
        except SealBroken:
            self.unreadable += 1
            return None
        return base64.b64encode(content).decode()

    async def _summaries(self) -> Mapping[UUID, model.ExportSummary]:
        query = (
            select(Summary, Account.display_name)
            .join(Encounter, Encounter.id == Summary.encounter_id)
            .join(Practitioner, Practitioner.id == Summary.practitioner_id)
            .join(Account, Account.id == Practitioner.account_id)
            .where(Encounter.person_id == self._person_id)
            .order_by(Summary.encounter_id, Summary.number)
        )
        shares = await gather_shares(self._uow, self._person_id)
        # The latest of a consultation holds, unless it was withdrawn.
        latest = {each.encounter_id: (each, name) for each, name in await self._uow.session.execute(query)}
        return {
            encounter_id: model.ExportSummary(
                released_at=each.released_at,
                author_name=name,
                body=self._opened(each.text_sealed, f"summary:{each.id}"),
                shown_to=list(shares.get(encounter_id, ())),
            )
            for encounter_id, (each, name) in latest.items()
            if each.withdrawn_at is None
        }

    async def letters(self, principal: Principal) -> list[model.ExportLetter]:
        letters = await gather_letters(self._uow, principal)
        self.unreadable += sum(each.unreadable is Unreadable.SEALED for each in letters)
        return letters

    async def questionnaires(self) -> list[model.ExportResponse]:
        query = (
            select(QuestionnaireResponse)
            .where(QuestionnaireResponse.person_id == self._person_id)
            .order_by(QuestionnaireResponse.started_at, QuestionnaireResponse.id)
        )
        responses = (await self._uow.session.scalars(query)).all()
        answers = await self._answers()
        return [
            model.ExportResponse(
                id=each.id,
                questionnaire=each.questionnaire,
                version=each.version,
                language=each.language,
                occasion=each.occasion.value,
                state=each.state.value,
                started_at=each.started_at,
                settled_at=each.settled_at,
                total=each.total,
                answers=list(answers.get(each.id, ())),
            )
            for each in responses
        ]

    async def _answers(self) -> Mapping[UUID, Sequence[model.ExportAnswer]]:
        query = (
            select(QuestionnaireAnswer)
            .join(QuestionnaireResponse, QuestionnaireResponse.id == QuestionnaireAnswer.response_id)
            .where(QuestionnaireResponse.person_id == self._person_id)
            .order_by(QuestionnaireAnswer.response_id, QuestionnaireAnswer.id)
        )
        found: dict[UUID, list[model.ExportAnswer]] = defaultdict(list)
        for each in (await self._uow.session.scalars(query)).all():
            said = self._opened(each.answer_sealed, f"answer:{each.id}")
            found[each.response_id].append(
                model.ExportAnswer(
                    item=each.link_id,
                    value=_value(said.text),
                    unreadable=said.unreadable,
                )
            )
        return found

    async def waits(self) -> list[model.ExportWait]:
        query = (
            select(WaitlistEntry, Service)
            .join(Service, Service.id == WaitlistEntry.service_id)
            .where(WaitlistEntry.person_id == self._person_id)
            .order_by(WaitlistEntry.created_at, WaitlistEntry.id)
        )
        return [
            model.ExportWait(
                service=LocalText(ja=service.name_ja, en=service.name_en),
                first=each.first,
                last=each.last,
                state=each.state.value,
                began_at=each.created_at,
            )
            for each, service in await self._uow.session.execute(query)
        ]

    async def reminders(self) -> model.ExportReminders | None:
        choice = await self._uow.session.get(ReminderChoice, self._account_id)
        if choice is None:
            return None
        return model.ExportReminders(
            in_app=list(choice.in_app), by_mail=list(choice.by_mail), news_by_mail=choice.news_by_mail
        )

    async def notices(self) -> list[model.ExportNotice]:
        query = select(Notice).where(Notice.account_id == self._account_id).order_by(Notice.created_at, Notice.id)
        return [
            model.ExportNotice(kind=each.kind, told_at=each.created_at, seen_at=each.seen_at)
            for each in await self._uow.session.scalars(query)
        ]

    async def sign_ins(self) -> list[model.ExportSignIn]:
        query = (
            select(SignInSession)
            .where(SignInSession.account_id == self._account_id)
            .order_by(SignInSession.created_at, SignInSession.id)
        )
        return [
            model.ExportSignIn(began_at=each.created_at, last_used_at=each.last_used_at, ended_at=each.revoked_at)
            for each in await self._uow.session.scalars(query)
        ]

    def _text(self, sealed: bytes | None, context: str) -> model.ExportText | None:
        return None if sealed is None else self._opened(sealed, context)

    def _opened(self, sealed: bytes, context: str) -> model.ExportText:
        text, fault = open_or_say(self._uow.vault, sealed, context)
        self.unreadable += fault is Unreadable.SEALED
        return model.ExportText(text=text if fault is None else None, unreadable=fault)


async def _accesses(uow: UnitOfWork, principal: Principal) -> list[model.ExportAccess]:
    found: list[model.ExportAccess] = []
    before: UUID | None = None
    while len(found) < _MOST_ACCESSES:
        page = await list_access(uow, principal, limit=_PAGE, before=before)
        found += [
            model.ExportAccess(
                at=each.at,
                name=each.name,
                role=each.role,
                action=each.action.value,
                entity=each.entity.value,
                purpose=each.purpose.value,
            )
            for each in page
        ]
        if len(page) < _PAGE:
            break
        before = page[-1].id
    return found


def _value(said: str | None) -> int | str | list[int] | None:
    given = None if said is None else read_given(said)
    return list(given) if isinstance(given, tuple) else given


def _fields(contact: Any) -> dict[str, str]:
    return {"name": contact.name, "telephone": contact.telephone, "relation": contact.relation}
