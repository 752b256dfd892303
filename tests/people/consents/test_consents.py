import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.clock import ManualClock
from core.errors import Conflict, Forbidden
from core.principal import Role
from core.unit_of_work import Units
from people.consents import service
from people.consents.catalogue import ConsentCatalogue, ConsentText
from people.consents.kinds import ConsentKind
from people.consents.tables import Consent
from tests.people.conftest import Browser, House
from tests.people.make import CATALOGUE, make_parent, make_practitioner

SENSITIVE = {"kind": "sensitive_data", "version": "2026-11-1"}
TERMS_ONLY = [{"kind": "terms", "version": "2026-11-1"}]


def _catalogue(*versions: str) -> ConsentCatalogue:
    return ConsentCatalogue(
        ConsentText(kind, version, False, "題", "title", "文", "body") for kind in ConsentKind for version in versions
    )


async def test_a_consent_can_be_given_later(browser: Browser) -> None:
    await browser.register(consents=TERMS_ONLY)
    me = (await browser.post("/api/me/consents", SENSITIVE)).body
    assert me["missing_consents"] == []
    assert me["consents"][1] == {**SENSITIVE, "given_at": "2026-11-24T01:00:00.000Z"}
    assert (await browser.patch("/api/me", {"pregnant_due": "2027-03-01"})).status == 200


async def test_a_consent_can_be_taken_back_and_given_again_and_the_rows_remember(
    browser: Browser, house: House
) -> None:
    await browser.register()
    assert (await browser.delete("/api/me/consents/sensitive_data")).status == 204
    assert (await browser.get("/api/me")).body["missing_consents"] == ["sensitive_data"]
    assert (await browser.patch("/api/me", {"pregnant_due": "2027-04-01"})).code == "consent.required"
    await browser.delete("/api/me/consents/sensitive_data")
    assert (await browser.post("/api/me/consents", SENSITIVE)).body["missing_consents"] == []
    async with house.units.read() as uow:
        rows = (await uow.session.scalars(select(Consent).where(Consent.kind == ConsentKind.SENSITIVE_DATA))).all()
    assert sorted(row.withdrawn_at is None for row in rows) == [False, True]


async def test_the_terms_cannot_be_taken_back_while_the_account_is_used(browser: Browser) -> None:
    await browser.register()
    answer = await browser.delete("/api/me/consents/terms")
    assert (answer.status, answer.code) == (409, "consent.terms_needed")


async def test_only_a_text_that_exists_can_be_agreed_to_or_taken_back(browser: Browser) -> None:
    await browser.register()
    for consent, code in (
        ({"kind": "terms", "version": "2031-01-1"}, "consent.unknown_version"),
        ({"kind": "cookies", "version": "2026-11-1"}, "request.invalid"),
        ({"kind": "terms"}, "request.invalid"),
    ):
        answer = await browser.post("/api/me/consents", consent)
        assert (answer.status, answer.code) == (422, code), consent
    assert (await browser.delete("/api/me/consents/cookies")).code == "request.invalid"


async def test_staff_have_nothing_to_consent_to(house: House) -> None:
    async with house.units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
    browser = await house.browser_of(midwife)
    assert (await browser.post("/api/me/consents", SENSITIVE)).code == "auth.role_not_allowed"
    assert (await browser.delete("/api/me/consents/sensitive_data")).code == "auth.role_not_allowed"


async def test_without_the_consent_nothing_clinical_may_be_stored(units: Units) -> None:
    async with units.write() as uow:
        agreed = await make_parent(uow)
        refused = await make_parent(uow, sensitive_data=False)
    async with units.read() as uow:
        assert agreed.person_id is not None
        assert refused.person_id is not None
        await service.require_sensitive_data(uow, agreed.person_id)
        for person_id in (refused.person_id, uuid4()):
            with pytest.raises(Forbidden) as refusal:
                await service.require_sensitive_data(uow, person_id)
            assert refusal.value.code == "consent.required"
            assert refusal.value.params == {"kind": "sensitive_data"}


async def test_another_member_of_the_household_does_not_consent_for_me(units: Units) -> None:
    async with units.write() as uow:
        refused = await make_parent(uow, sensitive_data=False)
        await make_parent(uow, household=refused)
    async with units.read() as uow:
        assert refused.person_id is not None
        assert not await service.has_sensitive_data(uow, refused.person_id)


async def test_a_new_version_is_asked_for_and_the_old_consent_holds_until_then(units: Units) -> None:
    newer = _catalogue("2026-11-1", "2027-2-1")
    async with units.write() as uow:
        parent = await make_parent(uow)
        assert parent.person_id is not None
        standing = await service.list_standing(uow, parent.person_id)
        assert service.missing_kinds(standing, CATALOGUE) == ()
        assert service.missing_kinds(standing, newer) == (ConsentKind.TERMS, ConsentKind.SENSITIVE_DATA)
        await service.require_sensitive_data(uow, parent.person_id)
        with pytest.raises(Conflict) as refusal:
            await service.give(uow, parent.person_id, ConsentKind.TERMS, "2026-11-1", newer)
        assert refusal.value.code == "consent.superseded"
        await service.give(uow, parent.person_id, ConsentKind.SENSITIVE_DATA, "2027-2-1", newer)
        await service.withdraw(uow, parent.person_id, ConsentKind.SENSITIVE_DATA)
        # Taking it back takes back every version.
        assert not await service.has_sensitive_data(uow, parent.person_id)


async def test_a_consent_given_twice_stands_once(units: Units, clock: ManualClock) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow, sensitive_data=False)
    person_id = parent.person_id
    assert person_id is not None

    async def give() -> None:
        async with units.write() as uow:
            await service.give(uow, person_id, ConsentKind.SENSITIVE_DATA, "2026-11-1", CATALOGUE)

    await asyncio.gather(*(give() for _ in range(4)))
    async with units.read() as uow:
        count = select(func.count()).select_from(Consent).where(Consent.kind == ConsentKind.SENSITIVE_DATA)
        assert await uow.session.scalar(count) == 1
