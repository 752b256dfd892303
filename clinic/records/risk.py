"""The levels of risk that a clinician judges."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """Low and middle go to text, midwife and doctor, high to counselling."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
