"""The kinds of flags."""

from enum import StrEnum


class FlagKind(StrEnum):
    """What raised a flag."""

    PHQ9_ITEM_9 = "phq9_item_9"
    """PHQ-9's ninth item, on being better off dead or hurting oneself, was answered with anything but "not at all"."""
