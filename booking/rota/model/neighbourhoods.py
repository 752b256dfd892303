"""Improving a rota piece by piece: some people's cells of some days are decided anew, all else stays. Pure."""

import random
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace

from ortools.sat.python import cp_model

from booking.rota.model.board import Board, begin_from
from booking.rota.model.building import build
from booking.rota.problem import Assignment, Lock, Problem, Rota, RuleCode

PIECE_SECONDS = 1.5
SMALLEST, LARGEST = 200, 20_000
"""Cells times shifts of a piece; it grows while pieces are solved to the end and shrinks when they are not."""


def improve(problem: Problem, board: Board, seconds: Callable[[], float], seed: int, workers: int) -> None:
    """Improve the rota on the board until no seconds are left or it is proven best."""
    chance = random.Random(seed)  # noqa: S311  # chooses pieces, keeps no secret
    # How much is decided at once depends on how many days a piece has: long ones are harder.
    sizes: defaultdict[int, float] = defaultdict(lambda: 400.0)
    joined = people_are_joined(problem)
    lengths = [length for length in (7, 10, 14, 21, 28) if length < problem.days] + [problem.days]
    while seconds() > 0 and not board.done.is_set():
        current = board.rota
        if current is None:
            return
        length = chance.choice(lengths)
        staff, days = _piece(problem, length, sizes[length], chance)
        part = _part(problem, current, staff, days, joined=joined)
        model = build(part, with_bounds=False)
        inside = current if joined else frozenset(one for one in current if one.staff_id in staff)
        inner = Board(lambda _: None)
        begin_from(model, inside, inner)
        if inner.cost is None:
            return
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = chance.randrange(2**31)
        solver.parameters.max_time_in_seconds = max(min(PIECE_SECONDS, seconds()), 0.01)
        found = solver.solve(model.cp)
        if found in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            rota, cost = model.rota(solver), inner.cost
            # A search that was cut short may count more than the rota costs.
            after = Board(lambda _: None)
            begin_from(model, rota, after)
            if after.cost is not None:
                others = frozenset[Assignment]() if joined else current - inside
                board.replace(current, others | rota, cost - after.cost)
        size = sizes[length]
        sizes[length] = min(size * 1.15, LARGEST) if found == cp_model.OPTIMAL else max(size * 0.8, SMALLEST)


def people_are_joined(problem: Problem) -> bool:
    """Return whether anything but cover ties people to one another."""
    joins = (RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS, RuleCode.SENIOR_PRESENT)
    return any(problem.rule(code) is not None for code in joins)


def _piece(problem: Problem, length: int, size: float, chance: random.Random) -> tuple[set[str], range]:
    """Choose whose cells of which days are decided anew: more days than asked where everybody fits in."""
    shifts = max(len(problem.shifts), 1)
    names = [person.id for person in problem.staff]
    count = min(max(int(size / (length * shifts)), 1), len(names))
    if count == len(names):
        length = min(max(length, int(size / (count * shifts))), problem.days)
    start = chance.randrange(problem.days - length + 1)
    return set(chance.sample(names, count)), range(start, start + length)


def _part(problem: Problem, rota: Rota, staff: Collection[str], days: range, *, joined: bool) -> Problem:
    """Return the problem in which all but the piece is locked; those whose cells all are leave it where they can."""
    held = {(one.staff_id, one.day): one for one in rota}
    kept = [person for person in problem.staff if joined or person.id in staff]
    locks = tuple(
        Lock(person.id, day, held.get((person.id, day)))
        for person in kept
        for day in range(problem.days)
        if person.id not in staff or day not in days
    )
    own = tuple(lock for lock in problem.locks if lock.staff_id in staff and lock.day in days)
    if joined:
        return replace(problem, locks=(*own, *locks))
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    for one in rota:
        if one.staff_id not in staff:
            counts[one.day, one.shift_id, one.role] += 1
    previous = problem.previous
    return replace(
        problem,
        staff=tuple(kept),
        locks=(*own, *locks),
        cover=tuple(
            replace(
                cover,
                required=cover.required - (others := counts[cover.day, cover.shift_id, cover.role]),
                most=None if cover.most is None else cover.most - others,
            )
            for cover in problem.cover
        ),
        wishes=tuple(wish for wish in problem.wishes if wish.staff_id in staff),
        previous=previous and replace(previous, rota=frozenset(one for one in previous.rota if one.staff_id in staff)),
    )
