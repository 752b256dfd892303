"""The one way in for events: find, pace, wait for the turn, check, read, do, answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from core.clock import Clock
from core.errors import DomainError
from core.model import Model
from signaling.connections import Connection, Connections
from signaling.emitter import written
from signaling.problems import (
    from_exception,
    invalid,
    not_connected,
    not_joined,
    refusal,
    token_expired,
    too_many,
    unknown_event,
)
from signaling.protocol.registry import CLIENT_EVENTS, ClientEvent, Namespace, Pace

Handler = Callable[[Connection, Any], Awaitable[Model]]

MAX_WAITING = 64
MAX_UNREAD = 32
_UNKNOWN = Pace(60, 10)
# These two are answered outside a consultation and under a token that has expired.
_BEFORE_JOIN = frozenset({"join", "token.renew"})
_RENEWAL = "token.renew"
# These change nothing: who is gone needs no answer to them. What they did before they went is done all the same.
_ONLY_ASKED = frozenset({"messages.fetch", "ice.renew"})

_EVENTS = {(event.namespace, event.name): event for event in CLIENT_EVENTS}


class Dispatcher:
    """Answers the events of all connections; there must be a handler for each event of the protocol.

    `unread` tells how many packets wait for a client to take them.
    """

    def __init__(
        self,
        connections: Connections,
        clock: Clock,
        handlers: Mapping[tuple[Namespace, str], Handler],
        unread: Callable[[Connection], int],
    ) -> None:
        if handlers.keys() != _EVENTS.keys():
            raise ValueError(f"without handler or event: {handlers.keys() ^ _EVENTS.keys()}")
        self._connections = connections
        self._clock = clock
        self._handlers = handlers
        self._unread = unread

    async def answer(self, namespace: Namespace, name: str, sid: str, arguments: tuple[Any, ...]) -> orjson.Fragment:
        """Return the acknowledgement of an event, as JSON. Never raises: what fails is refused with a code."""
        try:
            done = await self._pass(self._connections.get(sid), _EVENTS.get((namespace, name)), arguments)
        except DomainError as error:
            done = refusal(error)
        except Exception as error:
            done = refusal(from_exception(error, name if (namespace, name) in _EVENTS else "unknown"))
        return written(done)

    async def _pass(
        self, connection: Connection | None, event: ClientEvent | None, arguments: tuple[Any, ...]
    ) -> Model:
        # Nothing is awaited before the turn is asked for: so the turns are in the order of arrival.
        if connection is None:
            raise not_connected()
        now = asyncio.get_running_loop().time()
        if event is None:
            connection.meter.hit("?", _UNKNOWN, now)
            raise unknown_event()
        connection.meter.hit(event.name, event.pace, now)
        # Who does not read the answers gets no more of them; a page of messages may be large.
        if connection.waiting >= MAX_WAITING or self._unread(connection) > MAX_UNREAD:
            raise too_many(1)
        payload = _read(event, arguments)
        connection.waiting += 1
        try:
            async with connection.turn:
                self._check(connection, event)
                return await self._handlers[event.namespace, event.name](connection, payload)
        finally:
            connection.waiting -= 1

    def _check(self, connection: Connection, event: ClientEvent) -> None:
        if connection.closed or (connection.gone and event.name in _ONLY_ASKED):
            raise not_connected()
        event.policy.check(connection.principal)
        if event.name != _RENEWAL and self._clock.now() >= connection.expires_at:
            raise token_expired()
        if connection.seat is not None and not connection.joined and event.name not in _BEFORE_JOIN:
            raise not_joined()


def _read(event: ClientEvent, arguments: tuple[Any, ...]) -> Any:
    """Return the payload as its model; JSON again, so that bytes and other strangers are refused like any fault."""
    if len(arguments) > 1:
        raise invalid()
    try:
        return event.reader.validate_json(orjson.dumps(arguments[0] if arguments else {}), strict=True)
    except ValidationError as error:
        raise invalid(error) from None
    except (TypeError, ValueError):
        raise invalid() from None
