"""Every durable job, by the name under which it lies in the outbox, and what is asked before a mail is sent."""

from collections.abc import Mapping

import booking.appointments.jobs
import booking.appointments.way_back
import booking.assignment.jobs
import booking.followups.jobs
import booking.reminders.jobs
import booking.reminders.mails
import booking.rota.jobs
import booking.waitlist.jobs
import booking.waitlist.mails
import clinic.assessments.asking.jobs
import clinic.encounters.attachments.jobs
import clinic.encounters.jobs
import clinic.encounters.mails
import clinic.keeping.jobs
import clinic.records.jobs
import clinic.records.letters.jobs
import clinic.safety.alerts.calling
import clinic.safety.alerts.watching
import clinic.safety.chat.watching
import clinic.safety.jobs
import people.address_confirmation.jobs
import people.handover.jobs
import people.password_reset.jobs
from core.outbox.runner import JobHandler, Outside, Repeating
from people.mail.delivery import Wanted
from people.mail.kinds import MailKind

JOBS: Mapping[str, JobHandler | Outside | Repeating] = {
    **booking.appointments.jobs.handlers,
    **booking.appointments.way_back.handlers,
    **booking.assignment.jobs.handlers,
    **booking.followups.jobs.handlers,
    **booking.reminders.jobs.handlers,
    **booking.waitlist.jobs.handlers,
    **booking.rota.jobs.handlers,
    **clinic.assessments.asking.jobs.handlers,
    **clinic.encounters.attachments.jobs.handlers,
    **clinic.encounters.jobs.handlers,
    **clinic.keeping.jobs.handlers,
    **clinic.records.jobs.handlers,
    **clinic.records.letters.jobs.handlers,
    **clinic.safety.jobs.handlers,
    **clinic.safety.alerts.watching.handlers,
    **clinic.safety.chat.watching.handlers,
    **people.address_confirmation.jobs.handlers,
    **people.handover.jobs.handlers,
    **people.password_reset.jobs.handlers,
}

WANTED: Mapping[MailKind, Wanted] = {
    **booking.reminders.mails.wanted,
    **booking.waitlist.mails.wanted,
    **clinic.assessments.asking.jobs.wanted,
    **clinic.encounters.mails.wanted,
    **clinic.safety.alerts.calling.wanted,
}
