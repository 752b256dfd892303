"""The models of what a person tells and reads about themselves."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from core.model import Instant, Model
from core.principal import Locale, Role
from core.unreadable import Unreadable
from people.consents.kinds import ConsentKind
from people.me.service import Me
from people.persons.contacts import EmergencyContact, Telephone
from people.persons.plausibility import MOST_CHILDREN, read_month, write_month
from people.persons.profile import ChildEntry
from people.persons.ties import OtherTie
from people.text_fields import Code, DisplayName, one_line

Month = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
"""A month as YYYY-MM."""

Version = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z.-]+$")]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32), AfterValidator(one_line)]
Relation = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(one_line)]


class TelephoneModel(Model):
    """A telephone number, and whether we may ring it and leave a message."""

    number: Number
    may_ring: bool
    may_leave_message: bool

    def entered(self) -> Telephone:
        """Return what was entered."""
        return Telephone(self.number, self.may_ring, self.may_leave_message)


class EmergencyContactModel(Model):
    """Somebody to reach when the person is in danger."""

    name: DisplayName
    telephone: Number
    relation: Relation

    def entered(self) -> EmergencyContact:
        """Return what was entered."""
        return EmergencyContact(self.name, self.telephone, self.relation)


class ChildIn(Model):
    """A child as entered at registration."""

    birth_month: Month


class ChildChange(Model):
    """A child as it shall be; `id` for one already known."""

    id: UUID | None = None
    birth_month: Month

    def entered(self) -> ChildEntry:
        """Return what was entered."""
        return ChildEntry(read_month(self.birth_month), self.id)


class ChildOut(Model):
    """A child of the household."""

    id: UUID
    birth_month: Month


class ConsentIn(Model):
    """Agreement to one version of one text."""

    kind: ConsentKind
    version: Version


class ConsentOut(Model):
    """A standing consent."""

    kind: ConsentKind
    version: str
    given_at: Instant


class MeOut(Model):
    """What somebody reads about themselves. Staff have no person: those fields are null or empty for them.

    `missing_consents` names the texts whose present version is not agreed to. `locale` is null until a language was
    chosen: the page keeps its device's. `unreadable`: a number or contact that was left cannot be read, and is to be
    entered anew. To an address that is not confirmed nothing is sent but the asking for it.
    """

    account_id: UUID
    role: Role
    display_name: str
    email: str
    email_confirmed: bool
    locale: Locale | None
    person_id: UUID | None
    practitioner_id: UUID | None
    pregnant_due: date | None
    children: list[ChildOut]
    other_tie: OtherTie | None
    district: str | None
    telephone: TelephoneModel | None
    has_telephone: bool
    emergency_contact: EmergencyContactModel | None
    consents: list[ConsentOut]
    missing_consents: list[ConsentKind]
    unreadable: Unreadable | None

    @classmethod
    def of(cls, me: Me) -> "MeOut":
        """Return what was read as it goes out."""
        telephone, contact = me.telephone, me.emergency_contact
        return cls(
            account_id=me.account_id,
            role=me.role,
            display_name=me.display_name,
            email=me.email,
            email_confirmed=me.email_confirmed,
            locale=me.locale,
            person_id=me.person_id,
            practitioner_id=me.practitioner_id,
            pregnant_due=me.pregnant_due,
            children=[ChildOut(id=child_id, birth_month=write_month(month)) for child_id, month in me.children],
            other_tie=me.other_tie,
            district=me.district,
            telephone=None
            if telephone is None
            else TelephoneModel(
                number=telephone.number,
                may_ring=telephone.may_ring,
                may_leave_message=telephone.may_leave_message,
            ),
            has_telephone=telephone is not None,
            emergency_contact=None
            if contact is None
            else EmergencyContactModel(name=contact.name, telephone=contact.telephone, relation=contact.relation),
            consents=[ConsentOut(kind=each.kind, version=each.version, given_at=each.given_at) for each in me.consents],
            missing_consents=list(me.missing_consents),
            unreadable=me.unreadable,
        )


class MeChange(Model):
    """What to change; a field left out stays. Null clears it, except name, locale and children, which stay."""

    display_name: DisplayName | None = None
    locale: Locale | None = None
    pregnant_due: date | None = None
    children: Annotated[list[ChildChange], Field(max_length=MOST_CHILDREN)] | None = None
    other_tie: OtherTie | None = None
    district: Code | None = None
    telephone: TelephoneModel | None = None
    emergency_contact: EmergencyContactModel | None = None
