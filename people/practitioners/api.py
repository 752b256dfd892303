"""Who supervises whom over HTTP, for the coordinator and the administrator."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.http import Call, get, put
from core.model import Model
from core.policy import allow
from core.principal import Role
from people.practitioners import supervision
from people.practitioners.service import Practitioner

_MANAGERS = allow(Role.COORDINATOR, Role.ADMINISTRATOR)


class PsychiatristOut(Model):
    """A psychiatrist who supervises, or can; `active` is false while the account is blocked."""

    id: UUID
    display_name: str
    active: bool

    @classmethod
    def of(cls, practitioner: Practitioner) -> "PsychiatristOut":
        """Return a practitioner as it goes out."""
        return cls(id=practitioner.id, display_name=practitioner.display_name, active=practitioner.active)


class SupervisedOut(Model):
    """A practitioner whose notes are co-signed, and whose supervision that is; `version` goes on with every change."""

    practitioner_id: UUID
    display_name: str
    role: Role
    supervisor: PsychiatristOut | None
    version: int

    @classmethod
    def of(cls, found: supervision.Supervised) -> "SupervisedOut":
        """Return it as it goes out."""
        return cls(
            practitioner_id=found.practitioner.id,
            display_name=found.practitioner.display_name,
            role=found.practitioner.role,
            supervisor=None if found.supervisor is None else PsychiatristOut.of(found.supervisor),
            version=found.version,
        )


class SupervisedList(Model):
    """The active practitioners who are to be supervised, and the psychiatrists who can be chosen, by name."""

    supervised: list[SupervisedOut]
    psychiatrists: list[PsychiatristOut]


class SupervisorChange(Model):
    """Who supervises from now on, null for nobody, on top of the `version` that was seen."""

    supervisor_id: UUID | None
    version: Annotated[int, Field(ge=0, le=2**31 - 2)]


class PractitionerPath(Model):
    """Which practitioner."""

    practitioner_id: UUID


@get("/api/supervised-practitioners", policy=_MANAGERS)
async def list_supervised(call: Call) -> SupervisedList:
    """List who supervises whom."""
    return SupervisedList(
        supervised=[SupervisedOut.of(each) for each in await supervision.list_supervised(call.uow)],
        psychiatrists=[PsychiatristOut.of(each) for each in await supervision.list_supervisors(call.uow)],
    )


@put(
    "/api/practitioners/{practitioner_id}/supervisor",
    policy=_MANAGERS,
    errors=(
        "people.practitioner_not_found",
        "people.not_supervised",
        "people.supervisor_self",
        "people.supervisor_not_psychiatrist",
        "people.supervisor_blocked",
        "people.supervisor_changed",
    ),
)
async def set_supervisor(call: Call, path: PractitionerPath, body: SupervisorChange) -> SupervisedOut:
    """Say who supervises a practitioner; what waits for a co-signature goes to the new one."""
    return SupervisedOut.of(
        await supervision.set_supervisor(
            call.uow, call.principal, path.practitioner_id, body.supervisor_id, body.version
        )
    )


routes = (list_supervised, set_supervisor)
