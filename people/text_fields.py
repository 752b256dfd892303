"""Short texts that people type: one line, without characters that hide, reorder or break what is shown."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

# Characters that reorder the text around them, so that a name can pose as something else.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    """Return `text` in Unicode's composed form; raises ValueError for control characters or when nothing is visible."""
    composed = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _REORDERING for char in composed):
        raise ValueError("control characters are not allowed here")
    if not any(unicodedata.category(char)[0] in "LNPS" for char in composed):
        raise ValueError("something readable is needed here")
    return composed


DisplayName = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(one_line)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
