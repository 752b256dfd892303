"""A rota problem and a rota as JSON, there and back exactly, and the canonical hash of an input. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from booking.rota.problem import (
    Assignment,
    Cover,
    CoverDayKind,
    DutyKind,
    Lock,
    Previous,
    Problem,
    Rota,
    Rule,
    RuleCode,
    Shift,
    Staff,
    Watch,
    Wish,
)

Json = dict[str, Any]


def problem_to_json(problem: Problem) -> Json:
    """Return a problem as JSON values; equal problems give equal values, whatever the order within their sets."""
    return {
        "first": problem.first.isoformat(),
        "days": problem.days,
        "shifts": [{**_flat(shift), "forbids": sorted(shift.forbids)} for shift in problem.shifts],
        "staff": [_staff_to_json(person) for person in problem.staff],
        "cover": [_flat(cover) for cover in problem.cover],
        "rules": [
            {"code": rule.code, "params": dict(sorted(rule.params.items())), "weight": rule.weight}
            for rule in problem.rules
        ],
        "wishes": [_flat(wish) for wish in problem.wishes],
        "locks": [
            {
                "staff_id": lock.staff_id,
                "day": lock.day,
                "assignment": None if lock.assignment is None else _flat(lock.assignment),
            }
            for lock in problem.locks
        ],
        "previous": None
        if problem.previous is None
        else {
            "rota": rota_to_json(problem.previous.rota),
            "weight": problem.previous.weight,
            "person_weight": problem.previous.person_weight,
        },
        "kinds": list(problem.kinds),
        "spans": [[day, shift_id, *span] for (day, shift_id), span in sorted(problem.spans.items())],
    }


def problem_from_json(value: Mapping[str, Any]) -> Problem:
    """Return the problem of such values; raises KeyError, TypeError or ValueError where they are others."""
    previous = value["previous"]
    return Problem(
        first=date.fromisoformat(value["first"]),
        days=value["days"],
        shifts=tuple(
            Shift(
                **{
                    **shift,
                    "duty": DutyKind(shift["duty"]),
                    "watch": None if shift["watch"] is None else Watch(shift["watch"]),
                    "forbids": frozenset(shift["forbids"]),
                }
            )
            for shift in value["shifts"]
        ),
        staff=tuple(_staff_from_json(person) for person in value["staff"]),
        cover=tuple(Cover(**cover) for cover in value["cover"]),
        rules=tuple(Rule(RuleCode(rule["code"]), rule["params"], rule["weight"]) for rule in value["rules"]),
        wishes=tuple(Wish(**wish) for wish in value["wishes"]),
        locks=tuple(
            Lock(lock["staff_id"], lock["day"], lock["assignment"] and Assignment(**lock["assignment"]))
            for lock in value["locks"]
        ),
        previous=None
        if previous is None
        else Previous(rota_from_json(previous["rota"]), previous["weight"], previous["person_weight"]),
        kinds=tuple(CoverDayKind(kind) for kind in value["kinds"]),
        spans={(day, shift_id): (start, end) for day, shift_id, start, end in value["spans"]},
    )


def rota_to_json(rota: Rota) -> list[list[Any]]:
    """Return a rota as rows of person, day, shift and role, in order."""
    return sorted([one.staff_id, one.day, one.shift_id, one.role] for one in rota)


def rota_from_json(rows: list[list[Any]]) -> Rota:
    """Return the rota of such rows."""
    return frozenset(Assignment(*row) for row in rows)


def input_hash(problem: Problem) -> str:
    """Return the SHA-256 of a problem's canonical JSON, as 64 hexadecimal digits: what a rota was decided from."""
    text = json.dumps(problem_to_json(problem), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _flat(one: Shift | Cover | Wish | Assignment | Staff) -> Json:
    return {each.name: getattr(one, each.name) for each in fields(one)}


def _staff_to_json(person: Staff) -> Json:
    return {
        **_flat(person),
        "roles": sorted(person.roles),
        "max_shifts": dict(sorted(person.max_shifts.items())),
        "leave": sorted(person.leave),
        "tail": [asdict(one) for one in person.tail],
    }


def _staff_from_json(value: Json) -> Staff:
    return Staff(
        **{
            **value,
            "roles": frozenset(value["roles"]),
            "leave": frozenset(value["leave"]),
            "tail": tuple(Assignment(**one) for one in value["tail"]),
        }
    )
