"""Invited people come into one consultation, with the client's yes, and see what is theirs to see."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from clinic.encounters import service as encounters
from clinic.encounters.access import visits
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.guests import service, visiting
from clinic.encounters.guests.states import GuestKind, GuestState
from clinic.encounters.guests.views import GuestOut, InvitationOut
from clinic.encounters.messages import list_messages
from clinic.encounters.reading import list_encounters, list_participants, show
from clinic.encounters.tables import Encounter
from clinic.encounters.views import Author
from core.clock import ManualClock
from core.errors import Conflict, DomainError, Gone, Invalid, NotFound
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.practitioners.supervision import set_supervisor
from tests.booking.make import make_appointment
from tests.clinic.encounters.guests.make import make_guest, make_supervisor, redeem
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent, make_practitioner

Step = Callable[[UnitOfWork, Principal, UUID], Awaitable[object]]


@dataclass
class Talk:
    """A consultation of a parent with a counsellor, in progress."""

    units: Units
    parent: Principal
    counsellor: Principal
    encounter_id: UUID
    appointment_id: UUID

    async def invite(self, by: Principal | None = None, name: str = "ばあば") -> InvitationOut:
        async with self.units.write() as uow:
            return await service.invite(uow, by or self.parent, self.appointment_id, name, GuestKind.GRANDPARENT)

    async def come(self, token: str) -> Principal:
        async with self.units.write() as uow:
            return await redeem(uow, token)

    async def do(
        self, what: Callable[[UnitOfWork, Principal, UUID], Awaitable[object]], by: Principal, guest: UUID
    ) -> None:
        async with self.units.write() as uow:
            await what(uow, by, guest)

    async def guests(self) -> list[GuestOut]:
        async with self.units.read() as uow:
            return list(await service.list_guests(uow, self.counsellor, self.appointment_id))

    async def write(self, who: Principal, body: str) -> None:
        writer = ChatWriter(self.units)
        writer.start()
        try:
            author = Author(account_id=who.account_id, display_name="name", role=who.role)
            await writer.append(self.encounter_id, author, uuid4(), body)
        finally:
            await writer.stop()

    async def sees(self, who: Principal) -> bool:
        async with self.units.read() as uow:
            try:
                await show(uow, who, self.encounter_id)
            except NotFound:
                return False
            return True


@pytest.fixture
async def talk(units: Units) -> Talk:
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR, admitted=True)
        return Talk(units, parent, counsellor, encounter.id, encounter.appointment_id)


async def test_a_grandmother_is_invited_waits_and_is_let_in(talk: Talk) -> None:
    invitation = await talk.invite()
    assert [one.state for one in await talk.guests()] == [GuestState.INVITED]
    async with talk.units.write() as uow:
        seen = await visiting.preview(uow, invitation.token)
    assert (seen.inviter_name, seen.name) == ("はな", "ばあば")
    grandmother = await talk.come(invitation.token)
    assert [one.state for one in await talk.guests()] == [GuestState.WAITING]
    assert not await talk.sees(grandmother)
    with pytest.raises(NotFound):
        await talk.do(service.admit, grandmother, invitation.guest.id)
    await talk.do(service.admit, talk.counsellor, invitation.guest.id)
    assert await talk.sees(grandmother)
    async with talk.units.read() as uow:
        visit = await visiting.show_visit(uow, grandmother)
        names = [one.display_name for one in await list_participants(uow, talk.parent, talk.encounter_id)]
    assert (visit.state, visit.encounter_id) == (GuestState.PRESENT, talk.encounter_id)
    assert names[2:] == ["ばあば"]


async def test_a_link_is_good_once(talk: Talk) -> None:
    invitation = await talk.invite()
    await talk.come(invitation.token)
    with pytest.raises(Gone, match=r"guests.link_used"):
        await talk.come(invitation.token)
    with pytest.raises(Gone, match=r"guests.link_over"):
        await talk.come("an invitation that never was")


async def test_a_link_used_by_several_at_the_same_moment_lets_one_in(talk: Talk) -> None:
    invitation = await talk.invite()
    came = await asyncio.gather(*(talk.come(invitation.token) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["Gone", "Gone", "Gone", "Principal"]
    assert {one.code for one in came if isinstance(one, Gone)} == {"guests.link_used"}


async def test_a_link_ends_with_the_appointment(talk: Talk, clock: ManualClock) -> None:
    invitation = await talk.invite()
    clock.advance(timedelta(hours=3))
    with pytest.raises(Gone, match=r"guests.link_over"):
        await talk.come(invitation.token)


async def test_an_invitation_taken_back_is_void_and_puts_out_who_came_by_it(talk: Talk) -> None:
    first, second = await talk.invite(), await talk.invite()
    await talk.do(service.end, talk.parent, first.guest.id)
    with pytest.raises(Gone, match=r"guests.link_over"):
        await talk.come(first.token)
    grandmother = await talk.come(second.token)
    await talk.do(service.admit, talk.counsellor, second.guest.id)
    await talk.do(service.end, talk.counsellor, second.guest.id)
    assert not await talk.sees(grandmother)
    with pytest.raises(Gone, match=r"guests.link_over"):
        await talk.come(second.token)
    assert await talk.guests() == []


async def test_whom_the_practitioner_invites_the_client_has_to_agree_to(talk: Talk) -> None:
    invitation = await talk.invite(talk.counsellor, "通訳の李さん")
    assert [(one.state, one.asked_by) for one in await talk.guests()] == [(GuestState.ASKED, "practitioner")]
    with pytest.raises(Conflict, match=r"guests.not_agreed"):
        await talk.come(invitation.token)
    await talk.do(service.agree, talk.parent, invitation.guest.id)
    await talk.come(invitation.token)


async def test_a_guest_sees_nothing_of_what_came_before_nor_what_it_is_about(talk: Talk) -> None:
    await talk.write(talk.parent, "前のこと")
    async with talk.units.write() as uow:
        guest = await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id)
    await talk.write(talk.parent, "いまのこと")
    async with talk.units.read() as uow:
        encounter = await show(uow, guest, talk.encounter_id)
        found, last = await list_messages(uow, guest, talk.encounter_id, since=0, limit=10)
        listed = await list_encounters(uow, guest)
        theirs = await show(uow, talk.counsellor, talk.encounter_id)
    assert [message.body for message in found] == ["いまのこと"]
    assert last == 2
    assert listed == []
    shown = encounter.model_dump_json()
    hidden = [theirs.place, str(theirs.episode_id), str(theirs.person.id), theirs.appointment.service.name.ja]
    assert not [secret for secret in hidden if secret is None or secret in shown]


async def test_a_guest_of_one_consultation_is_nobody_in_another(talk: Talk) -> None:
    async with talk.units.write() as uow:
        guest = await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id)
        other, _, another = await make_consultation(uow, admitted=True)
    async with talk.units.read() as uow:
        with pytest.raises(NotFound):
            await show(uow, guest, another.id)
        with pytest.raises(NotFound):
            await list_messages(uow, guest, another.id, since=0, limit=1)
        with pytest.raises(NotFound):
            await service.list_guests(uow, other, talk.appointment_id)


async def test_a_fifth_person_is_not_let_in(talk: Talk) -> None:
    async with talk.units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        for name in ("父", "ばあば"):
            await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id, name)
    with pytest.raises(Conflict, match=r"guests.too_many"):
        await talk.invite()
    with pytest.raises(Conflict, match=r"guests.full"):
        async with talk.units.write() as uow:
            await make_supervisor(uow, talk.parent, talk.counsellor, talk.appointment_id, psychiatrist)


async def test_a_psychiatrist_is_present_only_with_the_clients_consent_and_as_long_as_it_stands(talk: Talk) -> None:
    async with talk.units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        asked = await service.ask_supervisor(uow, talk.counsellor, talk.appointment_id, psychiatrist.practitioner_id)
    assert not await talk.sees(psychiatrist)
    async with talk.units.read() as uow:
        assert await visiting.list_supervisions(uow, psychiatrist) == []
    for other in (psychiatrist, talk.counsellor):
        with pytest.raises(NotFound):
            await talk.do(service.agree, other, asked.id)
    await talk.do(service.agree, talk.parent, asked.id)
    assert await talk.sees(psychiatrist)
    async with talk.units.read() as uow:
        [supervision] = await visiting.list_supervisions(uow, psychiatrist)
        assert supervision.encounter_id == talk.encounter_id
        assert (await show(uow, psychiatrist, talk.encounter_id)).place is None
    await talk.do(service.end, talk.parent, asked.id)
    assert not await talk.sees(psychiatrist)


async def test_the_end_of_the_consultation_is_the_end_for_its_guests(talk: Talk) -> None:
    invited = await talk.invite()
    async with talk.units.write() as uow:
        guest = await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id)
    async with talk.units.write() as uow:
        await encounters.finish(uow, talk.counsellor, talk.encounter_id)
    assert not await talk.sees(guest)
    with pytest.raises(Gone, match=r"guests.link_over"):
        await talk.come(invited.token)
    with pytest.raises(DomainError, match=r"encounters.finished"):
        await talk.invite()


async def test_one_can_be_invited_before_the_day(units: Units) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow)
        appointment = await make_appointment(uow, parent, midwife, uow.now + timedelta(minutes=20))
        invitation = await service.invite(uow, parent, appointment.id, "父", GuestKind.OTHER_PARENT)
        father = await redeem(uow, invitation.token)
        assert (await visiting.show_visit(uow, father)).encounter_id is None
        with pytest.raises(Conflict, match=r"encounters.not_admitted"):
            await service.admit(uow, midwife, invitation.guest.id)


async def test_a_psychiatrist_is_not_invited_by_a_link(talk: Talk) -> None:
    async with talk.units.write() as uow:
        with pytest.raises(Invalid, match=r"guests.ask_supervisor"):
            await service.invite(uow, talk.counsellor, talk.appointment_id, "医師", GuestKind.SUPERVISOR)
        other = await make_practitioner(uow, Role.COUNSELLOR)
        with pytest.raises(NotFound, match=r"guests.supervisor_unknown"):
            await service.ask_supervisor(uow, talk.counsellor, talk.appointment_id, other.practitioner_id)


async def test_a_counsellors_own_supervisor_is_the_first_whom_they_can_ask(talk: Talk) -> None:
    async with talk.units.write() as uow:
        for name in ("あ", "い", "う"):
            psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST, name)
        assert talk.counsellor.practitioner_id is not None
        await set_supervisor(uow, None, talk.counsellor.practitioner_id, psychiatrist.practitioner_id, 0)
        found = await service.list_supervisors(uow, talk.counsellor)
    assert [each.display_name for each in found] == ["う", "あ", "い"]


async def test_who_was_put_out_cannot_write_even_where_the_connection_does_not_know_yet(talk: Talk) -> None:
    async with talk.units.write() as uow:
        grandmother = await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id)
    await talk.write(grandmother, "こんにちは。")
    (guest,) = await talk.guests()
    await talk.do(service.end, talk.parent, guest.id)
    with pytest.raises(NotFound, match=r"encounters.not_found"):
        await talk.write(grandmother, "まだいます。")
    await talk.write(talk.counsellor, "つづけましょう。")


async def test_who_visits_is_silent_while_the_door_is_closed_and_the_two_write_on(talk: Talk) -> None:
    async with talk.units.write() as uow:
        grandmother = await make_guest(uow, talk.parent, talk.counsellor, talk.appointment_id)
        await encounters.send_back(uow, talk.counsellor, talk.encounter_id)
    with pytest.raises(Conflict, match=r"encounters.not_admitted"):
        await talk.write(grandmother, "まだですか。")
    async with talk.units.read() as uow:
        encounter = await uow.session.get_one(Encounter, talk.encounter_id)
        assert [visits(one, encounter) for one in (grandmother, talk.parent, talk.counsellor)] == [True, False, False]
    for who in (talk.parent, talk.counsellor):
        await talk.write(who, "お待ちください。")
    await talk.do(encounters.admit, talk.counsellor, talk.encounter_id)
    await talk.write(grandmother, "お待たせしました。")


async def test_a_psychiatrist_writes_in_consultations_of_their_own_and_as_long_as_they_are_let_in(units: Units) -> None:
    async with units.write() as uow:
        parent, psychiatrist, encounter = await make_consultation(uow, "counselling", Role.PSYCHIATRIST)
        other = await make_practitioner(uow, Role.PSYCHIATRIST)
    talk = Talk(units, parent, psychiatrist, encounter.id, encounter.appointment_id)
    await talk.write(psychiatrist, "はじめまして。")
    with pytest.raises(NotFound, match=r"encounters.not_found"):
        await talk.write(other, "よろしいですか。")
