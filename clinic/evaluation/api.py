"""The figures over HTTP, for the coordinator and the city's officer."""

from datetime import date

from pydantic import Field

from clinic.evaluation import service
from clinic.evaluation.definitions import DEFINITIONS, VERSION, Definition
from clinic.evaluation.service import Ends, Figures, Phq9Figures
from core.http import Call, get
from core.model import LocalText, Model
from core.policy import allow
from core.principal import Role


class PeriodQuery(Model):
    """The first and the last local day, both included."""

    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")


class RegistrationsOut(Model):
    """Registrations within the period, and all up to its end."""

    new: int
    total: int


class ServiceUseOut(Model):
    """The uses of a service in the period."""

    code: str
    name: LocalText
    consultations: int
    people: int


class ConsultationsOut(Model):
    """The uses of all services in the period; `people` are distinct people."""

    total: int
    people: int
    by_service: list[ServiceUseOut]


class EndsOut(Model):
    """How pairs of forms ended; the shares are 0 to 1, and null when there is no pair."""

    pairs: int
    ended_10_or_fewer: int
    ended_below_10: int
    share_10_or_fewer: float | None
    share_below_10: float | None

    @classmethod
    def of(cls, ends: Ends) -> "EndsOut":
        """Return the ends of pairs as they go out."""
        return cls(
            pairs=ends.pairs,
            ended_10_or_fewer=ends.ended_10_or_fewer,
            ended_below_10=ends.ended_below_10,
            share_10_or_fewer=ends.share_10_or_fewer,
            share_below_10=ends.share_below_10,
        )


class Phq9Out(EndsOut):
    """PHQ-9 at the start and at the end of the courses closed in the period.

    `pairs_under_14_days` are those of the pairs that lie less than that apart.
    """

    closed_courses: int
    running_courses: int
    without_start: int
    started_10_or_more: int
    missing_ends: int
    pairs_under_14_days: EndsOut

    @classmethod
    def of_figures(cls, phq9: Phq9Figures, running_courses: int) -> "Phq9Out":
        """Return the measure as it goes out."""
        return cls(
            **EndsOut.of(phq9.all).model_dump(),
            closed_courses=phq9.closed_courses,
            running_courses=running_courses,
            without_start=phq9.without_start,
            started_10_or_more=phq9.started_10_or_more,
            missing_ends=phq9.missing_ends,
            pairs_under_14_days=EndsOut.of(phq9.near),
        )


class FiguresOut(Model):
    """The figures of a period with what they mean."""

    first_day: date
    last_day: date
    zone: str
    registrations: RegistrationsOut
    consultations: ConsultationsOut
    phq9: Phq9Out
    definitions_version: str
    definitions: list[Definition]


_SHOWN = frozenset(
    {
        "registrations",
        "registrations.total",
        "uses.all",
        "uses.people",
        "phq9",
        "phq9.below_10.complete",
        "phq9.started_10_or_more",
        "phq9.missing_ends",
        "phq9.at_most_10.under_14_days",
        "unmeasured",
    }
)


def _view(figures: Figures, zone: str) -> FiguresOut:
    return FiguresOut(
        first_day=figures.first_day,
        last_day=figures.last_day,
        zone=zone,
        registrations=RegistrationsOut(new=figures.registrations, total=figures.registrations_total),
        consultations=ConsultationsOut(
            total=figures.consultations,
            people=figures.people,
            by_service=[
                ServiceUseOut(
                    code=use.code,
                    name=LocalText(ja=use.name_ja, en=use.name_en),
                    consultations=use.consultations,
                    people=use.people,
                )
                for use in figures.services
            ],
        ),
        phq9=Phq9Out.of_figures(figures.phq9, figures.running_courses),
        definitions_version=VERSION,
        definitions=[definition for definition in DEFINITIONS if definition.figure in _SHOWN],
    )


@get(
    "/api/figures",
    policy=allow(Role.COORDINATOR),
    errors=("evaluation.period_invalid", "evaluation.period_in_future"),
)
async def show(call: Call, query: PeriodQuery) -> FiguresOut:
    """Show the figures of a period."""
    found = await service.figures(call.uow, query.first_day, query.last_day)
    return _view(found, call.uow.zone.name)


routes = (show,)
