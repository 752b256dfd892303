"""Who may connect: version, token, role, and for a consultation the place in it."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid5

from pydantic import ValidationError

from clinic.encounters.access import encounter_not_found
from clinic.encounters.reading import list_participants
from core.ids import new_id
from core.policy import SIGNED_IN_OR_GUEST
from core.principal import CLIENTS
from core.unit_of_work import Units
from people.consents.service import require_sensitive_data
from signaling.connections import Connection, Seat, Side
from signaling.problems import invalid, unsupported_protocol
from signaling.protocol.registry import CONSULTATION, PARTICIPANTS, PERSON, Namespace
from signaling.protocol.shared import ConnectAuth
from signaling.protocol.version import SUPPORTED_VERSIONS
from signaling.sign_in import Authenticate, Authenticated

_POLICIES = {PERSON: SIGNED_IN_OR_GUEST, CONSULTATION: PARTICIPANTS}


class Handshake:
    """Turns a connect into a Connection, or raises the domain error that refuses it."""

    def __init__(self, units: Units, authenticate: Authenticate) -> None:
        self._units = units
        self._authenticate = authenticate

    async def open(self, namespace: Namespace, sid: str, query: str, auth: Any) -> Connection:
        """Return the connection of a client with the handshake's query string and `auth`.

        Raises Conflict("protocol.unsupported"), Invalid("request.invalid"), what `authenticate` raises,
        Forbidden("auth.role_not_allowed"), Forbidden("consent.required"), NotFound("encounters.not_found").
        """
        read = _read(auth)
        authenticated = await self._authenticate(read.token)
        _POLICIES[namespace].check(authenticated.principal)
        seat = None
        if namespace == CONSULTATION:
            seat = await self._seat(authenticated, _encounter_id(query), read.resume_key)
        return Connection(sid, namespace, authenticated.principal, authenticated.expires_at, seat)

    async def renew(self, connection: Connection, token: str) -> None:
        """Let an open connection go on under a fresh token of the same account and the same role."""
        authenticated = await self._authenticate(token)
        principal = authenticated.principal
        if (principal.account_id, principal.role) != (connection.principal.account_id, connection.principal.role):
            raise invalid()
        if connection.seat is not None:
            # What admitted them may have ended meanwhile, their consent for one.
            await self._seat(authenticated, connection.seat.encounter_id, None)
        connection.principal = principal
        connection.expires_at = authenticated.expires_at

    async def _seat(self, authenticated: Authenticated, encounter_id: UUID, resume_key: UUID | None) -> Seat:
        principal = authenticated.principal
        async with self._units.read() as uow:
            authors = await list_participants(uow, principal, encounter_id)
            if principal.role in CLIENTS and principal.person_id is not None:
                await require_sensitive_data(uow, principal.person_id)
        place = next((at for at, one in enumerate(authors) if one.account_id == principal.account_id), None)
        if place is None:
            raise encounter_not_found()
        side: Side = "client" if place == 0 else "practitioner" if place == 1 else "guest"
        # Bound to the account and the encounter, and not to be guessed without the page's key.
        connection_id = new_id() if resume_key is None else uuid5(principal.account_id, f"{encounter_id}:{resume_key}")
        return Seat(encounter_id, connection_id, authors[place], side)


def _read(auth: Any) -> ConnectAuth:
    # The version first: a client of another one may send more than this one knows.
    if isinstance(auth, dict):
        version = auth.get("protocol")
        if isinstance(version, int) and not isinstance(version, bool) and version not in SUPPORTED_VERSIONS:
            raise unsupported_protocol()
    try:
        return ConnectAuth.model_validate(auth)
    except ValidationError as error:
        raise invalid(error) from None


def _encounter_id(query: str) -> UUID:
    try:
        return UUID(parse_qs(query, max_num_fields=20)["encounter"][0])
    except (KeyError, ValueError):
        raise encounter_not_found() from None
