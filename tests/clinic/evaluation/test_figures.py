"""The figures of a period, from stored rows."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, text

from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.evaluation.service import figures
from core.errors import DomainError
from tests.clinic.assessments.make import make_counselling
from tests.clinic.encounters.make import make_consultation

END = Occasion.COURSE_END
BEGIN = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
YEAR = (date(2026, 4, 1), date(2027, 3, 31))


async def measure(units, first_day=YEAR[0], last_day=YEAR[1]):
    async with units.read() as uow:
        return await figures(uow, first_day, last_day)


async def course(units, clock, start, end, days=28, *, closed=True):
    """Play a course of counselling through the services; `start` and `end` are totals, None is left out."""
    counselling = await make_counselling(units, clock)
    if start is not None:
        await counselling.fill_in(start)
    await counselling.hold_session()
    clock.advance(timedelta(days=days))
    if closed:
        await counselling.close_course()
        if end is not None:
            await counselling.fill_in(end, END)
    return counselling


async def test_an_empty_city_has_counts_of_zero_and_no_shares(units):
    found = await measure(units)
    assert (found.registrations, found.registrations_total, found.consultations, found.services) == (0, 0, 0, ())
    assert (found.phq9.started_10_or_more, found.phq9.far.pairs) == (0, 0)
    assert (found.phq9.far.share_10_or_fewer, found.phq9.far.share_below_10) == (None, None)


async def test_the_citys_measure_counts_the_courses_closed_in_the_period(units, clock):
    clock.set(BEGIN)
    for start, end in ((14, 6), (10, 10), (20, 12), (11, None), (5, 3), (None, 8)):
        await course(units, clock, start, end)
    await course(units, clock, 18, 4, days=10)
    await course(units, clock, 16, None, closed=False)
    found = await measure(units)
    phq9 = found.phq9
    assert (phq9.closed_courses, phq9.without_start, found.running_courses) == (7, 1, 1)
    assert (phq9.started_10_or_more, phq9.missing_ends) == (5, 1)
    assert (phq9.far.pairs, phq9.far.ended_10_or_fewer, phq9.far.ended_below_10) == (3, 2, 1)
    assert (phq9.all.pairs, phq9.all.ended_10_or_fewer, phq9.all.ended_below_10) == (4, 3, 2)
    assert phq9.far.share_10_or_fewer == pytest.approx(2 / 3)
    assert phq9.far.share_below_10 == pytest.approx(1 / 3)
    assert (phq9.near.pairs, phq9.near.ended_10_or_fewer, phq9.near.ended_below_10) == (1, 1, 1)


async def test_a_plain_calculation_over_the_rows_as_csv_finds_the_same(units, clock):
    clock.set(BEGIN)
    for start, end, days in ((14, 6, 20), (10, 10, 14), (23, 11, 40), (12, 9, 13), (17, None, 20), (9, 1, 30)):
        await course(units, clock, start, end, days)
    async with units.read() as uow:
        rows = await uow.session.execute(
            text("SELECT person_id, occasion, total, settled_at FROM questionnaire_responses WHERE total IS NOT NULL")
        )
        exported = io.StringIO()
        csv.writer(exported).writerows(rows)
    exported.seek(0)
    people = {}
    for person, occasion, total, at in csv.reader(exported):
        people.setdefault(person, {})[occasion] = (int(total), datetime.fromisoformat(at.split("+")[0]))
    high = [one for one in people.values() if one["course_start"][0] >= 10]
    pairs = [one for one in high if "course_end" in one]
    far = [one for one in pairs if (one["course_end"][1] - one["course_start"][1]).days >= 14]
    phq9 = (await measure(units)).phq9
    assert (phq9.started_10_or_more, phq9.missing_ends) == (len(high), len(high) - len(pairs))
    assert (phq9.far.pairs, phq9.near.pairs) == (len(far), len(pairs) - len(far))
    assert phq9.far.ended_10_or_fewer == sum(one["course_end"][0] <= 10 for one in far)
    assert phq9.far.ended_below_10 == sum(one["course_end"][0] < 10 for one in far)


async def test_two_courses_of_one_person_are_two_pairs(units, clock):
    clock.set(BEGIN)
    counselling = await course(units, clock, 15, 8)
    clock.advance(timedelta(days=20))
    appointment_id = await counselling.book(clock.now() + timedelta(minutes=10))
    await counselling.fill_in(12)
    await counselling.hold_session(appointment_id)
    clock.advance(timedelta(days=20))
    await counselling.close_course()
    await counselling.fill_in(11, END)
    phq9 = (await measure(units)).phq9
    assert (phq9.closed_courses, phq9.started_10_or_more, phq9.far.pairs) == (2, 2, 2)
    assert (phq9.far.ended_10_or_fewer, phq9.far.ended_below_10) == (1, 1)


async def test_an_unfinished_or_skipped_form_is_a_missing_one(units, clock):
    clock.set(BEGIN)
    counselling = await course(units, clock, 15, None)
    response = await counselling.start(END)
    await counselling.answer(response.id, "1", 0)
    assert (await measure(units)).phq9.missing_ends == 1
    async with units.write() as uow:
        await responses.skip(uow, counselling.parent, response.id)
    assert (await measure(units)).phq9.missing_ends == 1


async def test_the_days_are_those_of_the_services_zone(units, clock):
    # 23:30 on 31 March and 00:10 on 1 April in Tokyo are the same day in UTC.
    clock.set(datetime(2026, 3, 31, 14, 30, tzinfo=UTC))
    async with units.write() as uow:
        await make_consultation(uow, admitted=True)
    clock.set(datetime(2026, 3, 31, 15, 10, tzinfo=UTC))
    async with units.write() as uow:
        await make_consultation(uow, admitted=True)
    clock.set(datetime(2026, 4, 2, tzinfo=UTC))
    last, first = date(2026, 3, 31), date(2026, 4, 1)
    for days, count in (((last, last), 1), ((first, first), 1), ((last, first), 2), ((date(2026, 1, 1), last), 1)):
        found = await measure(units, *days)
        assert (found.registrations, found.consultations) == (count, count)
    assert (await measure(units, first, first)).registrations_total == 2


async def test_consultations_are_counted_by_service_with_distinct_people_and_only_once_admitted(units, clock):
    async with units.write() as uow:
        await make_consultation(uow, admitted=True)
        await make_consultation(uow, admitted=False)
    counselling = await make_counselling(units, clock)
    await counselling.hold_session()
    clock.advance(timedelta(days=1))
    await counselling.hold_session(await counselling.book(clock.now()))
    found = await measure(units)
    used = {use.code: (use.consultations, use.people) for use in found.services}
    assert used == {"midwife": (1, 1), "paediatrician": (0, 0), "obstetrician": (0, 0), "counselling": (2, 1)}
    assert (found.consultations, found.people) == (3, 2)


@pytest.mark.parametrize(
    ("first_day", "last_day", "code"),
    [
        (date(2026, 4, 2), date(2026, 4, 1), "evaluation.period_invalid"),
        (date(2000, 1, 1), date(2026, 4, 1), "evaluation.period_invalid"),
        (date(1, 1, 1), date(1, 1, 2), "evaluation.period_invalid"),
        (date(2026, 11, 25), date(2026, 12, 1), "evaluation.period_in_future"),
        (date(9999, 12, 31), date(9999, 12, 31), "evaluation.period_in_future"),
    ],
)
async def test_a_period_that_cannot_be_is_refused(units, first_day, last_day, code):
    with pytest.raises(DomainError) as caught:
        await measure(units, first_day, last_day)
    assert caught.value.code == code


async def test_the_number_of_queries_does_not_grow_with_the_rows(units, clock, database):
    clock.set(BEGIN)
    seen = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    async def queries():
        seen.clear()
        await measure(units)
        return len([statement for statement in seen if statement.lstrip().startswith("SELECT")])

    await course(units, clock, 15, 8)
    few = await queries()
    for _ in range(4):
        await course(units, clock, 12, 4)
    assert await queries() == few <= 16
