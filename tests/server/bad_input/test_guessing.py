"""Secrets of links, guessed: what is not good is answered in one and the same way, and soon no guess is looked at."""

import secrets

import pytest

from clinic.encounters.guests import service as guests
from clinic.encounters.guests.states import GuestKind
from people.handover import service as handover
from tests.clinic.encounters.make import make_consultation

# So many in ten minutes from one address.
ALLOWED = 60
LENGTH = 43


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
async def consultation(units):
    async with units.write() as uow:
        return await make_consultation(uow, admitted=True)


async def invitations(units, consultation):
    """Return a token that was taken back, and one that is good."""
    parent, _, encounter = consultation
    tokens = []
    for _ in range(2):
        async with units.write() as uow:
            made = await guests.invite(uow, parent, encounter.appointment_id, "ばあば", GuestKind.GRANDPARENT)
            tokens.append(made.token)
            if len(tokens) == 1:
                await guests.end(uow, parent, made.guest.id)
    return tokens


async def hand_overs(units, consultation):
    """Return none that is over, and one that is good."""
    parent, _, encounter = consultation
    async with units.write() as uow:
        path, _ = await handover.make(uow, parent, f"/consultation/{encounter.id}")
    return [None, path.partition("#")[2]]


@pytest.mark.parametrize(
    ("place", "code", "make"),
    [
        ("/api/invitations", "guests.link_over", invitations),
        ("/api/auth/handover", "people.link_over", hand_overs),
    ],
)
async def test_a_guessed_link_is_like_any_that_is_over_and_guessing_ends_soon(
    api, units, consultation, place, code, make
):
    over, good = await make(units, consultation)
    assert len(good) == LENGTH
    guesses = [over] * (over is not None) + [good[:-1] + ("A" if good[-1] != "A" else "B"), good.swapcase()]
    guesses += [secrets.token_urlsafe(32) for _ in range(ALLOWED // 2 - len(guesses))]
    ways = ("preview", "redeem")
    answers = [await api.post(f"{place}/{way}", json={"token": guess}) for guess in guesses for way in ways]
    assert len(answers) == ALLOWED
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0][0], answers[0][1]["code"]) == (410, code)
    # Not even the right one, any more, from there.
    for way in ways:
        status, problem = await api.post(f"{place}/{way}", json={"token": good})
        assert (status, problem["code"]) == (429, "request.too_many")
