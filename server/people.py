"""Builds what people/ needs from the settings: sign-in, the city, the texts of consent."""

from collections.abc import Mapping
from typing import Any

from core.http import Key
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.accounts.passwords import PasswordHasher
from people.accounts.sign_in import SIGN_IN, SignIn
from people.city import CITY, City, District
from people.consents.catalogue import CONSENTS, ConsentCatalogue, read_catalogue
from people.registration.city_code import CITY_CODE, CityCode
from server.settings import Settings
from signaling.sign_in import Authenticated


def city_of(settings: Settings) -> City:
    """Return the city that the settings describe."""
    return City(
        settings.city_name_ja,
        settings.city_name_en,
        tuple(District(*district.split(":")) for district in settings.city_districts),
    )


def signing_keys(settings: Settings) -> list[SigningKey]:
    """Return the keys of the access tokens, the signing one first."""
    return [SigningKey(key_id, secret.encode()) for key_id, secret in settings.token_key_pairs()]


class People:
    """Sign-in and what registration needs; `hasher` costs what the default of argon2 costs unless one is given."""

    def __init__(self, settings: Settings, units: Units, hasher: PasswordHasher | None = None) -> None:
        self._units = units
        self.hasher = hasher or PasswordHasher()
        self.sign_in = SignIn(
            AccessTokens(signing_keys(settings)),
            self.hasher,
            secure_cookie=settings.secure,
        )
        self.city = city_of(settings)
        self.consents: ConsentCatalogue = read_catalogue()
        self._city_code = CityCode(settings.city_code.get_secret_value())

    def adapters(self) -> Mapping[Key[Any], Any]:
        """Return what the routes ask for by key."""
        return {
            SIGN_IN: self.sign_in,
            CITY: self.city,
            CITY_CODE: self._city_code,
            CONSENTS: self.consents,
        }

    async def authenticate(self, uow: UnitOfWork, token: str) -> Principal:
        """Return who an access token belongs to; raises Unauthenticated."""
        return await self.sign_in.authenticate(uow, token)

    async def authenticate_socket(self, token: str) -> Authenticated:
        """Return who an access token belongs to and until when; raises Unauthenticated."""
        async with self._units.read() as uow:
            principal = await self.sign_in.authenticate(uow, token)
            return Authenticated(principal, self.sign_in.tokens.read(token, uow.now).expires_at)

    def close(self) -> None:
        """Let the hashing threads end."""
        self.hasher.close()
