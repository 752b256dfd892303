"""How long people wait, for the door to open and for the first answer in writing; and who did not come. Pure."""

from dataclasses import dataclass

import numpy as np

from clinic.evaluation.facts.model import BookedAppointment, Facts, Use, UseKind
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.measures.figure import Figure, share
from clinic.evaluation.measures.spread import Spread, spread


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of some uses, in seconds. `service` is the code of a service, None for all together."""

    kind: UseKind
    service: str | None
    wait: Spread
    reply: Spread


@dataclass(frozen=True, slots=True)
class Attendance:
    """What became of the appointments of a service, None for all together, whose time was in the period.

    `settled` are those that took place or that nobody came to; the share missed is of these. `open` are still booked.
    `lead_days` is from the booking to the appointment, of all but the cancelled.
    """

    service: str | None
    settled: int
    missed: Figure
    cancelled: Figure
    cancelled_late: int
    open: int
    lead_days: Spread


@dataclass(frozen=True, slots=True)
class Times:
    """The waits by kind of use and, of appointments, by service; and the attendance, whole and by service."""

    waits: tuple[Waits, ...]
    attendance: tuple[Attendance, ...]


def times(facts: Facts) -> Times:
    """Return the times of the facts' period; the services in the order of the catalogue, those without use too."""
    codes = [service.code for service in facts.services]
    uses, booked = facts.uses, facts.appointments
    of_kind = {kind: uses.take(uses.coded("kind").being(kind)) for kind in UseKind}
    appointments = of_kind[UseKind.APPOINTMENT]
    return Times(
        waits=(
            *(_waits(of_one, kind) for kind, of_one in of_kind.items()),
            *(
                _waits(appointments.take(appointments.coded("service").being(code)), UseKind.APPOINTMENT, code)
                for code in codes
            ),
        ),
        attendance=(
            _attendance(booked, None),
            *(_attendance(booked.take(booked.coded("service").being(code)), code) for code in codes),
        ),
    )


def _waits(uses: Rows[Use], kind: UseKind, service: str | None = None) -> Waits:
    return Waits(kind, service, wait=spread(uses.numbers("wait_seconds")), reply=spread(uses.numbers("reply_seconds")))


def _attendance(appointments: Rows[BookedAppointment], service: str | None) -> Attendance:
    state = appointments.coded("state")
    fulfilled, no_show, cancelled, open_ones = (
        int(np.count_nonzero(state.being(each))) for each in ("fulfilled", "no_show", "cancelled", "booked")
    )
    leads = appointments.days().ordinals - appointments.days("booked").ordinals
    return Attendance(
        service,
        settled=fulfilled + no_show,
        missed=share(no_show, fulfilled + no_show),
        cancelled=share(cancelled, len(appointments)),
        cancelled_late=int(np.count_nonzero(appointments.coded("cancelled_late").being(True))),
        open=open_ones,
        lead_days=spread(leads[~state.being("cancelled")]),
    )
