"""Where the time was too short, the same two go on in writing: for some days, once, and nobody waits unseen."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from booking.appointments.tables import Appointment
from clinic.encounters import continuing, service
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.jobs import handlers
from clinic.encounters.reading import list_encounters, show
from clinic.encounters.states import EncounterState, may_call
from clinic.encounters.views import Author
from clinic.encounters.writing import OPENED_WITHIN, REMIND_BEFORE, WRITING_FOR
from core.clock import ManualClock
from core.errors import Conflict, NotFound
from core.outbox.runner import JobRunner
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.mail.delivery import Delivery, Post
from people.mail.tables import Mail
from people.notices.service import mark_seen
from people.notices.tables import Notice
from server.jobs import WANTED
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent, make_practitioner


@dataclass
class Talk:
    """A consultation of a parent with a midwife, in progress at first."""

    units: Units
    parent: Principal
    midwife: Principal
    encounter_id: UUID

    async def finish(self) -> None:
        async with self.units.write() as uow:
            await service.finish(uow, self.midwife, self.encounter_id)

    async def open(self, by: Principal | None = None) -> None:
        async with self.units.write() as uow:
            await continuing.open_writing(uow, by or self.midwife, self.encounter_id)

    async def end(self, by: Principal | None = None) -> None:
        async with self.units.write() as uow:
            await continuing.end_writing(uow, by or self.midwife, self.encounter_id)

    async def write(self, who: Principal, body: str) -> int:
        writer = ChatWriter(self.units)
        writer.start()
        try:
            author = Author(account_id=who.account_id, display_name="name", role=who.role)
            return (await writer.append(self.encounter_id, author, uuid4(), body)).sequence
        finally:
            await writer.stop()

    async def work(self) -> None:
        await JobRunner(self.units, handlers).drain()

    async def told(self) -> list[tuple[str, UUID]]:
        async with self.units.read() as uow:
            query = select(Notice).where(Notice.kind.startswith("encounter.")).order_by(Notice.id)
            return [(each.kind, each.account_id) for each in await uow.session.scalars(query)]

    async def goes_on(self, who: Principal) -> list[bool]:
        """Return, of those that the caller sees going on, whether the client waits for an answer."""
        async with self.units.read() as uow:
            return [each.unanswered for each in await list_encounters(uow, who, goes_on=True)]


@pytest.fixture
async def talk(units: Units) -> Talk:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
        await service.admit(uow, midwife, encounter.id)
    return Talk(units, parent, midwife, encounter.id)


async def test_both_write_on_in_the_same_numbers_until_the_end_and_not_after_it(talk: Talk, clock: ManualClock):
    assert await talk.write(talk.parent, "もう一つ聞きたいことが") == 1
    await talk.finish()
    with pytest.raises(Conflict, match=r"encounters\.finished"):
        await talk.write(talk.parent, "まだ")
    await talk.open()
    assert await talk.write(talk.parent, "つづきです") == 2
    assert await talk.write(talk.midwife, "お答えします") == 3
    clock.advance(WRITING_FOR)
    with pytest.raises(Conflict, match=r"encounters\.finished"):
        await talk.write(talk.parent, "まだ")
    assert await talk.goes_on(talk.parent) == []


async def test_it_opens_at_the_end_once_and_not_long_after(talk: Talk, clock: ManualClock):
    with pytest.raises(Conflict, match=r"encounters\.not_finished"):
        await talk.open()
    await talk.finish()
    await talk.open()
    async with talk.units.read() as uow:
        until = (await show(uow, talk.parent, talk.encounter_id)).writing_until
    clock.advance(timedelta(hours=1))
    # A second tap neither opens a second nor makes it longer.
    await talk.open()
    async with talk.units.read() as uow:
        assert (await show(uow, talk.parent, talk.encounter_id)).writing_until == until
    await talk.end()
    with pytest.raises(Conflict, match=r"encounters\.writing_over"):
        await talk.open()


async def test_long_after_the_end_it_does_not_open_any_more(talk: Talk, clock: ManualClock):
    await talk.finish()
    clock.advance(OPENED_WITHIN + timedelta(seconds=1))
    with pytest.raises(Conflict, match=r"encounters\.writing_late"):
        await talk.open()


def test_nobody_is_called_while_it_goes_on_in_writing():
    with pytest.raises(Conflict, match=r"encounters\.finished"):
        may_call(EncounterState.FINISHED)


async def test_only_its_practitioner_opens_and_ends_it(talk: Talk):
    await talk.finish()
    async with talk.units.write() as uow:
        strangers = [await make_parent(uow), await make_practitioner(uow, Role.MIDWIFE), talk.parent]
    for stranger in strangers:
        for act in (talk.open, talk.end):
            with pytest.raises(NotFound):
                await act(stranger)
    await talk.open()
    for stranger in strangers[:2]:
        assert await talk.goes_on(stranger) == []
    await talk.end()
    await talk.end()
    with pytest.raises(Conflict, match=r"encounters\.finished"):
        await talk.write(talk.parent, "まだ")


async def test_the_client_is_told_that_it_goes_on_and_each_of_what_the_other_writes(talk: Talk, clock: ManualClock):
    parent, midwife = talk.parent.account_id, talk.midwife.account_id
    await talk.write(talk.parent, "これは相談のあいだ")
    await talk.finish()
    await talk.open()
    await talk.work()
    assert await talk.told() == [("encounter.writing_opened", parent)]
    for body in ("一つ目", "二つ目"):
        await talk.write(talk.parent, body)
    await talk.work()
    assert await talk.goes_on(talk.midwife) == [True]
    await talk.write(talk.midwife, "お返事")
    await talk.work()
    clock.advance(timedelta(hours=1))
    await talk.write(talk.midwife, "もう一つ")
    await talk.work()
    assert (await talk.told())[1:] == [
        ("encounter.written", midwife),
        ("encounter.written", parent),
        ("encounter.written", parent),
    ]
    assert await talk.goes_on(talk.midwife) == [False]
    async with talk.units.read() as uow:
        for notice in await uow.session.scalars(select(Notice)):
            assert "一つ" not in str(notice.data)


@pytest.mark.parametrize("has_answered", [False, True])
async def test_a_day_before_the_end_the_practitioner_is_told_of_what_nobody_answered(
    talk: Talk, clock: ManualClock, has_answered: bool
):
    await talk.finish()
    await talk.open()
    await talk.write(talk.parent, "質問です")
    if has_answered:
        await talk.write(talk.midwife, "お返事")
    clock.advance(WRITING_FOR - REMIND_BEFORE)
    await talk.work()
    reminded = ("encounter.unanswered", talk.midwife.account_id) in await talk.told()
    assert reminded is not has_answered


@pytest.mark.parametrize("has_seen", [False, True])
async def test_an_answer_is_mailed_after_a_while_unless_it_was_seen(
    talk: Talk, clock: ManualClock, post_office, has_seen: bool
):
    await talk.finish()
    await talk.open()
    await talk.write(talk.midwife, "お返事です")
    await talk.work()
    post = Post("https://hagukumi.example", "no-reply@city.example", server=post_office.server)
    postman = JobRunner(talk.units, Delivery(post, WANTED).handlers())
    await postman.drain()
    assert post_office.received == []
    if has_seen:
        async with talk.units.write() as uow:
            notice = (await uow.session.scalars(select(Notice).where(Notice.kind == "encounter.written"))).one()
            await mark_seen(uow, talk.parent, notice.id)
    clock.advance(timedelta(minutes=10))
    await postman.drain()
    assert len(post_office.received) == (0 if has_seen else 1)
    if not has_seen:
        [mail] = post_office.received
        async with talk.units.read() as uow:
            appointment_id = await uow.session.scalar(select(Appointment.id))
        assert f"https://hagukumi.example/appointments/{appointment_id}" in mail.text
        assert "お返事です" not in mail.text


async def test_at_night_the_mail_waits_for_the_morning_and_both_get_their_own(talk: Talk, clock: ManualClock):
    await talk.finish()
    await talk.open()
    midnight = talk.units.zone.day(talk.units.zone.today(clock.now()))[1]
    clock.set(midnight)
    await talk.write(talk.parent, "眠れません")
    await talk.write(talk.midwife, "お返事")
    await talk.work()
    async with talk.units.read() as uow:
        mails = (await uow.session.scalars(select(Mail).where(Mail.kind == "written"))).all()
    assert {each.account_id for each in mails} == {talk.parent.account_id, talk.midwife.account_id}
    assert {talk.units.zone.to_wall(each.send_at).strftime("%H:%M") for each in mails} == {"07:00"}
