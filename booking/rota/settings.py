"""What rotas are planned with: types of shifts, staff, cover and rules, each saved as a whole under a revision."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select

from booking.rota.month_tables import (
    RotaCell,
    RotaCover,
    RotaCoverOverride,
    RotaRule,
    RotaSetting,
    RotaStaff,
    RotaVersion,
    RotaWish,
)
from booking.rota.problem import Rule
from booking.rota.problem_json import rota_from_json
from booking.rota.rules import CATALOGUE, check_rules
from booking.rota.swaps.tables import RotaSwap
from booking.rota.tables import Duty, ShiftType
from core.errors import Conflict, Invalid
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners

Part = Literal["shift-types", "staff", "cover", "rules"]


async def revision(uow: UnitOfWork, part: Part) -> int:
    """Return the revision of a part."""
    return (await uow.session.scalars(select(RotaSetting.revision).where(RotaSetting.part == part))).one()


async def _raise_revision(uow: UnitOfWork, part: Part, seen: int) -> None:
    row = (
        await uow.session.scalars(
            select(RotaSetting)
            .where(RotaSetting.part == part)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
    if row.revision != seen:
        raise Conflict("rota.changed_meanwhile", "Somebody else changed this meanwhile.")
    row.revision += 1
    await uow.session.flush()
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))


async def shift_types(uow: UnitOfWork) -> Sequence[ShiftType]:
    """Return all types of shifts, also those no more in use, in their order."""
    return (await uow.session.scalars(select(ShiftType).order_by(ShiftType.position, ShiftType.code))).all()


async def put_shift_types(uow: UnitOfWork, seen: int, wanted: Sequence[ShiftType]) -> None:
    """Put types of shifts in the place of the present ones; those that are used stay, out of use.

    Raises Conflict("rota.changed_meanwhile"), Invalid "rota.shift_code_twice", "rota.shift_reversed",
    "rota.shift_too_long" or "rota.shift_unknown".
    """
    await _raise_revision(uow, "shift-types", seen)
    present = {row.id: row for row in await shift_types(uow)}
    _require_shifts(wanted)
    ids, codes = {row.id for row in wanted}, [row.code for row in wanted]
    used = await _used_shifts(uow)
    await uow.session.flush()
    for gone in present.keys() - ids:
        if gone in used:
            present[gone].active = False
            present[gone].code = await _free_code(present[gone].code, codes, present.values())
        else:
            await uow.session.delete(present[gone])
    # A code may move from one type to another: none is in the way while they change.
    for number, row in enumerate(wanted):
        if row.id in present:
            present[row.id].code = f"~{number}"
    await uow.session.flush()
    for row in wanted:
        await uow.session.merge(row)
    await uow.session.flush()


def _require_shifts(wanted: Sequence[ShiftType]) -> None:
    ids = {row.id for row in wanted}
    codes = [row.code for row in wanted]
    if len(set(codes)) < len(codes) or len(ids) < len(wanted):
        raise Invalid("rota.shift_code_twice", "Two shifts have the same short name.")
    for number, row in enumerate(wanted):
        if not row.ends_next_day and row.ends <= row.starts:
            raise Invalid("rota.shift_reversed", "A shift ends before it starts.", index=number)
        if row.ends_next_day and row.ends > row.starts:
            raise Invalid("rota.shift_too_long", "A shift is longer than a day.", index=number)
        if not {UUID(each) for each in row.forbids} <= ids:
            raise Invalid("rota.shift_unknown", "A shift is named that is not there.", index=number)


async def _used_shifts(uow: UnitOfWork) -> set[UUID]:
    used: set[UUID] = set()
    for column in (
        Duty.shift_type_id,
        RotaCell.shift_type_id,
        RotaCover.shift_type_id,
        RotaCoverOverride.shift_type_id,
        RotaWish.shift_type_id,
        RotaSwap.shift_type_id,
        RotaSwap.wanted_shift_type_id,
    ):
        used.update(each for each in await uow.session.scalars(select(column).distinct()) if each is not None)
    # What was published stays readable, also where no duty came of it.
    for rota in await uow.session.scalars(select(RotaVersion.rota)):
        used.update(UUID(one.shift_id) for one in rota_from_json(rota))
    return used


async def _free_code(code: str, taken: Collection[str], rows: Collection[ShiftType]) -> str:
    others = {*taken, *(row.code for row in rows if row.code != code)}
    if code not in others:
        return code
    return next(each for each in (f"{code[:2]}{n}" for n in range(2, 100)) if each not in others)


async def staff(uow: UnitOfWork) -> Sequence[RotaStaff]:
    """Return everybody whom the rota knows; who is not on the rota has `on_rota` False."""
    return (await uow.session.scalars(select(RotaStaff).order_by(RotaStaff.practitioner_id))).all()


async def put_staff(uow: UnitOfWork, seen: int, wanted: Sequence[RotaStaff]) -> None:
    """Put the staff in the place of the present.

    Raises Conflict("rota.changed_meanwhile"), Invalid "rota.staff_unknown" or "rota.staff_twice".
    """
    await _raise_revision(uow, "staff", seen)
    ids = [row.practitioner_id for row in wanted]
    if len(set(ids)) < len(ids):
        raise Invalid("rota.staff_twice", "Somebody is in the list twice.")
    if set(ids) - (await practitioners.get_many(uow, ids)).keys():
        raise Invalid("rota.staff_unknown", "Somebody in the list is not there any more.")
    await uow.session.execute(delete(RotaStaff))
    uow.session.add_all(wanted)
    await uow.session.flush()


async def cover(uow: UnitOfWork) -> tuple[Sequence[RotaCover], Sequence[RotaCoverOverride]]:
    """Return the cover by kind of day, and by date."""
    needs = select(RotaCover).order_by(RotaCover.role, RotaCover.shift_type_id, RotaCover.day_kind)
    dates = select(RotaCoverOverride).order_by(
        RotaCoverOverride.day, RotaCoverOverride.role, RotaCoverOverride.shift_type_id
    )
    return (await uow.session.scalars(needs)).all(), (await uow.session.scalars(dates)).all()


async def put_cover(
    uow: UnitOfWork, seen: int, needs: Sequence[RotaCover], overrides: Sequence[RotaCoverOverride]
) -> None:
    """Put the cover in the place of the present.

    Raises Conflict("rota.changed_meanwhile"), Invalid "rota.shift_unknown", "rota.cover_twice", "rota.cover_reversed",
    "rota.cover_role_nobody" (its `role`) or "rota.outside_horizon".
    """
    await _raise_revision(uow, "cover", seen)
    known = {row.id for row in await shift_types(uow)}
    if {*(row.shift_type_id for row in needs), *(row.shift_type_id for row in overrides)} - known:
        raise Invalid("rota.shift_unknown", "A shift is named that is not there.")
    by_kind = {(row.role, row.shift_type_id, row.day_kind) for row in needs}
    by_date = {(row.role, row.shift_type_id, row.day) for row in overrides}
    if len(by_kind) < len(needs) or len(by_date) < len(overrides):
        raise Invalid("rota.cover_twice", "The same cover is given twice.")
    if any(row.most is not None and row.most < row.required for row in needs):
        raise Invalid("rota.cover_reversed", "The most is less than what is needed.")
    skills = {skill for row in await staff(uow) if row.on_rota for skill in row.skills}
    wanted = {row.role for row in needs if row.required} | {row.role for row in overrides if row.required}
    for role in sorted(wanted - skills):
        raise Invalid("rota.cover_role_nobody", "Nobody on the rota has this role.", role=role.value)
    today = uow.zone.today(uow.now)
    if any(abs(row.day - today) > timedelta(days=800) for row in overrides):
        raise Invalid("rota.outside_horizon", "This day is outside the rota.")
    await uow.session.execute(delete(RotaCover))
    await uow.session.execute(delete(RotaCoverOverride))
    uow.session.add_all([*needs, *overrides])
    await uow.session.flush()


async def rules(uow: UnitOfWork) -> Sequence[RotaRule]:
    """Return every rule of the catalogue as this installation has it."""
    stored = {row.code: row for row in await uow.session.scalars(select(RotaRule))}
    return [
        stored.get(rule.code)
        or RotaRule(code=rule.code, is_on=rule.is_on, params=dict(rule.params), weight=rule.weight)
        for rule in CATALOGUE
    ]


async def rules_on(uow: UnitOfWork) -> tuple[Rule, ...]:
    """Return the rules that are on."""
    return tuple(Rule(row.code, dict(row.params), row.weight) for row in await rules(uow) if row.is_on)


async def put_rules(uow: UnitOfWork, seen: int, wanted: Sequence[RotaRule]) -> None:
    """Put rules in the place of the present; one left out is as in the catalogue.

    Raises Conflict("rota.changed_meanwhile") and what check_rules raises.
    """
    await _raise_revision(uow, "rules", seen)
    given = {row.code for row in wanted}
    others = [Rule(each.code, dict(each.params), each.weight) for each in CATALOGUE if each.code not in given]
    numbers = [Rule(row.code, dict(row.params), row.weight) for row in wanted]
    check_rules([*numbers, *others])
    check_rules([rule for rule, row in zip(numbers, wanted, strict=True) if row.is_on] + others)
    await uow.session.execute(delete(RotaRule))
    uow.session.add_all(wanted)
    await uow.session.flush()
