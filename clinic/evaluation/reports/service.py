"""Freezing a report, reading it again, and comparing it with what its inputs and the live rows give now."""

import asyncio
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased, defer

from clinic.evaluation.definitions import DEFINITIONS, VERSION
from clinic.evaluation.facts.gathering import gather, period
from clinic.evaluation.facts.model import Facts
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.reports.comparing import Difference, differences
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.inputs import Inputs, Label, Result, canonical, pack, unpack
from clinic.evaluation.reports.results import gather_results
from clinic.evaluation.reports.tables import Report, ReportRelease
from clinic.evaluation.reports.whole import whole_report
from core.audit.events import Action, Entity
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units
from people.city import City
from people.persons.tables import Person


@dataclass(frozen=True, slots=True)
class Listing:
    """A frozen report without its content, its release if there was one, and the report that the city has instead."""

    report: Report
    release: ReportRelease | None
    superseded_by: UUID | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`recomputes`: the kept inputs give the same bytes. `differences`: where the live rows give something else now."""

    recomputes: bool
    live: ReportContent
    differences: tuple[Difference, ...]


async def gather_inputs(uow: UnitOfWork, city: City, first_day: date, last_day: date) -> Inputs:
    """Return what a report of these local days is made of, as known now. Raises as `gathering.period` does."""
    return inputs_of(await gather(uow, first_day, last_day), await gather_results(uow, first_day, last_day), city)


def inputs_of(facts: Facts, results: Rows[Result], city: City) -> Inputs:
    """Return facts and results with the city's districts and what the figures mean now."""
    return Inputs(
        facts=facts,
        results=results,
        districts=tuple(Label(each.code, each.name_ja, each.name_en) for each in city.districts),
        definitions_version=VERSION,
        definitions=tuple(Label(each.figure, each.text.ja, each.text.en) for each in DEFINITIONS),
    )


async def freeze(units: Units, principal: Principal, city: City, first_day: date, last_day: date) -> Report:
    """Freeze the report of a period that is over, and return it.

    Raises as `gathering.period` does, and Invalid("reports.period_not_over") while the period's last day is not over.
    """
    async with units.read() as uow:
        period(uow, first_day, last_day)
        if last_day >= uow.zone.today(uow.now):
            raise Invalid("reports.period_not_over", "A report can be frozen once its last day is over.")
        inputs = await gather_inputs(uow, city, first_day, last_day)
    packed, content = await asyncio.to_thread(_written, inputs)
    report_id = new_id()
    async with units.write() as uow:
        report = Report(
            id=report_id,
            first_day=first_day,
            last_day=last_day,
            definitions_version=inputs.definitions_version,
            frozen_at=inputs.facts.as_known_at,
            frozen_by=principal.account_id,
            inputs_sealed=uow.vault.seal_bytes(packed, f"report_inputs:{report_id}"),
            content_sealed=uow.vault.seal_bytes(zlib.compress(content), f"report:{report_id}"),
            sha256=digest(content),
        )
        uow.session.add(report)
        uow.audit(principal, Action.CREATE, Entity.REPORT, report_id)
    return report


async def list_reports(uow: UnitOfWork) -> Sequence[Listing]:
    """Return all frozen reports, the youngest first."""
    query = (
        select(Report, ReportRelease, superseded_by())
        .outerjoin(ReportRelease, ReportRelease.report_id == Report.id)
        .order_by(Report.frozen_at.desc(), Report.id.desc())
        .options(*WITHOUT_CONTENTS)
    )
    return [Listing(*row) for row in await uow.session.execute(query)]


WITHOUT_CONTENTS = (
    defer(Report.inputs_sealed, raiseload=True),
    defer(Report.content_sealed, raiseload=True),
    defer(ReportRelease.content, raiseload=True),
    defer(ReportRelease.shown_sealed, raiseload=True),
)
"""For lists: what reports and releases hold is large, and is read one by one."""


def superseded_by() -> ScalarSelect[UUID]:
    """Return the column with what the city has in place of a release: the newest one of the same period, if later.

    It goes by the period and not by `ReportRelease.supersedes`: releases from before there were corrections name none.
    """
    later, of_later = aliased(ReportRelease), aliased(Report)
    return (
        select(later.report_id)
        .join(of_later, of_later.id == later.report_id)
        .where(
            later.fiscal_year == ReportRelease.fiscal_year,
            later.number > ReportRelease.number,
            of_later.first_day == Report.first_day,
            of_later.last_day == Report.last_day,
        )
        .order_by(later.number.desc())
        .limit(1)
        .correlate(Report, ReportRelease)
        .scalar_subquery()
    )


async def data_since(uow: UnitOfWork) -> date | None:
    """Return the local day of the first registration, from which on there is something to report, or None."""
    first: datetime | None = await uow.session.scalar(select(func.min(Person.created_at)))
    return None if first is None else uow.zone.today(first)


async def get(uow: UnitOfWork, report_id: UUID) -> Report:
    """Return a frozen report. Raises NotFound("reports.not_found")."""
    found: Report | None = await uow.session.scalar(select(Report).where(Report.id == report_id))
    if found is None:
        raise NotFound("reports.not_found", "This report is not here.")
    return found


async def read(uow: UnitOfWork, principal: Principal, report_id: UUID) -> tuple[Report, ReportContent]:
    """Return a frozen report with its whole content. Raises NotFound("reports.not_found")."""
    report = await get(uow, report_id)
    uow.audit(principal, Action.READ, Entity.REPORT, report_id)
    return report, content_of(uow, report)


async def compare(units: Units, principal: Principal, city: City, report_id: UUID) -> Comparison:
    """Make a report again from its kept inputs, and from the live rows. Raises NotFound("reports.not_found")."""
    async with units.read() as uow:
        report, content = await read(uow, principal, report_id)
        packed = uow.vault.open_bytes(report.inputs_sealed, f"report_inputs:{report_id}")
        live_inputs = await gather_inputs(uow, city, report.first_day, report.last_day)
    again = digest(await asyncio.to_thread(lambda: written(whole_report(unpack(packed)))))
    live = await asyncio.to_thread(whole_report, live_inputs)
    return Comparison(again == report.sha256, live, differences(content, live))


def content_of(uow: UnitOfWork, report: Report) -> ReportContent:
    """Return the whole content of a report; whoever shows it notes that in the audit log."""
    opened = uow.vault.open_bytes(report.content_sealed, f"report:{report.id}")
    return ReportContent.model_validate_json(zlib.decompress(opened))


def written(content: ReportContent) -> bytes:
    """Return a report as canonical JSON: what is hashed, kept and downloaded."""
    return canonical(content.model_dump(mode="json"))


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _written(inputs: Inputs) -> tuple[bytes, bytes]:
    return pack(inputs), written(whole_report(inputs))
