"""E-mail addresses in the one form in which they are stored and compared."""

import re
import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, StringConstraints

MAX_LENGTH = 254

_DOTS = re.compile(r"\.{2,}")


def normalise(address: str) -> str:
    """Return `address` trimmed, in half-width and lower-case characters; raises ValueError if it cannot be one.

    Old addresses of Japanese carriers with doubled or trailing dots before the @ are outside RFC 5322 and in use, so
    they are let through.
    """
    plain = unicodedata.normalize("NFKC", address).strip().lower()
    local, at, domain = plain.rpartition("@")
    strict = f"{_DOTS.sub('.', local).strip('.')}{at}{domain}"
    try:
        validate_email(strict, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValueError("this is not an e-mail address") from error
    if len(plain) > MAX_LENGTH:
        raise ValueError("this e-mail address is too long")
    return plain


EmailAddress = Annotated[str, StringConstraints(min_length=3, max_length=MAX_LENGTH), AfterValidator(normalise)]
