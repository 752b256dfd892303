"""A person sees who read their record, and nobody else's."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from core.audit.events import Action, Entity, Purpose
from core.principal import Role
from tests.people.make import make_parent, make_practitioner

CATALOGUES = Path(__file__).resolve().parents[3] / "clients/web/src/i18n"
PATH = "/api/me/record-access"


async def test_a_person_sees_who_read_what_of_theirs_when_and_why_the_newest_first(api, units, clock):
    async with units.write() as uow:
        hana, other = await make_parent(uow), await make_parent(uow, "あおい")
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        uow.audit(midwife, Action.READ, Entity.MESSAGES, uuid4(), person_id=hana.person_id)
        uow.audit(midwife, Action.READ, Entity.MESSAGES, uuid4(), person_id=other.person_id)
        uow.audit(hana, Action.UPDATE, Entity.QUESTIONNAIRE_RESPONSE, uuid4(), person_id=hana.person_id)
    clock.advance(timedelta(hours=1))
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        uow.audit(
            psychiatrist,
            Action.READ,
            Entity.NOTE,
            uuid4(),
            person_id=hana.person_id,
            purpose=Purpose.BREAK_THE_GLASS,
        )
    status, page = await api.as_(hana).get(PATH)
    assert status == 200
    assert [(one["name"], one["role"], one["action"], one["entity"], one["purpose"]) for one in page["entries"]] == [
        ("田中 樹", "psychiatrist", "read", "note", "break_the_glass"),
        ("佐藤 花", "midwife", "read", "messages", "treatment"),
    ]
    newest = page["entries"][0]
    assert newest["at"] == "2026-11-24T02:00:00.000Z"
    _, older = await api.as_(hana).get(f"{PATH}?before={newest['id']}")
    assert older["entries"] == page["entries"][1:]
    assert (await api.as_(midwife).get(PATH))[0] == 403


async def test_many_entries_of_one_instant_come_page_by_page_each_once(api, units):
    async with units.write() as uow:
        hana = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        for _ in range(5):
            uow.audit(midwife, Action.READ, Entity.ATTACHMENT, uuid4(), person_id=hana.person_id)
    seen, way = [], ""
    while True:
        _, page = await api.as_(hana).get(f"{PATH}?limit=2{way}")
        if not page["entries"]:
            break
        seen += [one["id"] for one in page["entries"]]
        way = f"&before={seen[-1]}"
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("language", ["ja", "en"])
def test_whatever_stands_in_the_log_has_words(language):
    words = json.loads((CATALOGUES / language / "access.json").read_text())
    assert words["what"].keys() == {*Entity}
    assert words["purpose"].keys() == {*Purpose}
