"""A small rota over HTTP: two midwives who take turns at night."""

from datetime import date, timedelta
from typing import Any

from core.principal import Principal, Role
from tests.fixtures.application import Api
from tests.people.make import make_practitioner, make_staff

NIGHT: dict[str, Any] = {
    "id": "0193a000-0000-7000-8000-000000000001",
    "code": "夜",
    "name": {"ja": "夜勤", "en": "Night"},
    "starts": "20:00",
    "ends": "08:00",
    "ends_next_day": True,
    "duty": "active",
    "is_night": True,
    "watch": None,
    "counted_minutes": None,
    "forbids": [],
    "colour": 1,
    "active": True,
}
STAFF: dict[str, Any] = {
    "on_rota": True,
    "skills": ["midwife"],
    "share": 100,
    "senior": False,
    "max_nights": None,
    "max_week_minutes": None,
    "max_month_minutes": None,
    "max_run": None,
    "min_run": None,
    "min_off_run": None,
    "max_weekends": None,
}
KINDS = ("weekday", "saturday", "sunday", "holiday", "year_end")
NEED: dict[str, Any] = {
    "role": "midwife",
    "shift_type_id": NIGHT["id"],
    "required": 1,
    "most": 1,
    "under": 1000,
    "over": 0,
    "hard": True,
    "needs_senior": False,
}
MONTH = "2026-12"
FIRST = date(2026, 12, 1)


class Desk:
    """The coordinator's desk, with the midwives whom the rota is made of."""

    def __init__(self, api: Api, coordinator: Principal, midwives: list[Principal]) -> None:
        self.api = api.as_(coordinator)
        self.midwives = midwives

    async def put(self, part: str, **values: Any) -> Any:
        """Save a part of the settings over the present one."""
        _, present = await self.api.get(f"/api/rota/{part}")
        status, stored = await self.api.put(f"/api/rota/{part}", json={"revision": present["revision"], **values})
        assert status == 200, stored
        return stored

    async def month(self) -> Any:
        status, month = await self.api.get(f"/api/rota/months/{MONTH}")
        assert status == 200, month
        return month

    def pairs(self, days: range = range(31)) -> list[dict[str, Any]]:
        """Return each midwife in turn for one night in as many days as there are midwives."""
        return [self.night(day, day % len(self.midwives)) for day in days]

    def night(self, day: int, who: int) -> dict[str, Any]:
        return {
            "practitioner_id": str(self.midwives[who].practitioner_id),
            "date": (FIRST + timedelta(days=day)).isoformat(),
            "assignment": {"shift_type_id": NIGHT["id"], "role": "midwife"},
            "locked": False,
        }

    async def fill(self, changes: list[dict[str, Any]]) -> Any:
        revision = (await self.month())["revision"]
        body = {"revision": revision, "changes": changes}
        status, saved = await self.api.put(f"/api/rota/months/{MONTH}/cells", json=body)
        assert status == 200, saved
        return saved


async def make_desk(api: Api, midwives: int = 4) -> Desk:
    """Return the desk of a service with one midwife needed each night of December 2026, by hard cover."""
    async with api.application.units.write() as uow:
        people = [await make_practitioner(uow, Role.MIDWIFE) for _ in range(midwives)]
        desk = Desk(api, await make_staff(uow, Role.COORDINATOR), people)
    await desk.put("shift-types", shift_types=[NIGHT])
    await desk.put("staff", staff=[{**STAFF, "practitioner_id": str(each.practitioner_id)} for each in people])
    await desk.put("cover", cover=[{**NEED, "day_kind": kind} for kind in KINDS], overrides=[])
    return desk
