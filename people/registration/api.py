"""Registering over HTTP, and what its page shows beforehand."""

from datetime import date
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from core.errors import Forbidden
from core.http import Call, RateLimit, get, post
from core.model import LocalText, Model
from core.policy import OPEN
from core.principal import Locale
from people.accounts.email_addresses import EmailAddress
from people.accounts.links import LinkToken
from people.accounts.password_rules import Password, check
from people.accounts.sign_in import SIGN_IN
from people.city import CITY
from people.consents.catalogue import CONSENTS
from people.consents.kinds import ConsentKind
from people.households import membership
from people.me.models import ChildIn, ConsentIn, EmergencyContactModel, TelephoneModel
from people.persons.plausibility import MOST_CHILDREN, read_month
from people.persons.ties import OtherTie
from people.registration.city_code import CITY_CODE
from people.registration.service import Registration, register
from people.sign_in.answer import SignedIn, signed_in
from people.text_fields import Code, DisplayName


class RegistrationIn(Model):
    """What somebody enters to register; `city_code` is the passphrase on the city's leaflet.

    In its place stands the secret part of an invitation into a household, which is used up with it.
    """

    city_code: Annotated[str, StringConstraints(max_length=200)] = ""
    invitation: LinkToken | None = None
    email: EmailAddress
    password: Password
    display_name: DisplayName
    locale: Locale
    pregnant_due: date | None = None
    children: Annotated[list[ChildIn], Field(max_length=MOST_CHILDREN)] = Field(default_factory=list)
    other_tie: OtherTie | None = None
    district: Code | None = None
    telephone: TelephoneModel | None = None
    emergency_contact: EmergencyContactModel | None = None
    consents: Annotated[list[ConsentIn], Field(max_length=8)]

    def entered(self) -> Registration:
        """Return what was entered."""
        return Registration(
            email=self.email,
            display_name=self.display_name,
            locale=self.locale,
            consents={consent.kind: consent.version for consent in self.consents},
            pregnant_due=self.pregnant_due,
            birth_months=tuple(read_month(child.birth_month) for child in self.children),
            other_tie=self.other_tie,
            district=self.district,
            telephone=self.telephone.entered() if self.telephone else None,
            emergency_contact=self.emergency_contact.entered() if self.emergency_contact else None,
        )


class DistrictOut(Model):
    """A district of the city."""

    code: str
    name: LocalText


class CityOut(Model):
    """The city, and the time zone (IANA) in which the service lives."""

    name: LocalText
    districts: list[DistrictOut]
    zone: str


class ConsentTextOut(Model):
    """A text to agree to; `needs_review` says that the operator has not approved it yet."""

    kind: ConsentKind
    version: str
    title: LocalText
    body: LocalText
    needs_review: bool


class ConsentTextsOut(Model):
    """The present version of each text, the terms first."""

    texts: list[ConsentTextOut]


@get("/api/city", policy=OPEN)
async def show_city(call: Call) -> CityOut:
    """Show which city this is."""
    city = call.get(CITY)
    return CityOut(
        name=LocalText(ja=city.name_ja, en=city.name_en),
        districts=[
            DistrictOut(code=each.code, name=LocalText(ja=each.name_ja, en=each.name_en)) for each in city.districts
        ],
        zone=call.uow.zone.name,
    )


@get("/api/consent-texts", policy=OPEN)
async def list_consent_texts(call: Call) -> ConsentTextsOut:
    """List the texts that are agreed to when registering."""
    return ConsentTextsOut(
        texts=[
            ConsentTextOut(
                kind=text.kind,
                version=text.version,
                title=LocalText(ja=text.title_ja, en=text.title_en),
                body=LocalText(ja=text.body_ja, en=text.body_en),
                needs_review=text.needs_review,
            )
            for text in call.get(CONSENTS).all_current()
        ]
    )


@post(
    "/api/auth/register",
    policy=OPEN,
    status=201,
    errors=(
        "people.wrong_city_code",
        "people.password_too_short",
        "people.password_too_long",
        "people.password_too_simple",
        "people.tie_required",
        "people.due_date_implausible",
        "people.birth_month_implausible",
        "people.too_many_children",
        "people.unknown_district",
        "people.telephone_invalid",
        "people.email_taken",
        "household.link_over",
        "consent.terms_required",
        "consent.unknown_version",
        "consent.superseded",
        "auth.busy",
    ),
    limit=RateLimit("register", 30, 600),
    transaction="manual",
)
async def register_client(call: Call, body: RegistrationIn) -> SignedIn:
    """Register with the city's code or by an invitation into a household, and be signed in.

    That an address is taken is told (people.email_taken) only to who holds either, and a few times an hour.
    """
    if body.invitation is not None:
        async with call.units.read() as uow:
            await membership.preview(uow, body.invitation)
    elif not call.get(CITY_CODE).matches(body.city_code):
        raise Forbidden(
            "people.wrong_city_code",
            "This is not the city's code. Please look at the leaflet again: letters and hyphens count.",
        )
    check(body.password, body.email)
    await call.limiter.hit(f"register:{sha256(body.email.encode()).hexdigest()}", 20, 3600)
    entry = body.entered()
    password_hash = await call.get(SIGN_IN).hasher.hash(body.password)
    async with call.units.write() as uow:
        principal = await register(uow, entry, password_hash, catalogue=call.get(CONSENTS), city=call.get(CITY))
        if body.invitation is not None:
            await membership.join(uow, principal, body.invitation)
        grant = await call.get(SIGN_IN).open(uow, principal.account_id, principal.role)
    return await signed_in(call, grant)


routes = (show_city, list_consent_texts, register_client)
