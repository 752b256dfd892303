"""Whatever sealed thing a route or an event opens for somebody else than its person leaves an entry in the audit log.

Nothing is listed here by hand but which entity a kind of sealed thing belongs to: a route that is added is walked, too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from clinic.records import service as records
from clinic.records import versions
from clinic.records.sharing import glass, shares
from core.audit.events import Entity
from core.audit.tables import AuditEvent
from core.crypto import Vault
from core.principal import CLIENTS, Principal, Role
from people.accounts import sessions
from signaling.protocol.registry import CLIENT_EVENTS
from tests.booking.make import make_appointment
from tests.clinic.records.make import FIELDS, make_content
from tests.people.make import make_staff
from tests.server.bad_input.good.people import PERSON
from tests.server.policies.test_http import OPERATIONS, WITH_OBJECTS, address, body_of
from tests.server.policies.world import World, make_world
from tests.signaling.client import CONSULTATION, Client, auth_of
from tests.signaling.test_every_event import GOOD

# The first word of the context in which a thing is sealed.
ENTITIES = {
    "answer": Entity.QUESTIONNAIRE_RESPONSE,
    "appointment": Entity.APPOINTMENT,
    "attachment": Entity.ATTACHMENT,
    "emergency_contact": Entity.FLAG,
    "episode_closing": Entity.ENCOUNTER,
    "encounter_place": Entity.ENCOUNTER,
    "flag_answer": Entity.FLAG,
    "flag_comment": Entity.FLAG,
    "legal_hold": Entity.LEGAL_HOLD,
    "letter": Entity.LETTER,
    "letter_asides": Entity.LETTER,
    "letter_ground_reason": Entity.LETTER,
    "letter_revocation": Entity.LETTER,
    "letter_withheld_reason": Entity.LETTER,
    "message": Entity.MESSAGES,
    "cosigning": Entity.NOTE,
    "glass": Entity.PERSON,
    "note": Entity.NOTE,
    "note_amendment": Entity.NOTE,
    "note_amendment_reason": Entity.NOTE,
    "note_asides": Entity.NOTE,
    "note_share": Entity.NOTE,
    "report": Entity.REPORT,
    "report_inputs": Entity.REPORT,
    "report_release": Entity.REPORT,
    "risk_assessment": Entity.FLAG,
    "safety_task": Entity.FLAG,
    "summary": Entity.ENCOUNTER,
    "telephone": Entity.FLAG,
}
# A mail that waits is nobody's record; the administrator is shown that it waits.
NO_RECORDS = {"mail"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what stands in the log does not depend on it, see tests/core/audit."""
    return sqlite_url


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The contexts of what is opened."""
    contexts: list[str] = []
    real = Vault.open_bytes

    def spy(vault: Vault, sealed: bytes, context: str) -> bytes:
        contexts.append(context.split(":", maxsplit=1)[0])
        return real(vault, sealed, context)

    monkeypatch.setattr(Vault, "open_bytes", spy)
    return contexts


@pytest.fixture
async def world(units, clock) -> World:
    """All that can be opened is there: the note is signed, amended and shared, and somebody broke the glass."""
    made = await make_world(units, clock)
    content = make_content(Role.COUNSELLOR)
    midwife = next(one for one in made.strangers if one.role is Role.MIDWIFE)
    async with units.write() as uow:
        saved = await records.save(uow, made.counsellor, made.encounter_id, content, 1)
        await records.sign(uow, made.counsellor, made.encounter_id, saved.version)
        changed = make_content(Role.COUNSELLOR, None, advice="昼に眠る")
        await versions.amend(uow, made.counsellor, made.encounter_id, 0, "聞き直した", changed)
        await shares.share(uow, made.counsellor, made.encounter_id, "引き継ぎのため")
        await make_appointment(uow, made.owner, midwife, uow.now + timedelta(days=2), "midwife")
        await glass.break_glass(uow, midwife, made.owner.person_id, "夜間の急な相談")
    return made


async def afresh(units, principal: Principal) -> Principal:
    """Sign an account in anew: what it read in another sign-in is not taken for this one's."""
    async with units.write() as uow:
        session_id, _ = await sessions.open_session(uow, principal.account_id, timedelta(days=1))
    return replace(principal, session_id=session_id)


async def noted(units, principal: Principal) -> set[tuple[str, UUID | None]]:
    async with units.read() as uow:
        query = select(AuditEvent.entity, AuditEvent.person_id).where(AuditEvent.session_id == principal.session_id)
        return {tuple(row) for row in await uow.session.execute(query)}


def wanted(contexts: list[str], world: World) -> set[tuple[str, UUID | None]]:
    return {(ENTITIES[kind].value, world.owner.person_id) for kind in contexts if kind not in NO_RECORDS}


async def test_every_route_that_opens_something_leaves_an_entry(api, units, world, opened):
    readers = [world.counsellor, *(one for one in world.strangers if one.role not in CLIENTS)]
    watching = [one for one in readers if one.role in {Role.COUNSELLOR, Role.PSYCHIATRIST}]
    # What changes things comes last, so that all is there to be read.
    asked = [(*each, readers) for each in OPERATIONS if each[0] == "GET"]
    asked += [(*each, watching) for each in WITH_OBJECTS if each[0] != "GET"]
    seen = set()
    for method, path, operation, callers in asked:
        for one in callers:
            if one.role not in operation["x-roles"]:
                continue
            reader = await afresh(units, one)
            opened.clear()
            headers = {"Authorization": f"Bearer {api.token(reader)}"}
            sent = body_of(operation)
            async with api.client.request(method, address(path, world.objects), headers=headers, **sent) as response:
                body = await response.read()
            # A refusal shows nothing, unless it says how the note stands now.
            contexts = list(opened) if response.status < 400 or FIELDS["complaint"].encode() in body else []
            missing = wanted(contexts, world) - await noted(units, reader)
            assert not missing, (reader.role, method, path)
            seen |= {ENTITIES[kind] for kind in contexts if kind not in NO_RECORDS}
    assert seen >= {
        Entity.ENCOUNTER,
        Entity.FLAG,
        Entity.LETTER,
        Entity.MESSAGES,
        Entity.NOTE,
        Entity.QUESTIONNAIRE_RESPONSE,
    }


async def test_a_file_that_is_opened_leaves_an_entry(api, units, world, opened):
    reader = await afresh(units, world.counsellor)
    _, given = await api.as_(reader).get(f"/api/attachments/{world.objects['attachment_id']}/address")
    assert await noted(units, reader) == set()
    async with api.client.get(given["address"]) as response:
        assert response.status == 200
    assert "attachment" in opened
    assert await noted(units, reader) == {("attachment", world.owner.person_id)}


async def test_every_event_that_opens_something_leaves_an_entry(application, api, units, world, opened):
    async with TestServer(application.web) as server:
        url = str(server.make_url("")).rstrip("/")
        for event in CLIENT_EVENTS:
            if event.namespace != CONSULTATION:
                continue
            reader = await afresh(units, world.counsellor)
            client = Client(CONSULTATION)
            await client.connect(url, auth_of(api.token(reader)), f"encounter={world.encounter_id}")
            opened.clear()
            await client.done("join", {"since": 0})
            await client.call(event.name, GOOD[event.namespace, event.name])
            contexts = list(opened)
            await client.close()
            assert "message" in contexts
            assert wanted(contexts, world) <= await noted(units, reader), event.name


async def test_what_the_family_opens_of_its_own_is_not_noted(api, units, world, opened):
    reader = await afresh(units, world.owner)
    for method, path, operation in OPERATIONS:
        if method == "GET" and reader.role in operation["x-roles"]:
            await api.as_(reader).get(address(path, world.objects))
    assert "message" in opened
    # That a file of everything left the house is.
    assert await noted(units, reader) == {("export", world.owner.person_id)}


async def test_signing_in_is_noted_and_so_is_that_it_failed(api, units):
    account = {
        "email": "midwife@example.jp",
        "password": "ひよこと 歩く 夕方",
        "display_name": "佐藤 花",
        "role": "midwife",
    }
    async with units.write() as uow:
        administrator = await make_staff(uow, Role.ADMINISTRATOR)
    assert (await api.as_(administrator).post("/api/accounts", json=account))[0] == 201
    credentials = {"email": account["email"], "password": account["password"]}
    for given in (credentials, {**credentials, "password": "x" * 12}, {**credentials, "email": "nobody@example.jp"}):
        await api.post("/api/auth/sign-in", json=given)
    async with units.read() as uow:
        made = (await uow.session.scalars(select(AuditEvent).where(AuditEvent.entity == Entity.ACCOUNT))).one()
        query = select(AuditEvent).where(AuditEvent.entity == Entity.SESSION).order_by(AuditEvent.id)
        events = (await uow.session.scalars(query)).all()
    assert (made.action, made.account_id) == ("create", administrator.account_id)
    assert [(event.succeeded, event.role, event.session_id is None) for event in events] == [
        (True, "midwife", False),
        (False, "midwife", True),
        (False, None, True),
    ]


async def test_signing_out_is_noted_and_so_is_that_somebody_registered(api, units):
    status, signed_in = await api.post("/api/auth/register", json=PERSON)
    assert status == 201
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    for path in ("sign-out-everywhere", "sign-out"):
        assert (await api.post(f"/api/auth/{path}", headers=headers))[0] in {204, 401}
    async with units.read() as uow:
        events = (await uow.session.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
    who = UUID(signed_in["me"]["account_id"])
    done = {(event.action, event.entity) for event in events if event.account_id == who}
    assert done == {("create", "account"), ("execute", "session"), ("delete", "session")}
