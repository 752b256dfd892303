"""The uses of the service in a period, and the appointments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, repeat
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, case, not_, or_, select
from sqlalchemy.orm import aliased

from booking.appointments.tables import Appointment
from booking.services.tables import Modality
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, Message
from clinic.evaluation.facts.columns import as_one, columns_of, parted, plain, seconds
from clinic.evaluation.facts.local_time import LocalTime
from clinic.evaluation.facts.model import BookedAppointment, Use, UseKind
from clinic.evaluation.facts.people import Key, Known, Offices
from clinic.evaluation.facts.replies import Written, first_reply
from clinic.evaluation.facts.rows import Coded, Column, Ints, Numbers, Rows
from core.unit_of_work import UnitOfWork
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

_TEXT = Modality.TEXT.value
_LATE = "late"
_BOOKED = (
    plain(Appointment.id),
    plain(Appointment.service_id),
    plain(Appointment.modality),
    seconds(Appointment.starts_at),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The instants between which the rows lie, and what their ids mean."""

    begin: datetime
    end: datetime
    local: LocalTime
    people: Known
    offices: Offices

    def within(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that an instant lies in the period."""
        return and_(column >= self.begin, column < self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """What uses want of appointments, by their ids: the place of each in the columns.

    An urgent call has no appointment: it is at the last place.
    """

    places: Mapping[Key, int]
    services: Coded
    modalities: Coded
    starts: Numbers

    @classmethod
    def of(cls, keys: Sequence[Key], services: Coded, modalities: Coded, starts: Numbers) -> "Booked":
        """Return these appointments."""
        return cls(
            dict(zip([*keys, None], range(len(keys) + 1), strict=True)),
            Coded.joined([services, Coded.of([None])]),
            Coded.joined([modalities, Coded.of([_TEXT])]),
            Numbers.joined([starts, Numbers.of([0])]),
        )

    def of_appointments(self, keys: Sequence[Key | None]) -> Ints:
        """Return the places of appointments, -1 for one that is not among these."""
        return np.fromiter(map(self.places.get, keys, repeat(-1)), np.int64, len(keys))


async def read_uses(uow: UnitOfWork, frame: Frame, booked: Booked) -> Rows[Use]:
    """Return the uses in the order of their instants; `booked` are the appointments of the period."""
    parts = [*await _consultations(uow, frame, booked), *await _follow_ups(uow, frame)]
    if not parts:
        return Rows.of(Use, ())
    at = np.concatenate([instants for instants, _ in parts])
    return Rows.joined(Use, [uses for _, uses in parts]).take(np.argsort(at, kind="stable"))


def _is_use(frame: Frame) -> ColumnElement[bool]:
    is_urgent = Encounter.appointment_id.is_(None)
    return or_(
        and_(Encounter.appointment_id.is_not(None), frame.within(Encounter.admitted_at)),
        and_(is_urgent, frame.within(Encounter.arrived_at)),
    )


async def _consultations(uow: UnitOfWork, frame: Frame, booked: Booked) -> list[tuple[Ints, Rows[Use]]]:
    replies = await _replies(uow, frame)
    query = select(
        plain(Encounter.id),
        plain(Encounter.person_id),
        as_one(Encounter.practitioner_id, Encounter.state),
        seconds(Encounter.arrived_at),
        seconds(Encounter.admitted_at),
        plain(Encounter.appointment_id),
    ).where(_is_use(frame))
    found: list[tuple[Ints, Rows[Use]]] = []
    async for columns in columns_of(uow, query):
        places = booked.of_appointments(columns[-1])
        if (places < 0).any():
            # A consultation may lie in the period although its appointment began before it.
            booked = await _booked_outside(uow, frame, booked)
            places = booked.of_appointments(columns[-1])
        at, uses = _used(frame, booked, places, replies, columns[:-1])
        is_known = uses.numbers("person").numbers >= 0
        found.append((at[is_known], uses.take(is_known)))
    return found


def _used(
    frame: Frame, booked: Booked, places: Ints, replies: Mapping[Key, int], columns: Sequence[Sequence[Any]]
) -> tuple[Ints, Rows[Use]]:
    """Return the consultations of some rows, and their instants; `person` is -1 where nobody is known.

    `places` are those of their appointments.
    """
    keys, persons, of_codes, arrived, admitted = columns
    practitioners, states = parted(of_codes)
    is_urgent = places == booked.places[None]
    came, let_in = np.array(arrived, np.int64), np.array(admitted, np.float64)
    is_admitted = ~np.isnan(let_in)
    at = np.where(is_urgent, came, let_in).astype(np.int64)
    days, hours, kinds = frame.local.moments(at)
    numbers = frame.people.numbered(persons)
    # Somebody waits from the arrival, or from the booked beginning where they came before it.
    waits = np.maximum(0, let_in - np.maximum(came, booked.starts.numbers[places]))
    modalities = booked.modalities.take(places)
    reply = np.full(len(keys), np.nan)
    for place in np.flatnonzero(modalities.being(_TEXT)).tolist():
        reply[place] = replies.get(keys[place])
    fields: tuple[Column, ...] = (
        Numbers(numbers),
        days,
        hours,
        kinds,
        Coded(is_urgent.astype(np.int64), (UseKind.APPOINTMENT, UseKind.URGENT)),
        Coded(is_admitted.astype(np.int64), (False, True)),
        states.told(lambda state: state == EncounterState.FINISHED.value),
        booked.services.take(places),
        practitioners.told(frame.offices.profession),
        modalities,
        Numbers(waits),
        Numbers(reply),
        *frame.people.on(numbers, days),
    )
    return at, Rows(Use, dict(zip(Use._fields, fields, strict=True)))


async def _booked_outside(uow: UnitOfWork, frame: Frame, booked: Booked) -> Booked:
    """Return with the appointments of the period those of its consultations that begin outside of it."""
    query = (
        select(*_BOOKED)
        .join(Encounter, Encounter.appointment_id == Appointment.id)
        .where(_is_use(frame), not_(frame.within(Appointment.starts_at)))
    )
    keys = [*booked.places][:-1]
    within = slice(len(keys))
    services, modalities = [booked.services.take(within)], [booked.modalities.take(within)]
    starts = [booked.starts.take(within)]
    async for others, of_services, of_modalities, at in columns_of(uow, query):
        keys += others
        services.append(Coded.of(of_services).told(frame.offices.code))
        modalities.append(Coded.of(of_modalities))
        starts.append(Numbers.of(at))
    return Booked.of(keys, Coded.joined(services), Coded.joined(modalities), Numbers.joined(starts))


async def _replies(uow: UnitOfWork, frame: Frame) -> Mapping[Key, int]:
    """Return the seconds to the first reply in the consultations held by text, by encounter."""
    asking, asked, answering = aliased(Message), aliased(Message), aliased(Message)
    # The first of each is looked up by its number, so that a long talk costs no more than a short one.
    first = (
        select(asking.sequence)
        .where(
            asking.encounter_id == Encounter.id,
            asking.author_account_id == Person.account_id,
            asking.withdraws.is_(None),
            or_(Encounter.finished_at.is_(None), asking.sent_at <= Encounter.finished_at),
        )
        .order_by(asking.sequence)
        .limit(1)
        .correlate(Encounter, Person)
        .scalar_subquery()
    )
    answer = (
        select(answering.sent_at)
        .where(
            answering.encounter_id == Encounter.id,
            answering.sequence > asked.sequence,
            answering.author_account_id.in_(select(Practitioner.account_id)),
            answering.withdraws.is_(None),
            or_(Encounter.finished_at.is_(None), answering.sent_at <= Encounter.finished_at),
        )
        .order_by(answering.sequence)
        .limit(1)
        .correlate(Encounter, asked)
        .scalar_subquery()
    )
    query = (
        select(plain(Encounter.id), seconds(asked.sent_at), seconds(answer))
        .join(Person, Person.id == Encounter.person_id)
        .outerjoin(Appointment, Appointment.id == Encounter.appointment_id)
        .join(asked, and_(asked.encounter_id == Encounter.id, asked.sequence == first))
        .where(
            # What nothing was written in is passed over at once.
            Encounter.last_sequence > 0,
            _is_use(frame),
            or_(Encounter.appointment_id.is_(None), Appointment.modality == Modality.TEXT),
        )
    )
    replies: dict[Key, int] = {}
    async for columns in columns_of(uow, query):
        keys, asked_at, answered_at = columns
        waits = np.array(answered_at, np.float64) - np.array(asked_at, np.float64)
        is_answered = ~np.isnan(waits)
        seconds_waited = np.maximum(0, waits[is_answered]).astype(np.int64).tolist()
        replies.update(zip(compress(keys, is_answered.tolist()), seconds_waited, strict=True))
    return replies


async def _follow_ups(uow: UnitOfWork, frame: Frame) -> list[tuple[Ints, Rows[Use]]]:
    query = (
        select(
            plain(Encounter.id),
            plain(Encounter.person_id),
            plain(Encounter.practitioner_id),
            plain(Appointment.service_id),
            seconds(Encounter.writing_until),
            seconds(Message.sent_at),
            Message.author_account_id == Person.account_id,
            Message.author_account_id.in_(select(Practitioner.account_id)),
        )
        .join(Person, Person.id == Encounter.person_id)
        .join(Appointment, Appointment.id == Encounter.appointment_id)
        .join(Message, Message.encounter_id == Encounter.id)
        .where(
            Encounter.writing_until >= frame.begin,
            Encounter.finished_at < frame.end,
            Message.sent_at > Encounter.finished_at,
            Message.withdraws.is_(None),
        )
        .order_by(Encounter.id, Message.sequence)
    )
    heads: dict[Key, tuple[Key, Key, Key, int]] = {}
    written: dict[Key, list[Written]] = {}
    for key, person, practitioner, service, until, at, is_person, is_staff in await uow.session.execute(query):
        heads[key] = (person, practitioner, service, until)
        written.setdefault(key, []).append(Written(at, is_person, is_staff))
    instants: list[int] = []
    found: list[Use] = []
    begin, end, now = (int(instant.timestamp()) for instant in (frame.begin, frame.end, uow.now))
    for key, (person, practitioner, service, until) in heads.items():
        number = frame.people.numbers.get(person)
        asked = next((one.at for one in written[key] if one.by_person), None)
        if number is None or asked is None or not begin <= asked < end:
            continue
        days, hours, kinds = frame.local.moments([asked])
        stages, ages, districts = frame.people.on(np.array([number]), days)
        use = Use(
            number,
            day=days.objects()[0],
            hour=hours.objects()[0],
            day_kind=kinds.objects()[0],
            kind=UseKind.FOLLOW_UP,
            admitted=True,
            finished=until <= now,
            service=frame.offices.code(service),
            profession=frame.offices.profession(practitioner),
            modality=_TEXT,
            wait_seconds=None,
            reply_seconds=first_reply(written[key]),
            stage=stages.objects()[0],
            age=ages.objects()[0],
            district=districts.objects()[0],
        )
        instants.append(asked)
        found.append(use)
    return [(np.array(instants, np.int64), Rows.of(Use, found))] if found else []


async def read_appointments(uow: UnitOfWork, frame: Frame) -> tuple[Rows[BookedAppointment], Booked]:
    """Return the appointments that begin in the period, in that order, and what `read_uses` wants of them."""
    is_late = case((Appointment.cancelled_late.is_(True), _LATE), else_="")
    codes = as_one(
        Appointment.service_id, Appointment.practitioner_id, Appointment.modality, Appointment.state, is_late
    )
    query = (
        select(
            plain(Appointment.id),
            codes,
            seconds(Appointment.starts_at),
            plain(Appointment.person_id),
            seconds(Appointment.created_at),
        )
        .where(frame.within(Appointment.starts_at))
        .order_by(Appointment.starts_at)
    )
    all_keys: list[Key] = []
    all_starts: list[Numbers] = []
    found: list[Rows[BookedAppointment]] = []
    async for keys, of_codes, starts, persons, created in columns_of(uow, query):
        all_keys += keys
        all_starts.append(Numbers.of(starts))
        services, practitioners, modalities, states, late = parted(of_codes)
        fields: tuple[Column, ...] = (
            Numbers(frame.people.numbered(persons)),
            frame.local.days(created),
            *frame.local.moments(starts),
            states,
            late.told(lambda text: text == _LATE),
            services.told(frame.offices.code),
            practitioners.told(frame.offices.profession),
            modalities,
        )
        found.append(Rows(BookedAppointment, dict(zip(BookedAppointment._fields, fields, strict=True))))
    joined = Rows.joined(BookedAppointment, found)
    at = Numbers.joined(all_starts) if all_starts else Numbers.of(())
    booked = Booked.of(all_keys, joined.coded("service"), joined.coded("modality"), at)
    return joined.take(joined.numbers("person").numbers >= 0), booked
