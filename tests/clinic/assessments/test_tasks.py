"""What of a person's history is read to know what to ask them."""

from datetime import date, timedelta

from clinic.assessments import tasks
from clinic.assessments.asking import in_force
from clinic.assessments.asking.deciding import looked_back_to
from clinic.assessments.due import Occasion
from core.clock import ManualClock
from core.unit_of_work import Units
from tests.clinic.assessments.make import make_counselling


async def test_what_lies_more_years_back_than_the_rules_look_is_not_read(units: Units, clock: ManualClock) -> None:
    counselling = await make_counselling(units, clock)
    await counselling.fill_in(12)
    await counselling.hold_session()
    await counselling.close_course()
    person_id = counselling.parent.person_id
    assert person_id is not None

    async def read() -> tuple[int, int, int, list[Occasion]]:
        async with units.read() as uow:
            rules = await in_force.rules(uow)
            found = (await tasks.situations(uow, rules, [person_id]))[person_id]
            due = [each.occasion for each in await tasks.list_due(uow, person_id)]
            return len(found.meetings), len(found.courses), len(found.forms), due

    assert await read() == (1, 1, 1, [Occasion.COURSE_END, Occasion.AFTER_CONSULTATION])
    clock.advance(timedelta(days=3 * 366))
    assert await read() == (1, 1, 1, [Occasion.COURSE_END])
    clock.advance(timedelta(days=366))
    assert await read() == (0, 0, 0, [])
    await counselling.book(clock.now() + timedelta(hours=1))
    assert await read() == (1, 0, 0, [Occasion.COURSE_START])


def test_the_day_looked_back_to_moves_once_a_year() -> None:
    assert looked_back_to(date(2026, 1, 1)) == looked_back_to(date(2026, 12, 31)) == date(2023, 1, 1)
