"""Many at once: each slot is sold once, and everybody else is told so."""

import asyncio
from collections import Counter
from itertools import pairwise

from sqlalchemy import select

from booking.appointments import holds
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.services.tables import Modality
from core.errors import Conflict
from core.unit_of_work import Units
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo

CROWD = 50


async def outcome(town: Town, parent: int, **how) -> str:
    refused = await town.refusal(parent, **how)
    return "booked" if refused is None else refused.code


async def test_of_fifty_who_want_one_slot_one_gets_it_and_forty_nine_are_refused(units: Units):
    town = await make_town(units, parents=CROWD)
    outcomes = Counter(await asyncio.gather(*(outcome(town, each) for each in range(CROWD))))
    assert outcomes == {"booked": 1, "booking.slot_taken": CROWD - 1}
    async with units.read() as uow:
        assert len((await uow.session.scalars(select(Appointment))).all()) == 1


async def test_of_fifty_who_want_anyone_as_many_are_booked_as_there_are_practitioners(units: Units):
    town = await make_town(units, parents=CROWD, staff=3)
    outcomes = Counter(await asyncio.gather(*(outcome(town, each, staff=None) for each in range(CROWD))))
    assert outcomes == {"booked": 3, "booking.slot_taken": CROWD - 3}
    async with units.read() as uow:
        assert len({each.practitioner_id for each in await uow.session.scalars(select(Appointment))}) == 3


async def test_a_parent_who_presses_many_times_has_one_appointment(units: Units):
    town = await make_town(units, parents=1, staff=4)
    presses = [outcome(town, 0, staff=number % 4) for number in range(20)]
    assert Counter(await asyncio.gather(*presses)) == {"booked": 1, "booking.person_busy": 19}


async def test_holds_bookings_and_cancellations_at_once_never_overlap(units: Units):
    town = await make_town(units, parents=12, staff=2)
    times = [WEDNESDAY_NINE, tokyo("2026-11-25 09:40"), tokyo("2026-11-25 10:20")]

    async def hold(parent: int, number: int) -> str:
        try:
            async with units.write() as uow:
                await holds.hold(uow, town.parents[parent], town.service_id, times[number % 3], None, Modality.TEXT)
        except Conflict as error:
            return error.code
        return "held"

    def act(parent: int, number: int):
        if number % 2:
            return hold(parent, number)
        return outcome(town, parent, starts_at=times[number % 3], staff=number % 2)

    found = await asyncio.gather(*(act(parent, parent + turn) for turn in range(4) for parent in range(12)))
    assert set(found) <= {"booked", "held", "booking.slot_taken", "booking.person_busy"}
    async with units.read() as uow:
        booked = (await uow.session.scalars(select(Appointment).where(Appointment.state == ClaimState.BOOKED))).all()
    for party in ("practitioner_id", "person_id"):
        taken = sorted((getattr(each, party), each.busy_from, each.busy_until) for each in booked)
        assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(taken))
