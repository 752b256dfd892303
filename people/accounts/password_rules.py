"""What a password must be, and the one form in which it is hashed."""

import unicodedata
from typing import Annotated

from pydantic import StringConstraints

from core.errors import Invalid

MIN_LENGTH = 10
MAX_LENGTH = 200
MIN_DISTINCT = 4

Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1024)]
"""A password as it comes in; `check` says what it lacks."""


def prepare(password: str) -> str:
    """Return the form that is hashed: NFKC, so that the same keys on another device give the same password."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, email: str) -> None:
    """Raise Invalid when a new password is too short, too long or too easily guessed."""
    prepared = prepare(password)
    if len(prepared) < MIN_LENGTH:
        raise Invalid(
            "people.password_too_short",
            f"Please choose a password of at least {MIN_LENGTH} characters. A few words in a row do well.",
            minimum=MIN_LENGTH,
        )
    if len(prepared) > MAX_LENGTH:
        raise Invalid(
            "people.password_too_long",
            f"Please choose a password of at most {MAX_LENGTH} characters.",
            maximum=MAX_LENGTH,
        )
    folded = prepared.casefold()
    if len(set(folded)) < MIN_DISTINCT or folded in {email, email.partition("@")[0]}:
        raise Invalid(
            "people.password_too_simple",
            "This password is easily guessed. Please mix more characters, and do not use your e-mail address.",
            distinct=MIN_DISTINCT,
        )
