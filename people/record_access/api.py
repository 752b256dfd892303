"""Who read my record, over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.audit.events import Action, Entity, Purpose
from core.http import Call, get
from core.model import Instant, Model
from core.policy import allow
from core.principal import CLIENTS, Role
from people.record_access import service


class AccessOut(Model):
    """What somebody did with the caller's record; `name` is null when their account is no more.

    Reading the same thing again in the same sign-in is one entry in fifteen minutes.
    """

    id: UUID
    at: Instant
    account_id: UUID | None
    name: str | None
    role: Role
    action: Action
    entity: Entity
    purpose: Purpose


class AccessListOut(Model):
    """A page of what others did with the caller's record, the newest first."""

    entries: list[AccessOut]


class AccessQuery(Model):
    """Which page: at most `limit` entries, older than the one with the id `before`."""

    limit: Annotated[int, Field(ge=1, le=200)] = 100
    before: UUID | None = None


@get("/api/me/record-access", policy=allow(*CLIENTS))
async def list_access(call: Call, query: AccessQuery) -> AccessListOut:
    """List who read or wrote my record, the newest first."""
    found = await service.list_access(call.uow, call.principal, limit=query.limit, before=query.before)
    return AccessListOut(
        entries=[
            AccessOut(
                id=each.id,
                at=each.at,
                account_id=each.account_id,
                name=each.name,
                role=each.role,
                action=each.action,
                entity=each.entity,
                purpose=each.purpose,
            )
            for each in found
        ]
    )


routes = (list_access,)
