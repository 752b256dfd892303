"""What a run's rota makes of the draft as it stands: which cells would change, and whom it still misses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from booking.rota.explaining import Uncovered, uncovered
from booking.rota.month_tables import RotaCell, RotaRun
from booking.rota.months import cells_of
from booking.rota.planning import Plan, read_plan
from booking.rota.problem_json import problem_from_json, rota_from_json
from booking.rota.repair import cells_over
from core.principal import Role
from core.unit_of_work import UnitOfWork

Place = tuple[UUID, date]
Held = tuple[UUID, Role]
"""A shift and the role in it."""


@dataclass(frozen=True)
class Taking:
    """The draft's cells that go, and the shifts that come; cells that are locked or over are in neither."""

    goes: Sequence[RotaCell]
    comes: Mapping[Place, Held]

    @property
    def changes(self) -> int:
        """Return how many cells become other ones."""
        before = {(cell.practitioner_id, cell.day): (cell.shift_type_id, cell.role) for cell in self.goes if cell.role}
        return sum(before.get(place) != self.comes.get(place) for place in before.keys() | self.comes.keys())


async def taking_of(uow: UnitOfWork, run: RotaRun) -> Taking:
    """Return what taking a run's rota over into the draft would do now."""
    plan = await read_plan(uow, run.first)
    present = await cells_of(uow, run.first)
    over = _over(uow, plan)
    today = uow.zone.today(uow.now)
    kept = {place for place, cell in present.items() if cell.locked} | over
    comes: dict[Place, Held] = {}
    for one in rota_from_json(run.rota or []):
        day = run.first + timedelta(days=one.day)
        person = plan.problem.staff_by_id.get(one.staff_id)
        if (UUID(one.staff_id), day) in kept or day < today or person is None or one.role not in person.roles:
            continue
        if UUID(one.shift_id) in plan.shift_types:
            comes[UUID(one.staff_id), day] = UUID(one.shift_id), Role(one.role)
    goes = [cell for place, cell in present.items() if place not in kept and cell.day >= today]
    return Taking(goes, comes)


def _over(uow: UnitOfWork, plan: Plan) -> set[Place]:
    first = plan.problem.first
    over = cells_over(plan.problem, plan.rota, plan.minute_of(uow.zone, uow.now))
    return {(UUID(staff_id), first + timedelta(days=day)) for staff_id, day in over}


def missing_in(run: RotaRun) -> Sequence[Uncovered]:
    """Return the people whom a run's rota still misses, of what was needed when it was asked for."""
    return () if run.rota is None else uncovered(problem_from_json(run.problem), rota_from_json(run.rota))
