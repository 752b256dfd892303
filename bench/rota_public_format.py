"""The public format of shift-scheduling instances (Curtois and Qu 2014) as a rota problem, a roster's text, a scorer.

The scorer counts the cost and the broken rules of a roster from the instance alone, without the model.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path

from booking.rota.problem import Cover, Problem, Rota, Rule, RuleCode, Shift, Staff, Wish

ROLE = "staff"
MONDAY = date(2024, 1, 1)


@dataclass
class Instance:
    """An instance as read: rows of fields by section."""

    days: int = 0
    rows: Mapping[str, list[list[str]]] = field(default_factory=dict)

    def of(self, section: str) -> Sequence[list[str]]:
        """Return the rows of a section."""
        return self.rows.get(section, [])


def read(path: Path) -> Instance:
    """Read an instance; raises ValueError where it has no horizon."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    section = ""
    for line in map(str.strip, path.read_text(encoding="utf-8-sig").splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        else:
            rows[section].append([part.strip() for part in line.split(",")])
    if not rows["HORIZON"]:
        raise ValueError("no horizon")
    return Instance(int(rows["HORIZON"][0][0]), rows)


def _pairs(text: str) -> dict[str, int]:
    return {name: int(most) for name, most in (part.split("=") for part in text.split("|") if part)}


def problem(instance: Instance) -> Problem:
    """Return the instance as a problem of the rota; every rule that it uses is hard but the cover and the wishes."""
    shifts = tuple(
        Shift(row[0], 0, int(row[1]), forbids=frozenset(s for s in (row[2] if len(row) > 2 else "").split("|") if s))
        for row in instance.of("SHIFTS")
    )
    leave = {row[0]: frozenset(int(day) for day in row[1:] if day) for row in instance.of("DAYS_OFF")}
    staff = tuple(
        Staff(
            row[0],
            frozenset({ROLE}),
            max_shifts=_pairs(row[1]),
            max_minutes=int(row[2]),
            min_minutes=int(row[3]),
            max_run=int(row[4]),
            min_run=int(row[5]),
            min_off_run=int(row[6]),
            max_weekends=int(row[7]),
            leave=leave.get(row[0], frozenset()),
        )
        for row in instance.of("STAFF")
    )
    needs = {(int(r[0]), r[1]): (int(r[2]), int(r[3]), int(r[4])) for r in instance.of("COVER")}
    cover = tuple(
        Cover(day, shift.id, ROLE, required, under, over)
        for day in range(instance.days)
        for shift in shifts
        for required, under, over in (needs.get((day, shift.id), (0, 0, 0)),)
    )
    wishes = tuple(
        Wish(row[0], int(row[1]), row[2], on, int(row[3]))
        for section, on in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
        for row in instance.of(section)
    )
    codes = (
        RuleCode.SUCCESSION,
        RuleCode.MAX_SHIFTS,
        RuleCode.PERIOD_MINUTES,
        RuleCode.DAYS_IN_A_ROW,
        RuleCode.MIN_RUN,
        RuleCode.MIN_OFF_RUN,
        RuleCode.MAX_WEEKENDS,
        RuleCode.LEAVE,
        RuleCode.COVER,
    )
    return Problem(MONDAY, instance.days, shifts, staff, cover, tuple(Rule(code) for code in codes), wishes)


def roster_text(instance: Instance, rota: Rota) -> str:
    """Return a rota as text: one line a person, the id, then for each day a shift id or a dash, separated by tabs."""
    held = {(one.staff_id, one.day): one.shift_id for one in rota}
    return "".join(
        "\t".join([row[0], *(held.get((row[0], day), "-") for day in range(instance.days))]) + "\n"
        for row in instance.of("STAFF")
    )


def score(instance: Instance, roster: str) -> tuple[int, list[str]]:
    """Return a roster's cost and the hard rules that it breaks, in words; raises ValueError for a malformed roster."""
    lines = [line.split("\t") for line in roster.splitlines() if line.strip()]
    days = instance.days
    if [line[0] for line in lines] != [row[0] for row in instance.of("STAFF")]:
        raise ValueError("not one line for each person")
    if any(len(line) != days + 1 for line in lines):
        raise ValueError("not one field for each day")
    plan = {line[0]: line[1:] for line in lines}
    broken = [fault for row in instance.of("STAFF") for fault in _faults(instance, row, plan[row[0]])]
    cost = sum(int(r[3]) for r in instance.of("SHIFT_ON_REQUESTS") if plan[r[0]][int(r[1])] != r[2])
    cost += sum(int(r[3]) for r in instance.of("SHIFT_OFF_REQUESTS") if plan[r[0]][int(r[1])] == r[2])
    for row in instance.of("COVER"):
        lacking = int(row[2]) - sum(1 for held in plan.values() if held[int(row[0])] == row[1])
        cost += lacking * int(row[3]) if lacking > 0 else -lacking * int(row[4])
    return cost, broken


def _faults(instance: Instance, row: list[str], held: list[str]) -> list[str]:
    minutes = {shift[0]: int(shift[1]) for shift in instance.of("SHIFTS")}
    bans = {(s[0], after) for s in instance.of("SHIFTS") for after in (s[2] if len(s) > 2 else "").split("|") if after}
    name, faults, days = row[0], list[str](), instance.days
    for shift, most in _pairs(row[1]).items():
        if held.count(shift) > most:
            faults.append(f"{name}: more than {most} of {shift}")
    total = sum(minutes[shift] for shift in held if shift != "-")
    if not int(row[3]) <= total <= int(row[2]):
        faults.append(f"{name}: {total} minutes")
    faults += [f"{name}: {a} then {b}" for a, b in pairwise(held) if (a, b) in bans]
    faults += _run_faults(row, held)
    weekends = sum(1 for day in range(5, days, 7) if any(shift != "-" for shift in held[day : day + 2]))
    if weekends > int(row[7]):
        faults.append(f"{name}: {weekends} weekends")
    for off in instance.of("DAYS_OFF"):
        if off[0] == name:
            faults += [f"{name}: on leave on {day}" for day in off[1:] if day and held[int(day)] != "-"]
    return faults


def _run_faults(row: list[str], held: list[str]) -> list[str]:
    faults, day = list[str](), 0
    for works, run in groupby(held, lambda shift: shift != "-"):
        start, length = day, len(list(run))
        day += length
        if works and length > int(row[4]):
            faults.append(f"{row[0]}: {length} days in a row from {start}")
        if start > 0 and day < len(held) and length < int(row[5] if works else row[6]):
            faults.append(f"{row[0]}: a run of {length} from {start}")
    return faults
