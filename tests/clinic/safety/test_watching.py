"""The watch: phrases in the chat, and hours in which the chain would find nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from clinic.safety import flags
from clinic.safety.alerts.watching import look_ahead
from clinic.safety.chat.phrases import holds_phrase, phrase_list
from clinic.safety.chat.watching import read_chat
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from core.ids import new_id
from core.principal import Role
from people.accounts import service as accounts
from people.notices.tables import Notice
from tests.booking.make import make_duty
from tests.booking.rota.make_rota import KINDS, NEED, STAFF, make_desk
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_practitioner, make_staff


@pytest.mark.parametrize("text", ["もう 死にたい、です", "シニタイ", "I want  to DIE.", "きえた\nい"])
def test_a_phrase_is_found_however_it_is_written(text):
    assert holds_phrase(text)


@pytest.mark.parametrize("text", ["", "ミルクをよく飲みます", "夜泣きでつらい", "The baby died down to sleep"])
def test_other_words_are_left_alone(text):
    assert not holds_phrase(text)


def test_the_list_says_that_it_needs_a_review():
    assert phrase_list().needs_review


@pytest.fixture
async def chat(units):
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow, admitted=True)
    async with units.write() as uow:
        await read_chat(uow, {})
    writer = ChatWriter(units)
    writer.start()

    async def write(principal, text):
        async with units.read() as uow:
            name = (await accounts.names(uow, [principal.account_id]))[principal.account_id]
        author = Author(account_id=name.account_id, display_name=name.display_name, role=name.role)
        await writer.append(encounter.id, author, new_id(), text)
        async with units.write() as uow:
            await read_chat(uow, {})
        async with units.read() as uow:
            return list(await uow.session.scalars(select(Flag).order_by(Flag.round)))

    yield write, parent, midwife
    await writer.stop()


async def test_what_a_client_writes_raises_one_alert_until_it_is_assessed(units, chat):
    write, parent, midwife = chat
    assert await write(midwife, "死にたいと思うことはありますか") == []
    assert await write(parent, "いいえ") == []
    (flag,) = await write(parent, "ときどき、消えたいです")
    assert (flag.kind, flag.practitioner_id) == (FlagKind.CHAT_PHRASE, midwife.practitioner_id)
    assert len(await write(parent, "消えたい")) == 1
    async with units.write() as uow:
        await flags.acknowledge(uow, midwife, flag.id, None)
    assert len(await write(parent, "消えたい")) == 1


async def test_that_no_counsellor_was_ever_put_on_duty_is_told_to_the_coordinators_once_a_day(units, clock):
    async with units.write() as uow:
        desk = await make_staff(uow, Role.COORDINATOR)
        midwife = await make_practitioner(uow)
        begins = clock.now()
        await make_duty(uow, midwife.practitioner_id, begins, begins + timedelta(hours=24))

    async def told():
        for _ in range(2):
            async with units.write() as uow:
                await look_ahead(uow, {})
        async with units.read() as uow:
            return [(each.account_id, each.kind) for each in await uow.session.scalars(select(Notice))]

    assert await told() == [(desk.account_id, "safety.no_rota")]
    clock.advance(timedelta(days=1))
    assert await told() == [(desk.account_id, "safety.no_rota")] * 2
    async with units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        begins = clock.now()
        await make_duty(uow, counsellor.practitioner_id, begins, begins + timedelta(hours=24), role=Role.COUNSELLOR)
    clock.advance(timedelta(days=1))
    assert len(await told()) == 2


async def test_a_night_without_a_counsellor_is_told_to_the_coordinators_beforehand_and_once(api, application, clock):
    desk = await make_desk(api, midwives=1)
    async with application.units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
    await desk.put("cover", cover=[], overrides=[])
    await desk.put(
        "staff", staff=[{**STAFF, "skills": ["counsellor"], "practitioner_id": str(counsellor.practitioner_id)}]
    )
    await desk.put("cover", cover=[{**NEED, "role": "counsellor", "day_kind": kind} for kind in KINDS], overrides=[])

    async def look():
        async with application.units.write() as uow:
            await look_ahead(uow, {})
        async with application.units.read() as uow:
            query = select(Notice).where(Notice.kind == "safety.no_cover")
            return [notice.data for notice in await uow.session.scalars(query)]

    async with application.units.write() as uow:
        ended = clock.now() - timedelta(days=2)
        who = counsellor.practitioner_id
        await make_duty(uow, who, ended - timedelta(hours=8), ended, role=Role.COUNSELLOR)
    (told,) = await look()
    assert await look() == [told]
    clock.advance(timedelta(days=1))
    async with application.units.write() as uow:
        begins = clock.now()
        await make_duty(uow, counsellor.practitioner_id, begins, begins + timedelta(hours=24), role=Role.COUNSELLOR)
    assert await look() == [told]
    async with application.units.write() as uow:
        await accounts.block(uow, counsellor.account_id)
    assert len(await look()) == 2
