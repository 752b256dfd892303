"""The coordinator's day over HTTP: what waits in the clinic. What booking knows of it has routes of its own."""

from uuid import UUID

from clinic.today import service
from clinic.today.service import Count
from core.http import Call, get
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import Role
from people.practitioners import supervision


class CountOut(Model):
    """How many, and since when the oldest of them."""

    count: int
    since: Instant | None

    @classmethod
    def of(cls, found: Count) -> "CountOut":
        """Return a count as it goes out."""
        return cls(count=found.count, since=found.since)


class PressureOut(CountOut):
    """How many wait for a time of a service."""

    service_id: UUID
    service: LocalText


class TodayOut(Model):
    """What waits, in counts.

    `waiting`: who stands in a waiting room for longer than `waits_long_minutes`. `unanswered`: consultations in writing
    whose last word is the client's for longer than `unanswered_long_hours`. `alerts`: those nobody took on.
    `unsupervised`: counsellors without a supervising psychiatrist, whose notes wait for any of them.
    """

    waiting: CountOut
    waits_long_minutes: int
    unanswered: CountOut
    unanswered_long_hours: int
    alerts: CountOut
    waitlists: list[PressureOut]
    unsupervised: int


@get("/api/today", policy=allow(Role.COORDINATOR))
async def show(call: Call) -> TodayOut:
    """Count who waits too long, open alerts, and who waits for a free time."""
    return TodayOut(
        waiting=CountOut.of(await service.waiting_long(call.uow)),
        waits_long_minutes=round(service.WAITS_LONG.total_seconds() / 60),
        unanswered=CountOut.of(await service.unanswered_long(call.uow)),
        unanswered_long_hours=round(service.UNANSWERED_LONG.total_seconds() / 3600),
        alerts=CountOut.of(await service.open_alerts(call.uow)),
        waitlists=[
            PressureOut(
                count=each.count,
                since=each.since,
                service_id=each.service_id,
                service=LocalText(ja=each.name_ja, en=each.name_en),
            )
            for each in await service.waitlists(call.uow)
        ],
        unsupervised=await supervision.count_unsupervised(call.uow),
    )


routes = (show,)
