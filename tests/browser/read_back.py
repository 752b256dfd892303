"""Prints what stands in the database of the HAGUKUMI_* settings, opened with their keys, as JSON.

Run as `python -m tests.browser.read_back`. The story's tests compare it with what people saw on their screens.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.encounters.messages import message_context
from clinic.encounters.tables import Encounter, EpisodeOfCare, Message
from clinic.records.tables import Note
from core.crypto import Vault
from core.database import Database
from core.keys.keyring import load
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner
from server.settings import read_settings


class Reading:
    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self.session = session
        self.vault = vault

    async def all(self, *columns: Any) -> list[Any]:
        return list(await self.session.execute(select(*columns)))

    async def names(self) -> Mapping[object, str]:
        """The display names by account, person and practitioner id."""
        accounts = {row.id: row.display_name for (row,) in await self.all(Account)}
        holders = [row for table in (Person, Practitioner) for (row,) in await self.all(table)]
        return accounts | {row.id: accounts[row.account_id] for row in holders}

    async def appointments(self, names: Mapping[object, str]) -> list[dict[str, Any]]:
        services = {row.id: row.code for (row,) in await self.all(Service)}
        return [
            {
                "id": str(row.id),
                "service": services[row.service_id],
                "modality": row.modality,
                "state": row.state,
                "starts_at": row.starts_at.isoformat(),
                "person": names[row.person_id],
                "practitioner": names[row.practitioner_id],
            }
            for (row,) in await self.all(Appointment)
        ]

    async def encounters(self, names: Mapping[object, str]) -> list[dict[str, Any]]:
        messages = await self.messages(names)
        notes = await self.notes()
        return [
            {
                "id": str(row.id),
                "appointment_id": str(row.appointment_id),
                "episode_id": row.episode_id and str(row.episode_id),
                "state": row.state,
                "admitted": row.admitted_at is not None,
                "messages": [message for owner, message in messages if owner == row.id],
                "note": notes.get(row.id),
            }
            for (row,) in await self.all(Encounter)
        ]

    async def messages(self, names: Mapping[object, str]) -> list[tuple[object, dict[str, Any]]]:
        found = sorted((row for (row,) in await self.all(Message)), key=lambda row: row.sequence)
        return [
            (
                row.encounter_id,
                {
                    "sequence": row.sequence,
                    "author": names[row.author_account_id],
                    "body": self.vault.open(row.body_sealed, message_context(row.id)),
                },
            )
            for row in found
        ]

    async def notes(self) -> dict[object, dict[str, Any]]:
        return {
            row.encounter_id: {
                "fields": json.loads(self.vault.open(row.fields_sealed, f"note:{row.id}")),
                "risk_level": row.risk_level,
                "signed": row.signed_at is not None,
            }
            for (row,) in await self.all(Note)
        }

    async def responses(self, names: Mapping[object, str]) -> list[dict[str, Any]]:
        answers: dict[object, dict[str, int]] = {}
        for (row,) in await self.all(QuestionnaireAnswer):
            opened = self.vault.open(row.answer_sealed, f"answer:{row.id}")
            answers.setdefault(row.response_id, {})[row.link_id] = int(opened)
        return [
            {
                "id": str(row.id),
                "person": names[row.person_id],
                "questionnaire": row.questionnaire,
                "occasion": row.occasion,
                "state": row.state,
                "total": row.total,
                "band": row.band,
                "episode_id": row.episode_id and str(row.episode_id),
                "settled_at": row.settled_at and row.settled_at.isoformat(),
                "answers": answers.get(row.id, {}),
            }
            for (row,) in await self.all(QuestionnaireResponse)
        ]

    async def episodes(self, names: Mapping[object, str]) -> list[dict[str, Any]]:
        return [
            {
                "id": str(row.id),
                "person": names[row.person_id],
                "practitioner": names[row.practitioner_id],
                "state": row.state,
                "outcome": row.outcome,
            }
            for (row,) in await self.all(EpisodeOfCare)
        ]


async def read() -> dict[str, Any]:
    settings = read_settings()
    database = Database(settings.database_url)
    try:
        async with database.read() as session:
            held = await load(database, Vault(settings.encryption_key_pairs()), datetime.now(UTC))
            reading = Reading(session, held.vault)
            names = await reading.names()
            return {
                "appointments": await reading.appointments(names),
                "encounters": await reading.encounters(names),
                "episodes": await reading.episodes(names),
                "responses": await reading.responses(names),
            }
    finally:
        await database.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(read()), ensure_ascii=False))
