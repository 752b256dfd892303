"""What the worker does for letters: telling persons and authors, never a word of what is written."""

from collections.abc import Mapping
from uuid import UUID

from clinic.records.letters.consent import LETTER_ANSWERED, LETTER_ASKED
from clinic.records.letters.issuing import LETTER_ISSUED, LETTER_REVOKED
from clinic.records.letters.states import LetterState
from clinic.records.letters.tables import Letter, LetterQuestion
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.notices.service import notify
from people.persons import service as persons
from people.practitioners import service as practitioners

ASKED_NOTICE = "letter.asked"
ANSWERED_NOTICE = "letter.answered"
ISSUED_NOTICE = "letter.issued"
REVOKED_NOTICE = "letter.revoked"


async def tell_asked(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that a letter lies before them, unless it was taken back or answered already."""
    question = await uow.session.get_one(LetterQuestion, UUID(str(payload["question_id"])))
    if question.ended_at is None and question.agrees is None:
        letter = await uow.session.get_one(Letter, question.letter_id)
        await _tell_person(uow, letter, ASKED_NOTICE, f"{ASKED_NOTICE}:{question.id}")


async def tell_answered(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the author that the person answered, unless they answered otherwise meanwhile."""
    question = await uow.session.get_one(LetterQuestion, UUID(str(payload["question_id"])))
    if question.agrees is not payload["agrees"] or question.answered_at is None:
        return
    letter = await uow.session.get_one(Letter, question.letter_id)
    author = await practitioners.account_ids(uow, [letter.practitioner_id])
    key = f"{ANSWERED_NOTICE}:{question.id}:{question.answered_at.isoformat()}"
    await notify(uow, author.values(), ANSWERED_NOTICE, key, {"letter_id": str(letter.id)})


async def tell_issued(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that a letter went out."""
    letter = await uow.session.get_one(Letter, UUID(str(payload["letter_id"])))
    if letter.told_at is not None and letter.state is LetterState.ISSUED:
        await _tell_person(uow, letter, ISSUED_NOTICE, f"{ISSUED_NOTICE}:{letter.id}")


async def tell_revoked(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that a letter they know of was revoked."""
    letter = await uow.session.get_one(Letter, UUID(str(payload["letter_id"])))
    if letter.told_at is not None:
        await _tell_person(uow, letter, REVOKED_NOTICE, f"{REVOKED_NOTICE}:{letter.id}")


async def _tell_person(uow: UnitOfWork, letter: Letter, kind: str, key: str) -> None:
    client = await persons.account_ids(uow, [letter.person_id])
    await notify(uow, client.values(), kind, key, {"letter_id": str(letter.id)})


handlers: Mapping[str, JobHandler] = {
    LETTER_ASKED: tell_asked,
    LETTER_ANSWERED: tell_answered,
    LETTER_ISSUED: tell_issued,
    LETTER_REVOKED: tell_revoked,
}
