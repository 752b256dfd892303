"""Reminding people of what they are asked: a repeating job that looks at whom something may be asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, union

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.reminders import choices
from booking.reminders.due import Lead
from clinic.assessments.asking import in_force
from clinic.assessments.asking.deciding import Asked
from clinic.assessments.asking.reminding import LATE, reminder_due
from clinic.assessments.asking.rules import Rules
from clinic.assessments.due import Occasion
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.tasks import list_asked
from clinic.encounters.tables import Encounter, EpisodeOfCare
from core.json import JSON
from core.outbox.runner import Repeating
from core.unit_of_work import UnitOfWork
from people.mail.delivery import Wanted
from people.mail.kinds import MailKind
from people.mail.service import send
from people.mail.tables import Mail
from people.notices.service import notify
from people.notices.tables import Notice
from people.persons.service import account_ids
from people.persons.tables import Person

REMIND_JOB = "assessments.remind"
REMINDER_NOTICE = "questionnaire.reminder"

EVERY = timedelta(minutes=15)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Reminder:
    account_id: UUID
    person_id: UUID
    asked: Asked
    key: str


async def remind(uow: UnitOfWork, _payload: Mapping[str, JSON]) -> None:
    """Remind everybody whose time for it has come, each once of each reminder: in the ways they chose for reminders.

    What was completed or skipped meanwhile is not asked any more, and so nobody is reminded of it.
    """
    rules = await in_force.rules(uow)
    for people in _batches(await _may_be_asked(uow, rules)):
        accounts = await account_ids(uow, people)
        found = await list_asked(uow, rules, people)
        due = [
            each
            for person_id, asked in found.items()
            for each in _due(uow, rules, accounts[person_id], person_id, asked)
        ]
        if due:
            await _tell(uow, due)


async def is_still_asked(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether what a mail reminds of is still to be answered."""
    person_id = UUID(data["person_id"])
    found = await list_asked(uow, await in_force.rules(uow), [person_id])
    return any(each.rule == data["rule"] for each in found.get(person_id, ()))


def _batches(people: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for begin in range(0, len(people), _AT_ONCE):
        yield people[begin : begin + _AT_ONCE]


async def _may_be_asked(uow: UnitOfWork, rules: Rules) -> Sequence[UUID]:
    """Return whom a reminder may reach: who is booked, or had something end as lately as the longest of them."""
    hours = [each.hours_after or 0 for rule in rules.active for each in rule.reminders]
    lately = uow.now - timedelta(hours=max(hours, default=0)) - LATE
    people = [
        select(Appointment.person_id).where(Appointment.state == ClaimState.BOOKED, Appointment.ends_at > uow.now),
        select(Encounter.person_id).where(Encounter.finished_at > lately),
        select(EpisodeOfCare.person_id).where(EpisodeOfCare.closed_at > lately),
        select(QuestionnaireResponse.person_id).where(QuestionnaireResponse.settled_at > lately),
    ]
    if any(rule.occasion is Occasion.REGISTRATION for rule in rules.active):
        people.append(select(Person.id).where(Person.created_at > lately))
    return sorted(await uow.session.scalars(union(*people)))


def _due(
    uow: UnitOfWork, rules: Rules, account_id: UUID, person_id: UUID, asked: Sequence[Asked]
) -> Iterator[_Reminder]:
    for each in asked:
        number = reminder_due(rules.rule(each.rule), each, uow.now, uow.zone)
        if number is not None:
            about = each.appointment_id or each.episode_id or person_id
            key = f"{REMINDER_NOTICE}:{each.questionnaire}:{each.occasion}:{about}:{number}"
            yield _Reminder(account_id, person_id, each, key)


async def _tell(uow: UnitOfWork, due: Sequence[_Reminder]) -> None:
    accounts, keys = {each.account_id for each in due}, {each.key for each in due}
    noticed = await uow.session.execute(
        select(Notice.account_id, Notice.key).where(Notice.account_id.in_(accounts), Notice.key.in_(keys))
    )
    mailed = await uow.session.scalars(
        select(Mail.key).where(Mail.key.in_({f"{each.key}:{each.account_id}" for each in due}))
    )
    told, sent = {(row.account_id, row.key) for row in noticed}, set(mailed)
    wishes = await choices.of_accounts(uow, accounts)
    for each in due:
        wish, mail_key = wishes[each.account_id], f"{each.key}:{each.account_id}"
        if Lead.DAY in wish.in_app and (each.account_id, each.key) not in told:
            data = {"questionnaire": each.asked.questionnaire, "occasion": each.asked.occasion.value}
            await notify(uow, [each.account_id], REMINDER_NOTICE, each.key, data)
        if Lead.DAY in wish.by_mail and mail_key not in sent:
            # The address leads to the home page, which shows what is asked: it says nothing itself.
            data = {"person_id": str(each.person_id), "rule": each.asked.rule, "path": "/"}
            await send(uow, each.account_id, MailKind.ANSWER_ASKED, mail_key, data, expires_at=uow.now + LATE)


handlers: Mapping[str, Repeating] = {REMIND_JOB: Repeating(remind, EVERY)}

wanted: Mapping[MailKind, Wanted] = {MailKind.ANSWER_ASKED: is_still_asked}
