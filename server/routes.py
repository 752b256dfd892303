"""Every route of the HTTP interface."""

import booking.appointments.api
import booking.assignment.api
import booking.assignment.own_absences_api
import booking.calendar.api
import booking.followups.api
import booking.reminders.api
import booking.rota.duties_api
import booking.rota.files_api
import booking.rota.months_api
import booking.rota.runs.api
import booking.rota.settings_api
import booking.rota.swaps.api
import booking.schedules.absences_api
import booking.schedules.api
import booking.schedules.closings_api
import booking.services.api
import booking.slots.api
import booking.waitlist.api
import clinic.assessments.api
import clinic.device_checks.api
import clinic.encounters.api
import clinic.encounters.attachments.api
import clinic.encounters.guests.api
import clinic.evaluation.api
import clinic.evaluation.calls_api
import clinic.evaluation.measures_api
import clinic.evaluation.reports.api
import clinic.evaluation.reports.city_api
import clinic.evaluation.review.api
import clinic.exchange.research.api
import clinic.keeping.administration_api
import clinic.keeping.api
import clinic.records.api
import clinic.records.cosigning.api
import clinic.records.letters.api
import clinic.records.sharing.api
import clinic.records.summaries.api
import clinic.records.templates.api
import clinic.safety.alerts.api
import clinic.safety.api
import clinic.safety.lines.api
import clinic.surveys.api
import clinic.today.api
import people.api
from core.http import Route
from server import health

ROUTES: tuple[Route, ...] = (
    *people.api.routes,
    *booking.services.api.routes,
    *booking.schedules.api.routes,
    *booking.schedules.absences_api.routes,
    *booking.schedules.closings_api.routes,
    *booking.slots.api.routes,
    *booking.appointments.api.routes,
    *booking.assignment.api.routes,
    *booking.assignment.own_absences_api.routes,
    *booking.rota.settings_api.routes,
    *booking.rota.months_api.routes,
    *booking.rota.files_api.routes,
    *booking.rota.runs.api.routes,
    *booking.rota.duties_api.routes,
    *booking.rota.swaps.api.routes,
    *booking.reminders.api.routes,
    *booking.calendar.api.routes,
    *booking.waitlist.api.routes,
    *booking.followups.api.routes,
    *clinic.device_checks.api.routes,
    *clinic.encounters.api.routes,
    *clinic.encounters.guests.api.routes,
    *clinic.encounters.attachments.api.routes,
    *clinic.records.api.routes,
    *clinic.records.cosigning.api.routes,
    *clinic.records.sharing.api.routes,
    *clinic.records.summaries.api.routes,
    *clinic.records.templates.api.routes,
    *clinic.records.letters.api.routes,
    *clinic.safety.api.routes,
    *clinic.safety.alerts.api.routes,
    *clinic.safety.lines.api.routes,
    *clinic.assessments.api.routes,
    *clinic.evaluation.api.routes,
    *clinic.evaluation.calls_api.routes,
    *clinic.keeping.api.routes,
    *clinic.keeping.administration_api.routes,
    *clinic.evaluation.measures_api.routes,
    *clinic.evaluation.reports.api.routes,
    *clinic.evaluation.reports.city_api.routes,
    *clinic.evaluation.review.api.routes,
    *clinic.exchange.research.api.routes,
    *clinic.surveys.api.routes,
    *clinic.today.api.routes,
    *health.routes,
)
