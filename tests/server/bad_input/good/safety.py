"""Good requests about alerts and courses."""

from clinic.safety.lines.model import shipped_lines
from tests.server.bad_input.good.request import Cast, Good
from tests.server.policies.world import FOUND

CHAIN = {
    "chain": {
        "steps": [{"audience": "coordinator", "channels": ["in_app", "mail"], "minutes": 5}],
        "assess_minutes": 20,
        "phq9_limit": 15,
    },
    "version": 0,
}
LINES = {
    "version": 0,
    "checked_on": "2026-11-20",
    "lines": shipped_lines().model_dump(mode="json")["lines"],
}


def alerts(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good("POST", "/api/persons/{person_id}/flags", cast.counsellor, {"kind": "home_violence", "comment": "あざ"}),
        Good("POST", "/api/flags/{flag_id}/acknowledge", cast.counsellor, {"comment": "電話した"}),
        Good(
            "POST",
            "/api/flags/{flag_id}/assessment",
            cast.counsellor,
            FOUND,
            answers=("safety.flag_closed", "safety.next_at"),
        ),
        Good("POST", "/api/urgent-encounters", cast.owner, {"place": "自宅"}),
        Good("POST", "/api/safety-tasks/{task_id}/done", cast.counsellor, {"result": "話せた"}),
        Good(
            "PUT", "/api/crisis-lines", cast.coordinator, LINES, answers=("safety.lines_changed", "safety.checked_on")
        ),
        Good("PUT", "/api/alert-chain", cast.coordinator, CHAIN, answers=("safety.chain_changed",)),
        Good("POST", "/api/push/devices", cast.counsellor, {"endpoint": "https://fcm.googleapis.com/fcm/send/a"}),
        Good(
            "POST", "/api/push/devices/forget", cast.counsellor, {"endpoint": "https://fcm.googleapis.com/fcm/send/a"}
        ),
        Good(
            "POST",
            "/api/episodes/{episode_id}/close",
            cast.counsellor,
            {"outcome": "completed", "reason": "目標に届いた"},
            answers=("encounters.episode_in_session",),
        ),
    ]
