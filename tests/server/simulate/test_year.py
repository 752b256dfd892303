"""The simulated year holds every kind of thing, made by the services, and comes out the same again."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.measures.image import image
from clinic.evaluation.measures.outputs import counselling, registrations
from clinic.evaluation.measures.phq9 import phq9
from clinic.evaluation.measures.satisfaction import satisfaction
from clinic.evaluation.service import figures_of
from core.clock import ManualClock, ServiceZone
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.unit_of_work import Units
from server.settings import Settings
from tests.server.simulate.conftest import simulated

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
BEGIN, END = "2025-03-31 15:00", "2026-03-31 15:00"


def test_the_command_tells_how_far_it_is_and_what_it_made(year):
    assert year.code == 0
    assert "A year of 14 made-up people, 2025-04-01 to 2026-03-31, from seed 8:" in year.out
    told = [line for line in year.err.splitlines() if line.startswith("simulate: ")]
    assert told[0].startswith("simulate: 2025-04 begins")
    assert len(told) >= 12


def test_people_register_over_the_year_and_all_of_them_can_sign_in(year):
    assert year.one("SELECT count(*) FROM persons") == 14
    assert year.one(f"SELECT count(*) FROM persons WHERE created_at NOT BETWEEN '{BEGIN}' AND '{END}'") == 0
    assert year.one("SELECT count(DISTINCT substr(created_at, 1, 7)) FROM persons") > 3
    assert year.one("SELECT count(DISTINCT password_hash) FROM accounts") == 1


@pytest.mark.parametrize("state", ["fulfilled", "cancelled", "no_show"])
def test_appointments_come_to_every_end(year, state):
    assert year.one(f"SELECT count(*) FROM claims WHERE state = '{state}'") > 0


def test_nothing_is_left_in_the_middle(year):
    assert year.one("SELECT count(*) FROM claims WHERE state IN ('booked', 'held')") == 0
    assert year.one("SELECT count(*) FROM encounters WHERE state <> 'finished'") == 0
    assert year.one("SELECT count(*) FROM notes WHERE signed_at IS NULL") == 0
    assert year.one("SELECT count(*) FROM note_cosignings WHERE state <> 'cosigned'") == 0
    assert year.one("SELECT count(*) FROM safety_tasks WHERE done_at IS NULL") == 0
    assert year.one("SELECT count(*) FROM outbox_jobs WHERE done_at IS NULL OR last_error IS NOT NULL") == 0


def test_consultations_are_of_all_kinds_and_each_has_a_signed_note(year):
    services = "SELECT count(DISTINCT service_id) FROM claims WHERE state = 'fulfilled'"
    modalities = "SELECT count(DISTINCT modality) FROM claims WHERE state = 'fulfilled'"
    assert (year.one(services), year.one(modalities)) == (4, 3)
    assert year.one("SELECT count(*) FROM notes") == year.one("SELECT count(*) FROM encounters")
    assert year.one("SELECT count(*) FROM messages") > 20
    assert year.one("SELECT count(*) FROM messages WHERE instr(body_sealed, 'こんにちは')") == 0
    assert year.one("SELECT count(*) FROM encounters WHERE admitted_at < arrived_at OR finished_at < admitted_at") == 0


def test_somebody_called_for_help_at_night_and_was_answered(year):
    calls = year.rows("SELECT arrived_at, admitted_at FROM encounters WHERE appointment_id IS NULL")
    assert calls
    for arrived, admitted in calls:
        hour = (datetime.fromisoformat(arrived) + timedelta(hours=9)).hour
        assert hour >= 22 or hour < 5
        assert admitted is not None


def test_a_ninth_item_above_zero_was_taken_on_and_closed_by_an_assessment(year):
    kinds = dict(year.rows("SELECT kind, count(*) FROM flags GROUP BY kind"))
    assert kinds["phq9_item_9"] > 0
    assert kinds["urgent_call"] > 0
    unfinished = "acknowledged_at IS NULL OR closed_at IS NULL OR assessment_id IS NULL"
    assert year.one(f"SELECT count(*) FROM flags WHERE {unfinished}") == 0


def test_courses_end_in_several_ways_with_and_without_a_last_form_and_some_run_on(year):
    closed = "SELECT id FROM episodes_of_care WHERE state = 'finished'"
    answered = "SELECT episode_id FROM questionnaire_responses WHERE occasion = 'course_end' AND state = 'completed'"
    assert year.one(f"SELECT count(*) FROM ({closed}) WHERE id IN ({answered})") > 0
    assert year.one(f"SELECT count(*) FROM ({closed}) WHERE id NOT IN ({answered})") > 0
    assert year.one("SELECT count(DISTINCT outcome) FROM episodes_of_care") > 1
    assert year.one("SELECT count(*) FROM episodes_of_care WHERE state = 'active'") > 0


def test_nothing_was_sent_to_anybody(year):
    assert year.rows("SELECT DISTINCT state FROM mails WHERE content_sealed IS NOT NULL OR state = 'accepted'") == []
    assert (
        year.one("SELECT count(*) FROM alert_calls WHERE channel IN ('push', 'webhook') AND state = 'delivered'") == 0
    )


async def test_a_plain_calculation_over_the_exported_rows_finds_the_counts(year):
    held = exported(
        year,
        "SELECT coalesce(services.code, 'urgent'), encounters.person_id, admitted_at FROM encounters"
        " LEFT JOIN claims ON claims.id = appointment_id LEFT JOIN services ON services.id = claims.service_id"
        " WHERE admitted_at IS NOT NULL",
    )
    registered = exported(year, "SELECT created_at FROM persons")
    facts = await gathered(year)
    found = figures_of(facts)

    assert (found.registrations, found.registrations_total) == (len([1 for [at] in registered if in_year(at)]), 14)
    assert registrations(facts).figure.value == found.registrations
    held = [(code, person) for code, person, at in held if in_year(at)]
    for use in found.services:
        of_service = [person for code, person in held if code == use.code]
        assert (use.consultations, use.people) == (len(of_service), len(set(of_service)))
    assert (found.consultations, found.people) == (len(held), len({person for _, person in held}))
    assert counselling(facts).figure.value == len([1 for code, _ in held if code in {"counselling", "urgent"}])


async def test_a_plain_calculation_over_the_exported_rows_finds_phq9_before_and_after(year):
    courses = exported(year, "SELECT person_id, opened_at, closed_at FROM episodes_of_care")
    forms = exported(
        year,
        "SELECT forms.person_id, occasion, total, settled_at, coalesce(forms.episode_id, encounters.episode_id)"
        " FROM questionnaire_responses AS forms"
        " LEFT JOIN encounters ON encounters.appointment_id = forms.appointment_id"
        " WHERE questionnaire = 'phq-9' AND total IS NOT NULL AND occasion IN ('course_start', 'course_end')",
    )
    facts = await gathered(year)

    # Nobody has two courses in the simulated year, so a person's forms are those of their course; but what was answered
    # over two weeks before it began, for an appointment that came to nothing, does not describe its beginning.
    opened = {person: local_day(at) for person, at, _ in courses}
    assert len(opened) == len(courses)
    last = {}
    for person, occasion, total, at, course in sorted(forms, key=lambda form: form[3]):
        if person in opened and (course or (opened[person] - local_day(at)).days <= 14):
            last[person, occasion] = (local_day(at), int(total))
    closed = [person for person, _, at in courses if in_year(at)]
    starts = {person: last[person, "course_start"] for person in closed if (person, "course_start") in last}
    high = [person for person, (_, total) in starts.items() if total >= 10]
    pairs = [(starts[person], last[person, "course_end"]) for person in high if (person, "course_end") in last]
    far = [end for start, end in pairs if (end[0] - start[0]).days >= 14]
    found = figures_of(facts).phq9
    assert (found.closed_courses, found.without_start) == (len(closed), len(closed) - len(starts))
    assert (found.started_10_or_more, found.missing_ends) == (len(high), len(high) - len(pairs))
    assert (found.far.pairs, found.near.pairs) == (len(far), len(pairs) - len(far))
    assert found.far.ended_10_or_fewer == sum(total <= 10 for _, total in far)
    assert found.far.ended_below_10 == sum(total < 10 for _, total in far)
    assert pairs
    reached = sum(end[1] <= 10 for _, end in pairs)
    assert phq9(facts).figure.value == pytest.approx(reached / len(pairs))


async def test_a_plain_calculation_over_the_exported_rows_finds_contentment_and_the_citys_image(year):
    scores = exported(
        year,
        "SELECT response_id, person_id, settled_at, code, value FROM questionnaire_scores"
        " JOIN questionnaire_responses ON id = response_id WHERE questionnaire = 'satisfaction' ORDER BY settled_at",
    )
    facts = await gathered(year)

    surveys = {}
    image_of = {}
    for response, person, at, code, value in scores:
        if in_year(at):
            surveys.setdefault(response, {})[code] = int(value)
            if code == "image":
                image_of[person] = int(value)
    means = [each["items_sum"] / each["items_count"] for each in surveys.values()]
    assert len(means) > 3
    assert satisfaction(facts).figure.value == pytest.approx(sum(means) / len(means))
    assert image(facts).figure.value == pytest.approx(sum(value >= 4 for value in image_of.values()) / len(image_of))


def exported(year, query):
    file = io.StringIO()
    csv.writer(file).writerows(year.rows(query))
    file.seek(0)
    return list(csv.reader(file))


def local_day(at):
    return (datetime.fromisoformat(at) + timedelta(hours=9)).date()


def in_year(at):
    return at != "" and FIRST <= local_day(at) <= LAST


async def gathered(year):
    database = Database(year.url)
    vault = Vault(Settings().encryption_key_pairs())
    clock = ManualClock(datetime.fromisoformat("2026-06-01T00:00:00+00:00"))
    units = Units(database, clock, ServiceZone("Asia/Tokyo"), vault, LiveBus())
    async with units.read() as uow:
        facts = await gather(uow, FIRST, LAST)
    await database.close()
    return facts


def test_the_same_seed_makes_the_same_year(fresh):
    told = []
    for name in ("one", "again"):
        made = simulated(fresh(name), "--people", "2", "--seed", "3", "--from", "2025-04-01")
        shown = [
            made.rows("SELECT created_at, district FROM persons ORDER BY created_at"),
            made.rows("SELECT starts_at, state, modality FROM claims ORDER BY starts_at"),
            made.rows("SELECT occasion, state, total, settled_at FROM questionnaire_responses ORDER BY started_at"),
            made.rows("SELECT arrived_at, admitted_at, finished_at, last_sequence FROM encounters ORDER BY arrived_at"),
            made.rows("SELECT kind, count(*) FROM notices GROUP BY kind"),
        ]
        told.append((made.out, shown))
    assert told[0] == told[1]
    assert told[0][1][1]
