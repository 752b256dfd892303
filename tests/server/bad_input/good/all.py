"""A good request for every operation that takes a body or a query: what bad ones are made from."""

from tests.server.bad_input.good import booking, keeping, people, queries, records, safety, surveys
from tests.server.bad_input.good.request import Cast, Good
from tests.server.policies.world import World


def good_requests(world: World) -> list[Good]:
    """Return them in an order in which each can be done."""
    cast = Cast.of(world)
    return [
        *queries.reading(cast),
        *people.accounts(cast),
        *booking.appointments(cast),
        *people.guests(cast),
        *records.consultation(cast),
        *surveys.surveys(cast),
        *records.texts(cast),
        *safety.alerts(cast),
        *booking.schedules(cast),
        *keeping.keeping(cast),
        *booking.absences(cast),
        *booking.services(cast),
    ]
