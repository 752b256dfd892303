"""The families of the demonstration's small city."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.principal import Locale
from people.consents.catalogue import ConsentCatalogue
from people.consents.kinds import ConsentKind
from people.persons.contacts import Telephone
from people.persons.ties import OtherTie
from people.registration.service import Registration


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who registered: `due_in` weeks, or months of age of the children, or another tie."""

    key: str
    name: str
    due_in: int | None = None
    children: tuple[int, ...] = ()
    tie: OtherTie | None = None
    district: str | None = None
    number: str | None = None
    locale: Locale = "ja"

    @property
    def email(self) -> str:
        """Return the address that they sign in with."""
        return f"{self.key}@hagukumi.example"

    def registration(self, today: date, catalogue: ConsentCatalogue) -> Registration:
        """Return what they filled in on `today`."""
        return Registration(
            email=self.email,
            display_name=self.name,
            locale=self.locale,
            consents={kind: catalogue.current(kind).version for kind in ConsentKind},
            pregnant_due=None if self.due_in is None else today + timedelta(weeks=self.due_in),
            birth_months=tuple(months_before(today, age) for age in self.children),
            other_tie=self.tie,
            district=self.district,
            telephone=None if self.number is None else Telephone(self.number, may_ring=True, may_leave_message=False),
        )


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies `months` before that of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


HANA = Guest("hana", "はな", children=(3,), district="chuo", number="+81312345601")
AOI = Guest("aoi", "あおい", children=(5, 28), district="kita", number="+81312345602")
MIO = Guest("mio", "みお", children=(8,), district="minami", number="+81312345603")
EMMA = Guest("emma", "Emma", due_in=14, district="chuo", number="+81312345604", locale="en")
SHO = Guest("sho", "しょう", tie=OtherTie.PARTNER, district="higashi")
TOMIKO = Guest("tomiko", "とみこ", tie=OtherTie.GRANDPARENT)

GUESTS = (HANA, AOI, MIO, EMMA, SHO, TOMIKO)
