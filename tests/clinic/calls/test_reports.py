"""What the sides of a call tell is kept once for each stay, the newest word last."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from clinic.calls import service
from clinic.calls.quality import Ending, Quality, Rung, Transport
from clinic.calls.tables import CallReport
from clinic.encounters import service as encounters
from core.errors import Conflict, NotFound
from core.principal import Role
from tests.clinic.encounters.make import make_consultation

GOOD = Quality(60, 420, 0.4, 6, 38, 900, 850, False, Transport.UDP, 0, Rung.FULL, None)


class Side:
    """One side of a call, which reports."""

    def __init__(self, units, encounter_id, role=Role.PARENT):
        self.units = units
        self.encounter_id = encounter_id
        self.role = role
        self.connection_id = uuid4()

    async def report(self, quality, entry=1):
        async with self.units.write() as uow:
            await service.keep(uow, self.encounter_id, self.connection_id, self.role, entry, quality)


async def kept(units):
    async with units.read() as uow:
        return list(await uow.session.scalars(select(CallReport).order_by(CallReport.entry)))


@pytest.fixture
async def consultation(units):
    async with units.write() as uow:
        return await make_consultation(uow, admitted=True)


async def test_a_later_report_takes_the_place_of_an_earlier_and_a_repeat_changes_nothing(units, clock, consultation):
    *_, encounter = consultation
    side = Side(units, encounter.id)
    began = clock.now() - timedelta(seconds=60)
    await side.report(GOOD)
    clock.advance(timedelta(seconds=60))
    worse = replace(GOOD, seconds=120, loss_percent=7.5, rung=Rung.VOICE)
    for quality in (worse, worse, GOOD):
        await side.report(quality)
    (row,) = await kept(units)
    assert (row.seconds, row.loss_percent, row.rung, row.role) == (120, 7.5, Rung.VOICE, Role.PARENT)
    assert (row.started_at, row.reported_at) == (began, clock.now())


async def test_after_its_end_a_stay_is_not_changed_and_the_next_one_is_another(units, consultation):
    *_, encounter = consultation
    side = Side(units, encounter.id)
    await side.report(replace(GOOD, ended=Ending.LEFT))
    await side.report(replace(GOOD, seconds=900))
    await side.report(GOOD, entry=2)
    assert [(row.entry, row.seconds, row.ended) for row in await kept(units)] == [(1, 60, Ending.LEFT), (2, 60, None)]


async def test_the_last_report_is_taken_after_the_consultation_was_finished(units, consultation):
    _, midwife, encounter = consultation
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter.id)
    await Side(units, encounter.id).report(replace(GOOD, ended=Ending.FINISHED))
    assert len(await kept(units)) == 1


async def test_before_the_admission_and_of_no_consultation_nothing_is_kept(units):
    async with units.write() as uow:
        *_, encounter = await make_consultation(uow)
    with pytest.raises(Conflict) as early:
        await Side(units, encounter.id).report(GOOD)
    assert early.value.code == "encounters.not_admitted"
    with pytest.raises(NotFound):
        await Side(units, uuid4()).report(GOOD)
    assert await kept(units) == []


async def test_the_number_of_reports_is_bounded_and_known_ones_still_grow(units, consultation, monkeypatch):
    monkeypatch.setattr(service, "REPORTS_MAX", 3)
    *_, encounter = consultation
    side = Side(units, encounter.id)
    for entry in (1, 2, 3):
        await side.report(GOOD, entry)
    with pytest.raises(Conflict) as full:
        await side.report(GOOD, 4)
    assert full.value.code == "call.reports_full"
    await side.report(replace(GOOD, seconds=90), 3)
    # One side cannot take the other's room.
    await Side(units, encounter.id, Role.MIDWIFE).report(GOOD, 4)
    assert [row.seconds for row in await kept(units)] == [60, 60, 90, 60]
