"""Nothing that a person confides stands in clear in the database, the logs, the metrics, the outbox or a notice."""

import contextlib
import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from clinic.safety.tables import Flag
from core.outbox.tables import OutboxJob
from core.principal import Role
from people.notices.tables import Notice
from people.persons.tables import Person
from server.logs import configure_logs
from tests.booking.make import make_schedule, make_service
from tests.people.make import make_practitioner
from tests.server.at_rest.search import found, stored
from tests.server.bad_input.good.people import PERSON
from tests.signaling.client import CONSULTATION, Client, auth_of

PLAIN = {"name": "むらさきの鯨"}
PHRASES = {
    "telephone": "08073915264",
    "telephone as typed": "080-7391-5264",
    "emergency contact": "灯台守の伯父",
    "emergency telephone": "0467391528",
    "intake": "真夜中の冷蔵庫の音が怖い",
    "place": "駅裏の水色の階段",
    "message": "消えたい気持ちが羊より多い",
    "refused message": "とても長い藍色の告白",
    "unknown event": "琥珀色の合図",
    "complaint": "眠りの浅い川",
    "situation": "窓辺の灰色の椅子",
    "advice": "昼の散歩と温かい麦茶",
    "next action": "金曜の夕方の電話",
    "comment": "折り返しの声は落ち着いていた",
    "letter": "封筒の中の青い羽根",
    "letter aside": "机の下の白い鍵",
    "ground": "腕の三日月の跡",
    "withheld": "父の足音の夜",
    "revocation": "宛名の取り違えの朝",
    "refused letter": "投函されない群青の便り",
    "refused field": "緑青のふるえる手",
    "malformed": "硝子の割れる夢",
    "failed note": "砂時計の底の約束",
    "password": "ひよこと歩く夕方の堤防",
    "refused password": "からすと走る明け方の橋",
}


@pytest.fixture
def logged(own_logging) -> io.StringIO:
    """The log of the whole application, as `serve` sets it up, from debug on."""
    with contextlib.redirect_stderr(io.StringIO()) as log:
        configure_logs("debug")
    return log


async def _write_letter(office, person_id: UUID) -> None:
    """Write a handover, send it on a ground without the person's knowing, and revoke it."""
    status, begun = await office.post(f"/api/persons/{person_id}/letters", json={"kind": "handover"})
    assert status == 201, begun
    letter = f"/api/letters/{begun['id']}"
    names = ("institution", "person", "course", "request", "contact")
    fields = {"fields": dict.fromkeys(names, PHRASES["letter"])}
    bad = {"fields": {"course": [PHRASES["refused letter"]]}, "version": 1}
    assert (await office.put(letter, json=bad))[0] == 422
    beside = {"asides": {"course": PHRASES["letter aside"]}}
    assert (await office.put(letter, json={**fields, **beside, "version": 1}))[0] == 200
    wish = {
        "basis": "ground",
        "ground": "danger_to_child",
        "ground_reason": PHRASES["ground"],
        "withheld_reason": PHRASES["withheld"],
    }
    assert (await office.post(f"{letter}/issue", json={**wish, "version": 2}))[1]["code"] == "letters.undecided"
    _, saved = await office.put(letter, json={**fields, "version": 2})
    assert (await office.post(f"{letter}/issue", json={**wish, "version": saved["version"]}))[0] == 200
    _, revoked = await office.post(f"{letter}/revoke", json={"reason": PHRASES["revocation"]})
    assert (revoked["ground_reason"], revoked["revocation"]) == (PHRASES["ground"], PHRASES["revocation"])


async def test_no_word_that_is_confided_stands_in_clear_anywhere(logged, application, api, units, clock, database_url):
    async with units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        await make_schedule(uow, counsellor.practitioner_id)
        service = await make_service(uow, "counselling")

    url = str(api.client.make_url("")).rstrip("/")

    # A parent registers, and mistypes now and then.
    person = {
        **PERSON,
        "display_name": PLAIN["name"],
        "password": PHRASES["password"],
        "telephone": {"number": PHRASES["telephone as typed"], "may_ring": True, "may_leave_message": False},
        "emergency_contact": {
            "name": PHRASES["emergency contact"],
            "telephone": PHRASES["emergency telephone"],
            "relation": "伯父",
        },
    }
    await api.post("/api/auth/register", json={**person, "password": PHRASES["refused password"], "locale": "xx"})
    await api.post("/api/auth/register", data=b'{"x": "' + PHRASES["malformed"].encode())
    status, signed_in = await api.post("/api/auth/register", json=person)
    assert status == 201, signed_in
    tokens = [signed_in["access_token"]]

    async def parent(method: str, path: str, body=None):
        answer = await api.call(method, path, json=body, headers={"Authorization": f"Bearer {tokens[-1]}"})
        assert answer[0] < 300, (path, answer)
        return answer[1]

    # Books, comes, and answers before the first session.
    wish = {"service_id": str(service.id), "practitioner_id": None, "modality": "video", "hold_id": None}
    booked = await parent(
        "POST", "/api/appointments", {**wish, "starts_at": "2026-11-25T02:00:00Z", "reason": PHRASES["intake"]}
    )
    clock.advance(timedelta(days=1, minutes=50))
    await api.post("/api/auth/sign-in", json={"email": person["email"], "password": PHRASES["refused password"]})
    credentials = {"email": person["email"], "password": PHRASES["password"]}
    tokens.append((await api.post("/api/auth/sign-in", json=credentials))[1]["access_token"])
    occasion = {"occasion": "course_start", "appointment_id": booked["id"], "episode_id": None}
    response = await parent(
        "POST", "/api/questionnaire-responses", {"questionnaire": "phq-9", "language": "ja", **occasion}
    )
    await parent("PUT", f"/api/questionnaire-responses/{response['id']}/answers/9", {"value": 2})
    arrived = await parent("POST", f"/api/appointments/{booked['id']}/arrive", {"place": PHRASES["place"]})

    # They speak.
    client, host = Client(CONSULTATION), Client(CONSULTATION)
    await client.connect(url, auth_of(tokens[-1]), f"encounter={arrived['id']}")
    await host.connect(url, auth_of(api.token(counsellor)), f"encounter={arrived['id']}")
    for each in (client, host):
        await each.done("join", {"since": 0})
    await host.done("encounter.admit", {})
    await client.done("message.send", {"client_id": str(uuid4()), "body": PHRASES["message"]})
    await client.refused("message.send", {"client_id": str(uuid4()), "body": PHRASES["refused message"] * 500})
    await client.refused("message.send", {PHRASES["refused message"]: PHRASES["refused message"]})
    await client.refused("anything", PHRASES["unknown event"])
    assert (await host.until("message"))["message"]["body"] == PHRASES["message"]

    # It is written down.
    office = api.as_(counsellor)
    note = f"/api/encounters/{arrived['id']}/note"
    fields = {name: PHRASES[name.replace("_", " ")] for name in ("complaint", "situation", "advice", "next_action")}
    fields["safety"] = "no_concern"
    counted = {"reasons": ["sleep"], "outcome": "follow_up"}
    for version in (0, 1):
        status, saved = await office.put(
            note, json={**counted, "fields": fields, "risk_level": "high", "version": version}
        )
        assert status == 200, saved
    assert (await office.put(note, json={"fields": {"complaint": [PHRASES["refused field"]]}}))[0] == 422
    async with units.read() as uow:
        flag_id = (await uow.session.scalars(select(Flag.id))).one()
    assert (await office.post(f"/api/flags/{flag_id}/acknowledge", json={"comment": PHRASES["comment"]}))[0] < 300
    assert (await office.post(f"{note}/sign", json={"version": saved["version"]}))[0] == 200
    async with units.read() as uow:
        person_id = (await uow.session.scalars(select(Person.id))).one()
    await _write_letter(office, person_id)
    await host.done("encounter.finish", {})
    for each in (client, host):
        await each.close()
    await application.runner.drain()
    read = (await office.get(note))[1]["fields"]
    assert {name: text for name, text in read.items() if text} == fields

    # Even when the database fails under it.
    async with units.write() as uow:
        await uow.session.execute(text("ALTER TABLE notes RENAME TO notes_gone"))
    failed = {"fields": {"complaint": PHRASES["failed note"]}, "risk_level": None, "version": 3}
    assert (await office.put(note, json=failed))[0] >= 500
    async with units.write() as uow:
        await uow.session.execute(text("ALTER TABLE notes_gone RENAME TO notes"))

    log = logged.getvalue()
    async with api.client.get("/metrics") as answer:
        metrics = await answer.read()
    async with units.read() as uow:
        jobs = (await uow.session.scalars(select(OutboxJob))).all()
        notices = (await uow.session.scalars(select(Notice))).all()
        places = {
            **await stored(database_url),
            "log": log.encode(),
            "metrics": metrics,
            "jobs": repr([(job.name, job.key, job.payload, job.last_error) for job in jobs]).encode(),
            "notices": repr([(notice.kind, notice.key, notice.data) for notice in notices]).encode(),
        }
    assert jobs
    assert notices
    assert b"hagukumi_http_seconds" in metrics
    assert "request_failed" in log
    assert not found({**PHRASES, **{f"token {n}": token for n, token in enumerate(tokens)}}, places)
    # The search itself does find what stands in clear.
    assert {name for name, _ in found(PLAIN, places)} == {"name"}
    assert not {place for _, place in found(PLAIN, places)} & {"log", "metrics", "jobs", "notices"}
    assert "Traceback" not in log
