"""A good request for every operation that takes a body or a query: what bad ones are made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.principal import Principal, Role
from tests.booking.rota.make_rota import MONTH, NEED, NIGHT, STAFF
from tests.server.policies.world import FOUND, World

EMAIL = "new@example.com"
PASSWORD = "ひよこと 歩く 夕方"
TOKEN = "a token that was never sent to anybody"
OVER = "people.link_over"
TERMS = {"kind": "terms", "version": "2026-11-1"}
PERSON = {
    "city_code": "hagukumi-no-machi",
    "email": EMAIL,
    "password": PASSWORD,
    "display_name": "みどり",
    "locale": "ja",
    "pregnant_due": "2027-03-01",
    "children": [{"birth_month": "2024-05"}],
    "other_tie": None,
    "district": "kita",
    "telephone": {"number": "090-1234-5678", "may_ring": True, "may_leave_message": False},
    "emergency_contact": {"name": "たろう", "telephone": "03-1234-5678", "relation": "夫"},
    "consents": [TERMS, {"kind": "sensitive_data", "version": "2026-11-1"}],
}
NAMES = ("display_name", "pregnant_due", "other_tie", "district", "telephone", "emergency_contact")
HOURS = {"starts": "09:00", "ends": "17:00", "ends_next_day": False}

CHECK = {"microphone": "good", "camera": "unused", "network": "relay", "hearing": "heard", "browser": "line"}
CHAIN = {
    "chain": {
        "steps": [{"audience": "coordinator", "channels": ["in_app", "mail"], "minutes": 5}],
        "assess_minutes": 20,
        "phq9_limit": 15,
    },
    "version": 0,
}
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


@dataclass(frozen=True)
class Good:
    """A request that is done; `answers` are the codes with which it may be refused, its state being another by then."""

    method: str
    path: str
    sender: Principal | None
    body: Any = None
    query: Mapping[str, Any] | None = None
    answers: tuple[str, ...] = ()

    @property
    def sent(self) -> dict[str, Any]:
        """Return the part that is varied."""
        return dict(self.body if self.body is not None else self.query or {})


def good_requests(world: World) -> list[Good]:
    """Return them in an order in which each can be done."""
    people = {one.role: one for one in reversed([world.owner, world.counsellor, *world.strangers])}
    owner, counsellor = world.owner, world.counsellor
    coordinator, administrator = people[Role.COORDINATOR], people[Role.ADMINISTRATOR]
    service, objects = str(world.service_id), world.objects
    time = {"service_id": service, "practitioner_id": objects["practitioner_id"], "modality": "video"}
    start = {"questionnaire": "phq-9", "language": "ja", "occasion": "course_start"}
    days = {"from": "2026-11-24", "to": "2026-11-30"}
    block = {**HOURS, "weekday": 0, "valid_from": "2026-11-01", "valid_to": None, "on_holidays": True}
    over = ("guests.link_used", "guests.link_over")
    return [
        Good("GET", "/api/accounts", administrator, query={"limit": 10, "role": "midwife", "after": service}),
        Good("GET", "/api/notices", owner, query={"limit": 10, "before": service}),
        Good("GET", "/api/me/record-access", owner, query={"limit": 10, "before": service}),
        Good(
            "GET",
            "/api/slots",
            owner,
            query={
                **days,
                "service_id": service,
                "practitioner_id": objects["practitioner_id"],
                "language": "ja",
                "gender": "female",
                "modality": "voice",
                "replacing": objects["appointment_id"],
            },
        ),
        Good("GET", "/api/appointments", owner, query={"when": "upcoming", "day": "2026-11-24", "limit": 10}),
        Good("GET", "/api/appointments", owner, query={"when": "past", "before": "2026-11-24T00:00:00Z"}),
        Good("GET", "/api/device-checks", coordinator, query={"day": "2026-11-24"}),
        Good("GET", "/api/encounters", owner, query={"state": "finished"}),
        Good("GET", "/api/encounters/{encounter_id}/messages", owner, query={"since": 0, "limit": 10}),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/attachments",
            owner,
            query={"client_id": service},
            answers=("attachments.unknown_kind",),
        ),
        Good("GET", "/api/attachments/{attachment_id}/address", owner, query={"size": "thumbnail"}),
        Good("GET", "/api/episodes", owner, query={"state": "active"}),
        Good(
            "GET", "/api/questionnaires/phq-9", owner, query={"version": "1"}, answers=("assessments.version_unknown",)
        ),
        Good("GET", "/api/figures", coordinator, query=days),
        Good("GET", "/api/call-figures", coordinator, query=days),
        Good("POST", "/api/auth/register", None, PERSON, answers=("people.email_taken",)),
        Good(
            "POST",
            "/api/auth/sign-in",
            None,
            {"email": EMAIL, "password": PASSWORD},
            answers=("auth.invalid_credentials",),
        ),
        Good("POST", "/api/auth/password-reset-requests", None, {"email": EMAIL}),
        Good("POST", "/api/auth/password-reset", None, {"token": TOKEN, "password": PASSWORD}, answers=(OVER,)),
        Good("POST", "/api/auth/address-confirmation", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/auth/way-back-requests", None, {"email": EMAIL}),
        Good("POST", "/api/auth/handover/preview", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/auth/handover/redeem", None, {"token": TOKEN}, answers=(OVER,)),
        Good("POST", "/api/me/handover", owner, {"path": f"/consultation/{objects['appointment_id']}"}),
        Good("POST", "/api/me/handover/mail", owner, {"path": "/"}, answers=("people.address_unconfirmed",)),
        Good("PATCH", "/api/me", owner, {name: PERSON[name] for name in NAMES} | {"children": [], "locale": "ja"}),
        Good(
            "POST",
            "/api/me/password",
            owner,
            {"current_password": PASSWORD, "new_password": PASSWORD + "!"},
            answers=("auth.wrong_password",),
        ),
        Good("POST", "/api/me/consents", owner, TERMS),
        Good(
            "PUT",
            "/api/me/reminders",
            owner,
            {"in_app": ["day", "hour"], "by_mail": ["ten_minutes"], "news_by_mail": True},
        ),
        Good(
            "POST",
            "/api/accounts",
            administrator,
            {
                "email": "doctor@example.com",
                "password": PASSWORD,
                "display_name": "木村 空",
                "role": "doctor",
                "locale": "ja",
                "specialties": ["paediatrics"],
                "languages": ["ja"],
                "gender": "female",
                "title_ja": "小児科医",
                "title_en": "Paediatrician",
            },
            answers=("people.email_taken",),
        ),
        Good("POST", "/api/holds", owner, {**time, "starts_at": "2026-11-27T02:00:00Z"}),
        Good(
            "POST",
            "/api/appointments",
            owner,
            {**time, "starts_at": "2026-11-28T02:00:00Z", "reason": "眠れない", "hold_id": None},
            answers=("booking.person_busy",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/reschedule",
            owner,
            {"starts_at": "2026-11-28T03:00:00Z", "practitioner_id": objects["practitioner_id"], "modality": "video"},
            answers=("booking.already_started",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/accept",
            owner,
            {"practitioner_id": objects["practitioner_id"]},
            answers=("booking.change_other", "booking.state"),
        ),
        Good(
            "POST",
            "/api/waitlist",
            owner,
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
            counsellor,
            {"service_id": service, "weeks": 1, "modality": "voice", "with_me": False},
        ),
        Good(
            "POST",
            "/api/follow-ups/{follow_up_id}/take",
            owner,
            {"starts_at": "2026-11-30T00:00:00Z", "practitioner_id": objects["practitioner_id"]},
            answers=("booking.follow_up_over",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/guests",
            owner,
            {"name": "じいじ", "kind": "grandparent"},
            answers=("guests.too_many",),
        ),
        Good(
            "POST",
            "/api/appointments/{appointment_id}/supervisor",
            counsellor,
            {"practitioner_id": objects["practitioner_id"]},
            answers=("guests.supervisor_unknown",),
        ),
        Good("POST", "/api/invitations/preview", None, {"token": world.invitation}, answers=over),
        Good("POST", "/api/invitations/redeem", None, {"token": world.invitation}, answers=over),
        Good("POST", "/api/appointments/{appointment_id}/arrive", owner, {"place": "自宅"}),
        Good("PUT", "/api/appointments/{appointment_id}/device-check", owner, CHECK),
        Good(
            "POST",
            "/api/questionnaire-responses",
            owner,
            {**start, "appointment_id": objects["appointment_id"], "episode_id": None},
        ),
        Good("PUT", "/api/questionnaire-responses/{response_id}/answers/1", owner, {"value": 1}),
        Good(
            "PUT",
            "/api/encounters/{encounter_id}/note",
            counsellor,
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
            counsellor,
            {"minutes": 5, "ends_at": "2026-11-24T01:00:00Z"},
            answers=("booking.extension_changed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/sign",
            counsellor,
            {"version": 1},
            answers=("records.stale_version",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/amendments",
            counsellor,
            {"fields": {"complaint": "眠れない"}, "risk_level": None, "number": 0, "reason": "聞きまちがい"},
            answers=("records.not_signed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/note/share",
            counsellor,
            {"reason": "薬の不安"},
            answers=("records.not_signed",),
        ),
        Good(
            "POST",
            "/api/persons/{person_id}/glass",
            counsellor,
            {"reason": "連絡がつかない"},
            answers=("records.nothing_closed",),
        ),
        Good("POST", "/api/note-templates", counsellor, {"role": "counsellor", "title": "休息", "body": "休む時間。"}),
        Good(
            "PUT",
            "/api/note-templates/{template_id}",
            counsellor,
            {"title": "休息", "body": "休む時間。", "version": 1},
            answers=("records.template_not_found",),
        ),
        Good(
            "PUT",
            "/api/encounters/{encounter_id}/summary",
            counsellor,
            {"text": "休む時間を決めました。", "number": 0},
            answers=("records.summary_changed",),
        ),
        Good(
            "POST",
            "/api/encounters/{encounter_id}/summary/shares",
            owner,
            {"account_id": objects["account_id"]},
            answers=("records.reader_not_found",),
        ),
        Good(
            "POST",
            "/api/cosignings/{cosigning_id}/return",
            people[Role.PSYCHIATRIST],
            {"comment": "書きたしてください"},
            answers=("records.cosigning_not_found",),
        ),
        Good("POST", "/api/persons/{person_id}/flags", counsellor, {"kind": "home_violence", "comment": "あざ"}),
        Good("POST", "/api/flags/{flag_id}/acknowledge", counsellor, {"comment": "電話した"}),
        Good(
            "POST",
            "/api/flags/{flag_id}/assessment",
            counsellor,
            FOUND,
            answers=("safety.flag_closed", "safety.next_at"),
        ),
        Good("POST", "/api/urgent-encounters", world.owner, {"place": "自宅"}),
        Good("POST", "/api/safety-tasks/{task_id}/done", counsellor, {"result": "話せた"}),
        Good("PUT", "/api/alert-chain", coordinator, CHAIN, answers=("safety.chain_changed",)),
        Good("POST", "/api/push/devices", counsellor, {"endpoint": "https://fcm.googleapis.com/fcm/send/a"}),
        Good("POST", "/api/push/devices/forget", counsellor, {"endpoint": "https://fcm.googleapis.com/fcm/send/a"}),
        Good(
            "POST",
            "/api/episodes/{episode_id}/close",
            counsellor,
            {"outcome": "completed", "reason": "目標に届いた"},
            answers=("encounters.episode_in_session",),
        ),
        Good(
            "PUT",
            "/api/practitioners/{practitioner_id}/schedule",
            coordinator,
            {
                "revision": 0,
                "blocks": [block],
                "exceptions": [{"date": "2026-12-01", "closed": False, "blocks": [HOURS]}],
            },
            answers=("booking.schedule_changed_meanwhile",),
        ),
        Good("GET", "/api/absences", coordinator, query={**days, "practitioner_id": objects["practitioner_id"]}),
        Good(
            "POST",
            "/api/absences",
            coordinator,
            {
                "practitioner_id": objects["practitioner_id"],
                "first": "2027-01-04",
                "last": "2027-01-05",
                "kind": "leave",
            },
            answers=("booking.absence_overlaps",),
        ),
        Good("POST", "/api/absence-repairs/plan", coordinator, _sick(objects)),
        Good(
            "POST",
            "/api/absence-repairs/apply",
            coordinator,
            {**_sick(objects), **_planned(objects)},
            answers=("booking.repair_stale",),
        ),
        Good(
            "POST",
            "/api/displaced-appointments/apply",
            coordinator,
            _planned(objects),
            answers=("booking.repair_stale",),
        ),
        Good(
            "POST",
            "/api/absences/own",
            counsellor,
            {"first": "2027-01-11", "last": "2027-01-11"},
            answers=("booking.absence_overlaps",),
        ),
        Good(
            "PUT",
            "/api/closings",
            coordinator,
            {"revision": 0, "closings": [CLOSING]},
            answers=("booking.closings_changed_meanwhile",),
        ),
        *_rota(coordinator, counsellor),
        Good(
            "POST", "/api/services", coordinator, {**SERVICE, "code": "night"}, answers=("booking.service_code_taken",)
        ),
        Good(
            "PUT",
            "/api/services/{service_id}",
            coordinator,
            {**SERVICE, "version": 1},
            answers=("booking.service_changed",),
        ),
    ]


def _rota(coordinator: Principal, counsellor: Principal) -> list[Good]:
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


def places(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every part of a JSON value with the way to it, the whole itself left out."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (key,), part
        for way, deeper in places(part):
            yield (key, *way), deeper


def replaced(value: Any, way: tuple[str | int, ...], other: Any) -> Any:
    """Return a copy of a JSON value with another part at the end of the way."""
    if not way:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = replaced(copy[way[0]], way[1:], other)
    return copy


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
