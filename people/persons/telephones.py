"""Telephone numbers in the one form in which they are kept."""

import re
import unicodedata

from core.errors import Invalid

# Spaces, brackets, dots, and what keyboards give for a hyphen (after NFKC, which maps the full-width ones).
_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015\u2212\u30fc]")
_DOMESTIC = re.compile(r"0[1-9][0-9]{8,9}")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")


def normalise(number: str) -> str:
    """Return the digits of a Japanese number (0901234...) or a foreign one with its plus and country code.

    Full-width digits, spaces, brackets and every kind of hyphen are read; +81 becomes 0.
    Raises Invalid("people.telephone_invalid") for anything else, emergency numbers such as 119 among it.
    """
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", number))
    if digits.startswith("+81"):
        # People write +81 (0)90 as well.
        digits = "0" + digits.removeprefix("+81").removeprefix("0")
    if _DOMESTIC.fullmatch(digits) or _ABROAD.fullmatch(digits):
        return digits
    raise Invalid(
        "people.telephone_invalid",
        "This does not look like a telephone number. Please enter it with its area code, such as 090-1234-5678.",
    )
