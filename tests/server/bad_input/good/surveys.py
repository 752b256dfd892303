"""Good requests about coordinators' own surveys."""

from tests.server.bad_input.good.request import Cast, Good

SURVEY = {
    "title": {"ja": "題", "en": "Title"},
    "questions": [
        {
            "link_id": "q1",
            "kind": "choice",
            "words": {"ja": "どれですか", "en": "Which?"},
            "options": [{"ja": "これ", "en": "This"}, {"ja": "それ", "en": "That"}],
            "lowest": 0,
            "highest": 10,
            "longest": 500,
        }
    ],
    "asking": {
        "occasion": "after_consultation",
        "services": ["midwife"],
        "stages": ["infant"],
        "open_days_after": 14,
        "not_within_days": 30,
        "reminder_hours": [24],
    },
}


def surveys(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good("POST", "/api/surveys", cast.coordinator, SURVEY, answers=("surveys.too_many",)),
        Good(
            "PUT",
            "/api/surveys/{survey_id}",
            cast.coordinator,
            {"form": SURVEY, "revision": 1},
            answers=("surveys.not_found",),
        ),
        Good(
            "POST",
            "/api/surveys/{survey_id}/publish",
            cast.coordinator,
            {"revision": 1},
            answers=("surveys.not_found",),
        ),
    ]
