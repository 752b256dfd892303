"""Good requests about the duty rota."""

from core.principal import Principal
from tests.booking.rota.make_rota import MONTH, NEED, NIGHT, STAFF
from tests.server.bad_input.good.request import Good


def rota(coordinator: Principal, counsellor: Principal) -> list[Good]:
    """Return the requests in their order."""
    who = str(counsellor.practitioner_id)
    stale = ("rota.changed_meanwhile",)
    month, role = "/api/rota/months/{month}", {"role": "counsellor"}
    cell = {"practitioner_id": who, "date": "2026-12-02", "locked": True}
    assignment = {"shift_type_id": NIGHT["id"], **role}
    names = {"display_name": "担当", **role}
    override = {"date": "2026-12-24", "required": 1, **assignment}
    rule = {"code": "nights_a_month", "on": True, "params": {"max": 8}, "weight": None, "source": "x"}
    said = {"bounds": {"max": {"least": 0, "most": 31}}, "always_on": False, "always_hard": False}
    wish = {"date": "2026-12-24", "shift_type_id": NIGHT["id"], "on": False, "weight": 3}
    return [
        Good("PUT", "/api/rota/shift-types", coordinator, {"revision": 0, "shift_types": [NIGHT]}, answers=stale),
        Good(
            "PUT",
            "/api/rota/staff",
            coordinator,
            {"revision": 0, "staff": [{**STAFF, **names, "practitioner_id": who, "skills": ["counsellor"]}]},
            answers=stale,
        ),
        Good(
            "PUT",
            "/api/rota/cover",
            coordinator,
            {"revision": 0, "cover": [{**NEED, **role, "day_kind": "sunday"}], "overrides": [override]},
            answers=stale,
        ),
        Good("PUT", "/api/rota/rules", coordinator, {"revision": 0, "rules": [{**rule, **said}]}, answers=stale),
        Good(
            "PUT",
            month + "/cells",
            coordinator,
            {"revision": 0, "changes": [{**cell, "assignment": assignment}]},
            answers=stale,
        ),
        Good(
            "POST",
            month + "/import",
            coordinator,
            {"name": "rota.csv", "content": "AAEC"},
            answers=("rota.sheet_unreadable",),
        ),
        Good("POST", month + "/publish", coordinator, {"revision": 1}, answers=(*stale, "rota.breaks_rules")),
        Good(
            "POST",
            month + "/runs",
            coordinator,
            {"kind": "solve", "seconds": 1, "seed": 1, "deterministic": True},
            answers=("rota.run_under_way",),
        ),
        Good(
            "POST",
            "/api/rota/runs/{run_id}/apply",
            coordinator,
            {"revision": 1, "force": True},
            answers=("rota.run_not_found",),
        ),
        Good("GET", "/api/rota/uncovered", coordinator, query={"from": "2026-12-01", "to": "2026-12-31"}),
        Good("GET", "/api/rota/mine", counsellor, query={"month": MONTH}),
        Good(
            "POST",
            "/api/rota/swaps",
            counsellor,
            {"date": "2026-12-06", "offered_to": who, "wanted": "2026-12-07"},
            answers=("rota.swap_to_oneself",),
        ),
        Good("PUT", "/api/rota/mine/wishes", counsellor, {"month": MONTH, "wishes": [wish]}),
    ]
