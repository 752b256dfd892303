"""Each account chooses for itself how it is reminded."""

from core.principal import Role
from people.accounts.service import get_account
from tests.people.make import make_parent, make_practitioner


async def test_defaults_are_told_and_a_choice_is_kept_for_its_account_alone(api, units):
    async with units.write() as uow:
        parent, other = await make_parent(uow), await make_parent(uow, "みお")
        midwife = await make_practitioner(uow, Role.MIDWIFE)
    standard = {
        "in_app": ["day", "hour", "ten_minutes"],
        "by_mail": ["day"],
        "news_by_mail": True,
        "mail_reaches_me": True,
    }
    assert await api.as_(parent).get("/api/me/reminders") == (200, standard)
    chosen = {"in_app": ["ten_minutes", "day"], "by_mail": [], "news_by_mail": False}
    kept = {"in_app": ["day", "ten_minutes"], "by_mail": [], "news_by_mail": False, "mail_reaches_me": True}
    assert await api.as_(parent).put("/api/me/reminders", json=chosen) == (200, kept)
    assert await api.as_(parent).get("/api/me/reminders") == (200, kept)
    assert await api.as_(other).get("/api/me/reminders") == (200, standard)
    _, of_staff = await api.as_(midwife).get("/api/me/reminders")
    assert (of_staff["in_app"], of_staff["by_mail"]) == (["ten_minutes"], [])


async def test_somebody_whose_address_is_not_confirmed_learns_that_mail_does_not_reach_them(api, units):
    async with units.write() as uow:
        parent = await make_parent(uow)
        (await get_account(uow, parent.account_id)).email_confirmed_at = None
    _, answer = await api.as_(parent).get("/api/me/reminders")
    assert answer["mail_reaches_me"] is False
