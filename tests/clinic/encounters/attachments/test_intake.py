"""Uploads at once: as many as there is room for, and some of everybody."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from clinic.encounters.attachments.api import INTAKE
from clinic.encounters.attachments.intake import Intake
from core.errors import Unavailable
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.attachments.make_files import photo
from tests.clinic.encounters.make import make_consultation
from tests.fixtures.application import Api


@pytest.fixture
async def room(units: Units) -> tuple[Principal, UUID]:
    async with units.write() as uow:
        parent, _, encounter = await make_consultation(uow, admitted=True)
    return parent, encounter.id


def test_no_more_is_taken_in_than_there_is_room_for() -> None:
    intake = Intake(most_bytes=10, of_account=3)
    with intake.place(uuid4(), 6):
        with pytest.raises(Unavailable) as refused, intake.place(uuid4(), 5):
            pass
        assert refused.value.code == "attachments.busy"
        with intake.place(uuid4(), 4):
            pass
    with intake.place(uuid4(), 10):
        pass


def test_one_account_leaves_room_for_the_others() -> None:
    intake, greedy = Intake(most_bytes=10, of_account=1), uuid4()
    with intake.place(greedy, 1):
        with pytest.raises(Unavailable), intake.place(greedy, 1):
            pass
        with intake.place(uuid4(), 1):
            pass
    with intake.place(greedy, 1):
        pass


class Noticed(Intake):
    """Tells when an upload has its place."""

    def __init__(self, **bounds: int) -> None:
        super().__init__(**bounds)
        self.begun = asyncio.Event()

    @contextmanager
    def place(self, account_id: UUID, size: int) -> Iterator[None]:
        with super().place(account_id, size):
            self.begun.set()
            yield


async def test_an_upload_beyond_the_bound_is_refused_before_it_is_read_and_goes_through_afterwards(
    api: Api, application, room: tuple[Principal, UUID]
) -> None:
    parent, encounter_id = room
    intake = Noticed(most_bytes=15_000_000, of_account=3)
    application.adapters[INTAKE] = intake
    go_on = asyncio.Event()
    content = photo()

    async def slow():
        yield content[:100]
        await go_on.wait()
        yield content[100:]

    def upload(body):
        path = f"/api/encounters/{encounter_id}/attachments?client_id={uuid4()}"
        return api.as_(parent).post(path, data=body, headers={"Content-Type": "application/octet-stream"})

    first = asyncio.create_task(upload(slow()))
    await intake.begun.wait()
    status, problem = await upload(content)
    assert status == 503
    assert problem["code"] == "attachments.busy"
    go_on.set()
    assert (await first)[0] == 201
    assert (await upload(content))[0] == 201
