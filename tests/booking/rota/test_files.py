"""A coordinator takes a month out as a file, fills it in and brings it back."""

import base64

import pytest
from sqlalchemy import select

from booking.rota.tables import ShiftType
from tests.booking.rota.make_rota import MONTH, Desk, make_desk
from tests.fixtures.application import Api


@pytest.fixture
async def desk(api: Api) -> Desk:
    return await make_desk(api)


async def take(desk: Desk, kind: str) -> bytes:
    address = f"/api/rota/months/{MONTH}/export.{kind}"
    token = desk.api.token(desk.api._principal)
    async with desk.api.client.get(address, headers={"Authorization": f"Bearer {token}"}) as answer:
        assert answer.status == 200
        assert answer.content_disposition.filename == f"rota-{MONTH}.{kind}"
        return await answer.read()


async def bring(desk: Desk, content: bytes):
    body = {"name": "rota.csv", "content": base64.b64encode(content).decode()}
    return await desk.api.post(f"/api/rota/months/{MONTH}/import", json=body)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_what_is_taken_out_and_brought_back_changes_nothing(desk: Desk, kind: str):
    await desk.fill(desk.pairs())
    assert await bring(desk, await take(desk, kind)) == (200, {"changes": []})


async def test_what_was_filled_in_is_shown_and_saved_like_any_change(desk: Desk):
    empty = await take(desk, "csv")
    await desk.fill([desk.night(0, 0)])
    status, preview = await bring(desk, empty)
    assert (status, preview["changes"]) == (
        200,
        [{**desk.night(0, 0), "assignment": None, "locked": False}],
    )
    filled = await take(desk, "csv")
    saved = await desk.fill(preview["changes"])
    assert saved["revision"] == 2
    _, back = await bring(desk, filled)
    assert back["changes"] == [desk.night(0, 0) | {"locked": False}]


async def test_a_file_that_is_not_of_this_month_is_refused_and_changes_nothing(desk: Desk):
    wrong = (await take(desk, "csv")).replace(b"2026-12-01", b"2026-11-01")
    status, problem = await bring(desk, wrong)
    assert (status, problem["code"]) == (422, "rota.sheet_columns")
    status, problem = await bring(desk, b"\x00\x01")
    assert (status, problem["code"]) == (422, "rota.sheet_unreadable")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_type_of_shift_that_is_out_of_use_stays_as_it_stands_in_the_draft(desk: Desk, kind: str):
    await desk.fill(desk.pairs())
    async with desk.api.application.units.write() as uow:
        for row in await uow.session.scalars(select(ShiftType)):
            row.active = False
    assert await bring(desk, await take(desk, kind)) == (200, {"changes": []})
