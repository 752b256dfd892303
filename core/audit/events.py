"""What an entry of the audit log says, in FHIR's words (AuditEvent): agent, action, entity, purpose of use, outcome."""

from enum import StrEnum


class Action(StrEnum):
    """What was done (AuditEvent.action)."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    EXECUTE = "execute"


class Entity(StrEnum):
    """The kind of thing it was done to (AuditEvent.entity); a record's own, or what leads to records."""

    ACCOUNT = "account"
    APPOINTMENT = "appointment"
    ATTACHMENT = "attachment"
    ENCOUNTER = "encounter"
    ERASURE_REQUEST = "erasure_request"
    EXPORT = "export"
    FLAG = "flag"
    HOUSEHOLD = "household"
    LEGAL_HOLD = "legal_hold"
    LETTER = "letter"
    MESSAGES = "messages"
    NOTE = "note"
    PERSON = "person"
    QUESTIONNAIRE_RESPONSE = "questionnaire_response"
    RETENTION = "retention"
    REPORT = "report"
    SESSION = "session"


class Purpose(StrEnum):
    """Why (AuditEvent.purposeOfEvent), by FHIR's codes TREAT, BTG, HOPERAT and PATRQT."""

    TREATMENT = "treatment"
    BREAK_THE_GLASS = "break_the_glass"
    OPERATIONS = "operations"
    PATIENT_REQUEST = "patient_request"
