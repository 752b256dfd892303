"""What a letter can be, and what may be done with it when. Pure."""

from datetime import date
from enum import StrEnum


class LetterKind(StrEnum):
    """To whom it goes: a medical institution or the like, or the city's こども家庭センター."""

    REFERRAL = "referral"
    HANDOVER = "handover"


class LetterState(StrEnum):
    """Where a letter stands. From `ASKED` to `REFUSED` its text does not change: the person sees it."""

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ISSUED = "issued"
    REVOKED = "revoked"


class Basis(StrEnum):
    """Why it may be given away: the person agreed in the application or on paper, or the law says so."""

    CONSENT = "consent"
    WRITTEN = "written"
    GROUND = "ground"


SHOWN = frozenset({LetterState.ASKED, LetterState.AGREED, LetterState.REFUSED})
"""What lies before the person: they may answer, and answer otherwise, until it is issued."""

GIVEN = frozenset({LetterState.ISSUED, LetterState.REVOKED})
"""What was given away: it does not change any more."""


def may_issue(kind: LetterKind, state: LetterState, basis: Basis) -> bool:
    """Return whether a letter can be issued on this basis as it stands.

    On the consent given here only as long as it stands; on paper, a letter that waits for no answer here; on a ground
    of law a handover only, also one that was refused.
    """
    if basis is Basis.CONSENT:
        return state is LetterState.AGREED
    if basis is Basis.WRITTEN:
        return state is LetterState.DRAFT
    return kind is LetterKind.HANDOVER and state in {LetterState.DRAFT, LetterState.REFUSED}


def fiscal_year(day: date) -> int:
    """Return the year that counts the letters' numbers: it begins in April."""
    return day.year if day.month >= 4 else day.year - 1


def number_of(year: int, count: int) -> str:
    """Return the number that stands on a letter, such as 2026-0012."""
    return f"{year}-{count:04d}"
