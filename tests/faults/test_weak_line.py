from tests.faults.weak_line import Conditions, Direction

PACKET = 1_000
EVERY = 0.02


def sent(conditions: Conditions, *, seed: int = 7, count: int = 2_000) -> list[float | None]:
    """The delays of datagrams that were sent at an even pace, in seconds."""
    direction = Direction(seed)
    direction.conditions = conditions
    arrivals = [direction.arrival(PACKET, index * EVERY) for index in range(count)]
    return [None if at is None else at - index * EVERY for index, at in enumerate(arrivals)]


def lost(delays: list[float | None]) -> float:
    return delays.count(None) / len(delays)


def test_a_perfect_line_neither_loses_nor_delays() -> None:
    assert sent(Conditions()) == [0.0] * 2_000


def test_the_share_that_was_asked_for_is_lost_and_the_rest_is_late_and_in_order() -> None:
    delays = sent(Conditions(loss=0.05, delay_ms=200, jitter_ms=30))
    assert 0.04 < lost(delays) < 0.06
    arrived = [(index * EVERY + late, late) for index, late in enumerate(delays) if late is not None]
    assert all(0.199 < late < 0.231 for _, late in arrived)
    assert [at for at, _ in arrived] == sorted(at for at, _ in arrived)


def test_a_narrow_line_passes_no_more_than_its_rate_and_lets_nothing_wait_for_long() -> None:
    # 1,000 bytes every 20 ms are 400 kbit/s.
    delays = sent(Conditions(kbit=200))
    assert 0.48 < lost(delays) < 0.52
    assert max(late for late in delays if late is not None) < 0.4
    assert lost(sent(Conditions(kbit=500))) == 0.0


def test_the_same_seed_has_the_same_fate() -> None:
    conditions = Conditions(loss=0.1, delay_ms=50, jitter_ms=20)
    assert sent(conditions) == sent(conditions)
    assert sent(conditions) != sent(conditions, seed=8)
