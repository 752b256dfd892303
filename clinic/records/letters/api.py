"""Letters over HTTP: for those who write them, and for the persons they are about."""

from uuid import UUID

from clinic.records.letters import consent, drafts, issuing, reading
from clinic.records.letters.forms import letter_forms
from clinic.records.letters.grounds import grounds
from clinic.records.letters.views import (
    AnswerLetterIn,
    BeginIn,
    IssueIn,
    LetterFormsOut,
    LetterIn,
    LetterOut,
    LettersOut,
    LetterVersionIn,
    NotesIn,
    OwnLetterOut,
    OwnLettersOut,
    ProposalOut,
)
from clinic.records.sharing.views import ReasonIn
from core.http import Call, RateLimit, delete, get, post, put
from core.model import Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS

# Eleven fields of at most 6,000 characters, twice where two devices wrote, each of which may be an escape of six bytes.
_MAX_BODY = 768 * 1024
_READY = ("letters.not_found", "letters.issued", "letters.stale_version", "letters.undecided", "letters.incomplete")


class PersonPath(Model):
    """Which person."""

    person_id: UUID


class LetterPath(Model):
    """Which letter."""

    letter_id: UUID


@get("/api/letter-forms", policy=allow(*CLIENTS, *CLINICIANS))
async def show_letter_forms(call: Call) -> LetterFormsOut:  # noqa: ARG001
    """Show the forms of letters, and the grounds on which a handover may go without consent."""
    known = grounds()
    return LetterFormsOut(
        forms=list(letter_forms()),
        grounds=known,
        needs_review=known.needs_review or any(form.needs_review for form in letter_forms()),
    )


@get("/api/persons/{person_id}/letters", policy=allow(*CLINICIANS), errors=("records.person_not_found",))
async def list_letters(call: Call, path: PersonPath) -> LettersOut:
    """List the letters about a person whom I have to do with."""
    return LettersOut(letters=list(await reading.list_of_person(call.uow, call.principal, path.person_id)))


@post(
    "/api/persons/{person_id}/letters",
    policy=allow(*CLINICIANS),
    status=201,
    errors=("records.person_not_found", "letters.too_many"),
    limit=RateLimit("letter_begin", 60, 3600),
)
async def begin_letter(call: Call, path: PersonPath, body: BeginIn) -> LetterOut:
    """Begin a letter about a person whom I have to do with."""
    return await drafts.begin(call.uow, call.principal, path.person_id, body.kind)


@get("/api/letters/{letter_id}", policy=allow(*CLINICIANS), errors=("letters.not_found",))
async def show_letter(call: Call, path: LetterPath) -> LetterOut:
    """Show a letter."""
    return await reading.show(call.uow, call.principal, path.letter_id)


@put(
    "/api/letters/{letter_id}",
    policy=allow(*CLINICIANS),
    errors=(
        "letters.not_found",
        "letters.not_a_draft",
        "letters.stale_version",
        "records.unknown_field",
        "records.field_too_long",
    ),
    limit=RateLimit("letter", 240, 60),
    max_body=_MAX_BODY,
)
async def save_letter(call: Call, path: LetterPath, body: LetterIn) -> LetterOut:
    """Save the draft of my letter."""
    return await drafts.save(call.uow, call.principal, path.letter_id, body)


@delete(
    "/api/letters/{letter_id}",
    policy=allow(*CLINICIANS),
    errors=("letters.not_found", "letters.not_a_draft", "letters.was_shown"),
)
async def discard_letter(call: Call, path: LetterPath) -> None:
    """Discard a draft of mine that nobody else has seen."""
    await drafts.discard(call.uow, call.principal, path.letter_id)


@post(
    "/api/letters/{letter_id}/proposal",
    policy=allow(*CLINICIANS),
    errors=("letters.not_found", "letters.not_a_draft", "records.not_found"),
)
async def propose_texts(call: Call, path: LetterPath, body: NotesIn) -> ProposalOut:
    """Take texts for my letter from signed notes that I picked; nothing is written yet."""
    return await drafts.propose(call.uow, call.principal, path.letter_id, body.encounter_ids)


@post("/api/letters/{letter_id}/ask", policy=allow(*CLINICIANS), errors=(*_READY, "letters.not_a_draft"))
async def ask_person(call: Call, path: LetterPath, body: LetterVersionIn) -> LetterOut:
    """Put my letter before its person, who reads it and agrees or refuses."""
    return await consent.ask(call.uow, call.principal, path.letter_id, body.version)


@post("/api/letters/{letter_id}/take-back", policy=allow(*CLINICIANS), errors=("letters.not_found", "letters.issued"))
async def take_letter_back(call: Call, path: LetterPath) -> LetterOut:
    """Take my letter back from before its person, to write on."""
    return await consent.take_back(call.uow, call.principal, path.letter_id)


@post(
    "/api/letters/{letter_id}/issue",
    policy=allow(*CLINICIANS),
    errors=(
        *_READY,
        "letters.no_consent",
        "letters.refused_since",
        "letters.basis_incomplete",
        "letters.unknown_ground",
        "letters.signed_in_future",
    ),
)
async def issue_letter(call: Call, path: LetterPath, body: IssueIn) -> LetterOut:
    """Issue my letter: it gets its number and does not change any more."""
    return await issuing.issue(call.uow, call.principal, path.letter_id, body)


@post("/api/letters/{letter_id}/tell", policy=allow(*CLINICIANS), errors=("letters.not_found", "letters.not_issued"))
async def tell_person(call: Call, path: LetterPath) -> LetterOut:
    """Let the person read a letter that was withheld from them."""
    return await issuing.tell(call.uow, call.principal, path.letter_id)


@post(
    "/api/letters/{letter_id}/revoke",
    policy=allow(*CLINICIANS),
    errors=("letters.not_found", "letters.not_issued", "letters.revoked"),
)
async def revoke_letter(call: Call, path: LetterPath, body: ReasonIn) -> LetterOut:
    """Revoke a letter that went out."""
    return await issuing.revoke(call.uow, call.principal, path.letter_id, body.reason)


@post("/api/letters/{letter_id}/print", policy=allow(*CLINICIANS), errors=("letters.not_found", "letters.not_issued"))
async def print_letter(call: Call, path: LetterPath) -> None:
    """Note that I print a letter."""
    await reading.note_printing(call.uow, call.principal, path.letter_id)


@get("/api/own-letters", policy=allow(*CLIENTS))
async def list_own_letters(call: Call) -> OwnLettersOut:
    """List the letters about me: what I am asked about, and what was sent to whom."""
    return OwnLettersOut(letters=list(await consent.list_own(call.uow, call.principal)))


@get("/api/own-letters/{letter_id}", policy=allow(*CLIENTS), errors=("letters.not_found",))
async def show_own_letter(call: Call, path: LetterPath) -> OwnLetterOut:
    """Show a letter about me."""
    return await consent.show_own(call.uow, call.principal, path.letter_id)


@put(
    "/api/own-letters/{letter_id}/answer",
    policy=allow(*CLIENTS),
    errors=("letters.not_found", "letters.issued", "letters.changed"),
    limit=RateLimit("letter_answer", 30, 3600),
)
async def answer_letter(call: Call, path: LetterPath, body: AnswerLetterIn) -> OwnLetterOut:
    """Agree that a letter about me goes out, or refuse."""
    return await consent.answer(call.uow, call.principal, path.letter_id, body.version, agrees=body.agrees)


routes = (
    show_letter_forms,
    list_letters,
    begin_letter,
    show_letter,
    save_letter,
    discard_letter,
    propose_texts,
    ask_person,
    take_letter_back,
    issue_letter,
    tell_person,
    revoke_letter,
    print_letter,
    list_own_letters,
    show_own_letter,
    answer_letter,
)
