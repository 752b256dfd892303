"""Good requests about consultations, their notes, summaries and letters."""

from core.principal import Principal
from tests.server.bad_input.good.request import Cast, Good

CHECK = {"microphone": "good", "camera": "unused", "network": "relay", "hearing": "heard", "browser": "line"}


def consultation(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    start = {"questionnaire": "phq-9", "language": "ja", "occasion": "course_start"}
    return [
        Good("POST", "/api/appointments/{appointment_id}/arrive", cast.owner, {"place": "自宅"}),
        Good("PUT", "/api/appointments/{appointment_id}/device-check", cast.owner, CHECK),
        Good(
            "POST",
            "/api/questionnaire-responses",
            cast.owner,
            {**start, "appointment_id": cast.objects["appointment_id"], "episode_id": None},
        ),
        Good("PUT", "/api/questionnaire-responses/{response_id}/answers/1", cast.owner, {"value": 1}),
        Good(
            "PUT",
            "/api/encounters/{encounter_id}/note",
            cast.counsellor,
            {
                "fields": {"complaint": "眠れない", "situation": "夜", "advice": "休む", "next_action": "来週"},
                "risk_level": "low",
                "version": 1,
            },
            answers=("records.stale_version",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/extension",
            cast.counsellor,
            {"minutes": 5, "ends_at": "2026-11-24T01:00:00Z"},
            answers=("booking.extension_changed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/sign",
            cast.counsellor,
            {"version": 1},
            answers=("records.stale_version",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/amendments",
            cast.counsellor,
            {"fields": {"complaint": "眠れない"}, "risk_level": None, "number": 0, "reason": "聞きまちがい"},
            answers=("records.not_signed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/share",
            cast.counsellor,
            {"reason": "薬の不安"},
            answers=("records.not_signed",),
        ),
        Good(
            "POST",
            "/api/persons/{person_id}/glass",
            cast.counsellor,
            {"reason": "連絡がつかない"},
            answers=("records.nothing_closed",),
        ),
    ]


def texts(cast: Cast) -> list[Good]:
    """Return the requests in their order."""
    return [
        Good(
            "POST",
            "/api/note-templates",
            cast.counsellor,
            {"role": "counsellor", "title": "休息", "body": "休む時間。"},
        ),
        Good(
            "PUT",
            "/api/note-templates/{template_id}",
            cast.counsellor,
            {"title": "休息", "body": "休む時間。", "version": 1},
            answers=("records.template_not_found",),
        ),
        Good(
            "PUT",
            "/api/encounters/{encounter_id}/summary",
            cast.counsellor,
            {"text": "休む時間を決めました。", "number": 0},
            answers=("records.summary_changed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/summary/shares",
            cast.owner,
            {"account_id": cast.objects["account_id"]},
            answers=("records.reader_not_found",),
        ),
        *_letters(cast.owner, cast.counsellor, cast.objects),
        Good(
            "POST",
            "/api/cosignings/{cosigning_id}/return",
            cast.psychiatrist,
            {"comment": "書きたしてください"},
            answers=("records.cosigning_not_found",),
        ),
    ]


def _letters(owner: Principal, counsellor: Principal, objects: dict[str, str]) -> list[Good]:
    letter = "/api/letters/{letter_id}"
    asked = ("letters.not_a_draft", "letters.issued")
    ground = {"ground": "danger_to_child", "ground_reason": "けがのあと", "withheld_reason": "父に知られる"}
    return [
        Good(
            "POST", "/api/persons/{person_id}/letters", counsellor, {"kind": "referral"}, answers=("letters.too_many",)
        ),
        Good("PUT", "/api/own-letters/{letter_id}/answer", owner, {"version": 2, "agrees": True}),
        Good(
            "PUT",
            letter,
            counsellor,
            {"fields": {"institution": "はぐくみ病院"}, "asides": {"course": "夜"}, "version": 2},
            answers=asked,
        ),
        Good(
            "POST",
            letter + "/proposal",
            counsellor,
            {"encounter_ids": [objects["encounter_id"]]},
            answers=("letters.not_a_draft", "records.not_found"),
        ),
        Good("POST", letter + "/ask", counsellor, {"version": 2}, answers=asked),
        Good(
            "POST",
            letter + "/issue",
            counsellor,
            {"version": 2, "basis": "ground", "written_on": "2026-11-20", **ground},
            answers=("letters.basis_incomplete", "letters.issued"),
        ),
        Good("POST", letter + "/revoke", counsellor, {"reason": "宛先のまちがい"}, answers=("letters.not_issued",)),
    ]
