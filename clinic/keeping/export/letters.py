"""The letters about a person as far as they see them: a draft or a withheld one is none of these."""

from clinic.keeping.export import model
from clinic.records.letters.consent import letters_shown_to
from clinic.records.letters.contents import content_of
from clinic.records.letters.forms import letter_form_of
from clinic.records.letters.tables import Letter, LetterQuestion
from core.crypto import SealBroken
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say, unreadable_by


async def gather_letters(uow: UnitOfWork, principal: Principal) -> list[model.ExportLetter]:
    """Return the letters that the caller sees in the application, the oldest first."""
    query = letters_shown_to(principal).order_by(Letter.created_at, Letter.id)
    return [
        _letter(uow, letter, account.display_name, question)
        for letter, account, _, question in (await uow.session.execute(query)).all()
    ]


def _letter(uow: UnitOfWork, letter: Letter, author: str, question: LetterQuestion | None) -> model.ExportLetter:
    sender, parts, fault = _content(uow, letter)
    return model.ExportLetter(
        id=letter.id,
        kind=letter.kind.value,
        state=letter.state.value,
        author_name=sender or author,
        asked_at=None if question is None else question.asked_at,
        agrees=None if question is None else question.agrees,
        number=letter.number,
        issued_at=letter.issued_at,
        basis=None if letter.basis is None else letter.basis.value,
        ground=letter.ground,
        parts=parts,
        unreadable=fault,
        revoked_at=letter.revoked_at,
        revocation=_revocation(uow, letter),
    )


def _content(uow: UnitOfWork, letter: Letter) -> tuple[str | None, list[model.ExportLetterPart], Unreadable | None]:
    try:
        content = content_of(uow, letter)
    except SealBroken as error:
        return None, [], unreadable_by(error)
    fields = letter_form_of(letter.form, letter.form_version).fields
    parts = [
        model.ExportLetterPart(name=field.label, text=content.fields[field.id])
        for field in fields
        if content.fields.get(field.id)
    ]
    return content.sender, parts, None


def _revocation(uow: UnitOfWork, letter: Letter) -> model.ExportText | None:
    if letter.revocation_sealed is None:
        return None
    text, fault = open_or_say(uow.vault, letter.revocation_sealed, f"letter_revocation:{letter.id}")
    return model.ExportText(text=text if fault is None else None, unreadable=fault)
