"""A good request, who sends such ones, and the parts of what is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.principal import Principal, Role
from tests.server.policies.world import World

DAYS = {"from": "2026-11-24", "to": "2026-11-30"}


@dataclass(frozen=True)
class Good:
    """A request that is done; `answers` are the codes with which it may be refused, its state being another by then."""

    method: str
    path: str
    sender: Principal | None
    body: Any = None
    query: Mapping[str, Any] | None = None
    answers: tuple[str, ...] = ()

    @property
    def sent(self) -> dict[str, Any]:
        """Return the part that is varied."""
        return dict(self.body if self.body is not None else self.query or {})


@dataclass(frozen=True)
class Cast:
    """Those who send requests, and what these are about; `service` is an id."""

    world: World
    owner: Principal
    counsellor: Principal
    psychiatrist: Principal
    coordinator: Principal
    administrator: Principal
    service: str
    objects: dict[str, str]

    @classmethod
    def of(cls, world: World) -> Self:
        """Return those of a world."""
        people = {one.role: one for one in reversed([world.owner, world.counsellor, *world.strangers])}
        return cls(
            world=world,
            owner=world.owner,
            counsellor=world.counsellor,
            psychiatrist=people[Role.PSYCHIATRIST],
            coordinator=people[Role.COORDINATOR],
            administrator=people[Role.ADMINISTRATOR],
            service=str(world.service_id),
            objects=world.objects,
        )


def places(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every part of a JSON value with the way to it, the whole itself left out."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (key,), part
        for way, deeper in places(part):
            yield (key, *way), deeper


def replaced(value: Any, way: tuple[str | int, ...], other: Any) -> Any:
    """Return a copy of a JSON value with another part at the end of the way."""
    if not way:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = replaced(copy[way[0]], way[1:], other)
    return copy
