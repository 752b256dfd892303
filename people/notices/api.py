"""The caller's notices over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.http import Call, get, post
from core.model import Instant, Model
from core.policy import SIGNED_IN
from people.notices import service
from people.notices.tables import Notice


class NoticeOut(Model):
    """A notice; the client's catalogue holds the sentence for its `kind`."""

    id: UUID
    kind: str
    data: dict[str, str | int | None]
    created_at: Instant
    seen_at: Instant | None

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """Return a stored notice as it goes out."""
        return cls(
            id=notice.id,
            kind=notice.kind,
            data=dict(notice.data),
            created_at=notice.created_at,
            seen_at=notice.seen_at,
        )


class NoticesOut(Model):
    """A page of notices, the newest first; `unseen` counts all unseen ones."""

    notices: list[NoticeOut]
    unseen: int


class NoticesQuery(Model):
    """Which page: at most `limit` notices, older than the one with the id `before`."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    before: UUID | None = None


class NoticePath(Model):
    """Which notice."""

    notice_id: UUID


@get("/api/notices", policy=SIGNED_IN)
async def list_notices(call: Call, query: NoticesQuery) -> NoticesOut:
    """List my notices, the newest first."""
    found = await service.list_notices(call.uow, call.principal, limit=query.limit, before=query.before)
    unseen = await service.count_unseen(call.uow, call.principal)
    return NoticesOut(notices=[NoticeOut.of(notice) for notice in found], unseen=unseen)


@post("/api/notices/{notice_id}/seen", policy=SIGNED_IN, errors=("notices.not_found",))
async def mark_seen(call: Call, path: NoticePath) -> None:
    """Note that I saw a notice."""
    await service.mark_seen(call.uow, call.principal, path.notice_id)


routes = (list_notices, mark_seen)
