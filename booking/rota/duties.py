"""Who is on duty when, by the published rota: what slots, routing and alerts ask."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select

from booking.rota.problem import DutyKind
from booking.rota.tables import Duty
from booking.schedules.tables import Absence, AbsenceKind
from booking.slots.availability import Interval
from core.principal import CLINICIANS, Role
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is on duty now, until when, and whether on the spot or on call."""

    practitioner_id: UUID
    duty: DutyKind
    until: datetime


async def active_intervals(
    uow: UnitOfWork,
    practitioner_ids: Collection[UUID],
    start: datetime,
    end: datetime,
    roles: Collection[Role] = CLINICIANS,
) -> Mapping[UUID, Sequence[Interval]]:
    """Return the active duties of practitioners in these roles that reach into `start` to `end`, in one query.

    On-call duties are not among them: they open no slots. Who has none is left out.
    """
    query = (
        select(Duty.practitioner_id, Duty.starts_at, Duty.ends_at)
        .where(
            Duty.practitioner_id.in_(set(practitioner_ids)),
            Duty.duty == DutyKind.ACTIVE,
            Duty.role.in_(roles),
            Duty.ends_at > start,
            Duty.starts_at < end,
        )
        .order_by(Duty.starts_at)
    )
    found: defaultdict[UUID, list[Interval]] = defaultdict(list)
    for who, starts_at, ends_at in await uow.session.execute(query):
        found[who].append(Interval(starts_at, ends_at))
    return found


async def on_duty_now(uow: UnitOfWork, roles: Collection[Role] = CLINICIANS) -> Mapping[Role, Sequence[OnDuty]]:
    """Return who is on duty now for each of the roles, in one query; a role that nobody serves has an empty list.

    Those on the spot come before those on call, and of each who stays longest first. Left out is who was absent on the
    day on which their duty began, and who is sick today; leave that begins during a night does not end it.
    """
    today = uow.zone.today(uow.now)
    midnight, yesterday = uow.zone.day(today)[0], today - timedelta(days=1)
    is_of_today = (Absence.first <= today) & (Absence.last >= today)
    absent = exists().where(
        Absence.practitioner_id == Duty.practitioner_id,
        or_(
            is_of_today & or_(Duty.starts_at >= midnight, Absence.kind == AbsenceKind.SICK),
            # No duty is longer than a day: one that began before today began yesterday.
            (Duty.starts_at < midnight) & (Absence.first <= yesterday) & (Absence.last >= yesterday),
        ),
    )
    query = (
        select(Duty.role, Duty.practitioner_id, Duty.duty, Duty.ends_at)
        .where(Duty.role.in_(roles), Duty.starts_at <= uow.now, Duty.ends_at > uow.now, ~absent)
        # "active" comes before "on_call" in the alphabet, too.
        .order_by(Duty.duty, Duty.ends_at.desc(), Duty.practitioner_id)
    )
    found: dict[Role, list[OnDuty]] = {role: [] for role in roles}
    for role, who, duty, until in await uow.session.execute(query):
        found[role].append(OnDuty(who, duty, until))
    return found
