"""What a person takes with them: all that is theirs, nothing of others', for a few days."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from clinic.encounters.views import Author
from clinic.keeping.export import gathering
from clinic.keeping.export import service as exports
from clinic.keeping.tables import DataExport, DataExportContent
from clinic.records.summaries import service as summaries
from core.crypto import Vault
from core.errors import Conflict
from core.ids import new_id
from core.live import LiveBus
from core.principal import Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from tests.clinic.encounters.attachments.make import writing
from tests.clinic.keeping.make import make_finished
from tests.clinic.records.letters.make import make_asked, make_by_ground, make_draft, revoke
from tests.people.make import make_member, make_parent
from tests.server.policies.world import make_world


@pytest.fixture
async def world(units, clock):
    return await make_finished(units, clock)


async def fetched(api, principal) -> dict:
    """Return the newest export of a person as they read it in the file."""
    as_person = api.as_(principal)
    _, listed = await as_person.get("/api/me/exports")
    status, content = await as_person.get(f"/api/me/exports/{listed['exports'][0]['id']}/file")
    assert status == 200, content
    return content


async def asked(api, application, principal) -> dict:
    assert (await api.as_(principal).post("/api/me/exports"))[0] == 201
    await application.runner.drain()
    return await fetched(api, principal)


async def test_everything_that_is_theirs_is_in_the_file_and_nothing_that_staff_wrote_for_themselves(
    api, application, world
):
    content = await asked(api, application, world.owner)
    assert (content["format"], content["format_version"], content["unreadable"]) == ("hagukumi-export", 1, 0)
    profile = content["profile"]
    assert (profile["display_name"], profile["telephone"]["text"]) == ("はな", "09012345678")
    assert {one["kind"] for one in content["consents"]} == {"terms", "sensitive_data"}
    assert [one["id"] for one in content["appointments"]] == [world.objects["appointment_id"]]
    [consultation] = content["consultations"]
    assert (consultation["place"]["text"], consultation["summary"]["body"]["text"]) == ("自宅", "休む時間を決めた")
    [message] = consultation["messages"]
    assert base64.b64decode(message["file"]["content_base64"]).startswith(b"\xff\xd8")
    [form] = content["questionnaires"]
    assert [(one["item"], one["value"]) for one in form["answers"]] == [("9", 1)]
    assert "counsellor" in {one["role"] for one in content["record_access"]}
    assert [one["service"]["ja"] for one in content["waits"]] == ["カウンセリング"]
    assert content["notices"]
    assert content["sign_ins"]
    written = json.dumps(content, ensure_ascii=False)
    # The note, its amendment, why an alert was raised, the assessment, the hold; and another person's name.
    for secret in ("昼に眠る", "聞き直した", "熱が高い", "電話で話した", "裁判所", "あおい"):
        assert secret not in written, secret


async def test_letters_that_the_person_sees_are_in_it_with_their_answer_and_why_one_was_revoked(
    api, application, units, world
):
    async with units.write() as uow:
        asked_about = await make_asked(uow, world.counsellor, world.owner)
        handed = await make_by_ground(uow, world.counsellor, world.owner)
        await revoke(uow, world.counsellor, handed.id)
    content = await asked(api, application, world.owner)
    [revoked] = [one for one in content["letters"] if one["state"] == "revoked"]
    [waiting] = [one for one in content["letters"] if one["id"] == str(asked_about.id)]
    assert (revoked["kind"], revoked["ground"]) == ("handover", "danger_to_child")
    assert (revoked["revocation"]["text"], revoked["unreadable"]) == ("宛先のまちがい", None)
    assert "はぐくみ病院" in [part["text"] for part in revoked["parts"]]
    assert (waiting["state"], waiting["agrees"], waiting["number"]) == ("asked", None, None)


async def test_a_withheld_letter_and_a_draft_show_nowhere_in_it(api, application, units, world):
    async with units.write() as uow:
        hidden = await make_by_ground(uow, world.counsellor, world.owner, "父に知られる")
        draft = await make_draft(uow, world.counsellor, world.owner)
    content = await asked(api, application, world.owner)
    assert content["letters"]
    written = json.dumps(content, ensure_ascii=False)
    assert hidden.number is not None
    for secret in (str(hidden.id), str(draft.id), hidden.number, "父に知られる"):
        assert secret not in written, secret
    assert "letter" not in {one["entity"] for one in content["record_access"]}


async def test_the_page_reads_the_same_without_the_contents_of_files(api, application, world):
    content = await asked(api, application, world.owner)
    _, listed = await api.as_(world.owner).get("/api/me/exports")
    status, read = await api.as_(world.owner).get(f"/api/me/exports/{listed['exports'][0]['id']}/record")
    assert status == 200
    content["consultations"][0]["messages"][0]["file"]["content_base64"] = None
    assert read == content


async def test_files_beyond_the_bound_are_named_and_not_in_it(api, application, world, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_FILE_BYTES", 10)
    content = await asked(api, application, world.owner)
    file = content["consultations"][0]["messages"][0]["file"]
    assert (file["left_out"], file["content_base64"]) == (True, None)
    assert file["size"] > 10


async def test_one_at_a_time_and_the_person_is_told_when_it_is_there(api, application, units, world):
    owner = api.as_(world.owner)
    assert (await owner.post("/api/me/exports"))[0] == 201
    status, problem = await owner.post("/api/me/exports")
    assert (status, problem["code"]) == (409, "keeping.export_under_way")
    _, listed = await owner.get("/api/me/exports")
    newest = listed["exports"][0]
    assert (newest["state"], newest["size"]) == ("asked", None)
    status, problem = await owner.get(f"/api/me/exports/{newest['id']}/file")
    assert (status, problem["code"]) == (409, "keeping.export_not_ready")
    await application.runner.drain()
    async with units.read() as uow:
        kinds = (
            await uow.session.scalars(select(Notice.kind).where(Notice.account_id == world.owner.account_id))
        ).all()
    # One for the file of the world, one for this.
    assert kinds.count("keeping.export_ready") == 2
    assert (await owner.get(f"/api/me/exports/{newest['id']}/file"))[0] == 200


async def test_a_file_that_was_made_before_an_update_is_read_after_it(api, application, units, world):
    made = await asked(api, application, world.owner)
    del made["household"], made["letters"], made["consultations"][0]["summary"]["shown_to"]
    _, listed = await api.as_(world.owner).get("/api/me/exports")
    export_id = listed["exports"][0]["id"]
    async with units.write() as uow:
        stored = await uow.session.get_one(DataExportContent, UUID(export_id))
        stored.content_sealed = uow.vault.seal_bytes(json.dumps(made).encode(), f"export:{export_id}")
    status, read = await api.as_(world.owner).get(f"/api/me/exports/{export_id}/record")
    assert status == 200, read
    assert (read["household"], read["letters"]) == ({"members": [], "joined": []}, [])
    assert read["consultations"][0]["summary"]["shown_to"] == []


async def test_after_three_days_it_is_gone_and_so_is_what_it_held(api, application, units, clock, world):
    await asked(api, application, world.owner)
    _, listed = await api.as_(world.owner).get("/api/me/exports")
    clock.advance(timedelta(days=3))
    # Before the job has come to it, too.
    path = f"/api/me/exports/{listed['exports'][0]['id']}/file"
    status, problem = await api.as_(world.owner).get(path)
    assert (status, problem["code"]) == (410, "keeping.export_over")
    await application.runner.drain()
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(DataExportContent)) == 0
    _, listed = await api.as_(world.owner).get("/api/me/exports")
    assert {one["state"] for one in listed["exports"]} == {"over"}


async def test_making_it_twice_makes_one(units, world):
    async with units.write() as uow:
        export = await exports.ask(uow, world.owner)
    for _ in range(2):
        await exports.make(units, {"export_id": str(export.id)})
    async with units.read() as uow:
        assert (await uow.session.get_one(DataExport, export.id)).size


async def test_one_text_under_a_lost_key_is_said_to_be_unreadable_and_the_rest_is_there(
    api, application, database, clock, zone, units
):
    lost = Units(database, clock, zone, Vault([("lost", bytes(32))]), LiveBus())
    world = await make_world(lost, clock)
    author = Author(account_id=world.owner.account_id, display_name="はな", role=world.owner.role)
    async with writing(units) as writer:
        await writer.append(world.encounter_id, author, new_id(), "いまは読める")
    content = await asked(api, application, world.owner)
    bodies = [one["body"] for one in content["consultations"][0]["messages"]]
    assert bodies == [{"text": None, "unreadable": "server.sealed"}, {"text": "いまは読める", "unreadable": None}]
    assert content["profile"]["telephone"] == {"text": None, "unreadable": "server.sealed"}
    assert content["questionnaires"][0]["answers"][0]["unreadable"] == "server.sealed"
    assert content["unreadable"] >= 4


async def test_another_of_the_household_gets_their_own_file_and_nothing_of_it(api, application, units, world):
    async with units.write() as uow:
        other = await make_parent(uow, "しょう", household=world.owner)
    content = await asked(api, application, other)
    assert (content["profile"]["display_name"], content["consultations"], content["questionnaires"]) == (
        "しょう",
        [],
        [],
    )
    async with units.write() as uow:
        mine = await exports.ask(uow, world.owner)
    with pytest.raises(Conflict):
        async with units.write() as uow:
            await exports.ask(uow, world.owner)
    status, problem = await api.as_(other).get(f"/api/me/exports/{mine.id}/file")
    assert (status, problem["code"]) == (404, "keeping.export_not_found")


async def test_five_files_a_day_are_enough(api, application, units):
    async with units.write() as uow:
        parent = await make_parent(uow)
    answers = []
    for _ in range(6):
        answers.append((await api.as_(parent).post("/api/me/exports"))[0])
        await application.runner.drain()
    assert answers == [201, 201, 201, 201, 201, 429]


async def test_whom_they_invited_where_they_joined_and_to_whom_they_showed_a_summary_is_in_it(
    api, application, units, world
):
    async with units.write() as uow:
        partner = await make_parent(uow, "たろう", Role.FAMILY)
        await make_member(uow, world.owner, partner, "夫")
        await summaries.share(uow, world.owner, world.encounter_id, partner.account_id)
    content = await asked(api, application, world.owner)
    assert "夫" in [one["name"] for one in content["household"]["members"]]
    assert [one["name"] for one in content["consultations"][0]["summary"]["shown_to"]] == ["たろう"]
    theirs = await asked(api, application, partner)
    assert [one["inviter_name"] for one in theirs["household"]["joined"]] == ["はな"]
    assert theirs["consultations"] == []
