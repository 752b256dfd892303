from uuid import uuid4

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.errors import TooMany
from core.rate_limit import MemoryRateLimiter, RedisRateLimiter
from tests.fixtures.database import REDIS_URL


@pytest.fixture(params=["memory", "redis"])
async def limiter(request):
    if request.param == "memory":
        yield MemoryRateLimiter()
        return
    async with Redis.from_url(REDIS_URL) as redis:
        yield RedisRateLimiter(redis, prefix=f"test:{uuid4()}:")


async def test_what_is_too_often_is_refused_and_says_how_long_to_wait(limiter):
    window = 86_400
    for _ in range(3):
        await limiter.hit("register:1", 3, window)
    with pytest.raises(TooMany) as refused:
        await limiter.hit("register:1", 3, window)
    assert 0 < refused.value.params["retry_after"] <= window


async def test_one_caller_does_not_use_up_the_turns_of_another(limiter):
    await limiter.hit("register:1", 1, 86_400)
    await limiter.hit("register:2", 1, 86_400)


async def test_the_memory_of_the_limiter_is_bounded():
    limiter = MemoryRateLimiter(capacity=10)
    for number in range(100):
        await limiter.hit(str(number), 1, 60)
    assert len(limiter._counts) == 10


async def test_while_redis_is_away_each_node_counts_by_itself():
    async with Redis.from_url("redis://127.0.0.1:1/0", retry=Retry(NoBackoff(), 0)) as nobody:
        limiter = RedisRateLimiter(nobody)
        for _ in range(3):
            await limiter.hit("sign-in:1", 3, 86_400)
        with pytest.raises(TooMany):
            await limiter.hit("sign-in:1", 3, 86_400)
