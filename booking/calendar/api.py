"""Calendar addresses over HTTP, and what is read under them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.calendar import service
from booking.calendar.tables import CalendarFeed
from booking.calendar.times import times_of
from core.http import Call, FileOut, RateLimit, delete, get, post
from core.model import Instant, Model
from core.policy import OPEN, allow
from core.principal import CLIENTS, CLINICIANS
from people.mail.delivery import POST
from people.mail.events import feed

_PARTIES = allow(*CLIENTS, *CLINICIANS)


class FeedOut(Model):
    """A calendar address without its secret; `last_used_at` is null while no calendar has asked."""

    id: UUID
    created_at: Instant
    last_used_at: Instant | None

    @classmethod
    def of(cls, feed: CalendarFeed) -> "FeedOut":
        """Return a stored address as it goes out."""
        return cls(id=feed.id, created_at=feed.created_at, last_used_at=feed.last_used_at)


class NewFeedOut(FeedOut):
    """A calendar address that was just made: `address` is told this once."""

    address: str


class FeedsOut(Model):
    """The caller's calendar addresses."""

    feeds: list[FeedOut]


class FeedPath(Model):
    """Which calendar address."""

    feed_id: UUID


class CalendarTokenPath(Model):
    """The secret in a calendar address."""

    token: Annotated[str, Field(max_length=200)]


@get("/api/calendar-feeds", policy=_PARTIES)
async def list_feeds(call: Call) -> FeedsOut:
    """List my calendar addresses."""
    return FeedsOut(feeds=[FeedOut.of(each) for each in await service.list_own(call.uow, call.principal)])


@post(
    "/api/calendar-feeds",
    policy=_PARTIES,
    status=201,
    errors=("calendar.too_many",),
    limit=RateLimit("calendar-feeds", 20, 600),
)
async def create_feed(call: Call) -> NewFeedOut:
    """Make a private calendar address; it is shown this once."""
    made, token = await service.create(call.uow, call.principal)
    known = FeedOut.of(made)
    address = f"{call.get(POST).public_url}/calendar/{token}.ics"
    return NewFeedOut(**known.model_dump(), address=address)


@delete("/api/calendar-feeds/{feed_id}", policy=_PARTIES, errors=("calendar.not_found",))
async def revoke_feed(call: Call, path: FeedPath) -> None:
    """Delete one of my calendar addresses; what subscribed to it gets nothing any more."""
    await service.revoke(call.uow, call.principal, path.feed_id)


@get(
    "/calendar/{token}.ics",
    policy=OPEN,
    errors=("calendar.not_found",),
    # Many people's calendars are fetched from the few addresses of their provider.
    limit=RateLimit("calendar", 600, 60),
    transaction="manual",
    files=("text/calendar",),
)
async def read_feed(call: Call, path: CalendarTokenPath) -> FileOut:
    """Read the times under a private calendar address."""
    async with call.units.read() as uow:
        owner = await service.owner_of(uow, path.token)
        noting = await service.must_note(uow, path.token)
        content = feed(await times_of(uow, owner), language=owner.locale, public_url=call.get(POST).public_url)
    if noting:
        async with call.units.write() as uow:
            await service.note_use(uow, path.token)
    return FileOut(content, "text/calendar; charset=utf-8", revalidate=True)


routes = (list_feeds, create_feed, revoke_feed, read_feed)
