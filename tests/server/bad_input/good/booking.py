"""Good requests about appointments, schedules, absences and services."""

from typing import Any

from tests.server.bad_input.good.request import DAYS, Cast, Good
from tests.server.bad_input.good.rota import rota

HOURS = {"starts": "09:00", "ends": "17:00", "ends_next_day": False}
CLOSING = {"name": {"ja": "夏休み", "en": "Summer"}, "first_month": 8, "first_day": 13, "last_month": 8, "last_day": 15}
SERVICE = {
    "name": {"ja": "夜の相談", "en": "Night talk"},
    "about": {"ja": "夜の授乳", "en": "Feeding at night"},
    "roles": ["doctor"],
    "specialties": ["paediatrics"],
    "languages": ["ja"],
    "modalities": ["voice"],
    "minutes": 30,
    "step_minutes": 30,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 5,
    "minimum_notice_minutes": 60,
    "cancellation_notice_minutes": 60,
    "horizon_days": 28,
    "quota_count": 3,
    "quota_days": 90,
    "tiers": ["low"],
    "first_for": ["high"],
    "opening": [{**HOURS, "day": 7}],
    "needs_telephone": True,
    "needs_place": False,
    "position": 1,
    "active": True,
}


def appointments(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    time = {"service_id": cast.service, "practitioner_id": cast.objects["practitioner_id"], "modality": "video"}
    return [
        Good("POST", "/api/holds", cast.owner, {**time, "starts_at": "2026-11-27T02:00:00Z"}),
        Good(
            "POST",
            "/api/appointments",
            cast.owner,
            {**time, "starts_at": "2026-11-28T02:00:00Z", "reason": "眠れない", "hold_id": None},
            answers=("booking.person_busy",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/reschedule",
            cast.owner,
            {
                "starts_at": "2026-11-28T03:00:00Z",
                "practitioner_id": cast.objects["practitioner_id"],
                "modality": "video",
            },
            answers=("booking.already_started",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/accept",
            cast.owner,
            {"practitioner_id": cast.objects["practitioner_id"]},
            answers=("booking.change_other", "booking.state"),
        ),
        Good(
            "POST",
            "/api/waitlist",
            cast.owner,
            {
                **time,
                "first": "2026-11-24",
                "last": "2026-11-30",
                "part": "morning",
                "wishes": {"language": "ja", "gender": "female"},
            },
            answers=("booking.waitlist_twice",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/follow-up",
            cast.counsellor,
            {"service_id": cast.service, "weeks": 1, "modality": "voice", "with_me": False},
        ),
        Good(
            "POST",
            "/api/follow-ups/{follow_up_id}/take",
            cast.owner,
            {"starts_at": "2026-11-30T00:00:00Z", "practitioner_id": cast.objects["practitioner_id"]},
            answers=("booking.follow_up_over",),
        ),
    ]


def schedules(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    block = {**HOURS, "weekday": 0, "valid_from": "2026-11-01", "valid_to": None, "on_holidays": True}
    return [
        Good(
            "PUT",
            "/api/practitioners/{practitioner_id}/schedule",
            cast.coordinator,
            {
                "revision": 0,
                "blocks": [block],
                "exceptions": [{"date": "2026-12-01", "closed": False, "blocks": [HOURS]}],
            },
            answers=("booking.schedule_changed_meanwhile",),
        ),
        Good(
            "PUT",
            "/api/practitioners/{practitioner_id}/supervisor",
            cast.coordinator,
            {"supervisor_id": str(cast.psychiatrist.practitioner_id), "version": 0},
            answers=("people.supervisor_changed",),
        ),
    ]


def absences(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good(
            "GET", "/api/absences", cast.coordinator, query={**DAYS, "practitioner_id": cast.objects["practitioner_id"]}
        ),
        Good(
            "POST",
            "/api/absences",
            cast.coordinator,
            {
                "practitioner_id": cast.objects["practitioner_id"],
                "first": "2027-01-04",
                "last": "2027-01-05",
                "kind": "leave",
            },
            answers=("booking.absence_overlaps",),
        ),
        Good("POST", "/api/absence-repairs/plan", cast.coordinator, _sick(cast.objects)),
        Good(
            "POST",
            "/api/absence-repairs/apply",
            cast.coordinator,
            {**_sick(cast.objects), **_planned(cast.objects)},
            answers=("booking.repair_stale",),
        ),
        Good(
            "POST",
            "/api/displaced-appointments/apply",
            cast.coordinator,
            _planned(cast.objects),
            answers=("booking.repair_stale",),
        ),
        Good(
            "POST",
            "/api/absences/own",
            cast.counsellor,
            {"first": "2027-01-11", "last": "2027-01-11"},
            answers=("booking.absence_overlaps",),
        ),
        Good(
            "PUT",
            "/api/closings",
            cast.coordinator,
            {"revision": 0, "closings": [CLOSING]},
            answers=("booking.closings_changed_meanwhile",),
        ),
        *rota(cast.coordinator, cast.counsellor),
    ]


def services(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good(
            "POST",
            "/api/services",
            cast.coordinator,
            {**SERVICE, "code": "night"},
            answers=("booking.service_code_taken",),
        ),
        Good(
            "PUT",
            "/api/services/{service_id}",
            cast.coordinator,
            {**SERVICE, "version": 1},
            answers=("booking.service_changed",),
        ),
    ]


def _planned(objects: dict[str, str]) -> dict[str, Any]:
    given = {"appointment_id": objects["appointment_id"], "practitioner_id": objects["practitioner_id"]}
    return {"fingerprint": "0" * 64, "given": [given]}


def _sick(objects: dict[str, str]) -> dict[str, str]:
    return {
        "practitioner_id": objects["practitioner_id"],
        "first": "2027-01-12",
        "last": "2027-01-12",
        "kind": "sick",
    }
