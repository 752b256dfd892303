"""Who acts: the account behind a request, a socket event or a job."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Role(StrEnum):
    """What an account may be; one role an account."""

    PARENT = "parent"
    FAMILY = "family"
    MIDWIFE = "midwife"
    DOCTOR = "doctor"
    COUNSELLOR = "counsellor"
    PSYCHIATRIST = "psychiatrist"
    COORDINATOR = "coordinator"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    GUEST = "guest"


CLIENTS = frozenset({Role.PARENT, Role.FAMILY})
CLINICIANS = frozenset({Role.MIDWIFE, Role.DOCTOR, Role.COUNSELLOR, Role.PSYCHIATRIST})
STAFF = frozenset(Role) - CLIENTS - {Role.GUEST}
"""Those who have a staff account; a guest has an account for one consultation only."""

Locale = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated account. `person_id` is set for clients, `practitioner_id` for clinicians."""

    account_id: UUID
    role: Role
    session_id: UUID
    person_id: UUID | None = None
    practitioner_id: UUID | None = None
    locale: Locale = "ja"
