"""What stands in a letter: sealing and opening it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic.records.letters.forms import letter_form_of
from clinic.records.letters.tables import Letter
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Content:
    """What is written in the fields of the form by id, and what another device wrote beside it (`asides`).

    `sender` and `sender_title` are set when it is issued: whoever reads it later reads it as it went out.
    """

    fields: Mapping[str, str]
    asides: Mapping[str, str] = field(default_factory=dict)
    sender: str | None = None
    sender_title: str | None = None


def content_of(uow: UnitOfWork, letter: Letter) -> Content:
    """Return what stands in a letter. Raises SealBroken."""
    opened = json.loads(uow.vault.open(letter.content_sealed, f"letter:{letter.id}"))
    asides = letter.asides_sealed
    return Content(
        fields=letter_form_of(letter.form, letter.form_version).whole(opened["fields"]),
        asides={} if asides is None else json.loads(uow.vault.open(asides, f"letter_asides:{letter.id}")),
        sender=opened.get("sender"),
        sender_title=opened.get("sender_title"),
    )


def put(uow: UnitOfWork, letter: Letter, content: Content) -> None:
    """Seal a content into a letter's row."""
    written = {name: text for name, text in content.fields.items() if text}
    sealed = {"fields": written, "sender": content.sender, "sender_title": content.sender_title}
    letter.content_sealed = uow.vault.seal(json.dumps(sealed, ensure_ascii=False), f"letter:{letter.id}")
    asides = {name: text for name, text in content.asides.items() if text}
    letter.asides_sealed = (
        uow.vault.seal(json.dumps(asides, ensure_ascii=False), f"letter_asides:{letter.id}") if asides else None
    )


def reason_of(uow: UnitOfWork, sealed: bytes | None, context: str) -> str | None:
    """Return a sealed reason, opened; None where there is none."""
    return None if sealed is None else uow.vault.open(sealed, context)
