"""Practitioners' schedules over HTTP, for the coordinator."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.bounds import CalendarDate
from booking.schedules import revisions, service
from booking.schedules.hours import Hours, WeeklyBlock
from booking.schedules.pattern import Pattern
from booking.wall_hours import ScheduleHours
from core.errors import Invalid, NotFound
from core.http import Call, get, put
from core.model import LocalText, Model
from core.policy import allow
from core.principal import Role
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner


class PractitionerRow(Model):
    """A practitioner in the coordinator's list."""

    id: UUID
    display_name: str
    role: Role
    title: LocalText
    specialties: list[str]
    active: bool

    @classmethod
    def of(cls, practitioner: Practitioner) -> "PractitionerRow":
        """Return a practitioner as it goes out."""
        return cls(
            id=practitioner.id,
            display_name=practitioner.display_name,
            role=practitioner.role,
            title=LocalText(ja=practitioner.title_ja, en=practitioner.title_en),
            specialties=sorted(practitioner.specialties),
            active=practitioner.active,
        )


class PractitionersOut(Model):
    """The practitioners who are active, by name."""

    practitioners: list[PractitionerRow]


class ScheduleBlockModel(ScheduleHours):
    """Hours of every week, Monday being 0; on public holidays and closed days they hold only with `on_holidays`."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    on_holidays: bool = False
    valid_from: CalendarDate
    valid_to: CalendarDate | None = None

    @classmethod
    def of(cls, block: WeeklyBlock) -> "ScheduleBlockModel":
        """Return weekly hours as they go out."""
        return cls(
            weekday=block.weekday,
            starts=block.hours.starts,
            ends=block.hours.ends,
            ends_next_day=block.hours.ends_next_day,
            on_holidays=block.on_holidays,
            valid_from=block.valid_from,
            valid_to=block.valid_to,
        )


class ScheduleExceptionModel(Model):
    """A date on which other hours hold; with `closed`, none."""

    date: CalendarDate
    closed: bool
    blocks: Annotated[tuple[ScheduleHours, ...], Field(max_length=12)] = ()


class ScheduleModel(Model):
    """A practitioner's whole schedule. `revision` is that which was seen, and goes on with every change."""

    revision: Annotated[int, Field(ge=0, le=2_000_000_000)]
    blocks: Annotated[list[ScheduleBlockModel], Field(max_length=200)]
    exceptions: Annotated[list[ScheduleExceptionModel], Field(max_length=400)]

    @classmethod
    def of(cls, revision: int, pattern: Pattern) -> "ScheduleModel":
        """Return a schedule as it goes out."""
        return cls(
            revision=revision,
            blocks=[ScheduleBlockModel.of(block) for block in pattern.blocks],
            exceptions=[
                ScheduleExceptionModel(date=day, closed=not hours, blocks=_models(hours))
                for day, hours in pattern.exceptions.items()
            ],
        )

    def pattern(self) -> Pattern:
        """Return it as the pure modules have it; raises Invalid for an exception that contradicts itself or another."""
        exceptions: dict[date, list[Hours]] = {}
        for exception in self.exceptions:
            day = exception.date.isoformat()
            if exception.date in exceptions:
                raise Invalid("booking.exception_twice", "There are two exceptions for one date.", day=day)
            if exception.closed == bool(exception.blocks):
                raise Invalid("booking.exception_unclear", "A date is either closed or has hours.", day=day)
            exceptions[exception.date] = [each.hours() for each in exception.blocks]
        blocks = [
            WeeklyBlock(each.weekday, each.hours(), each.valid_from, each.valid_to, each.on_holidays)
            for each in self.blocks
        ]
        return Pattern(blocks, exceptions)


class WeekRow(Model):
    """A practitioner with the weekly hours that hold today or later."""

    practitioner: PractitionerRow
    blocks: list[ScheduleBlockModel]


class WeeksOut(Model):
    """The weeks of the practitioners who are active, by name."""

    weeks: list[WeekRow]


def _models(hours: Sequence[Hours]) -> tuple[ScheduleHours, ...]:
    return tuple(ScheduleHours(starts=each.starts, ends=each.ends, ends_next_day=each.ends_next_day) for each in hours)


class PractitionerPath(Model):
    """Which practitioner."""

    practitioner_id: UUID


async def _require_practitioner(call: Call, practitioner_id: UUID) -> None:
    if practitioner_id not in await practitioners.get_many(call.uow, [practitioner_id]):
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")


@get("/api/practitioners", policy=allow(Role.COORDINATOR))
async def list_practitioners(call: Call) -> PractitionersOut:
    """List the active practitioners."""
    found = await practitioners.list_active(call.uow)
    return PractitionersOut(practitioners=[PractitionerRow.of(each) for each in found])


@get("/api/schedules", policy=allow(Role.COORDINATOR))
async def list_schedules(call: Call) -> WeeksOut:
    """List the active practitioners, each with their week."""
    found = await practitioners.list_active(call.uow)
    today = call.uow.zone.today(call.uow.now)
    patterns = await service.get_patterns(call.uow, [each.id for each in found], today)
    return WeeksOut(
        weeks=[
            WeekRow(
                practitioner=PractitionerRow.of(each),
                blocks=[ScheduleBlockModel.of(block) for block in patterns[each.id].blocks],
            )
            for each in found
        ]
    )


async def _present(call: Call, practitioner_id: UUID) -> ScheduleModel:
    revision = await revisions.get(call.uow, revisions.of_schedule(practitioner_id))
    return ScheduleModel.of(revision, await service.get_pattern(call.uow, practitioner_id))


@get(
    "/api/practitioners/{practitioner_id}/schedule",
    policy=allow(Role.COORDINATOR),
    errors=("booking.practitioner_not_found",),
)
async def show_schedule(call: Call, path: PractitionerPath) -> ScheduleModel:
    """Show a practitioner's schedule."""
    await _require_practitioner(call, path.practitioner_id)
    return await _present(call, path.practitioner_id)


@put(
    "/api/practitioners/{practitioner_id}/schedule",
    policy=allow(Role.COORDINATOR),
    errors=(
        "booking.practitioner_not_found",
        "booking.schedule_changed_meanwhile",
        "booking.block_ends_before_start",
        "booking.block_too_long",
        "booking.block_valid_to_before_from",
        "booking.blocks_overlap",
        "booking.exception_twice",
        "booking.exception_unclear",
    ),
)
async def put_schedule(call: Call, path: PractitionerPath, body: ScheduleModel) -> ScheduleModel:
    """Put a schedule in the place of a practitioner's present one; appointments stay as they are."""
    await _require_practitioner(call, path.practitioner_id)
    await service.put_pattern(call.uow, path.practitioner_id, body.pattern(), seen=body.revision)
    return await _present(call, path.practitioner_id)


routes = (list_practitioners, list_schedules, show_schedule, put_schedule)
