from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from core.errors import NotFound
from core.principal import Role
from core.unit_of_work import Units
from people.accounts import service as accounts
from people.practitioners import service
from people.practitioners.kinds import Gender, Specialty
from tests.people.make import make_parent, make_practitioner, make_staff


@contextmanager
def counted(units: Units) -> Iterator[list[str]]:
    """Collect the queries that are made within."""
    queries: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            queries.append(statement)

    engine = units.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield queries
    event.remove(engine, "before_cursor_execute", note)


async def test_practitioners_are_found_by_role_and_specialty(units: Units) -> None:
    async with units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        child = await make_practitioner(uow, Role.DOCTOR, "い", ("paediatrics",), gender=Gender.FEMALE)
        both = await make_practitioner(uow, Role.DOCTOR, "あ", ("paediatrics", "obstetrics"))
        await make_staff(uow, Role.COORDINATOR)
    async with units.read() as uow:

        async def ids(**wanted: object) -> list[object]:
            return [each.id for each in await service.list_active(uow, **wanted)]  # type: ignore[arg-type]

        assert await ids(roles=[Role.MIDWIFE]) == [midwife.practitioner_id]
        assert await ids(roles=[Role.DOCTOR]) == [both.practitioner_id, child.practitioner_id]
        assert await ids(roles=[Role.DOCTOR], specialties=[Specialty.OBSTETRICS]) == [both.practitioner_id]
        assert len(await ids()) == 3
        assert child.practitioner_id is not None
        found = await service.get(uow, child.practitioner_id)
        assert (found.display_name, found.role, found.gender) == ("い", Role.DOCTOR, Gender.FEMALE)
        assert found.specialties == {Specialty.PAEDIATRICS}
        assert found.account_id == child.account_id


async def test_a_blocked_practitioner_is_offered_no_longer_and_still_has_a_name(units: Units) -> None:
    async with units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        assert midwife.practitioner_id is not None
        await accounts.block(uow, midwife.account_id)
    async with units.read() as uow:
        assert await service.list_active(uow) == []
        assert (await service.get(uow, midwife.practitioner_id)).active is False


async def test_an_unknown_practitioner_is_not_found(units: Units) -> None:
    async with units.read() as uow:
        with pytest.raises(NotFound) as refusal:
            await service.get(uow, uuid4())
    assert refusal.value.code == "people.practitioner_not_found"


async def test_every_counsellors_account_is_one_query_and_leaves_the_blocked_out(units: Units) -> None:
    async with units.write() as uow:
        counsellors = [await make_practitioner(uow, Role.COUNSELLOR) for _ in range(3)]
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        await make_practitioner(uow, Role.MIDWIFE)
        await accounts.block(uow, counsellors[2].account_id)
    async with units.read() as uow:
        with counted(units) as queries:
            found = await accounts.account_ids_with_role(uow, Role.COUNSELLOR, Role.PSYCHIATRIST)
    assert set(found) == {counsellors[0].account_id, counsellors[1].account_id, psychiatrist.account_id}
    assert len(queries) == 1


async def test_names_and_accounts_come_in_bulk_by_one_query_each(units: Units) -> None:
    async with units.write() as uow:
        staff = [await make_practitioner(uow, Role.DOCTOR, f"医師{number}") for number in range(4)]
        parent = await make_parent(uow, "はな")
    ids = [each.practitioner_id for each in staff if each.practitioner_id is not None]
    async with units.read() as uow:
        with counted(units) as queries:
            assert set(await service.get_many(uow, [*ids, uuid4()])) == set(ids)
            by_account = await service.of_accounts(uow, [each.account_id for each in staff])
            assert (await service.account_ids(uow, ids))[ids[0]] == staff[0].account_id
            names = await accounts.names(uow, [staff[1].account_id, parent.account_id])
    assert by_account[staff[2].account_id].display_name == "医師2"
    assert names[parent.account_id] == accounts.AccountName(parent.account_id, "はな", Role.PARENT)
    assert len(queries) == 4
