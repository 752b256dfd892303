"""What a command to Redis raises when Redis does not answer."""

from redis.exceptions import RedisError

REDIS_AWAY = (RedisError, OSError, RuntimeError)
"""RuntimeError is how uvloop refuses to write to a connection that was cut a moment ago; redis-py lets it through."""
