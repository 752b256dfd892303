"""Who waits before a closed door and nobody comes: when that is told, and that it is never forgotten."""

from datetime import datetime, timedelta

from booking.instants import in_json
from clinic.encounters.tables import Encounter
from core.json import JSON
from core.unit_of_work import UnitOfWork

FORGOTTEN_JOB = "encounters.forgotten"
"""Looks whether somebody still waits; its payload is {"encounter_id": ..., "since": ..., "turn": 0 or 1}."""

FORGOTTEN_AFTER = timedelta(minutes=3)
"""Who stands before a closed door for longer may be forgotten: the practitioner and the coordinators are told."""

AGAIN_AFTER = timedelta(minutes=10)
"""They are told once more when nobody came by then. Our own number: 「運営者の確認が必要です」."""

TURNS = 2


def due_at(since: datetime, starts_at: datetime, turn: int = 0) -> datetime:
    """Return when it is told, for the `turn`th time from 0, that somebody waits since `since` for `starts_at`."""
    return max(since, starts_at) + FORGOTTEN_AFTER + turn * AGAIN_AFTER


def watch(uow: UnitOfWork, encounter: Encounter, starts_at: datetime, turn: int = 0) -> None:
    """Leave the job that looks at it: written with the arrival, it runs whatever becomes of anybody's browser."""
    since = encounter.put_back_at or encounter.arrived_at
    at = due_at(since, starts_at, turn)
    payload: dict[str, JSON] = {"encounter_id": str(encounter.id), "since": in_json(since), "turn": turn}
    uow.enqueue(FORGOTTEN_JOB, payload, key=f"{FORGOTTEN_JOB}:{encounter.id}:{in_json(at)}", run_at=at)
