"""What rotas are planned with over HTTP, for the coordinator."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from booking.bounds import CalendarDate
from booking.rota import settings
from booking.rota.month_tables import RotaCover, RotaCoverOverride, RotaRule, RotaStaff
from booking.rota.problem import CoverDayKind, DutyKind, RuleCode, Watch
from booking.rota.rules import ALWAYS_HARD, ALWAYS_ON, BY_CODE
from booking.rota.tables import ShiftType
from booking.wall_hours import WallTime
from core.http import Call, get, put
from core.model import Model
from core.policy import allow
from core.principal import Role
from people.practitioners import service as practitioners

Clinician = Literal[Role.MIDWIFE, Role.DOCTOR, Role.COUNSELLOR, Role.PSYCHIATRIST]
Revision = Annotated[int, Field(ge=0, le=2_000_000_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Count = Annotated[int, Field(ge=0, le=366)]
Persons = Annotated[int, Field(ge=0, le=99)]
Minutes = Annotated[int, Field(ge=0, le=50_000)]
Weight = Annotated[int, Field(ge=0, le=100_000)]
ParamName = Annotated[str, StringConstraints(max_length=20)]


class NameModel(Model):
    """A name in Japanese and English."""

    ja: Name
    en: Name


class ShiftTypeModel(Model):
    """A type of shift; see ShiftType."""

    id: UUID
    code: Annotated[str, StringConstraints(min_length=1, max_length=4, pattern=r"^[^~\s-]+$")]
    name: NameModel
    starts: WallTime
    ends: WallTime
    ends_next_day: bool
    duty: DutyKind
    is_night: bool
    watch: Watch | None
    counted_minutes: Annotated[int, Field(ge=0, le=1440)] | None
    forbids: Annotated[list[UUID], Field(max_length=40)]
    colour: Annotated[int, Field(ge=0, le=7)]
    active: bool

    @classmethod
    def of(cls, row: ShiftType) -> "ShiftTypeModel":
        """Return a stored type of shift as it goes out."""
        return cls(
            id=row.id,
            code=row.code,
            name=NameModel(ja=row.name_ja, en=row.name_en),
            starts=row.starts,
            ends=row.ends,
            ends_next_day=row.ends_next_day,
            duty=row.duty,
            is_night=row.is_night,
            watch=row.watch,
            counted_minutes=row.counted_minutes,
            forbids=[UUID(each) for each in row.forbids],
            colour=row.colour,
            active=row.active,
        )

    def row(self, position: int) -> ShiftType:
        """Return it as it is stored at a place of the list."""
        return ShiftType(
            id=self.id,
            code=self.code,
            name_ja=self.name.ja,
            name_en=self.name.en,
            position=position,
            forbids=[str(each) for each in self.forbids],
            **self.model_dump(exclude={"id", "code", "name", "forbids"}),
        )


class ShiftTypesModel(Model):
    """All types of shifts under their revision."""

    revision: Revision
    shift_types: Annotated[list[ShiftTypeModel], Field(max_length=40)]


class StaffIn(Model):
    """A practitioner as the rota sees them; see problem.Staff."""

    practitioner_id: UUID
    on_rota: bool
    skills: Annotated[list[Clinician], Field(max_length=4)]
    share: Annotated[int, Field(ge=0, le=100)]
    senior: bool
    max_nights: Count | None
    max_week_minutes: Minutes | None
    max_month_minutes: Minutes | None
    max_run: Count | None
    min_run: Count | None
    min_off_run: Count | None
    max_weekends: Count | None


class StaffSettingOut(StaffIn):
    """With name and role."""

    display_name: str
    role: Role


class StaffChange(StaffIn):
    """As it comes back; name and role are not changed here."""

    display_name: Annotated[str, StringConstraints(max_length=200)] | None = None
    role: Clinician | None = None


class StaffSettingsIn(Model):
    """All staff under their revision."""

    revision: Revision
    staff: Annotated[list[StaffChange], Field(max_length=500)]


class StaffSettingsOut(Model):
    """All staff under their revision; whoever was never on the rota is among them."""

    revision: Revision
    staff: list[StaffSettingOut]


class CoverNeedModel(Model):
    """How many of a role a shift needs on a kind of day; see problem.Cover."""

    role: Clinician
    shift_type_id: UUID
    day_kind: CoverDayKind
    required: Persons
    most: Persons | None
    under: Weight
    over: Weight
    hard: bool
    needs_senior: bool


class CoverOverrideModel(Model):
    """How many on one date."""

    date: CalendarDate
    role: Clinician
    shift_type_id: UUID
    required: Persons


class CoverModel(Model):
    """All cover under its revision."""

    revision: Revision
    cover: Annotated[list[CoverNeedModel], Field(max_length=800)]
    overrides: Annotated[list[CoverOverrideModel], Field(max_length=1000)]


class BoundsOut(Model):
    """The least and the greatest value of a parameter."""

    least: int
    most: int


class RuleOut(Model):
    """A rule as it is here, and what the catalogue says of it."""

    code: RuleCode
    on: bool
    params: dict[str, int]
    weight: int | None
    source: str | None
    bounds: dict[str, BoundsOut]
    always_on: bool
    always_hard: bool


class RuleIn(Model):
    """A rule as it is to be; what the catalogue says may come along and is not read."""

    code: RuleCode
    on: bool
    params: Annotated[dict[ParamName, Minutes], Field(max_length=4)]
    weight: Weight | None
    source: Annotated[str, StringConstraints(max_length=400)] | None = None
    bounds: Annotated[dict[Annotated[str, StringConstraints(max_length=20)], BoundsOut], Field(max_length=4)] | None = (
        None
    )
    always_on: bool = False
    always_hard: bool = False


class RulesIn(Model):
    """Rules under their revision."""

    revision: Revision
    rules: Annotated[list[RuleIn], Field(max_length=40)]


class RulesOut(Model):
    """All rules of the catalogue under their revision."""

    revision: Revision
    rules: list[RuleOut]


@get("/api/rota/shift-types", policy=allow(Role.COORDINATOR))
async def get_shift_types(call: Call) -> ShiftTypesModel:
    """List the types of shifts."""
    rows = await settings.shift_types(call.uow)
    return ShiftTypesModel(
        revision=await settings.revision(call.uow, "shift-types"), shift_types=[ShiftTypeModel.of(row) for row in rows]
    )


@put(
    "/api/rota/shift-types",
    policy=allow(Role.COORDINATOR),
    errors=(
        "rota.changed_meanwhile",
        "rota.shift_code_twice",
        "rota.shift_reversed",
        "rota.shift_too_long",
        "rota.shift_unknown",
    ),
)
async def put_shift_types(call: Call, body: ShiftTypesModel) -> ShiftTypesModel:
    """Put types of shifts in the place of the present ones; one that is used and left out goes out of use."""
    rows = [each.row(number) for number, each in enumerate(body.shift_types)]
    await settings.put_shift_types(call.uow, body.revision, rows)
    stored = await settings.shift_types(call.uow)
    return ShiftTypesModel(revision=body.revision + 1, shift_types=[ShiftTypeModel.of(row) for row in stored])


async def _staff(call: Call) -> StaffSettingsOut:
    stored = {row.practitioner_id: row for row in await settings.staff(call.uow)}
    people = {each.id: each for each in await practitioners.list_active(call.uow)}
    people |= await practitioners.get_many(call.uow, stored.keys() - people.keys())
    rows = [
        (
            person,
            stored.get(person.id)
            or RotaStaff(practitioner_id=person.id, on_rota=False, skills=[person.role], share=100, senior=False),
        )
        for person in people.values()
    ]
    return StaffSettingsOut(
        revision=await settings.revision(call.uow, "staff"),
        staff=[
            StaffSettingOut(
                display_name=person.display_name,
                role=person.role,
                **{name: getattr(row, name) for name in StaffIn.model_fields},
            )
            for person, row in rows
        ],
    )


@get("/api/rota/staff", policy=allow(Role.COORDINATOR))
async def get_staff(call: Call) -> StaffSettingsOut:
    """List the staff as the rota sees them."""
    return await _staff(call)


@put(
    "/api/rota/staff",
    policy=allow(Role.COORDINATOR),
    errors=("rota.changed_meanwhile", "rota.staff_unknown", "rota.staff_twice"),
    max_body=512 * 1024,
)
async def put_staff(call: Call, body: StaffSettingsIn) -> StaffSettingsOut:
    """Put the staff in the place of the present."""
    rows = [
        RotaStaff(**{**each.model_dump(exclude={"display_name", "role"}), "skills": sorted(set(each.skills))})
        for each in body.staff
    ]
    await settings.put_staff(call.uow, body.revision, rows)
    return await _staff(call)


async def _cover(call: Call) -> CoverModel:
    needs, overrides = await settings.cover(call.uow)
    return CoverModel(
        revision=await settings.revision(call.uow, "cover"),
        cover=[CoverNeedModel(**{name: getattr(row, name) for name in CoverNeedModel.model_fields}) for row in needs],
        overrides=[
            CoverOverrideModel.model_validate(
                {"date": row.day, "role": row.role, "shift_type_id": row.shift_type_id, "required": row.required}
            )
            for row in overrides
        ],
    )


@get("/api/rota/cover", policy=allow(Role.COORDINATOR))
async def get_cover(call: Call) -> CoverModel:
    """List how many are needed."""
    return await _cover(call)


@put(
    "/api/rota/cover",
    policy=allow(Role.COORDINATOR),
    errors=(
        "rota.changed_meanwhile",
        "rota.shift_unknown",
        "rota.cover_twice",
        "rota.cover_reversed",
        "rota.cover_role_nobody",
        "rota.outside_horizon",
    ),
    max_body=512 * 1024,
)
async def put_cover(call: Call, body: CoverModel) -> CoverModel:
    """Put what is needed in the place of the present."""
    needs = [RotaCover(**each.model_dump()) for each in body.cover]
    overrides = [RotaCoverOverride(day=each.date, **each.model_dump(exclude={"date"})) for each in body.overrides]
    await settings.put_cover(call.uow, body.revision, needs, overrides)
    return await _cover(call)


async def _rules(call: Call) -> RulesOut:
    return RulesOut(
        revision=await settings.revision(call.uow, "rules"),
        rules=[
            RuleOut(
                code=row.code,
                on=row.is_on,
                params=dict(row.params),
                weight=row.weight,
                source=BY_CODE[row.code].source,
                bounds={
                    name: BoundsOut(least=each.least, most=each.most) for name, each in BY_CODE[row.code].bounds.items()
                },
                always_on=row.code in ALWAYS_ON,
                always_hard=row.code in ALWAYS_HARD,
            )
            for row in await settings.rules(call.uow)
        ],
    )


@get("/api/rota/rules", policy=allow(Role.COORDINATOR))
async def get_rules(call: Call) -> RulesOut:
    """List the rules with their sources."""
    return await _rules(call)


@put(
    "/api/rota/rules",
    policy=allow(Role.COORDINATOR),
    errors=(
        "rota.changed_meanwhile",
        "rota.rule_twice",
        "rota.rule_always_on",
        "rota.rule_always_hard",
        "rota.rule_params",
    ),
)
async def put_rules(call: Call, body: RulesIn) -> RulesOut:
    """Put rules in the place of the present."""
    rows = [RotaRule(code=each.code, is_on=each.on, params=each.params, weight=each.weight) for each in body.rules]
    await settings.put_rules(call.uow, body.revision, rows)
    return await _rules(call)


routes = (
    get_shift_types,
    put_shift_types,
    get_staff,
    put_staff,
    get_cover,
    put_cover,
    get_rules,
    put_rules,
)
