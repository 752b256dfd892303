"""What the demonstration's rota is planned with: three types of shifts, the clinicians, and the cover."""

from datetime import time

from sqlalchemy import select

from booking.rota.month_tables import RotaCover, RotaStaff
from booking.rota.problem import CoverDayKind, DutyKind
from booking.rota.tables import ShiftType
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner

_ON_ROTA = (Role.MIDWIFE, Role.DOCTOR, Role.COUNSELLOR)
_REST_DAYS = (CoverDayKind.SATURDAY, CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END)


async def seed_rota(uow: UnitOfWork) -> None:
    """Add the types of shifts, the clinicians as staff, and what is needed: the months are still empty."""
    day = _shift("日", "日勤", "Day", time(9), time(17), position=1, colour=1)
    night = _shift("夜", "夜勤", "Night", time(20), time(8), over=True, is_night=True, position=2, colour=4)
    call = _shift(
        "待", "待機", "On call", time(20), time(8), over=True, duty=DutyKind.ON_CALL, counted=0, position=3, colour=6
    )
    uow.session.add_all((day, night, call))
    await uow.session.flush()
    clinicians = (
        select(Practitioner.id, Account.role)
        .join(Account, Account.id == Practitioner.account_id)
        .where(Account.role.in_(_ON_ROTA))
        .order_by(Practitioner.id)
    )
    seniors: set[Role] = set()
    for practitioner_id, role in (await uow.session.execute(clinicians)).all():
        row = RotaStaff(practitioner_id=practitioner_id, on_rota=True, skills=[role.value], share=100)
        row.senior = role not in seniors
        seniors.add(role)
        uow.session.add(row)
    # A call at night on every day; on the spot on rest days alone, for which two midwives are enough.
    needed = (
        (Role.MIDWIFE, day, _REST_DAYS),
        (Role.MIDWIFE, night, _REST_DAYS),
        (Role.COUNSELLOR, call, tuple(CoverDayKind)),
        (Role.DOCTOR, call, tuple(CoverDayKind)),
    )
    uow.session.add_all(
        RotaCover(
            role=role,
            shift_type_id=shift.id,
            day_kind=kind,
            required=1,
            most=None,
            under=1000,
            over=10,
            hard=False,
            needs_senior=False,
        )
        for role, shift, kinds in needed
        for kind in kinds
    )
    await uow.session.flush()


def _shift(
    code: str,
    ja: str,
    en: str,
    starts: time,
    ends: time,
    *,
    over: bool = False,
    duty: DutyKind = DutyKind.ACTIVE,
    is_night: bool = False,
    counted: int | None = None,
    position: int,
    colour: int,
) -> ShiftType:
    return ShiftType(
        id=new_id(),
        code=code,
        name_ja=ja,
        name_en=en,
        starts=starts,
        ends=ends,
        ends_next_day=over,
        duty=duty,
        is_night=is_night,
        watch=None,
        counted_minutes=counted,
        forbids=[],
        colour=colour,
        position=position,
        active=True,
    )
