"""Those who cry and those who hear, for bench.alert: made through the services."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from clinic.assessments import responses
from clinic.assessments.due import Occasion
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.accounts.passwords import PasswordHasher
from people.accounts.tables import Account
from server.settings import Settings
from tests.booking.make import make_appointment, make_duty
from tests.people.make import make_parent, make_practitioner, make_staff

PASSWORD = "bench of the alert chain"
HARDEST = 3


@dataclass(frozen=True, slots=True)
class People:
    """`questions`: a token and the address of item 9, for each parent; `counsellor`: who is on duty."""

    questions: list[tuple[str, str]]
    counsellor_email: str
    counsellor_token: str


async def make_people(url: str, parents: int) -> People:
    """Make parents with a begun PHQ-9, a counsellor on duty, a psychiatrist and a coordinator."""
    settings = Settings(database_url=url)
    keys = [SigningKey(key, value.encode()) for key, value in settings.token_key_pairs()]
    tokens = AccessTokens(keys, life=timedelta(hours=6))
    hasher = PasswordHasher()
    database = Database(url)
    vault = Vault(settings.encryption_key_pairs())
    units = Units(database, SystemClock(), ServiceZone(), vault, LiveBus())
    now = datetime.now(UTC)

    def token(who: Principal) -> str:
        return tokens.issue(who.account_id, who.session_id, who.role, now)[0]

    try:
        questions = []
        async with units.write() as uow:
            counsellor = await make_practitioner(uow, Role.COUNSELLOR)
            await make_practitioner(uow, Role.PSYCHIATRIST)
            await make_staff(uow, Role.COORDINATOR)
            assert counsellor.practitioner_id is not None
            begins = now - timedelta(hours=2)
            await make_duty(uow, counsellor.practitioner_id, begins, begins + timedelta(hours=12), role=Role.COUNSELLOR)
            password_hash = await hasher.hash(PASSWORD)
            await uow.session.execute(
                update(Account).where(Account.id == counsellor.account_id).values(password_hash=password_hash)
            )
            email = await uow.session.scalar(select(Account.email).where(Account.id == counsellor.account_id))
        for each in range(parents):
            async with units.write() as uow:
                parent = await make_parent(uow)
                starts_at = now + timedelta(hours=2 * (each + 1))
                booked = await make_appointment(uow, parent, counsellor, starts_at, "counselling")
            async with units.write() as uow:
                begun = await responses.start(
                    uow,
                    parent,
                    questionnaire="phq-9",
                    language="ja",
                    occasion=Occasion.COURSE_START,
                    appointment_id=booked.id,
                    episode_id=None,
                )
            questions.append((token(parent), f"/api/questionnaire-responses/{begun.id}/answers/9"))
        return People(questions, str(email), token(counsellor))
    finally:
        hasher.close()
        await database.close()
