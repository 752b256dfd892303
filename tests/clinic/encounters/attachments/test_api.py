"""A photo on its way: taken in once, sent with a message, seen by those who take part, and by nobody else."""

import asyncio
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from clinic.encounters import service as encounters
from clinic.encounters.attachments import service
from clinic.encounters.attachments.addresses import FileAddresses, FileClaims
from clinic.encounters.attachments.kinds import Rendition
from clinic.encounters.attachments.tables import Attachment, AttachmentContent
from clinic.encounters.tables import Encounter
from core.clock import ManualClock
from core.crypto import SealBroken
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts import sessions
from people.accounts.access_tokens import SigningKey
from people.consents.kinds import ConsentKind
from people.consents.service import withdraw
from tests.clinic.encounters.attachments.make import make_attachment, send, writing
from tests.clinic.encounters.attachments.make_files import MAKER, document, locked_document, photo
from tests.clinic.encounters.guests.make import make_guest
from tests.clinic.encounters.make import make_consultation
from tests.fixtures.application import Api
from tests.people.make import make_parent

Room = tuple[Principal, Principal, UUID]


@pytest.fixture
async def room(units: Units) -> Room:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow, admitted=True)
    return parent, midwife, encounter.id


async def upload(api: Api, who: Principal, encounter_id: UUID, content, client_id: UUID | None = None, **sent):
    path = f"/api/encounters/{encounter_id}/attachments?client_id={client_id or uuid4()}"
    headers = {"Content-Type": "application/octet-stream", **sent.pop("headers", {})}
    return await api.as_(who).post(path, data=content, headers=headers, **sent)


async def address(api: Api, who: Principal, attachment_id: UUID | str, size: str = "full"):
    return await api.as_(who).get(f"/api/attachments/{attachment_id}/address?size={size}")


async def rows(units: Units) -> int:
    async with units.read() as uow:
        return await uow.session.scalar(select(func.count()).select_from(Attachment)) or 0


async def test_a_photo_is_uploaded_once_sent_and_seen_by_the_other_in_both_sizes(
    api: Api, units: Units, room: Room
) -> None:
    parent, midwife, encounter_id = room
    client_id = uuid4()
    status, file = await upload(api, parent, encounter_id, photo(), client_id)
    assert (status, file["kind"], file["media_type"]) == (201, "picture", "image/jpeg")
    assert (file["width"], file["height"], file["pages"]) == (40, 60, None)
    assert (await upload(api, parent, encounter_id, photo(), client_id))[1] == file
    assert await rows(units) == 1
    # Before it is sent it is its author's alone.
    assert (await address(api, midwife, file["id"]))[0] == 404
    assert (await address(api, parent, file["id"]))[0] == 200
    sent = await send(units, parent, encounter_id, UUID(file["id"]))
    assert (sent.body, sent.file is not None and sent.file.model_dump(mode="json")) == ("", file)
    _, log = await api.as_(midwife).get(f"/api/encounters/{encounter_id}/messages")
    assert [one["file"] for one in log["messages"]] == [file]
    for size, most in (("full", (40, 60)), ("thumbnail", (40, 60))):
        _, found = await address(api, midwife, file["id"], size)
        async with api.client.get(found["address"]) as response:
            assert response.status == 200
            assert Image.open(BytesIO(await response.read())).size == most
            headers = response.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Disposition"] == "inline"


async def test_a_document_is_given_to_be_saved_and_has_no_thumbnail(api: Api, room: Room) -> None:
    parent, _, encounter_id = room
    _, file = await upload(api, parent, encounter_id, document())
    assert (file["kind"], file["pages"], file["width"]) == ("document", 2, None)
    assert (await address(api, parent, file["id"], "thumbnail"))[0] == 404
    _, found = await address(api, parent, file["id"])
    async with api.client.get(found["address"]) as response:
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_what_cannot_be_taken_is_refused_with_its_code_and_leaves_nothing(
    api: Api, units: Units, room: Room
) -> None:
    parent, _, encounter_id = room
    for content, code in [
        (b"", "unknown_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_kind"),
        (photo()[:-200], "broken"),
        (locked_document(), "locked"),
    ]:
        status, problem = await upload(api, parent, encounter_id, content)
        assert (status, problem["code"]) == (422, f"attachments.{code}")
    status, problem = await upload(api, parent, encounter_id, photo(), headers={"Content-Type": "image/jpeg"})
    assert (status, problem["code"]) == (415, "request.unsupported_media_type")
    assert await rows(units) == 0


async def test_more_than_fifteen_megabytes_are_refused_whether_they_are_announced_or_not(api: Api, room: Room) -> None:
    parent, _, encounter_id = room

    async def endless():
        for _ in range(300):
            yield b"\xff\xd8\xff" + b" " * 65_536

    status, problem = await upload(api, parent, encounter_id, endless(), expect100=True)
    assert (status, problem["code"], problem["params"]) == (413, "attachments.too_large", {"most": 15})
    status, problem = await upload(
        api, parent, encounter_id, b"x", headers={"Content-Length": "15000001", "Connection": "close"}
    )
    assert (status, problem["code"]) == (413, "attachments.too_large")


async def test_an_upload_that_breaks_off_leaves_nothing_and_the_same_client_id_goes_through_afterwards(
    api: Api, units: Units, room: Room
) -> None:
    parent, _, encounter_id = room
    client_id, content = uuid4(), photo()
    server = api.client.server
    _, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        f"POST /api/encounters/{encounter_id}/attachments?client_id={client_id} HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {api.token(parent)}\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Length: {len(content)}\r\n\r\n".encode()
        + content[:-100]
    )
    await writer.drain()
    writer.transport.abort()
    assert (await upload(api, parent, encounter_id, content, client_id))[0] == 201
    assert await rows(units) == 1


async def test_two_uploads_of_one_photo_at_once_are_one_file(api: Api, units: Units, room: Room) -> None:
    parent, _, encounter_id = room
    client_id = uuid4()
    first, second = await asyncio.gather(
        upload(api, parent, encounter_id, photo(), client_id), upload(api, parent, encounter_id, photo(), client_id)
    )
    assert first == second
    assert first[0] == 201
    assert await rows(units) == 1


async def test_nobody_sends_a_file_where_nobody_may_write(api: Api, units: Units, room: Room) -> None:
    parent, midwife, encounter_id = room
    async with units.write() as uow:
        stranger = await make_parent(uow)
        partner = await make_parent(uow, household=parent)
    for who in (stranger, partner):
        status, problem = await upload(api, who, encounter_id, photo())
        assert (status, problem["code"]) == (404, "encounters.not_found")
    async with units.write() as uow:
        appointment_id = (await uow.session.get_one(Encounter, encounter_id)).appointment_id
        guest = await make_guest(uow, parent, midwife, appointment_id)
        await encounters.send_back(uow, midwife, encounter_id)
    assert (await upload(api, guest, encounter_id, photo()))[1]["code"] == "encounters.not_admitted"
    async with units.write() as uow:
        await encounters.admit(uow, midwife, encounter_id)
    async with units.write() as uow:
        assert parent.person_id is not None
        await withdraw(uow, parent.person_id, ConsentKind.SENSITIVE_DATA)
    assert (await upload(api, parent, encounter_id, photo()))[1]["code"] == "consent.required"
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter_id)
    assert (await upload(api, midwife, encounter_id, photo()))[1]["code"] == "encounters.finished"


async def test_a_consultation_holds_a_bounded_number_of_files(
    api: Api, units: Units, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, _, encounter_id = room
    monkeypatch.setattr(service, "MAX_FILES", 1)
    await make_attachment(units, parent, encounter_id)
    status, problem = await upload(api, parent, encounter_id, photo())
    assert (status, problem["code"]) == (409, "attachments.too_many")


async def test_an_address_opens_for_two_minutes_and_only_as_long_as_the_sign_in_stands(
    api: Api, units: Units, room: Room, clock: ManualClock
) -> None:
    parent, midwife, encounter_id = room
    attachment_id = await make_attachment(units, parent, encounter_id)
    await send(units, parent, encounter_id, attachment_id)
    _, found = await address(api, midwife, attachment_id)
    assert (await api.client.get(found["address"])).status == 200
    clock.advance(timedelta(seconds=121))
    expired = await api.get(found["address"])
    assert (expired[0], expired[1]["code"]) == (404, "attachments.not_found")
    _, fresh = await address(api, midwife, attachment_id)
    async with units.write() as uow:
        await sessions.revoke_all(uow, midwife.account_id, sessions.Revocation.SIGNED_OUT)
    assert (await api.get(fresh["address"]))[0] == 404


async def test_the_file_of_a_withdrawn_message_is_shown_to_nobody_and_stays_in_the_record(
    api: Api, units: Units, room: Room
) -> None:
    parent, midwife, encounter_id = room
    attachment_id = await make_attachment(units, parent, encounter_id)
    sent = await send(units, parent, encounter_id, attachment_id)
    _, found = await address(api, midwife, attachment_id)
    async with writing(units) as writer:
        await writer.withdraw(encounter_id, sent.author, uuid4(), sent.sequence)
        again = await writer.append(encounter_id, sent.author, sent.client_id, "", attachment_id)
        assert (again.withdrawn, again.file) == (True, None)
    assert (await api.get(found["address"]))[0] == 404
    for who in (parent, midwife):
        assert (await address(api, who, attachment_id))[0] == 404
        _, log = await api.as_(who).get(f"/api/encounters/{encounter_id}/messages")
        assert [one["file"] for one in log["messages"]] == [None, None]
    assert await rows(units) == 1


async def test_a_guest_sees_the_files_that_were_sent_since_they_came_and_only_while_they_are_inside(
    api: Api, units: Units, room: Room
) -> None:
    parent, midwife, encounter_id = room
    before = await make_attachment(units, parent, encounter_id)
    await send(units, parent, encounter_id, before)
    async with units.write() as uow:
        encounter = await uow.session.get_one(Encounter, encounter_id)
        guest = await make_guest(uow, parent, midwife, encounter.appointment_id)
    since = await make_attachment(units, midwife, encounter_id)
    await send(units, midwife, encounter_id, since)
    assert (await address(api, guest, before))[0] == 404
    _, found = await address(api, guest, since)
    assert (await api.client.get(found["address"])).status == 200
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter_id)
    assert (await api.get(found["address"]))[0] == 404


async def test_an_address_that_is_forged_or_meant_for_something_else_opens_nothing(
    api: Api, units: Units, room: Room
) -> None:
    parent, _, encounter_id = room
    attachment_id = await make_attachment(units, parent, encounter_id)
    now = units.clock.now()
    claims = FileClaims(parent.account_id, parent.session_id, attachment_id, Rendition.FULL)
    forged, _ = FileAddresses([SigningKey("dev", b"x" * 32)]).write(claims, now)
    _, found = await address(api, parent, attachment_id)
    for bad in (forged, found["address"][:-2], f"/files/{api.token(parent)}", "/files/x", f"/files/{'y' * 1000}"):
        status, problem = await api.get(bad)
        assert (status, problem["code"]) == (404, "attachments.not_found"), bad
    # Nor does the token of an address sign anybody in.
    token = found["address"].removeprefix("/files/")
    status, _ = await api.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert status == 401


async def test_a_file_that_was_never_sent_is_forgotten_after_a_day_and_one_that_was_stays(
    api: Api, units: Units, room: Room, clock: ManualClock
) -> None:
    parent, _, encounter_id = room
    left, sent = [await make_attachment(units, parent, encounter_id) for _ in range(2)]
    await send(units, parent, encounter_id, sent)
    clock.advance(timedelta(hours=23))
    await api.application.runner.drain()
    assert await rows(units) == 2
    clock.advance(timedelta(hours=2))
    await api.application.runner.drain()
    async with units.read() as uow:
        assert list(await uow.session.scalars(select(Attachment.id))) == [sent]
        assert set(await uow.session.scalars(select(AttachmentContent.attachment_id))) == {sent}
    assert (await address(api, parent, left))[0] == 404


async def test_a_stored_photo_is_sealed_and_opens_in_its_place_only(units: Units, room: Room) -> None:
    parent, _, encounter_id = room
    attachment_id = await make_attachment(units, parent, encounter_id)
    async with units.read() as uow:
        for content in await uow.session.scalars(select(AttachmentContent)):
            assert b"JFIF" not in content.content_sealed
            assert MAKER.encode() not in content.content_sealed
            context = service.content_context(attachment_id, content.rendition)
            assert units.vault.open_bytes(content.content_sealed, context).startswith(b"\xff\xd8\xff")
            with pytest.raises(SealBroken):
                units.vault.open_bytes(content.content_sealed, service.content_context(uuid4(), content.rendition))
