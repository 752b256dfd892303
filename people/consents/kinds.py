"""The kinds of consent."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """What is consented to: the terms of use, or the handling of sensitive health data (要配慮個人情報)."""

    TERMS = "terms"
    SENSITIVE_DATA = "sensitive_data"
