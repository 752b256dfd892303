"""Names every module with tables, so that the metadata is whole."""

import booking.tables
import clinic.assessments.tables
import clinic.calls.tables
import clinic.device_checks.tables
import clinic.encounters.attachments.tables
import clinic.encounters.guests.tables
import clinic.encounters.tables
import clinic.evaluation.reports.tables
import clinic.exchange.research.tables
import clinic.keeping.tables
import clinic.records.cosigning.tables
import clinic.records.letters.tables
import clinic.records.sharing.tables
import clinic.records.summaries.tables
import clinic.records.tables
import clinic.records.templates.tables
import clinic.safety.tables
import clinic.surveys.tables
import core.audit.tables
import core.keys.tables
import core.outbox.tables
import people.accounts.tables
import people.consents.tables
import people.households.tables
import people.mail.tables
import people.notices.tables
import people.persons.tables
import people.practitioners.tables
import people.push.tables
import people.risk.tables

__all__ = ["booking", "clinic", "core", "people"]
