"""The kinds of flags and of reasons for a risk tier."""

from enum import StrEnum


class FlagKind(StrEnum):
    """What raised a flag."""

    PHQ9_ITEM_9 = "phq9_item_9"
    """PHQ-9's ninth item, on being better off dead or hurting oneself, was answered with anything but "not at all"."""


class TierReason(StrEnum):
    """Why a person has a risk tier."""

    NOTE = "note"
    """A clinician's judgement in a signed note."""
    PHQ9_TOTAL = "phq9_total"
    """A PHQ-9 total of 10 or more."""
