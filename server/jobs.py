"""Every durable job, by the name under which it lies in the outbox."""

from collections.abc import Mapping

import booking.appointments.jobs
import clinic.encounters.jobs
import clinic.safety.jobs
from core.outbox.runner import JobHandler

JOBS: Mapping[str, JobHandler] = {
    **booking.appointments.jobs.handlers,
    **clinic.encounters.jobs.handlers,
    **clinic.safety.jobs.handlers,
}
