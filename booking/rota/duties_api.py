"""Who is on duty, what is not covered, and a clinician's own month over HTTP."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.bounds import CalendarDate
from booking.rota import settings, wishes
from booking.rota.bounds import MonthName, first_of
from booking.rota.duties import on_duty_now
from booking.rota.month_models import DayOut, day_out
from booking.rota.planning import duties_between, kinds_of, wishes_of
from booking.rota.problem import DutyKind
from booking.rota.problem_building import month_length
from booking.rota.settings_api import ShiftTypeModel
from booking.rota.uncovered import uncovered
from core.errors import Forbidden, Invalid
from core.http import Call, get, put
from core.model import Instant, Model
from core.policy import allow
from core.principal import CLINICIANS, Role
from people.practitioners import service as practitioners

MOST_DAYS = 100


class PersonOnDutyOut(Model):
    """Somebody on duty now, and until when."""

    practitioner_id: UUID
    display_name: str
    duty: DutyKind
    until: Instant


class RoleOnDutyOut(Model):
    """Those on duty in a role, on the spot before on call; `is_missing` where fewer are there now than are needed."""

    role: Role
    is_missing: bool
    people: list[PersonOnDutyOut]


class OnDutyOut(Model):
    """Each clinical role, also one that nobody serves now."""

    roles: list[RoleOnDutyOut]


class UncoveredQuery(Model):
    """The local days, both included; at most a hundred."""

    first: Annotated[CalendarDate, Field(alias="from")]
    last: Annotated[CalendarDate, Field(alias="to")]


class GapOut(Model):
    """Time in which people of a role are missing on a shift."""

    role: Role
    shift_type_id: UUID
    starts_at: Instant
    ends_at: Instant
    missing: int


class UncoveredOut(Model):
    """What is not covered, in order of time."""

    gaps: list[GapOut]
    shift_types: list[ShiftTypeModel]


class MineQuery(Model):
    """Which month; the present one where none is given."""

    month: MonthName | None = None


class MyDutyOut(Model):
    """A duty of mine; `with` are the names of those on at the same time."""

    date: date
    shift_type_id: UUID
    role: Role
    starts_at: Instant
    ends_at: Instant
    beside: list[str]


class MyWishModel(Model):
    """A wish of mine."""

    date: CalendarDate
    shift_type_id: UUID | None
    on: bool
    weight: Annotated[int, Field(ge=1, le=3)]


class ColleagueDutyOut(Model):
    """A duty of a colleague."""

    date: date
    shift_type_id: UUID


class ColleagueOut(Model):
    """Somebody who serves in a role of mine, and the duties of this month that are to come."""

    practitioner_id: UUID
    display_name: str
    duties: list[ColleagueDutyOut]


class MyMonthOut(Model):
    """My month; `wishes_until` is the last day on which wishes are taken, None when it is over."""

    month: str
    practitioner_id: UUID
    days: list[DayOut]
    shift_types: list[ShiftTypeModel]
    duties: list[MyDutyOut]
    wishes: list[MyWishModel]
    wishes_until: date | None
    colleagues: list[ColleagueOut]


class MyWishesIn(Model):
    """All my wishes for a month."""

    month: MonthName
    wishes: Annotated[list[MyWishModel], Field(max_length=31)]


@get("/api/rota/on-duty", policy=allow(Role.COORDINATOR, *sorted(CLINICIANS)))
async def get_on_duty(call: Call) -> OnDutyOut:
    """Say who is on duty now."""
    found = await on_duty_now(call.uow)
    today = call.uow.zone.today(call.uow.now)
    gaps = await uncovered(call.uow, today - timedelta(days=1), today)
    missing = {gap.role for gap in gaps if gap.starts_at <= call.uow.now < gap.ends_at}
    people = await practitioners.get_many(call.uow, [each.practitioner_id for one in found.values() for each in one])
    return OnDutyOut(
        roles=[
            RoleOnDutyOut(
                role=role,
                is_missing=role in missing,
                people=[
                    PersonOnDutyOut(
                        practitioner_id=each.practitioner_id,
                        display_name=people[each.practitioner_id].display_name,
                        duty=each.duty,
                        until=each.until,
                    )
                    for each in found[role]
                ],
            )
            for role in sorted(found)
        ]
    )


@get(
    "/api/rota/uncovered",
    policy=allow(Role.COORDINATOR),
    errors=("booking.days_reversed", "booking.too_many_days"),
)
async def get_uncovered(call: Call, query: UncoveredQuery) -> UncoveredOut:
    """List the time that the published rota does not cover, past and future."""
    if query.last < query.first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (query.last - query.first).days >= MOST_DAYS:
        raise Invalid("booking.too_many_days", "Please ask for fewer days at once.", max_days=MOST_DAYS)
    return UncoveredOut(
        gaps=[
            GapOut(
                role=gap.role,
                shift_type_id=gap.shift_type_id,
                starts_at=gap.starts_at,
                ends_at=gap.ends_at,
                missing=gap.missing,
            )
            for gap in await uncovered(call.uow, query.first, query.last)
        ],
        shift_types=[ShiftTypeModel.of(each) for each in await settings.shift_types(call.uow)],
    )


@get("/api/rota/mine", policy=allow(*sorted(CLINICIANS)), errors=("rota.no_practitioner",))
async def get_mine(call: Call, query: MineQuery) -> MyMonthOut:
    """Show the caller's own month."""
    month = query.month or f"{call.uow.zone.today(call.uow.now):%Y-%m}"
    return await _mine(call, month)


@put(
    "/api/rota/mine/wishes",
    policy=allow(*sorted(CLINICIANS)),
    errors=(
        "rota.no_practitioner",
        "rota.wishes_closed",
        "rota.outside_horizon",
        "rota.shift_unknown",
        "rota.wish_twice",
    ),
)
async def put_wishes(call: Call, body: MyWishesIn) -> MyMonthOut:
    """Put the caller's wishes for a month in the place of the earlier ones."""
    rows = [wishes.Wished(each.date, each.shift_type_id, each.on, each.weight) for each in body.wishes]
    await wishes.put(call.uow, _me(call), first_of(body.month), rows)
    return await _mine(call, body.month)


def _me(call: Call) -> UUID:
    if call.principal.practitioner_id is None:
        raise Forbidden("rota.no_practitioner", "Your account has no duties.")
    return call.principal.practitioner_id


async def _mine(call: Call, month: str) -> MyMonthOut:
    uow, me, first = call.uow, _me(call), first_of(month)
    last = first + timedelta(days=month_length(first) - 1)
    duties = await duties_between(uow, uow.zone.day(first)[0], uow.zone.day(last)[1])
    team = [each for each in await settings.staff(uow) if each.on_rota]
    mine = next((each for each in team if each.practitioner_id == me), None)
    mates = [
        each.practitioner_id
        for each in team
        if mine is not None and each.practitioner_id != me and set(each.skills) & set(mine.skills)
    ]
    people = await practitioners.get_many(uow, {*mates, *(each.practitioner_id for each in duties)})
    return MyMonthOut(
        month=month,
        practitioner_id=me,
        days=[day_out(first + timedelta(days=n), kind) for n, kind in enumerate(await kinds_of(uow, first, last))],
        shift_types=[ShiftTypeModel.of(each) for each in await settings.shift_types(uow)],
        duties=[
            MyDutyOut(
                date=uow.zone.today(duty.starts_at),
                shift_type_id=duty.shift_type_id,
                role=duty.role,
                starts_at=duty.starts_at,
                ends_at=duty.ends_at,
                beside=sorted(
                    {
                        people[other.practitioner_id].display_name
                        for other in duties
                        if other.practitioner_id != me
                        and other.starts_at < duty.ends_at
                        and other.ends_at > duty.starts_at
                    }
                ),
            )
            for duty in duties
            if duty.practitioner_id == me
        ],
        wishes=[
            MyWishModel(date=each.day, shift_type_id=each.shift_type_id, on=each.wants_on, weight=each.weight)
            for each in await wishes_of(uow, first, last, me)
        ],
        wishes_until=await wishes.taken_until(uow, first),
        colleagues=sorted(
            (
                ColleagueOut(
                    practitioner_id=each,
                    display_name=people[each].display_name,
                    duties=[
                        ColleagueDutyOut(date=uow.zone.today(duty.starts_at), shift_type_id=duty.shift_type_id)
                        for duty in duties
                        if duty.practitioner_id == each and duty.starts_at > uow.now
                    ],
                )
                for each in mates
            ),
            key=lambda each: (each.display_name, each.practitioner_id),
        ),
    )


routes = (get_on_duty, get_uncovered, get_mine, put_wishes)
