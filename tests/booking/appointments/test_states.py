from itertools import product

import pytest

from booking.appointments.states import ClaimState, require_change
from core.errors import Conflict

ALLOWED = {
    (ClaimState.BOOKED, ClaimState.CANCELLED),
    (ClaimState.BOOKED, ClaimState.NO_SHOW),
    (ClaimState.BOOKED, ClaimState.FULFILLED),
}


@pytest.mark.parametrize(("present", "wanted"), list(product(ClaimState, ClaimState)))
def test_only_what_is_booked_can_become_cancelled_missed_or_fulfilled(present, wanted):
    if (present, wanted) in ALLOWED:
        require_change(present, wanted)
    else:
        with pytest.raises(Conflict) as refused:
            require_change(present, wanted)
        assert refused.value.code == "booking.state"
