"""What a rota is planned from: the kinds of days, the cover of each, and how long shifts really are."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from booking.rota.problem import DAY_MINUTES, CoverDayKind, Shift
from booking.rota.problem_building import (
    TAIL_DAYS,
    Clock,
    Need,
    cover_of,
    day_kind,
    fiscal_year_start,
    minutes_of,
    month_length,
    spans_of,
)
from booking.schedules.rest_days import YearlyClosing, is_public_holiday
from core.clock import ServiceZone

BERLIN, TOKYO = ServiceZone("Europe/Berlin"), ServiceZone("Asia/Tokyo")
DAY, NIGHT = Clock(time(8), time(16), ends_next_day=False), Clock(time(20), time(8), ends_next_day=True)
CLOCKS = {"D": DAY, "N": NIGHT}
MARCH, OCTOBER = date(2027, 3, 1), date(2026, 10, 1)
TURN_OF_THE_YEAR = YearlyClosing((12, 29), (1, 3))

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
clocks = st.builds(Clock, times, times, st.just(value=True)) | (
    st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Clock(*pair, ends_next_day=False))
)


def usual(day: int, clock: Clock) -> tuple[int, int]:
    starts, minutes = minutes_of(clock)
    return day * DAY_MINUTES + starts, day * DAY_MINUTES + starts + minutes


@given(days, clocks)
def test_where_clocks_are_never_changed_every_shift_is_as_long_as_it_says(first: date, clock: Clock) -> None:
    assert spans_of(TOKYO, first.replace(day=1), month_length(first), {"S": clock}) == {}


@given(days, clocks)
def test_a_span_is_the_real_time_between_the_wall_clock_times(at: date, clock: Clock) -> None:
    first = at.replace(day=1)
    spans = spans_of(BERLIN, first, month_length(first), {"S": clock})
    midnight = BERLIN.day(first)[0]
    for day in range(-TAIL_DAYS, month_length(first)):
        begins = BERLIN.to_utc(first + timedelta(days=day), clock.starts)
        ends = BERLIN.to_utc(first + timedelta(days=day + clock.ends_next_day), clock.ends)
        start, end = spans.get((day, "S"), usual(day, clock))
        assert midnight + timedelta(minutes=start) == begins
        assert end - start == max((ends - begins) // timedelta(minutes=1), 1)


def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter_and_all_after_it_come_earlier() -> None:
    spans = spans_of(BERLIN, MARCH, 31, CLOCKS)
    # The clocks go forward on Sunday 28 March at two in the night that begins on Saturday, day 26.
    assert min(day for day, _ in spans) == 26
    assert spans[26, "N"] == (26 * DAY_MINUTES + 20 * 60, 27 * DAY_MINUTES + 7 * 60)
    assert (26, "D") not in spans
    for day in range(27, 31):
        for shift_id, clock in CLOCKS.items():
            start, end = usual(day, clock)
            assert spans[day, shift_id] == (start - 60, end - 60)


def test_the_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    spans = spans_of(BERLIN, OCTOBER, 31, CLOCKS)
    start, end = spans[23, "N"]
    assert end - start == 13 * 60
    assert spans[24, "D"] == (24 * DAY_MINUTES + 9 * 60, 24 * DAY_MINUTES + 17 * 60)


def test_the_tail_before_a_change_of_clocks_is_seen_from_the_midnight_of_the_month() -> None:
    # November begins after the clocks went back: what was before is an hour further away.
    spans = spans_of(BERLIN, date(2026, 11, 1), 30, CLOCKS)
    assert {day for day, _ in spans} == set(range(-TAIL_DAYS, -7))
    start, end = usual(-10, DAY)
    assert spans[-10, "D"] == (start - 60, end - 60)


def test_a_shift_that_the_change_of_clocks_swallows_is_a_minute_long() -> None:
    swallowed = Clock(time(2), time(3), ends_next_day=False)
    start, end = spans_of(BERLIN, MARCH, 31, {"S": swallowed})[27, "S"]
    assert end - start == 1


@given(days)
def test_the_fiscal_year_begins_on_the_first_of_april_before_a_day(day: date) -> None:
    start = fiscal_year_start(day)
    assert (start.month, start.day) == (4, 1)
    assert start <= day < date(start.year + 1, 4, 1)


def test_the_last_of_march_belongs_to_the_year_before() -> None:
    assert fiscal_year_start(date(2027, 3, 31)) == date(2026, 4, 1)
    assert fiscal_year_start(date(2027, 4, 1)) == date(2027, 4, 1)


@given(days)
def test_a_month_is_as_long_as_to_the_next_first(day: date) -> None:
    first = day.replace(day=1)
    assert (first + timedelta(days=month_length(first))).day == 1
    assert (first + timedelta(days=month_length(first) - 1)).month == first.month


@given(days)
def test_a_closing_comes_before_a_holiday_and_a_holiday_before_a_weekend(day: date) -> None:
    kind = day_kind(day, [TURN_OF_THE_YEAR])
    if TURN_OF_THE_YEAR.includes(day):
        assert kind is CoverDayKind.YEAR_END
    elif is_public_holiday(day):
        assert kind is CoverDayKind.HOLIDAY
    else:
        assert (kind is CoverDayKind.SATURDAY) == (day.weekday() == 5)
        assert (kind is CoverDayKind.SUNDAY) == (day.weekday() == 6)
    assert day_kind(day, []) is not CoverDayKind.YEAR_END


def test_days_are_of_the_kind_that_the_calendar_says() -> None:
    kinds = {
        date(2027, 1, 1): CoverDayKind.YEAR_END,
        date(2027, 1, 11): CoverDayKind.HOLIDAY,
        date(2027, 1, 9): CoverDayKind.SATURDAY,
        date(2027, 1, 10): CoverDayKind.SUNDAY,
        date(2027, 1, 12): CoverDayKind.WEEKDAY,
        # 春分の日 is on a Sunday, the Monday after it takes its place.
        date(2027, 3, 21): CoverDayKind.HOLIDAY,
        date(2027, 3, 22): CoverDayKind.HOLIDAY,
    }
    assert {day: day_kind(day, [TURN_OF_THE_YEAR]) for day in kinds} == kinds


SHIFTS = (Shift("D", 480, 480), Shift("N", 1200, 720))
FIRST = date(2026, 12, 4)
KINDS = (CoverDayKind.WEEKDAY, CoverDayKind.SATURDAY, CoverDayKind.SUNDAY)
WEEKDAY = Need("midwife", "D", CoverDayKind.WEEKDAY, 2, most=3, under=7, over=1, hard=True, needs_senior=True)
needs = st.lists(
    st.builds(
        Need,
        st.sampled_from(["midwife", "doctor"]),
        st.sampled_from(["D", "N", "gone"]),
        st.sampled_from(KINDS),
        st.integers(0, 5),
        st.none() | st.integers(0, 5),
    ),
    unique_by=lambda need: (need.role, need.shift_id, need.kind),
)
overrides = st.dictionaries(
    st.tuples(
        st.integers(-1, 4).map(lambda n: FIRST + timedelta(days=n)),
        st.sampled_from(["midwife", "doctor"]),
        st.sampled_from(["D", "N", "gone"]),
    ),
    st.integers(0, 9),
)


@given(needs, overrides)
def test_each_day_needs_what_its_kind_says_unless_its_date_says_otherwise(
    asked: list[Need], other: dict[tuple[date, str, str], int]
) -> None:
    cover = cover_of(FIRST, KINDS, asked, other, SHIFTS)
    found = {(each.day, each.role, each.shift_id): each for each in cover}
    assert len(found) == len(cover)
    wanted = {(KINDS.index(need.kind), need.role, need.shift_id): need.required for need in asked}
    wanted |= {((day - FIRST).days, role, shift_id): required for (day, role, shift_id), required in other.items()}
    wanted = {key: required for key, required in wanted.items() if key[0] in range(3) and key[2] != "gone"}
    assert {key: each.required for key, each in found.items()} == wanted
    assert all(each.most is None or each.most >= each.required for each in cover)


def test_an_overridden_day_keeps_the_terms_of_its_kind_and_its_most_gives_way() -> None:
    [usual_day] = cover_of(FIRST, KINDS[:1], [WEEKDAY], {}, SHIFTS)
    [more] = cover_of(FIRST, KINDS[:1], [WEEKDAY], {(FIRST, "midwife", "D"): 5}, SHIFTS)
    assert (usual_day.required, usual_day.most) == (2, 3)
    assert (more.required, more.most) == (5, 5)
    assert (more.under, more.over, more.hard, more.needs_senior) == (7, 1, True, True)


def test_what_is_needed_on_a_date_alone_is_no_hard_need() -> None:
    [alone] = cover_of(FIRST, KINDS[:1], [], {(FIRST, "midwife", "N"): 1}, SHIFTS)
    assert (alone.required, alone.most, alone.hard) == (1, None, False)


@given(clocks)
def test_the_minutes_of_a_shift_lead_from_its_start_to_its_end(clock: Clock) -> None:
    starts, minutes = minutes_of(clock)
    begun = datetime.combine(FIRST, time()) + timedelta(minutes=starts)
    ended = begun + timedelta(minutes=minutes)
    assert (begun.date(), begun.time()) == (FIRST, clock.starts)
    assert (ended.date(), ended.time()) == (FIRST + timedelta(days=clock.ends_next_day), clock.ends)
