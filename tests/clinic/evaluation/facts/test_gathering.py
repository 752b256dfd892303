"""The facts of a period, gathered from stored rows on both databases."""

import csv
import gc
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, literal, select, text

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from clinic.assessments import responses
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import TextStatus
from clinic.assessments.tables import QuestionnaireResponse, QuestionnaireScore
from clinic.encounters import continuing, urgent
from clinic.encounters import service as encounters
from clinic.encounters.tables import Encounter, Message
from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.columns import columns_of
from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.facts.model import AgeBand, DayKind, Stage, UseKind
from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.measures.phq9 import phq9
from clinic.evaluation.measures.series import six_measures
from core.errors import DomainError
from core.ids import new_id
from core.principal import Role
from people.persons.tables import Child, Person
from tests.booking.make import make_appointment
from tests.clinic.assessments.make import make_counselling
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent, make_practitioner

YEAR = (date(2026, 4, 1), date(2027, 3, 31))
END = Occasion.COURSE_END
BEGIN = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)


async def facts_of(units, *days):
    async with units.read() as uow:
        return await gather(uow, *(days or YEAR))


async def write(units, encounter_id, *messages):
    """Store messages of an encounter: whose account and when."""
    async with units.write() as uow:
        encounter = await uow.session.get_one(Encounter, encounter_id)
        for sequence, (account_id, sent_at, number) in enumerate(messages, 1):
            encounter.last_sequence = max(encounter.last_sequence, number or sequence)
            uow.session.add(
                Message(
                    id=new_id(),
                    encounter_id=encounter_id,
                    sequence=number or sequence,
                    author_account_id=account_id,
                    client_id=uuid4(),
                    body_sealed=b"x",
                    sent_at=sent_at,
                )
            )


async def test_an_empty_city_has_no_facts_and_no_figure_is_zero_that_was_not_measured(units):
    facts = await facts_of(units)
    assert (facts.registrations, facts.uses, facts.appointments, facts.courses) == ((), (), (), ())
    assert (facts.screens, facts.surveys, facts.offers, facts.calls, facts.notices) == ((), (), (), (), None)
    assert [measured.figure.value for measured in six_measures(facts)] == [None, 0, 0, None, None, None]


async def test_a_use_tells_when_what_and_how_long_and_nothing_of_who(units, clock):
    # 10:00 on a public holiday that is a Wednesday; the appointment begins five minutes later.
    clock.set(datetime(2026, 4, 29, 1, 0, tzinfo=UTC))
    async with units.write() as uow:
        parent, practitioner, encounter = await make_consultation(uow, modality="text")
        person = await uow.session.get_one(Person, parent.person_id)
        person.district = "north"
        born = Child(household_id=person.household_id, birth_month=date(2025, 12, 1), created_at=uow.now)
        uow.session.add(born)
    clock.advance(timedelta(minutes=7))
    async with units.write() as uow:
        await encounters.admit(uow, practitioner, encounter.id)
    now = clock.now()
    asked, answered = now + timedelta(seconds=30), now + timedelta(seconds=75)
    await write(
        units,
        encounter.id,
        (practitioner.account_id, now, None),
        (parent.account_id, asked, None),
        (practitioner.account_id, answered, None),
    )
    clock.advance(timedelta(minutes=5))
    (use,) = (await facts_of(units)).uses
    assert (use.day, use.hour, use.day_kind) == (date(2026, 4, 29), 10, DayKind.SUNDAY_OR_HOLIDAY)
    assert (use.kind, use.service, use.profession, use.modality) == (UseKind.APPOINTMENT, "midwife", "midwife", "text")
    assert (use.admitted, use.finished, use.wait_seconds, use.reply_seconds) == (True, False, 120, 45)
    assert (use.stage, use.age, use.district) == (Stage.CHILD, AgeBand.M3_5, "north")
    assert str(parent.person_id) not in repr(use)


async def test_messages_of_a_call_are_no_reply_and_a_consultation_without_question_has_none(units, clock):
    async with units.write() as uow:
        parent, practitioner, video = await make_consultation(uow, admitted=True)
        _, silent_practitioner, silent = await make_consultation(uow, admitted=True, modality="text")
    now = clock.now()
    later = now + timedelta(seconds=9)
    await write(units, video.id, (parent.account_id, now, None), (practitioner.account_id, later, None))
    await write(units, silent.id, (silent_practitioner.account_id, now, None))
    assert [use.reply_seconds for use in (await facts_of(units)).uses] == [None, None]


async def test_an_urgent_call_is_a_use_of_its_kind_and_says_whether_it_was_answered(units, clock):
    async with units.write() as uow:
        parents = [await make_parent(uow) for _ in range(2)]
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        calls = [await urgent.open_now(uow, one.person_id, counsellor.practitioner_id, None) for one in parents]
    clock.advance(timedelta(seconds=40))
    async with units.write() as uow:
        await urgent.take(uow, counsellor, calls[0][0].id)
        await urgent.end_unmet(uow, calls[1][0].id)
    uses = (await facts_of(units)).uses
    assert {(use.kind, use.service, use.modality, use.profession) for use in uses} == {
        (UseKind.URGENT, None, "text", "counsellor")
    }
    assert sorted((use.admitted, use.wait_seconds or 0, use.hour) for use in uses) == [(False, 0, 10), (True, 40, 10)]


async def test_what_follows_in_writing_is_a_use_of_its_kind_with_its_own_reply(units, clock):
    async with units.write() as uow:
        parent, practitioner, encounter = await make_consultation(uow, admitted=True)
        await encounters.finish(uow, practitioner, encounter.id)
    async with units.write() as uow:
        await continuing.open_writing(uow, practitioner, encounter.id)
    assert len((await facts_of(units)).uses) == 1
    asked = clock.now() + timedelta(hours=20)
    await write(
        units,
        encounter.id,
        (practitioner.account_id, clock.now() + timedelta(hours=1), None),
        (parent.account_id, asked, None),
        (practitioner.account_id, asked + timedelta(hours=2), None),
    )
    clock.advance(timedelta(days=2))
    session, follow_up = (await facts_of(units)).uses
    assert (session.kind, follow_up.kind) == (UseKind.APPOINTMENT, UseKind.FOLLOW_UP)
    # It is 10:00 on the 24th, so the question came at 6:00 on the 25th.
    assert (follow_up.day, follow_up.hour, follow_up.reply_seconds) == (date(2026, 11, 25), 6, 7200)
    assert (follow_up.finished, follow_up.wait_seconds, follow_up.service) == (False, None, "midwife")
    assert session.reply_seconds is None


async def test_appointments_are_those_that_begin_in_the_period_as_they_stand(units, clock):
    async with units.write() as uow:
        parent, practitioner = await make_parent(uow), await make_practitioner(uow)
        for days, state, late in (
            (2, ClaimState.BOOKED, None),
            (3, ClaimState.NO_SHOW, None),
            (4, ClaimState.CANCELLED, True),
            (200, ClaimState.BOOKED, None),
        ):
            made = await make_appointment(uow, parent, practitioner, uow.now + timedelta(days=days))
            row = await uow.session.get_one(Appointment, made.id)
            row.state, row.cancelled_late = state, late
    found = (await facts_of(units)).appointments
    assert [(one.state, one.lead_days, one.cancelled_late) for one in found] == [
        ("booked", 2, False),
        ("no_show", 3, False),
        ("cancelled", 4, True),
    ]
    assert {(one.person, one.hour, one.service, one.profession) for one in found} == {(0, 10, "midwife", "midwife")}


async def play(units, clock, start, end, days=28, *, session=None, closed=True):
    counselling = await make_counselling(units, clock)
    if start is not None:
        await counselling.fill_in(start)
    await counselling.hold_session()
    clock.advance(timedelta(days=days))
    if session is not None:
        await store_form(units, counselling.parent.person_id, session)
    if closed:
        clock.advance(timedelta(hours=1))
        await counselling.close_course()
        if end is not None:
            await counselling.fill_in(end, END)
    return counselling


async def store_form(units, person_id, total, questionnaire="phq-9", state=FormState.COMPLETED, scores=None):
    """Store a settled form of no beginning and no end."""
    async with units.write() as uow:
        row = QuestionnaireResponse(
            id=new_id(),
            person_id=person_id,
            questionnaire=questionnaire,
            version="7",
            text_id="text-7",
            text_status=TextStatus.LICENSED,
            language="ja",
            occasion=Occasion.SESSION,
            state=state,
            started_at=uow.now,
            settled_at=uow.now,
            total=total,
        )
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all(
            QuestionnaireScore(response_id=row.id, code=code, value=value) for code, value in (scores or {}).items()
        )


async def test_a_course_has_its_forms_its_sessions_and_the_last_total_known(units, clock):
    clock.set(BEGIN)
    await play(units, clock, 15, 6)
    await play(units, clock, 18, None, session=11)
    await play(units, clock, None, None, closed=False)
    first, second, third = (await facts_of(units)).courses
    assert (first.start.total, first.end.total, first.days_between, first.sessions) == (15, 6, 28, 1)
    assert (first.outcome, first.closed, first.start.text_status) == ("completed", date(2026, 4, 29), "unvalidated")
    assert (second.start.total, second.end, second.last.total, second.last.text_id) == (18, None, 11, "text-7")
    assert (third.start, third.closed, third.outcome, third.sessions) == (None, None, None, 1)


async def test_a_skipped_end_is_told_from_one_that_nobody_answered(units, clock):
    clock.set(BEGIN)
    counselling = await play(units, clock, 15, None)
    assert not (await facts_of(units)).courses[0].end_skipped
    response = await counselling.start(END)
    async with units.write() as uow:
        await responses.skip(uow, counselling.parent, response.id)
    facts = await facts_of(units)
    assert (facts.courses[0].end, facts.courses[0].end_skipped) == (None, True)
    assert [(screen.occasion, screen.skipped, screen.total) for screen in facts.screens] == [
        ("course_start", False, 15),
        ("course_end", True, None),
    ]


async def test_a_total_over_the_limit_is_an_offer_on_that_day(units, clock):
    clock.set(BEGIN)
    await play(units, clock, 9, None)
    await play(units, clock, 10, None)
    facts = await facts_of(units)
    assert [(offer.person, offer.day) for offer in facts.offers] == [(1, date(2026, 4, 29))]


async def test_surveys_come_with_their_numbers_and_the_wording_that_was_read(units, clock):
    async with units.write() as uow:
        one, other = await make_parent(uow), await make_parent(uow)
    numbers = {"items_sum": 18, "items_count": 5, "image": 4}
    await store_form(units, one.person_id, None, "satisfaction", scores=numbers)
    clock.advance(timedelta(days=1))
    await store_form(units, other.person_id, None, "satisfaction", FormState.SKIPPED)
    await store_form(units, other.person_id, None, "a-survey-of-another-kind")
    facts = await facts_of(units)
    assert [(each.person, each.skipped, each.items_sum, each.items_count, each.image) for each in facts.surveys] == [
        (0, False, 18, 5, 4),
        (1, True, 0, 0, None),
    ]
    assert (facts.surveys[0].version, facts.surveys[0].text_id, facts.surveys[0].text_status) == (
        "7",
        "text-7",
        "licensed",
    )
    assert facts.screens == ()


async def test_narrowed_facts_are_those_of_a_gathering_of_these_days(units, clock):
    clock.set(BEGIN)
    for start, end, days in ((14, 6, 20), (10, 10, 14), (23, 11, 40)):
        await play(units, clock, start, end, days)
    clock.advance(timedelta(days=1))
    year = await facts_of(units)
    for days in ((date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 6, 15))):
        narrowed = narrow(year, *days)
        gathered = await facts_of(units, *days)
        assert narrowed == replace(gathered, as_known_at=year.as_known_at)


async def test_a_plain_calculation_over_an_exported_csv_finds_the_same(units, clock):
    clock.set(BEGIN)
    for start, end, days in ((14, 6, 20), (10, 10, 14), (23, 11, 40), (12, 9, 13), (17, None, 20), (9, 1, 30)):
        await play(units, clock, start, end, days)
    exported = {}
    async with units.read() as uow:
        for name, query in {
            "forms": "SELECT person_id, occasion, total FROM questionnaire_responses WHERE total IS NOT NULL",
            "uses": "SELECT person_id, admitted_at FROM encounters WHERE admitted_at IS NOT NULL",
            "persons": "SELECT id FROM persons",
        }.items():
            file = io.StringIO()
            csv.writer(file).writerows(await uow.session.execute(text(query)))
            exported[name] = list(csv.reader(io.StringIO(file.getvalue())))
    totals = {}
    for person, occasion, total in exported["forms"]:
        totals.setdefault(person, {})[occasion] = int(total)
    high = [one for one in totals.values() if one["course_start"] >= 10]
    ended = [one for one in high if "course_end" in one]
    facts = await facts_of(units)
    measured = {each.code.value: each for each in six_measures(facts)}
    assert measured["registrations"].figure.value == len(exported["persons"])
    assert measured["counselling"].figure.value == len(exported["uses"])
    assert measured["counselling"].neighbours[0].figure.value == len({person for person, _ in exported["uses"]})
    assert (phq9(facts).figure.n, phq9(facts).figure.value) == (
        len(ended),
        sum(one["course_end"] <= 10 for one in ended) / len(ended),
    )
    beside = {each.code: each.figure.value for each in phq9(facts).neighbours}
    assert beside["phq9.below_10.complete"] == sum(one["course_end"] < 10 for one in ended) / len(ended)
    assert beside["phq9.at_most_10.no_success"] == sum(one["course_end"] <= 10 for one in ended) / len(high)
    by_month = Counter(use.day.month for use in facts.uses)
    assert sum(by_month.values()) == len(exported["uses"])


async def test_the_number_of_queries_does_not_grow_with_the_rows(units, clock, database):
    clock.set(BEGIN)
    seen = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    async def queries():
        seen.clear()
        await facts_of(units)
        return len([statement for statement in seen if statement.lstrip().startswith("SELECT")])

    await play(units, clock, 15, 8)
    few = await queries()
    for _ in range(3):
        await play(units, clock, 12, 4)
    assert await queries() == few <= 16


async def test_the_collector_goes_on_after_a_gathering_and_after_a_refusal(units):
    await facts_of(units)
    assert gc.isenabled()
    with pytest.raises(DomainError):
        await facts_of(units, date(2027, 1, 1), date(2027, 1, 2))
    with collector_at_rest():
        await facts_of(units)
        assert not gc.isenabled()
    assert gc.isenabled()


async def test_a_consultation_after_midnight_is_a_use_of_its_day_although_its_appointment_was_of_the_day_before(
    units, clock
):
    # 23:50 in the service's zone; the appointment begins at 23:55, and the door opens at 0:04.
    clock.set(datetime(2026, 5, 10, 14, 50, tzinfo=UTC))
    async with units.write() as uow:
        _, practitioner, encounter = await make_consultation(uow)
    clock.advance(timedelta(minutes=14))
    async with units.write() as uow:
        await encounters.admit(uow, practitioner, encounter.id)
    eve, day = date(2026, 5, 10), date(2026, 5, 11)
    facts = await facts_of(units, day, day)
    (use,) = facts.uses
    assert (use.day, use.service, use.modality, use.wait_seconds) == (day, "midwife", "video", 9 * 60)
    assert facts.appointments == ()
    before = await facts_of(units, eve, eve)
    assert (before.uses, len(before.appointments)) == ((), 1)


@pytest.mark.parametrize("rows", [0, 1, 2, 5000, 5001, 5002, 10_003])
async def test_the_columns_of_a_query_hold_each_of_its_rows_once(units, rows):
    numbers = select(literal(1).label("number")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number < rows))
    query = select(numbers.c.number, numbers.c.number * 2).where(numbers.c.number <= rows)
    async with units.read() as uow:
        pieces = [piece async for piece in columns_of(uow, query)]
    assert [number for piece in pieces for number in piece[0]] == list(range(1, rows + 1))
    assert [number for piece in pieces for number in piece[1]] == list(range(2, 2 * rows + 1, 2))
