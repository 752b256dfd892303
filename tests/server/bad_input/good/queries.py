"""Good requests with a query."""

from tests.server.bad_input.good.request import DAYS, Cast, Good


def reading(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good("GET", "/api/accounts", cast.administrator, query={"limit": 10, "role": "midwife", "after": cast.service}),
        Good("POST", "/api/accounts/search", cast.administrator, {"text": "木村", "limit": 10}),
        Good("GET", "/api/notices", cast.owner, query={"limit": 10, "before": cast.service}),
        Good("GET", "/api/me/record-access", cast.owner, query={"limit": 10, "before": cast.service}),
        Good(
            "GET",
            "/api/slots",
            cast.owner,
            query={
                **DAYS,
                "service_id": cast.service,
                "practitioner_id": cast.objects["practitioner_id"],
                "language": "ja",
                "gender": "female",
                "modality": "voice",
                "replacing": cast.objects["appointment_id"],
            },
        ),
        Good("GET", "/api/appointments", cast.owner, query={"when": "upcoming", "day": "2026-11-24", "limit": 10}),
        Good("GET", "/api/appointments", cast.owner, query={"when": "past", "before": "2026-11-24T00:00:00Z"}),
        Good("GET", "/api/device-checks", cast.coordinator, query={"day": "2026-11-24"}),
        Good("GET", "/api/encounters", cast.owner, query={"state": "finished"}),
        Good("GET", "/api/encounters/{encounter_id}/messages", cast.owner, query={"since": 0, "limit": 10}),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/attachments",
            cast.owner,
            query={"client_id": cast.service},
            answers=("attachments.unknown_kind",),
        ),
        Good("GET", "/api/attachments/{attachment_id}/address", cast.owner, query={"size": "thumbnail"}),
        Good("GET", "/api/episodes", cast.owner, query={"state": "active"}),
        Good("GET", "/api/persons/{person_id}/record", cast.counsellor, query={"limit": 10, "before": cast.service}),
        Good(
            "GET",
            "/api/questionnaires/phq-9",
            cast.owner,
            query={"version": "1"},
            answers=("assessments.version_unknown",),
        ),
        Good("GET", "/api/figures", cast.coordinator, query=DAYS),
        Good("POST", "/api/reports", cast.coordinator, DAYS, answers=("reports.period_not_over",)),
        Good(
            "POST",
            "/api/reports/{report_id}/release",
            cast.coordinator,
            {"although_exposed": False},
            answers=("reports.not_found",),
        ),
        Good(
            "POST",
            "/api/research-exports",
            cast.coordinator,
            {**DAYS, "purpose": "研究", "approval": "2026-12", "k": 5},
            answers=("research.period_too_short",),
        ),
        *(
            Good("GET", f"/api/{name}quarter-review", cast.coordinator, query={"quarter": "2026-Q1"})
            for name in ("", "city-")
        ),
        Good("GET", "/api/call-figures", cast.coordinator, query=DAYS),
        *(
            Good("GET", f"/api/evaluation/{name}", cast.coordinator, query=DAYS)
            for name in ("measures", "funnel", "times", "load", "phq9-pairs")
        ),
    ]
