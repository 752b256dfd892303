"""Good requests about what is kept."""

from clinic.keeping.retention import RecordKind
from tests.server.bad_input.good.people import PASSWORD
from tests.server.bad_input.good.request import Cast, Good


def keeping(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good("POST", "/api/me/erasure", cast.owner, {"password": PASSWORD}, answers=("auth.wrong_password",)),
        Good(
            "PUT",
            "/api/retention",
            cast.administrator,
            {"version": 0, "years": [{"kind": kind.value, "years": 5} for kind in RecordKind]},
            answers=("keeping.policy_changed",),
        ),
        Good(
            "POST",
            "/api/legal-holds",
            cast.administrator,
            {"who": cast.objects["account_id"], "reason": "裁判所からの依頼"},
            answers=("keeping.held_already",),
        ),
        Good(
            "POST",
            "/api/legal-holds/{legal_hold_id}/lift",
            cast.administrator,
            {"reason": "終わった"},
            answers=("keeping.hold_not_found",),
        ),
    ]
