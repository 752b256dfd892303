from datetime import date

import pytest

from booking.schedules.rest_days import YearlyClosing, holiday_name, is_public_holiday, is_rest_day

TURN_OF_THE_YEAR = YearlyClosing((12, 29), (1, 3))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 5, 6),  # substitute
        date(2026, 9, 21),
        date(2026, 9, 22),  # between two holidays
        date(2026, 9, 23),
        date(2027, 3, 22),  # substitute
        date(2026, 11, 23),
    ],
)
def test_holidays_substitutes_and_the_days_between_are_known(day):
    assert is_public_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 5, 7), date(2026, 9, 24), date(2026, 11, 24), date(2026, 12, 29)])
def test_ordinary_days_are_no_holidays(day):
    assert not is_public_holiday(day)


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_the_service_rests_at_the_turn_of_the_year(day, rests):
    assert is_rest_day(day, [TURN_OF_THE_YEAR]) is rests


def test_a_closing_within_a_year_includes_both_ends():
    summer = YearlyClosing((8, 13), (8, 15))
    assert [day for day in range(10, 20) if summer.includes(date(2026, 8, day))] == [13, 14, 15]


def test_a_holiday_is_named_in_japanese_whatever_language_the_machine_speaks():
    assert holiday_name(date(2026, 11, 23)) == "勤労感謝の日"
    assert holiday_name(date(2026, 11, 24)) is None
