"""A family whose time cannot be kept is offered times like their own."""

from uuid import UUID

from booking.assignment.near import nearest_in_habit
from core.clock import ServiceZone
from tests.booking.story import tokyo

THEIRS, OTHER = UUID(int=1), UUID(int=2)
WANTED = tokyo("2026-11-25 11:20")


def offered(*free, wanted=WANTED, limit=2):
    return nearest_in_habit({tokyo(text): who for text, who in free}, wanted, THEIRS, limit, ServiceZone())


def test_the_same_hour_of_the_next_day_comes_before_the_night_in_between():
    night, morning = ("2026-11-26 00:00", [THEIRS]), ("2026-11-26 11:20", [THEIRS])
    assert offered(night, morning) == [tokyo(morning[0])]


def test_a_night_is_offered_for_a_night_and_where_there_is_nothing_else():
    night = ("2026-11-26 02:00", [THEIRS])
    assert offered(night, ("2026-11-26 11:20", [THEIRS]), wanted=tokyo("2026-11-25 02:00"), limit=1) == [
        tokyo(night[0])
    ]
    assert offered(night) == [tokyo(night[0])]


def test_somebody_else_soon_and_their_own_practitioner_the_next_day_are_both_offered():
    soon, later = ("2026-11-25 12:00", [OTHER]), ("2026-11-26 11:20", [THEIRS, OTHER])
    assert offered(later, soon, ("2026-11-28 11:20", [OTHER])) == [tokyo(soon[0]), tokyo(later[0])]


def test_their_own_practitioner_comes_first_at_one_and_the_same_distance():
    assert offered(("2026-11-25 12:20", [OTHER]), ("2026-11-25 10:20", [THEIRS]), limit=1) == [
        tokyo("2026-11-25 10:20")
    ]
