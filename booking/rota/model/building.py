"""One CP-SAT model from a rota problem. Pure."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from booking.rota.model import fairness, flows, needs, rests, runs, totals
from booking.rota.model.cells import Cells
from booking.rota.model.fairness import Excess
from booking.rota.model.posting import Poster, Reason
from booking.rota.problem import Assignment, Problem, Rota


@dataclass(frozen=True)
class Model:
    """A built model: its cells, and under assumptions the literal of each reason."""

    problem: Problem
    cp: cp_model.CpModel
    cells: Cells
    assumptions: dict[Reason, cp_model.IntVar]

    def hint(self, rota: Rota) -> None:
        """Let the search begin from a rota."""
        held = {(one.staff_id, one.day): (one.shift_id, one.role) for one in rota}
        self.cp.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
        for person in self.problem.staff:
            for day in range(self.problem.days):
                key = held.get((person.id, day))
                shift = None if key is None else key[0]
                literals = {
                    on.index: (on, shift == shift_id)
                    for shift_id, on in self.cells.shifts(person.id, day).items()
                    if not isinstance(on, bool)
                }
                literals |= {
                    on.index: (on, key == which)
                    for which, on in self.cells.roles(person.id, day).items()
                    if not isinstance(on, bool)
                }
                for on, value in literals.values():
                    self.cp.add_hint(on, value)

    def hint_all(self, solver: cp_model.CpSolver) -> None:
        """Let the search begin from a whole solution."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
        for index, value in enumerate(solver.response_proto.solution):
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), value)

    def rota(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Rota:
        """Return the rota of a solution."""
        return frozenset(
            Assignment(person.id, day, shift_id, role)
            for person in self.problem.staff
            for day in range(self.problem.days)
            for (shift_id, role), on in self.cells.roles(person.id, day).items()
            if (on if isinstance(on, bool) else solver.boolean_value(on))
        )


def build(
    problem: Problem, *, assumptions: bool = False, with_bounds: bool = True, only_fairest: bool = False
) -> Model:
    """Return the model of a problem.

    With `assumptions` there is no cost: each hard constraint holds while the literal of its reason is assumed, so that
    a solve under `cp.add_assumptions` of some of them tells whether they conflict. Wishes and weights stay out then.
    Without `with_bounds` the model says the same and is smaller, and its bound is weaker. With `only_fairest` it leaves
    out every rota that is less fair than whole numbers allow: its bound is none of the problem's.
    """
    poster = Poster(assumptions=assumptions)
    cells = Cells(problem, poster)
    for part in (rests, runs, totals, needs):
        part.post(problem, cells, poster)
    bounded = Excess.LEAST if with_bounds else Excess.ANY
    fairness.post(problem, cells, poster, Excess.ONLY_LEAST if only_fairest else bounded)
    if with_bounds:
        flows.post(problem, cells, poster)
    poster.finish()
    return Model(problem, poster.model, cells, poster.assumptions)
