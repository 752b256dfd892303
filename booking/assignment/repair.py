"""Giving the appointments of an absent practitioner to others, at the same times. Pure.

CP-SAT, on one worker with a fixed seed and a deterministic limit: the same input gives the same plan on every run. The
aims come one after the other, and none is given up for a later one: keep as many of the touched appointments as
possible at their time; let families meet somebody they know; change as few others as possible; then the least loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from booking.slots.availability import Interval

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_SEED = 1
_LIMIT = 1.0
"""For each aim, in CP-SAT's deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An appointment that may be given to somebody else, with the time it takes, buffers included.

    `practitioner_id` is who gives it now, `allowed` who may give it at this time (eligible, as wished, at work, and not
    busy with what cannot move), `known` who knows the person. A touched one has lost its practitioner.
    """

    id: UUID
    busy: Interval
    practitioner_id: UUID
    allowed: frozenset[UUID]
    known: frozenset[UUID]
    touched: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gives which piece from now on (only those that change), which cannot be kept, and whether that is proven."""

    given: Mapping[UUID, UUID]
    lost: Sequence[UUID]
    proven: bool


def plan(pieces: Sequence[Piece], load: Mapping[UUID, int]) -> Plan:
    """Return the plan for these pieces; its answer does not depend on their order.

    `load` counts each practitioner's appointments, 0 when missing. A piece that is not touched always keeps its time.
    """
    # OR-Tools takes most of a second to load, which a server that plans nothing should not wait for.
    from ortools.sat.python import cp_model  # noqa: PLC0415

    ordered = sorted(pieces, key=lambda each: (each.busy.start, each.id))
    touched = [each for each in ordered if each.touched]
    if not touched:
        return Plan({}, (), proven=True)
    model = cp_model.CpModel()
    gives: dict[tuple[UUID, UUID], cp_model.IntVar] = {}
    times: defaultdict[UUID, list[cp_model.IntervalVar]] = defaultdict(list)
    zero = ordered[0].busy.start
    for piece in ordered:
        options = piece.allowed - {piece.practitioner_id} if piece.touched else piece.allowed | {piece.practitioner_id}
        for who in sorted(options):
            chosen = model.new_bool_var("")
            gives[piece.id, who] = chosen
            start = _seconds(zero, piece.busy.start)
            length = _seconds(piece.busy.start, piece.busy.end)
            times[who].append(model.new_optional_fixed_size_interval_var(start, length, chosen, ""))
        chosen_ones = [gives[piece.id, who] for who in sorted(options)]
        if piece.touched:
            model.add_at_most_one(chosen_ones)
        else:
            model.add_exactly_one(chosen_ones)
    for intervals in times.values():
        model.add_no_overlap(intervals)
    by_id = {piece.id: piece for piece in ordered}
    kept = sum(chosen for (piece_id, _), chosen in gives.items() if by_id[piece_id].touched)
    familiar = sum(chosen for (piece_id, who), chosen in gives.items() if who in by_id[piece_id].known)
    stays = sum(chosen for (piece_id, who), chosen in gives.items() if who == by_id[piece_id].practitioner_id)
    light = -sum(_weight(load.get(who, 0)) * chosen for (_, who), chosen in gives.items())
    found: Mapping[tuple[UUID, UUID], bool] = {key: key[1] == by_id[key[0]].practitioner_id for key in gives}
    proven = True
    for aim in (kept, familiar, stays, light):
        found, is_best = _solve(model, gives, aim, found)
        proven = proven and is_best
    given = {piece_id: who for (piece_id, who), chosen in found.items() if chosen}
    return Plan(
        given={
            piece.id: given[piece.id]
            for piece in ordered
            if given.get(piece.id, piece.practitioner_id) != piece.practitioner_id
        },
        lost=tuple(piece.id for piece in touched if piece.id not in given),
        proven=proven,
    )


def fits(pieces: Sequence[Piece], given: Mapping[UUID, UUID]) -> bool:
    """Tell whether `given` can be done as a whole: to others who may give it, and nobody to two at the same time."""
    by_id = {piece.id: piece for piece in pieces}
    if not given.keys() <= by_id.keys():
        return False
    if any(who not in by_id[key].allowed or who == by_id[key].practitioner_id for key, who in given.items()):
        return False
    until: dict[UUID, datetime] = {}
    for piece in sorted(pieces, key=lambda each: (each.busy.start, each.id)):
        if piece.touched and piece.id not in given:
            continue
        who = given.get(piece.id, piece.practitioner_id)
        if who in until and piece.busy.start < until[who]:
            return False
        until[who] = piece.busy.end
    return True


def _solve(
    model: cp_model.CpModel,
    gives: Mapping[tuple[UUID, UUID], cp_model.IntVar],
    aim: cp_model.LinearExprT,
    best: Mapping[tuple[UUID, UUID], bool],
) -> tuple[Mapping[tuple[UUID, UUID], bool], bool]:
    from ortools.sat.python import cp_model  # noqa: PLC0415

    model.clear_hints()  # type: ignore[no-untyped-call]
    for key, chosen in gives.items():
        model.add_hint(chosen, best[key])
    model.maximize(aim)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.max_deterministic_time = _LIMIT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # Leaving all as it is and keeping nothing is always possible: only the limit can end without an answer.
        return best, False
    model.add(aim >= round(solver.objective_value))
    return {key: solver.boolean_value(chosen) for key, chosen in gives.items()}, status == cp_model.OPTIMAL


def _weight(load: int) -> int:
    return min(load, 1000)


def _seconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds())
