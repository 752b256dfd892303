"""The consultations of a run: made through the services, and read back from the database at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from clinic.encounters.messages import message_context
from clinic.encounters.tables import Encounter, Message, MessageReceipt
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.clinic.encounters.make import make_consultation
from tests.faults.checker import Entry, Log
from tests.faults.history import digest_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A parent and a practitioner in their consultation, which is in progress."""

    encounter_id: str
    parent: Principal
    practitioner: Principal


async def make_pairs(units: Units, count: int) -> list[Pair]:
    pairs = []
    for _ in range(count):
        async with units.write() as uow:
            parent, practitioner, encounter = await make_consultation(uow, admitted=True)
            pairs.append(Pair(str(encounter.id), parent, practitioner))
    return pairs


class Tokens:
    """Issues access tokens as the servers of a run do."""

    def __init__(self, units: Units) -> None:
        keys = [SigningKey(name, secret.encode()) for name, secret in Settings().token_key_pairs()]
        self._tokens = AccessTokens(keys)
        self._clock = units.clock

    def of(self, principal: Principal) -> str:
        return self._tokens.issue(principal.account_id, principal.session_id, principal.role, self._clock.now())[0]


async def read_logs(units: Units, pairs: Sequence[Pair]) -> dict[str, Log]:
    """Return what the database holds of each consultation."""
    entries: dict[str, list[Entry]] = {pair.encounter_id: [] for pair in pairs}
    receipts: dict[str, dict[str, tuple[int, int]]] = {pair.encounter_id: {} for pair in pairs}
    async with units.read() as uow:
        for row in await uow.session.scalars(select(Message).order_by(Message.encounter_id, Message.sequence)):
            body = uow.vault.open(row.body_sealed, message_context(row.id))
            entries[str(row.encounter_id)].append(
                Entry(row.sequence, str(row.client_id), str(row.author_account_id), digest_of(body), row.withdraws)
            )
        for receipt in await uow.session.scalars(select(MessageReceipt)):
            of_all = receipts[str(receipt.encounter_id)]
            of_all[str(receipt.account_id)] = (receipt.delivered, receipt.read)
        last = {str(row.id): row.last_sequence for row in await uow.session.scalars(select(Encounter))}
    return {name: Log(entries[name], last[name], receipts[name]) for name in entries}


async def read_last(units: Units) -> dict[str, int]:
    """Return the number of each consultation's newest entry."""
    async with units.read() as uow:
        rows = await uow.session.execute(select(Encounter.id, Encounter.last_sequence))
        return {str(row.id): row.last_sequence for row in rows}
