"""How long an invitation is good, and what its state is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.encounters.arrival import OPEN_AFTER
from clinic.encounters.guests.states import GOOD_FOR, GuestState, check_link, check_room, good_until, state_of
from core.errors import Conflict, DomainError, Gone

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
INSTANTS = st.none() | st.just(NOW)


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_an_invitation_never_outlives_the_appointment_nor_a_month(ahead: timedelta, waited: timedelta) -> None:
    until = good_until(NOW, NOW + ahead)
    assert until <= NOW + ahead + OPEN_AFTER
    assert until <= NOW + GOOD_FOR
    if NOW + waited > until:
        with pytest.raises(Gone):
            check_link(NOW + waited, good_until=until, agreed_at=NOW, redeemed_at=None, ended_at=None)


@given(INSTANTS, INSTANTS, INSTANTS)
def test_a_link_is_good_only_once_agreed_to_unused_and_not_taken_back(
    agreed: datetime | None, redeemed: datetime | None, ended: datetime | None
) -> None:
    good = agreed is not None and redeemed is None and ended is None
    try:
        check_link(NOW, good_until=NOW, agreed_at=agreed, redeemed_at=redeemed, ended_at=ended)
    except DomainError:
        assert not good
    else:
        assert good


@given(INSTANTS, INSTANTS, INSTANTS, INSTANTS)
def test_nobody_is_inside_without_the_clients_yes_or_after_the_end(
    agreed: datetime | None, redeemed: datetime | None, admitted: datetime | None, ended: datetime | None
) -> None:
    state = state_of(agreed_at=agreed, redeemed_at=redeemed, admitted_at=admitted, ended_at=ended)
    if agreed is None or ended is not None:
        assert state in {GuestState.ASKED, GuestState.OVER}


def test_a_fifth_person_is_refused() -> None:
    check_room(1)
    with pytest.raises(Conflict, match=r"guests.full"):
        check_room(2)
