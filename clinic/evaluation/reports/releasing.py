"""Releasing a report to the city, and what the city reads of it."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from clinic.evaluation.disclosure.cells import Key
from clinic.evaluation.disclosure.protecting import Pattern
from clinic.evaluation.measures.periods import fiscal_year_of
from clinic.evaluation.reports.city import Released, for_the_city, pattern_of
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.fiscal import is_for_the_city
from clinic.evaluation.reports.inputs import canonical
from clinic.evaluation.reports.service import (
    WITHOUT_CONTENTS,
    Listing,
    content_of,
    digest,
    get,
    superseded_by,
    written,
)
from clinic.evaluation.reports.tables import Report, ReportRelease
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid, NotFound
from core.http import Key as AdapterKey
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units

THRESHOLD_KEY = AdapterKey[int]("small_cells")
"""The operator's threshold: counts from 1 to one less are withheld from the city."""

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a release is decided on.

    `number` is that of the next release of the fiscal year; `supersedes` is what the city has of the same period now.
    """

    report: Report
    content: ReportContent
    earlier: tuple[Released, ...]
    number: int
    supersedes: UUID | None


async def release(
    units: Units,
    principal: Principal,
    threshold: int,
    report_id: UUID,
    *,
    although_exposed: bool,
    reason: str | None = None,
) -> ReportRelease:
    """Release a report of one whole quarter or fiscal year to the city, and return what was released.

    A second report of a period supersedes the first for a `reason` that the city reads; the first stays readable, and
    both are protected together. Raises NotFound("reports.not_found"), Invalid("reports.not_for_the_city") for another
    period, Conflict("reports.released_already"), Conflict("reports.reason_needed") without a reason where one is
    superseded, Conflict("reports.nothing_superseded") with one where none is, Conflict("reports.newer_released") when
    the city has a report of the period that was frozen later, Conflict("reports.released_meanwhile") when another
    report of the year was released at the same moment, and Conflict("reports.would_expose") when a withheld cell could
    be worked out from what was released before and what must always be given, unless the release is wanted
    `although_exposed`.
    """
    async with units.read() as uow:
        basis = await _basis(uow, report_id)
        _check_reason(basis, reason)
        uow.audit(principal, Action.READ, Entity.REPORT, report_id)
    pattern = await asyncio.to_thread(pattern_of, basis.content, threshold, basis.earlier)
    if pattern.exposed and not although_exposed:
        named = [" ".join((key.counted, key.span, *key.of)) for key in sorted(pattern.exposed)]
        raise Conflict(
            "reports.would_expose",
            "A withheld figure could be worked out from what the city has already.",
            count=len(named),
            figures=", ".join(named[:MOST_NAMED]),
        )
    content = written(for_the_city(basis.content, threshold, pattern.shown))
    async with units.write() as uow:
        year = ReportRelease.fiscal_year == fiscal_year_of(basis.report.first_day)
        released_now = await uow.session.scalar(select(func.count()).select_from(ReportRelease).where(year))
        if released_now != basis.number - 1:
            raise _meanwhile()
        released = _row(uow, principal, basis, threshold, pattern, content, reason)
        uow.session.add(released)
        try:
            await uow.session.flush()
        except IntegrityError:
            # Where writers do not wait for one another, both took the same number.
            raise _meanwhile() from None
        uow.audit(principal, Action.EXECUTE, Entity.REPORT, report_id)
    return released


def _check_reason(basis: _Basis, reason: str | None) -> None:
    if basis.supersedes is not None and reason is None:
        raise Conflict("reports.reason_needed", "The city has a report of this period. Please say what is corrected.")
    if basis.supersedes is None and reason is not None:
        raise Conflict("reports.nothing_superseded", "The city has no report of this period to be corrected.")


def _meanwhile() -> Conflict:
    return Conflict("reports.released_meanwhile", "Another report was released just now. Please try again.")


async def list_released(uow: UnitOfWork) -> Sequence[Listing]:
    """Return the released reports, the youngest first."""
    query = (
        select(Report, ReportRelease, superseded_by())
        .join(ReportRelease, ReportRelease.report_id == Report.id)
        .order_by(ReportRelease.released_at.desc(), Report.id.desc())
        .options(*WITHOUT_CONTENTS)
    )
    return [Listing(*row) for row in await uow.session.execute(query)]


@dataclass(frozen=True, slots=True)
class CityReport:
    """What the city got of a report, and the report that it has instead."""

    release: ReportRelease
    superseded_by: UUID | None
    content: ReportContent


async def read_released(uow: UnitOfWork, report_id: UUID) -> CityReport:
    """Return what the city got of a report. Raises NotFound("reports.not_found") also when it was not released."""
    found, superseded_by = await release_of(uow, report_id)
    if found is None:
        raise NotFound("reports.not_found", "This report is not here.")
    return CityReport(found, superseded_by, ReportContent.model_validate_json(zlib.decompress(found.content)))


async def release_of(uow: UnitOfWork, report_id: UUID) -> tuple[ReportRelease | None, UUID | None]:
    """Return the release of a report (None: the city has not got it), and the report that the city has instead."""
    query = (
        select(ReportRelease, superseded_by())
        .join(Report, Report.id == ReportRelease.report_id)
        .where(ReportRelease.report_id == report_id)
    )
    found = (await uow.session.execute(query)).one_or_none()
    return (None, None) if found is None else (found[0], found[1])


async def _basis(uow: UnitOfWork, report_id: UUID) -> _Basis:
    report = await get(uow, report_id)
    if not is_for_the_city(report.first_day, report.last_day):
        raise Invalid("reports.not_for_the_city", "Only a whole quarter or a whole fiscal year goes to the city.")
    query = (
        select(Report, ReportRelease)
        .join(ReportRelease, ReportRelease.report_id == Report.id)
        .where(ReportRelease.fiscal_year == fiscal_year_of(report.first_day))
        .order_by(ReportRelease.number)
    )
    rows = (await uow.session.execute(query)).all()
    if any(released.report_id == report_id for _, released in rows):
        raise Conflict("reports.released_already", "This report was released already.")
    days = (report.first_day, report.last_day)
    of_period = [one for one, _ in rows if (one.first_day, one.last_day) == days]
    if any(one.frozen_at > report.frozen_at for one in of_period):
        raise Conflict("reports.newer_released", "The city has a report of this period that was frozen later.")
    # Superseded ones count as the others: the city has read them.
    earlier = tuple(Released(content_of(uow, one), released.threshold, _shown(uow, released)) for one, released in rows)
    # Each superseded the one before it.
    supersedes = of_period[-1].id if of_period else None
    return _Basis(report, content_of(uow, report), earlier, len(rows) + 1, supersedes)


def _shown(uow: UnitOfWork, released: ReportRelease) -> frozenset[Key]:
    opened = uow.vault.open_bytes(released.shown_sealed, f"report_release:{released.report_id}")
    return frozenset(Key(counted, span, tuple(of)) for counted, span, of in orjson.loads(zlib.decompress(opened)))


def _row(
    uow: UnitOfWork,
    principal: Principal,
    basis: _Basis,
    threshold: int,
    pattern: Pattern,
    content: bytes,
    reason: str | None,
) -> ReportRelease:
    shown = zlib.compress(canonical([[*key] for key in sorted(pattern.shown)]))
    report_id = basis.report.id
    return ReportRelease(
        report_id=report_id,
        fiscal_year=fiscal_year_of(basis.report.first_day),
        number=basis.number,
        threshold=threshold,
        released_at=uow.now,
        released_by=principal.account_id,
        content=zlib.compress(content),
        shown_sealed=uow.vault.seal_bytes(shown, f"report_release:{report_id}"),
        sha256=digest(content),
        supersedes=basis.supersedes,
        reason=reason,
    )
