"""Runs of work and of days off as a flow through states: redundant, but the bound needs it. Pure.

Each day a person is in one state: the k-th day of a run of work or of days off. A unit of flow goes from state to
state along the arcs that the hard rules on runs allow.
"""

from collections import defaultdict

from ortools.sat.python import cp_model

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Literal, OpenLiteral, Poster
from booking.rota.problem import Problem, RuleCode, Staff

State = tuple[bool, int, bool]
"""Whether it is work, which day of its run (the last one stands for all later ones), and whether the run began the
horizon."""

MOST_ARCS = 60_000
"""With more arcs than this in all, the flow costs the search more than the bound gains."""


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post the flow for each person whose runs hard rules bound; nothing under assumptions or with a tail."""
    if poster.assuming:
        return
    bounded = [(person, _Runs(problem, person)) for person in problem.staff if not person.tail]
    bounded = [(person, runs) for person, runs in bounded if runs.is_bounded]
    if sum(runs.arcs_a_day for _, runs in bounded) * problem.days > MOST_ARCS:
        return
    for person, runs in bounded:
        _flow(problem, cells, poster, person, runs)


class _Runs:
    """The bounds of a person's runs that hard rules make, and the steps from a day's state to the next day's."""

    def __init__(self, problem: Problem, person: Staff) -> None:
        def hard(code: RuleCode) -> bool:
            rule = problem.rule(code)
            return rule is not None and rule.weight is None

        in_a_row = problem.rule(RuleCode.DAYS_IN_A_ROW)
        longest = person.max_run if person.max_run is not None else in_a_row and in_a_row.params.get("max")
        self._most = longest if hard(RuleCode.DAYS_IN_A_ROW) else None
        self._least = {
            True: (person.min_run or 1) if hard(RuleCode.MIN_RUN) else 1,
            False: (person.min_off_run or 1) if hard(RuleCode.MIN_OFF_RUN) else 1,
        }

    @property
    def is_bounded(self) -> bool:
        """Return whether there is anything that a flow says."""
        return bool(self._most) and (self._most or 0) >= self._least[True]

    @property
    def arcs_a_day(self) -> int:
        """Return about how many arcs a day needs."""
        return 2 * (self._most or 0) + self._least[False] + 2

    def after(self, state: State) -> list[State]:
        """Return the states that may follow on the next day."""
        works, length, began = state
        most = (self._most or 1) if works else self._least[False]
        steps: list[State] = []
        if length < most or not works:
            steps.append((works, min(length + 1, most), began and (works or length < most)))
        if began or length >= self._least[works]:
            steps.append((not works, 1, False))
        return steps


def _flow(problem: Problem, cells: Cells, poster: Poster, person: Staff, runs: _Runs) -> None:
    model = poster.model
    first = [poster.literal(), poster.literal()]
    model.add_exactly_one(first)
    entering: dict[State, list[OpenLiteral]] = {(True, 1, True): [first[0]], (False, 1, True): [first[1]]}
    for day in range(problem.days):
        _tie(model, cells.work(person.id, day), [on for state, ons in entering.items() if state[0] for on in ons])
        if day == problem.days - 1:
            return
        leaving: dict[State, list[OpenLiteral]] = defaultdict(list)
        for state, arcs in entering.items():
            outs: list[OpenLiteral] = []
            for then in runs.after(state):
                arc = poster.literal()
                outs.append(arc)
                leaving[then].append(arc)
            model.add(cp_model.LinearExpr.sum(arcs) == cp_model.LinearExpr.sum(outs))
        entering = leaving


def _tie(model: cp_model.CpModel, work: Literal, arcs: list[OpenLiteral]) -> None:
    model.add(cp_model.LinearExpr.sum(arcs) == (int(work) if isinstance(work, bool) else work))
