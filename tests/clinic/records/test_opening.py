"""Opening a person's record, page by page, in a number of queries that does not grow with the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from clinic.assessments.due import FormState, Occasion
from clinic.assessments.glance import family_glance
from clinic.assessments.questionnaire import TextStatus
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.trends import score_trends
from clinic.encounters import service as encounters
from clinic.records.letters import reading as letters
from clinic.records.sharing import reading
from core.audit.events import Entity
from core.audit.tables import AuditEvent
from core.clock import ManualClock
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.risk.kinds import RiskLevel, TierReason
from people.risk.service import record_tier
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.clinic.records.make import make_note, make_signed
from tests.people.make import make_parent, make_practitioner


@contextmanager
def queries(units: Units) -> Iterator[list[str]]:
    """Collect the queries that are made within."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            found.append(statement)

    engine = units.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


async def live_on(units: Units, clock: ManualClock, parent: Principal, midwife: Principal, times: int) -> list[UUID]:
    """Hold so many consultations with a signed note, a day apart; PHQ-9 and a tier of risk belong to each."""
    held = []
    for number in range(times):
        clock.advance(timedelta(days=1))
        async with units.write() as uow:
            booked = await make_appointment(uow, parent, midwife, uow.now + timedelta(minutes=5))
            encounter = await make_encounter(uow, booked, admitted=True)
            await make_signed(uow, midwife, encounter.id, complaint=f"{number}")
            await encounters.finish(uow, midwife, encounter.id)
            uow.session.add(_form(uow, parent, number))
            assert parent.person_id is not None
            await record_tier(
                uow, parent.person_id, RiskLevel.LOW, TierReason.NOTE, uuid4(), decided_at=uow.now,
                practitioner_id=midwife.practitioner_id,
            )  # fmt: skip
            held.append(encounter.id)
    return held


def _form(uow: UnitOfWork, parent: Principal, total: int) -> QuestionnaireResponse:
    return QuestionnaireResponse(
        person_id=parent.person_id,
        questionnaire="phq-9",
        version="1",
        text_id="ja",
        text_status=TextStatus.UNVALIDATED,
        language="ja",
        occasion=Occasion.CONSULTATION,
        state=FormState.COMPLETED,
        started_at=uow.now,
        settled_at=uow.now,
        total=total,
        band="mild",
    )


@pytest.fixture
async def family(units: Units) -> tuple[Principal, Principal]:
    async with units.write() as uow:
        return await make_parent(uow), await make_practitioner(uow, Role.MIDWIFE)


async def test_a_record_is_read_page_by_page_and_each_page_notes_what_it_shows(units, clock, family):
    parent, midwife = family
    held = (await live_on(units, clock, parent, midwife, 45))[::-1]
    pages = []
    before = None
    while not pages or pages[-1].notes:
        async with units.read() as uow:
            pages.append(await reading.show(uow, midwife, parent.person_id, before=before))
        before = pages[-1].notes[-1].encounter_id if pages[-1].notes else None
    assert [len(page.notes) for page in pages] == [20, 20, 5, 0]
    assert [note.encounter_id for page in pages for note in page.notes] == held
    async with units.read() as uow:
        shown = select(AuditEvent).where(AuditEvent.action == "read", AuditEvent.entity == Entity.NOTE.value)
        assert len({one.entity_id for one in await uow.session.scalars(shown) if one.entity_id}) >= 45


async def test_the_note_of_another_person_is_no_place_to_go_on_from(units, clock, family):
    parent, midwife = family
    await live_on(units, clock, parent, midwife, 2)
    async with units.write() as uow:
        _, _, elsewhere = await make_note(uow)
    async with units.read() as uow:
        for unknown in (elsewhere.id, uuid4()):
            assert (await reading.show(uow, midwife, parent.person_id, before=unknown)).notes == []


async def test_a_page_is_asked_for_over_http_and_is_never_longer_than_twenty(api, application, clock):
    async with application.units.write() as uow:
        parent, midwife = await make_parent(uow), await make_practitioner(uow, Role.MIDWIFE)
    held = await live_on(application.units, clock, parent, midwife, 3)
    path = f"/api/persons/{parent.person_id}/record"
    _, first = await api.as_(midwife).get(f"{path}?limit=2")
    assert [note["encounter_id"] for note in first["notes"]] == [str(held[2]), str(held[1])]
    _, rest = await api.as_(midwife).get(f"{path}?limit=2&before={held[1]}")
    assert [note["encounter_id"] for note in rest["notes"]] == [str(held[0])]
    assert (await api.as_(midwife).get(f"{path}?limit=21"))[0] == 422


@pytest.mark.parametrize("look", [reading.show, family_glance, score_trends, letters.list_of_person])
async def test_the_number_of_queries_does_not_grow_with_the_history(units, clock, family, look):
    parent, midwife = family

    async def count() -> int:
        with queries(units) as seen:
            async with units.read() as uow:
                await look(uow, midwife, parent.person_id)
        return len(seen)

    await live_on(units, clock, parent, midwife, 1)
    await count()  # The keys are loaded once.
    few = await count()
    await live_on(units, clock, parent, midwife, 24)
    assert await count() == few <= 12
