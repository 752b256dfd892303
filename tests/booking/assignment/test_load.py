"""The load that decides between equals: four weeks that end with the day sought."""

from datetime import date, timedelta

from booking.appointments.states import ClaimState
from booking.assignment.policy import load_days
from booking.assignment.service import load_of
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.booking.story import WEDNESDAY_NINE, make_town, tokyo

DAY = date(2026, 11, 25)


def test_four_weeks_are_twenty_eight_days_with_the_day_sought_the_last():
    assert load_days(DAY) == (date(2026, 10, 29), DAY)


async def test_what_was_held_and_what_is_planned_counts_in_these_days_and_what_was_cancelled_does_not(units: Units):
    town = await make_town(units, staff=3)
    busy, cancelled, _ = town.staff
    async with units.write() as uow:
        first, last = tokyo("2026-10-29 00:00"), tokyo("2026-11-25 23:20")
        for start, state in (
            (first - timedelta(minutes=40), ClaimState.FULFILLED),
            (first, ClaimState.FULFILLED),
            (first + timedelta(days=7), ClaimState.NO_SHOW),
            (last, ClaimState.BOOKED),
            (last + timedelta(minutes=40), ClaimState.BOOKED),
            (last + timedelta(days=20), ClaimState.BOOKED),
        ):
            await make_appointment(uow, town.parents[0], busy, start, state=state)
        await make_appointment(uow, town.parents[1], cancelled, last, state=ClaimState.CANCELLED)
    async with units.read() as uow:
        assert await load_of(uow, [each.practitioner_id for each in town.staff], DAY) == {busy.practitioner_id: 3}


async def test_whoever_is_booked_far_ahead_is_not_passed_over_now(units: Units):
    town = await make_town(units, parents=4, staff=2)
    for parent, minutes in enumerate((0, 40, 80)):
        await town.book(parent, WEDNESDAY_NINE + timedelta(days=14, minutes=minutes), staff=0)
    # The first has three appointments in two weeks, the second one today.
    await town.book(0, WEDNESDAY_NINE, staff=1)
    booked = await town.book(3, WEDNESDAY_NINE + timedelta(minutes=40), staff=None)
    assert booked.practitioner_id == town.staff[0].practitioner_id
    later = await town.book(3, WEDNESDAY_NINE + timedelta(days=14, minutes=120), staff=None)
    assert later.practitioner_id == town.staff[1].practitioner_id
