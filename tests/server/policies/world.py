"""A family with everything that a record can hold, and all the strangers who must not see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.appointments import holds
from booking.calendar import service as calendar
from booking.followups import service as followups
from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from booking.services.tables import Modality
from booking.waitlist import service as waitlist
from booking.waitlist.waiting import PartOfDay
from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.encounters import service as encounters
from clinic.encounters.guests import service as guests
from clinic.encounters.guests.states import GuestKind
from clinic.keeping import holds as legal_holds
from clinic.keeping.export import service as exports
from clinic.records import service as records
from clinic.records.letters.states import LetterKind
from clinic.records.views import NoteContent
from clinic.safety import assessing, flags
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag, SafetyTask
from core.clock import ManualClock
from core.ids import new_id
from core.principal import STAFF, Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.households import service as households
from people.notices.tables import Notice
from people.persons.ties import OtherTie
from tests.booking.make import make_appointment, make_schedule, make_service
from tests.clinic.encounters.attachments.make import make_attachment, send
from tests.clinic.encounters.guests.make import make_guest
from tests.clinic.encounters.make import make_consultation
from tests.clinic.records.letters.make import make_asked
from tests.people.make import make_member, make_parent, make_practitioner, make_staff

HOLD_AT = time(10)
FOUND = {
    "immediacy": "soon",
    "plan": "vague",
    "plan_words": "まだ ぼんやり",
    "protection": "姉",
    "company": "adult",
    "company_words": "夫",
    "action": "電話で話した",
    "next_step": "明日もう一度電話する",
    "next_at": "2026-11-28T02:00:00Z",
}


@dataclass
class World:
    """`owner` is a parent in counselling with `counsellor`; `objects` are the values of path parameters.

    `invitation` is the token of an invitation into their consultation that nobody has used, `household_invitation` of
    one into their household, in which one of the strangers is already.
    """

    owner: Principal
    counsellor: Principal
    encounter_id: UUID
    service_id: UUID
    objects: Mapping[str, str]
    strangers: list[Principal] = field(default_factory=list)
    invitation: str = ""
    household_invitation: str = ""


async def make_world(units: Units, clock: ManualClock) -> World:
    async with units.write() as uow:
        owner = await make_parent(uow)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        await make_schedule(uow, counsellor.practitioner_id)
        service = await make_service(uow, "counselling")
        booked = await make_appointment(uow, owner, counsellor, uow.now + timedelta(minutes=5), "counselling")
        tomorrow = uow.zone.to_utc(uow.zone.today(uow.now) + timedelta(days=1), HOLD_AT)
        hold = await holds.hold(uow, owner, service.id, tomorrow, counsellor.practitioner_id, Modality.VOICE)
    async with units.write() as uow:
        response = await responses.start(
            uow,
            owner,
            questionnaire="phq-9",
            language="ja",
            occasion=Occasion.COURSE_START,
            appointment_id=booked.id,
            episode_id=None,
        )
        await responses.answer(uow, owner, response.id, "9", 1)
    async with units.write() as uow:
        encounter = await encounters.arrive(uow, owner, booked.id, "自宅")
        await encounters.admit(uow, counsellor, encounter.id)
        await records.save(uow, counsellor, encounter.id, NoteContent(fields={"complaint": "眠れない"}), 0)
        notice = Notice(
            id=new_id(), account_id=owner.account_id, kind="test", key="test", data={}, created_at=uow.now, seen_at=None
        )
        uow.session.add(notice)
        day = uow.zone.today(uow.now) + timedelta(days=30)
        absence = await absences.add(uow, counsellor.practitioner_id, day, day, AbsenceKind.LEAVE)
        feed, token = await calendar.create(uow, owner)
        flag_id = (await uow.session.scalars(select(Flag.id))).one()
        day = uow.zone.today(uow.now)
        entry = await waitlist.join(
            uow, owner, service.id, day, day, PartOfDay.ANY, counsellor.practitioner_id, Modality.VOICE
        )
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST, "小川 恵")
        supervisor = await guests.ask_supervisor(uow, counsellor, booked.id, psychiatrist.practitioner_id)
        invitation = await guests.invite(uow, owner, booked.id, "ばあば", GuestKind.GRANDPARENT)
        letter = await make_asked(uow, counsellor, owner, LetterKind.HANDOVER)
        follow_up = await followups.offer(uow, counsellor, booked.id, service.id, 2, Modality.VIDEO, with_me=True)
        partner = await make_parent(uow, "しょう", Role.FAMILY)
        await make_member(uow, owner, partner)
        invited, household_token = await households.invite(uow, owner, "じいじ", OtherTie.GRANDPARENT)
        strangers = [
            await make_parent(uow, "あおい"),
            partner,
            *[await make_staff(uow, role) for role in Role if role in STAFF],
            await _guest_elsewhere(uow),
        ]
    async with units.write() as uow:
        assert owner.person_id is not None
        judged = await flags.raise_judged(uow, counsellor, owner.person_id, FlagKind.ACUTE_ILLNESS, "熱が高い")
        await assessing.assess(uow, counsellor, judged.id, assessing.RiskAssessmentIn.model_validate(FOUND))
        task_id = (await uow.session.scalars(select(SafetyTask.id))).one()
    async with units.write() as uow:
        administrator = next(one for one in strangers if one.role is Role.ADMINISTRATOR)
        hold_id = await legal_holds.set_on(uow, administrator, str(owner.account_id), "裁判所からの依頼")
        export_id = (await exports.ask(uow, owner)).id
    await exports.make(units, {"export_id": str(export_id)})
    attachment_id = await make_attachment(units, owner, encounter.id)
    await send(units, owner, encounter.id, attachment_id)
    return World(
        owner=owner,
        counsellor=counsellor,
        encounter_id=encounter.id,
        service_id=service.id,
        objects={
            "absence_id": str(absence.id),
            "account_id": str(owner.account_id),
            "appointment_id": str(booked.id),
            "cosigning_id": str(new_id()),
            "attachment_id": str(attachment_id),
            "encounter_id": str(encounter.id),
            "entry_id": str(entry.id),
            "episode_id": str(encounter.episode_id),
            "feed_id": str(feed.id),
            "flag_id": str(flag_id),
            "follow_up_id": str(follow_up.id),
            "guest_id": str(supervisor.id),
            "export_id": str(export_id),
            "hold_id": str(hold.id),
            "legal_hold_id": str(hold_id),
            "job_id": str(new_id()),
            "letter_id": str(letter.id),
            "member_id": str(invited.id),
            "notice_id": str(notice.id),
            "person_id": str(owner.person_id),
            "practitioner_id": str(counsellor.practitioner_id),
            "report_id": str(new_id()),
            "response_id": str(response.id),
            "service_id": str(service.id),
            "share_id": str(new_id()),
            "survey_id": str(new_id()),
            "template_id": str(new_id()),
            "task_id": str(task_id),
            "token": token,
        },
        strangers=strangers,
        invitation=invitation.token,
        household_invitation=household_token,
    )


async def _guest_elsewhere(uow: UnitOfWork) -> Principal:
    parent, midwife, encounter = await make_consultation(uow, admitted=True)
    return await make_guest(uow, parent, midwife, encounter.appointment_id)
