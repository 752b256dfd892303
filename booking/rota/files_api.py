"""A month's rota as a file, out and in, for the coordinator."""

import asyncio
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Base64Bytes, Field, StringConstraints

from booking.rota import sheets
from booking.rota.bounds import MonthPath, first_of
from booking.rota.month_models import AssignedModel, CellChangeModel
from booking.rota.planning import Plan, read_plan
from booking.rota.problem import CoverDayKind
from booking.rota.sheets import Sheet, SheetChange, SheetRow
from core.errors import Invalid
from core.http import Call, FileOut, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role
from people.practitioners import service as practitioners

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
_MOST_ENCODED = 3 * 1024 * 1024


class FileIn(Model):
    """A file that was filled in: its name and its content in base64."""

    name: Annotated[str, StringConstraints(max_length=255)]
    content: Annotated[Base64Bytes, Field(max_length=_MOST_ENCODED)]


class PreviewOut(Model):
    """What a file would change in the draft; nothing is changed yet."""

    changes: list[CellChangeModel]


@get("/api/rota/months/{month}/export.xlsx", policy=allow(Role.COORDINATOR), files=(XLSX,))
async def export_xlsx(call: Call, path: MonthPath) -> FileOut:
    """Take the draft of a month out as an Excel file."""
    sheet = await _sheet(call, await read_plan(call.uow, first_of(path.month)))
    content = await asyncio.to_thread(sheets.to_xlsx, sheet, path.month)
    return FileOut(content, XLSX, f"rota-{path.month}.xlsx")


@get("/api/rota/months/{month}/export.csv", policy=allow(Role.COORDINATOR), files=(CSV,))
async def export_csv(call: Call, path: MonthPath) -> FileOut:
    """Take the draft of a month out as CSV."""
    sheet = await _sheet(call, await read_plan(call.uow, first_of(path.month)))
    return FileOut(sheets.to_csv(sheet), CSV, f"rota-{path.month}.csv")


@post(
    "/api/rota/months/{month}/import",
    policy=allow(Role.COORDINATOR),
    errors=(
        "rota.sheet_too_large",
        "rota.sheet_unreadable",
        "rota.sheet_columns",
        "rota.sheet_person",
        "rota.sheet_person_twice",
        "rota.sheet_code",
        "rota.sheet_formula",
        "rota.not_skilled",
    ),
    max_body=_MOST_ENCODED + 4096,
)
async def preview_import(call: Call, path: MonthPath, body: FileIn) -> PreviewOut:
    """Show what a filled-in file would change; the changes are saved like any others, or not at all."""
    plan = await read_plan(call.uow, first_of(path.month))
    sheet = await _sheet(call, plan)
    changes = await asyncio.to_thread(sheets.changes_in, body.content, sheet)
    return PreviewOut(changes=[_change(plan, each) for each in changes])


async def _sheet(call: Call, plan: Plan) -> Sheet:
    problem = plan.problem
    people = await practitioners.get_many(call.uow, [UUID(person.id) for person in problem.staff])
    codes = {str(row.id): row.code for row in plan.shift_types.values()}
    # A type that is out of use may still stand in the draft.
    usable = {one.shift_id for one in plan.rota} | {str(row.id) for row in plan.shift_types.values() if row.active}
    resting = {CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END}
    return Sheet(
        dates=sheets.dates_of(problem.first, problem.days),
        rows=tuple(
            SheetRow(person.id, people[UUID(person.id)].display_name, people[UUID(person.id)].title_ja)
            for person in problem.staff
        ),
        colours={row.code: row.colour for row in plan.shift_types.values() if str(row.id) in usable},
        cells={(one.staff_id, problem.date_of(one.day)): codes[one.shift_id] for one in plan.rota},
        rest_days=frozenset(problem.date_of(day) for day in range(problem.days) if problem.kind(day) in resting),
    )


def _change(plan: Plan, change: SheetChange) -> CellChangeModel:
    cell = next((one for one in plan.cells if (str(one.practitioner_id), one.day) == (change.id, change.date)), None)
    assignment = None
    if change.code is not None:
        shift_id = next(row.id for row in plan.shift_types.values() if row.code == change.code)
        role = _role(plan, change.id, change.date, str(shift_id), cell.role if cell else None)
        assignment = AssignedModel.model_validate({"shift_type_id": shift_id, "role": role})
    return CellChangeModel(
        practitioner_id=UUID(change.id), date=change.date, assignment=assignment, locked=bool(cell and cell.locked)
    )


def _role(plan: Plan, staff_id: str, day: date, shift_id: str, present: Role | None) -> Role:
    """Return in which role a person serves a shift: as now, else as it is needed that day, else their first."""
    skills = sorted(plan.problem.staff_by_id[staff_id].roles)
    if not skills:
        raise Invalid("rota.not_skilled", "This person does not serve in this role.")
    if present in skills:
        return present
    number = day - plan.problem.first
    needed = {
        cover.role for cover in plan.problem.cover if timedelta(days=cover.day) == number and cover.shift_id == shift_id
    }
    return Role(next((skill for skill in skills if skill in needed), skills[0]))


routes = (export_xlsx, export_csv, preview_import)
