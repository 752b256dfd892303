"""The municipality that offers the service, as the settings tell it."""

from dataclasses import dataclass

from core.http import Key


@dataclass(frozen=True, slots=True)
class District:
    """A part of the city that a person may name as theirs."""

    code: str
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class City:
    """The city's name in both languages, and its districts with distinct codes of at most 64 characters."""

    name_ja: str
    name_en: str
    districts: tuple[District, ...] = ()

    def __post_init__(self) -> None:
        codes = [district.code for district in self.districts]
        if len(set(codes)) != len(codes) or any(not 0 < len(code) <= 64 for code in codes):
            raise ValueError("district codes must be distinct and of 1 to 64 characters")

    def has_district(self, code: str) -> bool:
        """Tell whether the city has a district of this code."""
        return any(district.code == code for district in self.districts)


CITY = Key[City]("city")
