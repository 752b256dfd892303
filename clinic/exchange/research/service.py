"""Making an export for research: asked for by a coordinator, for a stated purpose, approved under a reference."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import SystemRandom

from sqlalchemy import select

from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.gathering import gather, period
from clinic.evaluation.facts.model import Facts
from clinic.exchange.files import made_whole
from clinic.exchange.research.placing import SHORTEST_PERIOD
from clinic.exchange.research.rows import Dataset, make_dataset
from clinic.exchange.research.tables import APPROVAL_LENGTH, PURPOSE_LENGTH, ResearchExport
from clinic.exchange.research.writing import About, Written, write_files
from core.audit.events import Action, Entity
from core.errors import Invalid
from core.ids import new_id
from core.policy import allow
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units

MAKERS = allow(Role.COORDINATOR)
"""The one role that answers for figures; the administrator sees no records, the city's officer nothing but reports."""

SMALLEST_K, STANDARD_K, LARGEST_K = 3, 5, 100

_LIST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: the local days, both included; why, and under which reference it was approved; and k."""

    first_day: date
    last_day: date
    purpose: str
    approval: str
    k: int = STANDARD_K


async def export_research(units: Units, principal: Principal, wish: Wish, out: Path) -> ResearchExport:
    """Write the export into the new folder `out`, and return what was made.

    Nothing is written unless its entry of the audit log is. Raises Forbidden("auth.role_not_allowed") for anybody but a
    coordinator, Invalid as `gathering.period` does, Invalid("research.period_too_short"),
    Invalid("research.period_not_over"), Invalid("research.purpose_invalid"), Invalid("research.k_invalid"), and
    FileExistsError or another OSError: then there is no new folder.
    """
    MAKERS.check(principal)
    wish = _checked(wish)
    with made_whole(out) as folder:
        async with units.read() as uow:
            period(uow, wish.first_day, wish.last_day)
            if wish.last_day >= uow.zone.today(uow.now):
                raise Invalid("research.period_not_over", "The period can be exported once its last day is over.")
            facts = await gather(uow, wish.first_day, wish.last_day)
        dataset, written = await asyncio.to_thread(_write, folder, facts, wish)
        async with units.write() as uow:
            made = _row(uow, principal, wish, dataset, written)
            uow.session.add(made)
            uow.audit(principal, Action.EXECUTE, Entity.EXPORT, made.id)
    return made


async def list_exports(uow: UnitOfWork) -> Sequence[ResearchExport]:
    """Return the exports that were made, the youngest first, at most 200."""
    query = select(ResearchExport).order_by(ResearchExport.made_at.desc(), ResearchExport.id.desc()).limit(_LIST_LIMIT)
    return (await uow.session.scalars(query)).all()


def _checked(wish: Wish) -> Wish:
    purpose, approval = wish.purpose.strip(), wish.approval.strip()
    if not 0 < len(purpose) <= PURPOSE_LENGTH or not 0 < len(approval) <= APPROVAL_LENGTH:
        raise Invalid("research.purpose_invalid", "Please say in a few words what it is for and who approved it.")
    if not SMALLEST_K <= wish.k <= LARGEST_K:
        raise Invalid("research.k_invalid", "This k is too small or too large.", smallest=SMALLEST_K, largest=LARGEST_K)
    if 0 <= (wish.last_day - wish.first_day).days < SHORTEST_PERIOD - 1:
        raise Invalid("research.period_too_short", "Please choose a longer period.", days=SHORTEST_PERIOD)
    return Wish(wish.first_day, wish.last_day, purpose, approval, wish.k)


def _write(folder: Path, facts: Facts, wish: Wish) -> tuple[Dataset, Written]:
    # The source of randomness is the system's: there is no seed that somebody could keep.
    with collector_at_rest():
        dataset = make_dataset(facts, wish.k, SystemRandom())
        return dataset, write_files(folder, dataset, About(wish.purpose, wish.approval, wish.k), facts.services)


def _row(uow: UnitOfWork, principal: Principal, wish: Wish, dataset: Dataset, written: Written) -> ResearchExport:
    withheld = dataset.withheld
    return ResearchExport(
        id=new_id(),
        made_at=uow.now,
        made_by=principal.account_id,
        purpose=wish.purpose,
        approval=wish.approval,
        first_day=wish.first_day,
        last_day=wish.last_day,
        k=wish.k,
        counts=dict(written.rows),
        withheld={"people": withheld.people, "k": dict(withheld.k), "room": dict(withheld.room)},
        manifest_sha256=written.manifest_sha256,
    )
