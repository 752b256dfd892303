"""The codes by which practitioners are told apart."""

from enum import StrEnum


class Specialty(StrEnum):
    """A doctor's field."""

    PAEDIATRICS = "paediatrics"
    OBSTETRICS = "obstetrics"


class Gender(StrEnum):
    """A practitioner's gender as they wish it shown, for parents who ask for one."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
