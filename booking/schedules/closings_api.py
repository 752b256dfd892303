"""The yearly closings over HTTP, for the coordinator."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from booking.schedules import closings, revisions
from booking.schedules.rest_days import public_holidays
from booking.schedules.tables import Closing
from core.http import Call, get, put
from core.model import LocalText, Model
from core.policy import allow
from core.principal import Role

Month = Annotated[int, Field(ge=1, le=12)]
Day = Annotated[int, Field(ge=1, le=31)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class NameModel(Model):
    """A name in Japanese and English."""

    ja: Name
    en: Name


class ClosingModel(Model):
    """Days of every year on which the service rests, both included; a last day before the first is in the next year."""

    name: NameModel
    first_month: Month
    first_day: Day
    last_month: Month
    last_day: Day

    @classmethod
    def of(cls, closing: Closing) -> "ClosingModel":
        """Return a stored closing as it goes out."""
        return cls(
            name=NameModel(ja=closing.name_ja, en=closing.name_en),
            first_month=closing.first_month,
            first_day=closing.first_day,
            last_month=closing.last_month,
            last_day=closing.last_day,
        )


class ClosingsModel(Model):
    """All yearly closings. `revision` is that which was seen, and goes on with every change."""

    revision: Annotated[int, Field(ge=0, le=2_000_000_000)]
    closings: Annotated[list[ClosingModel], Field(max_length=20)]


class PublicHoliday(Model):
    """A public holiday."""

    date: date
    name: LocalText


class PublicHolidaysOut(Model):
    """The public holidays of this year and the next, in order."""

    holidays: list[PublicHoliday]


async def _present(call: Call) -> ClosingsModel:
    revision = await revisions.get(call.uow, revisions.CLOSINGS)
    found = await closings.list_all(call.uow)
    return ClosingsModel(revision=revision, closings=[ClosingModel.of(each) for each in found])


@get("/api/closings", policy=allow(Role.COORDINATOR))
async def list_closings(call: Call) -> ClosingsModel:
    """List the days of every year on which the service rests."""
    return await _present(call)


@put(
    "/api/closings",
    policy=allow(Role.COORDINATOR),
    errors=("booking.closing_no_date", "booking.closings_changed_meanwhile"),
)
async def put_closings(call: Call, body: ClosingsModel) -> ClosingsModel:
    """Put the yearly closings in the place of the present ones; appointments stay as they are."""
    rows = [
        Closing(
            name_ja=each.name.ja,
            name_en=each.name.en,
            first_month=each.first_month,
            first_day=each.first_day,
            last_month=each.last_month,
            last_day=each.last_day,
        )
        for each in body.closings
    ]
    await closings.put_all(call.uow, rows, seen=body.revision)
    return await _present(call)


@get("/api/public-holidays", policy=allow(Role.COORDINATOR))
async def list_public_holidays(call: Call) -> PublicHolidaysOut:
    """List the public holidays of this year and the next, on which weekly hours rest unless they say otherwise."""
    year = call.uow.zone.today(call.uow.now).year
    found = [
        PublicHoliday(date=day, name=LocalText(ja=ja, en=en))
        for each in (year, year + 1)
        for day, ja, en in public_holidays(each)
    ]
    return PublicHolidaysOut(holidays=found)


routes = (list_closings, put_closings, list_public_holidays)
