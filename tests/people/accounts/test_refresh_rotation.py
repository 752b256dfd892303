from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from people.accounts.refresh_rotation import Presented, Verdict, judge

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
GRACE = timedelta(seconds=10)
INSTANTS = st.timedeltas(-timedelta(days=40), timedelta(days=40)).map(lambda step: NOW + step)


def presented(
    generation: int = 5,
    rotated_at: datetime | None = None,
    session_generation: int = 5,
    expires_at: datetime = NOW + timedelta(days=30),
    revoked_at: datetime | None = None,
) -> Presented:
    return Presented(generation, rotated_at, session_generation, expires_at, revoked_at)


@given(st.integers(1, 9), st.integers(0, 9), INSTANTS, INSTANTS, st.none() | INSTANTS)
def test_only_the_newest_token_of_a_living_session_is_rotated(
    generation: int, newer: int, rotated_at: datetime, expires_at: datetime, revoked_at: datetime | None
) -> None:
    token = presented(generation, rotated_at if newer else None, generation + newer, expires_at, revoked_at)
    verdict = judge(token, NOW, GRACE)
    assert (verdict is Verdict.ROTATE) == (newer == 0 and revoked_at is None and expires_at > NOW)


@given(st.integers(0, 9), INSTANTS, st.none() | INSTANTS)
def test_an_ended_session_gives_nothing(newer: int, rotated_at: datetime, revoked_at: datetime | None) -> None:
    token = presented(1, rotated_at, 1 + newer, NOW, revoked_at)
    assert judge(token, NOW, GRACE) in {Verdict.SIGNED_OUT, Verdict.EXPIRED}


@given(st.integers(1, 9), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_rotated_token_is_good_for_the_grace_only_and_only_the_one_before(newer: int, ago: timedelta) -> None:
    verdict = judge(presented(1, NOW - ago, 1 + newer), NOW, GRACE)
    assert verdict is (Verdict.GRACE if newer == 1 and ago <= GRACE else Verdict.REUSED)


def test_the_grace_includes_its_last_moment() -> None:
    just_before = presented(4, NOW - GRACE)
    assert judge(just_before, NOW, GRACE) is Verdict.GRACE
    assert judge(just_before, NOW + timedelta(microseconds=1), GRACE) is Verdict.REUSED
