"""Both parties are told, once, without a word on what it is about."""

import json

from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.jobs import handlers
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units
from people.notices.tables import Notice
from tests.booking.story import make_town


async def notices(units: Units) -> list[Notice]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Notice).order_by(Notice.created_at, Notice.id)))


async def test_parent_and_practitioner_are_told_of_booking_and_cancellation(units: Units):
    town = await make_town(units)
    runner = JobRunner(units, handlers)
    booked = await town.book(reason="眠れません")
    await runner.drain()
    async with units.write() as uow:
        await appointments.cancel(uow, town.staff[0], booked.id)
    await runner.drain()
    told = await notices(units)
    both = {town.parents[0].account_id, town.staff[0].account_id}
    data = {"appointment_id": str(booked.id), "starts_at": "2026-11-25T00:00:00.000Z"}
    assert {(each.account_id, each.kind) for each in told} == {
        (account, kind) for account in both for kind in ("appointment.booked", "appointment.cancelled")
    }
    assert [dict(each.data) for each in told] == [
        data,
        data,
        {**data, "by": "practitioner"},
        {**data, "by": "practitioner"},
    ]


async def test_a_job_that_runs_again_tells_nobody_twice(units: Units):
    town = await make_town(units)
    await town.book()
    for _ in range(2):
        await JobRunner(units, handlers).drain()
        async with units.write() as uow:
            for job in await uow.session.scalars(select(OutboxJob)):
                job.done_at = None
    assert len(await notices(units)) == 2


async def test_a_booking_that_was_cancelled_meanwhile_is_not_confirmed(units: Units):
    town = await make_town(units)
    booked = await town.book()
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
    await JobRunner(units, handlers).drain()
    assert {each.kind for each in await notices(units)} == {"appointment.cancelled"}


async def test_jobs_and_notices_name_no_service_and_nothing_the_parent_wrote(units: Units):
    town = await make_town(units, code="midwife")
    await town.book(reason="眠れません")
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        payloads = [job.payload for job in await uow.session.scalars(select(OutboxJob))]
    written = json.dumps([payloads, [dict(each.data) for each in await notices(units)]], ensure_ascii=False)
    assert not any(word in written for word in ("眠れ", "midwife", "助産師", "相談", "親0", "担当0"))
