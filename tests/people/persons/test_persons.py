from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import event

from core.errors import Conflict, NotFound
from core.unit_of_work import Units
from people.persons import profile, service
from people.persons.contacts import EmergencyContact, Telephone
from tests.people.make import make_parent


async def test_counselling_can_ask_for_a_telephone_number(units: Units) -> None:
    async with units.write() as uow:
        reachable = await make_parent(uow)
        unreachable = await make_parent(uow, telephone=None)
    async with units.read() as uow:
        assert reachable.person_id is not None
        assert unreachable.person_id is not None
        await service.require_telephone(uow, reachable.person_id)
        with pytest.raises(Conflict) as refusal:
            await service.require_telephone(uow, unreachable.person_id)
        assert refusal.value.code == "people.telephone_required"
        alone = await service.get_person(uow, unreachable.person_id)
        assert service.telephone_of(uow, alone) is None
        person = await service.get_person(uow, reachable.person_id)
        assert service.telephone_of(uow, person) == Telephone("09012345678", True, False)


async def test_an_emergency_contact_opens_as_it_was_entered(units: Units) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        assert parent.person_id is not None
        person = await service.get_person(uow, parent.person_id)
        profile.set_emergency_contact(uow, person, EmergencyContact("山田 太郎", "03-1234-5678", "夫"))
    async with units.read() as uow:
        contact = service.emergency_contact_of(uow, await service.get_person(uow, parent.person_id))
    assert contact == EmergencyContact("山田 太郎", "0312345678", "夫")


async def test_a_household_shares_its_children(units: Units) -> None:
    async with units.write() as uow:
        mother = await make_parent(uow, "はな")
        father = await make_parent(uow, "たろう", household=mother)
        alone = await make_parent(uow)
        assert mother.person_id is not None
        assert father.person_id is not None
        assert alone.person_id is not None
        person = await service.get_person(uow, mother.person_id)
        await profile.set_due_date(uow, person, date(2027, 3, 1))
        months = [profile.ChildEntry(date(2024, 5, 1)), profile.ChildEntry(date(2022, 1, 1))]
        await profile.set_children(uow, person, months)
    async with units.read() as uow:
        children = (date(2022, 1, 1), date(2024, 5, 1))
        assert await service.get_family(uow, mother.person_id) == service.Family(date(2027, 3, 1), children)
        # The due date is the mother's own.
        assert await service.get_family(uow, father.person_id) == service.Family(None, children)
        assert await service.get_family(uow, alone.person_id) == service.Family(None, ())


async def test_names_and_accounts_of_persons_come_in_bulk(units: Units) -> None:
    async with units.write() as uow:
        people = [await make_parent(uow, f"親{number}") for number in range(3)]
    ids = [each.person_id for each in people if each.person_id is not None]
    async with units.read() as uow:
        names = await service.display_names(uow, [*ids, uuid4()])
        assert names == {person_id: f"親{number}" for number, person_id in enumerate(ids)}
        assert await service.account_ids(uow, ids) == {each.person_id: each.account_id for each in people}
        assert await service.get_display_name(uow, ids[1]) == "親1"
        with pytest.raises(NotFound):
            await service.get_display_name(uow, uuid4())


async def test_accounts_that_are_asked_for_again_in_a_unit_are_read_once(units: Units) -> None:
    async with units.write() as uow:
        parent, other = await make_parent(uow), await make_parent(uow, "たろう")
    assert parent.person_id is not None
    assert other.person_id is not None
    asked: list[str] = []
    engine = units.database.engine.sync_engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        async with units.read() as uow:
            assert await service.account_ids(uow, [parent.person_id]) == {parent.person_id: parent.account_id}
            both = await service.account_ids(uow, [parent.person_id, other.person_id, uuid4()])
            assert both == {parent.person_id: parent.account_id, other.person_id: other.account_id}
            assert await service.account_ids(uow, [parent.person_id, other.person_id]) == both
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert sum("FROM persons" in statement for statement in asked) == 2
