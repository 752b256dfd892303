"""The staff of the demonstration's small city, when they work, and who supervises whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from booking.schedules.hours import Hours, WeeklyBlock
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.kinds import Gender, Specialty
from people.practitioners.supervision import list_supervised, set_supervisor
from people.practitioners.tables import Practitioner

_WEEKDAYS = range(5)
_EVERY_DAY = range(7)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff; `days` and `hours` (service's zone) are empty for who gives no consultations.

    `supervisor` is the key of the psychiatrist who supervises a counsellor.
    """

    key: str
    name: str
    role: Role
    specialties: tuple[Specialty, ...] = ()
    languages: tuple[str, ...] = ("ja",)
    gender: Gender | None = None
    days: Sequence[int] = ()
    hours: tuple[Hours, ...] = ()
    supervisor: str | None = None

    @property
    def email(self) -> str:
        """Return the address that the member signs in with."""
        return f"{self.key}@hagukumi.example"

    def blocks(self, valid_from: date) -> list[WeeklyBlock]:
        """Return the weekly schedule from a day on; the demonstration works on holidays too."""
        return [WeeklyBlock(day, hours, valid_from, on_holidays=True) for day in self.days for hours in self.hours]


# Two midwives round the clock, twenty minutes apart: whoever tries the demonstration can meet one soon.
STAFF = (
    Member(
        "sato",
        "佐藤 美咲",
        Role.MIDWIFE,
        languages=("en", "ja"),
        gender=Gender.FEMALE,
        days=_EVERY_DAY,
        hours=(Hours(time(0, 0), time(0, 0), ends_next_day=True),),
    ),
    Member(
        "suzuki",
        "鈴木 陽子",
        Role.MIDWIFE,
        gender=Gender.FEMALE,
        days=_EVERY_DAY,
        hours=(Hours(time(0, 20), time(0, 20), ends_next_day=True),),
    ),
    Member(
        "tanaka",
        "田中 健",
        Role.DOCTOR,
        specialties=(Specialty.PAEDIATRICS,),
        gender=Gender.MALE,
        days=_WEEKDAYS,
        hours=(Hours(time(9), time(12)), Hours(time(14), time(18))),
    ),
    Member(
        "takahashi",
        "高橋 由美",
        Role.DOCTOR,
        specialties=(Specialty.OBSTETRICS,),
        languages=("en", "ja"),
        gender=Gender.FEMALE,
        days=_WEEKDAYS,
        hours=(Hours(time(9), time(12)), Hours(time(13), time(16))),
    ),
    Member(
        "ito",
        "伊藤 直樹",
        Role.COUNSELLOR,
        gender=Gender.MALE,
        days=_EVERY_DAY,
        hours=(Hours(time(10), time(18)),),
        supervisor="yamamoto",
    ),
    Member(
        "watanabe",
        "渡辺 彩",
        Role.COUNSELLOR,
        languages=("en", "ja"),
        gender=Gender.FEMALE,
        days=_EVERY_DAY,
        hours=(Hours(time(17), time(9), ends_next_day=True),),
        supervisor="matsumoto",
    ),
    Member("yamamoto", "山本 誠", Role.PSYCHIATRIST, gender=Gender.MALE),
    Member("matsumoto", "松本 恵", Role.PSYCHIATRIST, gender=Gender.FEMALE),
    Member("nakamura", "中村 真理", Role.COORDINATOR),
    Member("kobayashi", "小林 一郎", Role.OFFICER),
    Member("kato", "加藤 学", Role.ADMINISTRATOR),
)


async def seed_supervisors(uow: UnitOfWork) -> None:
    """Give the demonstration's counsellors their supervisors, unless somebody has chosen for them before."""
    keyed = {member.email: member.key for member in STAFF}
    rows = await uow.session.execute(
        select(Account.email, Practitioner.id)
        .join(Practitioner, Practitioner.account_id == Account.id)
        .where(Account.email.in_(keyed))
    )
    ids = {keyed[email]: practitioner_id for email, practitioner_id in rows}
    chosen = {each.practitioner.id for each in await list_supervised(uow) if each.version}
    for member in STAFF:
        if member.supervisor is not None and ids[member.key] not in chosen:
            await set_supervisor(uow, None, ids[member.key], ids[member.supervisor], 0)
