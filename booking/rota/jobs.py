"""Tells those on a rota that it was published."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from booking.rota.month_tables import RotaVersion
from booking.rota.problem_json import rota_from_json
from booking.rota.publishing import PUBLISHED
from booking.rota.runs import jobs as runs
from booking.rota.swaps import jobs as swaps
from core.json import JSON
from core.outbox.runner import JobHandler, Outside
from core.unit_of_work import UnitOfWork
from people.notices import service as notices
from people.practitioners import service as practitioners


async def published(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell everybody who is on a published version, or was on the one before it, once."""
    version = await uow.session.get_one(RotaVersion, UUID(str(payload["version_id"])))
    query = select(RotaVersion.rota).where(
        RotaVersion.first == version.first, RotaVersion.number.in_([version.number - 1, version.number])
    )
    people = {UUID(one.staff_id) for rota in await uow.session.scalars(query) for one in rota_from_json(rota)}
    told = (await practitioners.account_ids(uow, people)).values()
    await notices.notify(uow, told, PUBLISHED, f"{PUBLISHED}:{version.id}", {"month": f"{version.first:%Y-%m}"})


handlers: dict[str, JobHandler | Outside] = {PUBLISHED: published, **runs.handlers, **swaps.handlers}
