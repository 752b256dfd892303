"""The tiers of risk, and the reasons for which a person is put into one."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """Low and middle go to text, midwife and doctor, high to counselling."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class TierReason(StrEnum):
    """Why a person has a risk tier."""

    NOTE = "note"
    """A clinician's judgement in a signed note."""
    PHQ9_TOTAL = "phq9_total"
    """A PHQ-9 total of 10 or more."""
