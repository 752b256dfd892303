"""The figures of a period as the first page of figures shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.facts.model import Course, Facts, UseKind
from clinic.evaluation.measures.outputs import consultations, people_of
from clinic.evaluation.measures.phq9 import MINIMUM_DAYS, closed_courses, high_courses, running_courses
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """How often a service was used in the period, and by how many distinct people."""

    code: str
    name_ja: str
    name_en: str
    consultations: int
    people: int


@dataclass(frozen=True, slots=True)
class Ends:
    """How pairs of forms ended. `pairs` counts them; the shares are of the pairs, None when there is none."""

    pairs: int
    ended_10_or_fewer: int
    ended_below_10: int

    @property
    def share_10_or_fewer(self) -> float | None:
        """Return the share (0..1) that ended with 10 or fewer, as the city words it."""
        return self.ended_10_or_fewer / self.pairs if self.pairs else None

    @property
    def share_below_10(self) -> float | None:
        """Return the share (0..1) that ended below 10."""
        return self.ended_below_10 / self.pairs if self.pairs else None


@dataclass(frozen=True, slots=True)
class Phq9Figures:
    """The measure over closed courses.

    `started_10_or_more` = `all.pairs` + `missing_ends`; `near` are those of the pairs less than 14 days apart, `far`
    the others.
    """

    closed_courses: int
    without_start: int
    started_10_or_more: int
    missing_ends: int
    all: Ends
    far: Ends
    near: Ends


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period of local days, both included."""

    first_day: date
    last_day: date
    registrations: int
    registrations_total: int
    services: tuple[ServiceUse, ...]
    consultations: int
    people: int
    running_courses: int
    phq9: Phq9Figures


async def figures(uow: UnitOfWork, first_day: date, last_day: date) -> Figures:
    """Return the figures of the local days from `first_day` to `last_day`, both included. Raises as `gather` does."""
    return figures_of(await gather(uow, first_day, last_day))


def figures_of(facts: Facts) -> Figures:
    """Return the figures of the facts' period."""
    consulted = consultations(facts.uses)
    appointments = consulted.take(consulted.coded("kind").being(UseKind.APPOINTMENT))
    services = appointments.coded("service")
    booked = {service.code: appointments.take(services.being(service.code)) for service in facts.services}
    return Figures(
        first_day=facts.first_day,
        last_day=facts.last_day,
        registrations=len(facts.registrations.within(facts.first_day, facts.last_day)),
        registrations_total=len(facts.registrations),
        services=tuple(
            ServiceUse(
                service.code,
                service.name_ja,
                service.name_en,
                consultations=len(booked[service.code]),
                people=people_of(booked[service.code]),
            )
            for service in facts.services
        ),
        consultations=len(consulted),
        people=people_of(consulted),
        running_courses=running_courses(facts),
        phq9=_phq9(facts),
    )


def _phq9(facts: Facts) -> Phq9Figures:
    closed, high = closed_courses(facts), high_courses(facts)
    ended = [one for one in high if one.end is not None]
    return Phq9Figures(
        closed_courses=len(closed),
        without_start=sum(one.start is None for one in closed),
        started_10_or_more=len(high),
        missing_ends=len(high) - len(ended),
        all=_ends(ended),
        far=_ends(one for one in ended if (one.days_between or 0) >= MINIMUM_DAYS),
        near=_ends(one for one in ended if (one.days_between or 0) < MINIMUM_DAYS),
    )


def _ends(courses: Iterable[Course]) -> Ends:
    totals = [one.end.total for one in courses if one.end is not None]
    return Ends(len(totals), sum(total <= 10 for total in totals), sum(total < 10 for total in totals))
