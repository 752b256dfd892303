"""Makes what tests of booking, and of the floors above it, start from."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.rota.problem import DutyKind
from booking.rota.tables import Duty, ShiftType
from booking.schedules.tables import ScheduleBlock
from booking.services.service import seed_services
from booking.services.tables import Modality, Service
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork

NINE_TO_FIVE = ((time(9), time(12)), (time(13), time(17)))


async def make_service(uow: UnitOfWork, code: str = "midwife") -> Service:
    """Return the service "midwife", "paediatrician", "obstetrician" or "counselling"; all four are there then."""
    await seed_services(uow)
    return (await uow.session.scalars(select(Service).where(Service.code == code))).one()


async def make_schedule(
    uow: UnitOfWork,
    practitioner_id: UUID,
    *,
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6),
    hours: tuple[tuple[time, time], ...] = NINE_TO_FIVE,
    ends_next_day: bool = False,
    on_holidays: bool = True,
    valid_from: date = date(2020, 1, 1),
    valid_to: date | None = None,
) -> None:
    """Give a practitioner weekly hours: without arguments 9 to 12 and 13 to 17 on every day of every week."""
    uow.session.add_all(
        ScheduleBlock(
            practitioner_id=practitioner_id,
            weekday=weekday,
            starts=starts,
            ends=ends,
            ends_next_day=ends_next_day,
            on_holidays=on_holidays,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        for weekday in weekdays
        for starts, ends in hours
    )
    await uow.session.flush()


async def make_shift_type(uow: UnitOfWork, code: str = "N", **values: object) -> ShiftType:
    """Return the type of shift of this code, made if it is not there: an active night from 18:00 to 8:00."""
    found: ShiftType | None = await uow.session.scalar(select(ShiftType).where(ShiftType.code == code))
    if found is None:
        standard = {
            "name_ja": "夜勤",
            "name_en": "Night",
            "starts": time(18),
            "ends": time(8),
            "ends_next_day": True,
            "duty": DutyKind.ACTIVE,
            "is_night": True,
            "watch": None,
            "counted_minutes": None,
            "forbids": [],
            "colour": 0,
            "position": 0,
            "active": True,
        }
        found = ShiftType(code=code, **(standard | values))
        uow.session.add(found)
        await uow.session.flush()
    return found


async def make_duty(
    uow: UnitOfWork,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    role: Role = Role.MIDWIFE,
    duty: str = "active",
) -> Duty:
    """Return a duty of the published rota; no rule is asked."""
    made = Duty(
        practitioner_id=practitioner_id,
        role=role,
        shift_type_id=(await make_shift_type(uow)).id,
        duty=DutyKind(duty),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    uow.session.add(made)
    await uow.session.flush()
    return made


async def make_appointment(
    uow: UnitOfWork,
    parent: Principal,
    practitioner: Principal,
    starts_at: datetime,
    service_code: str = "midwife",
    modality: str = "video",
    *,
    state: ClaimState = ClaimState.BOOKED,
    reason: str | None = None,
) -> Appointment:
    """Return an appointment of a client with a clinician, its service loaded; no schedule and no rule is asked."""
    service = await make_service(uow, service_code)
    assert parent.person_id is not None
    assert practitioner.practitioner_id is not None
    appointment = Appointment(
        person_id=parent.person_id,
        practitioner_id=practitioner.practitioner_id,
        service_id=service.id,
        modality=Modality(modality),
        starts_at=starts_at,
        ends_at=starts_at + service.length,
        busy_from=starts_at - service.before,
        busy_until=starts_at + service.length + service.after,
        state=state,
        assignment={"policy": "named", "reasons": []},
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(appointment)
    await uow.session.flush()
    if reason is not None:
        appointment.reason_sealed = uow.vault.seal(reason, f"appointment:{appointment.id}")
        await uow.session.flush()
    return (
        await uow.session.scalars(
            select(Appointment)
            .where(Appointment.id == appointment.id)
            .options(joinedload(Appointment.service))
            .execution_options(populate_existing=True)
        )
    ).one()
