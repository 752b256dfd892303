"""The yearly closings over HTTP, for the coordinator."""

from typing import Annotated

from pydantic import Field, StringConstraints

from booking.schedules import closings
from booking.schedules.tables import Closing
from core.http import Call, get, put
from core.model import Model
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
    """All yearly closings."""

    closings: Annotated[list[ClosingModel], Field(max_length=20)]


@get("/api/closings", policy=allow(Role.COORDINATOR))
async def list_closings(call: Call) -> ClosingsModel:
    """List the days of every year on which the service rests."""
    return ClosingsModel(closings=[ClosingModel.of(each) for each in await closings.list_all(call.uow)])


@put("/api/closings", policy=allow(Role.COORDINATOR), errors=("booking.closing_no_date",))
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
    await closings.put_all(call.uow, rows)
    return ClosingsModel(closings=[ClosingModel.of(each) for each in await closings.list_all(call.uow)])


routes = (list_closings, put_closings)
