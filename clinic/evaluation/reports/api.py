"""Frozen reports over HTTP, for the coordinator: whole, with nothing withheld."""

import asyncio
from datetime import date

from pydantic import Field

from clinic.evaluation.reports import releasing, service
from clinic.evaluation.reports.comparing import Difference
from clinic.evaluation.reports.content import MeasureView, ReportContent
from clinic.evaluation.reports.releasing import THRESHOLD_KEY
from clinic.evaluation.reports.service import Listing
from clinic.evaluation.reports.tables import REASON_LENGTH
from clinic.evaluation.reports.views import (
    CSV,
    JSON_TYPE,
    XLSX,
    CityReleaseOut,
    ReportList,
    ReportOut,
    ReportPath,
    as_csv,
    as_json,
    as_xlsx,
)
from core.http import Call, FileOut, RateLimit, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role
from people.city import CITY

_KEEPERS = allow(Role.COORDINATOR)
_LIMIT = RateLimit("reports", 60, 600)


class PeriodIn(Model):
    """The first and the last local day of a report, both included."""

    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")


class CityReleaseIn(Model):
    """Whether to release although a withheld figure can be worked out from what the city has already.

    `reason` says to the city why a report of the same period that it has is superseded.
    """

    although_exposed: bool = False
    reason: str | None = Field(default=None, min_length=1, max_length=REASON_LENGTH)


class WholeReportOut(Model):
    """A frozen report with its whole content."""

    report: ReportOut
    content: ReportContent


class ComparisonOut(Model):
    """A frozen report beside the live figures of the same period.

    `recomputes`: the kept facts give the same bytes again. `differences` are the numbers that are others now.
    """

    recomputes: bool
    differences: list[Difference]
    live_measures: list[MeasureView]


@get("/api/reports", policy=_KEEPERS)
async def list_reports(call: Call) -> ReportList:
    """List the frozen reports."""
    found = await service.list_reports(call.uow)
    return ReportList(since=await service.data_since(call.uow), reports=[ReportOut.of(each) for each in found])


@post(
    "/api/reports",
    policy=_KEEPERS,
    status=201,
    errors=("evaluation.period_invalid", "evaluation.period_in_future", "reports.period_not_over"),
    limit=_LIMIT,
    transaction="manual",
)
async def freeze(call: Call, body: PeriodIn) -> ReportOut:
    """Freeze the report of a period that is over."""
    report = await service.freeze(call.units, call.principal, call.get(CITY), body.first_day, body.last_day)
    return ReportOut.of(Listing(report, None, None))


@get("/api/reports/{report_id}", policy=_KEEPERS, errors=("reports.not_found",))
async def show(call: Call, path: ReportPath) -> WholeReportOut:
    """Show a frozen report."""
    report, content = await service.read(call.uow, call.principal, path.report_id)
    release, superseded_by = await releasing.release_of(call.uow, path.report_id)
    return WholeReportOut(report=ReportOut.of(Listing(report, release, superseded_by)), content=content)


@get(
    "/api/reports/{report_id}/comparison",
    policy=_KEEPERS,
    errors=("reports.not_found",),
    limit=_LIMIT,
    transaction="manual",
)
async def compare(call: Call, path: ReportPath) -> ComparisonOut:
    """Make a report again from its kept facts, and show where the live figures differ from it."""
    found = await service.compare(call.units, call.principal, call.get(CITY), path.report_id)
    return ComparisonOut(
        recomputes=found.recomputes, differences=list(found.differences), live_measures=list(found.live.measures)
    )


@post(
    "/api/reports/{report_id}/release",
    policy=_KEEPERS,
    errors=(
        "reports.not_found",
        "reports.not_for_the_city",
        "reports.released_already",
        "reports.reason_needed",
        "reports.nothing_superseded",
        "reports.newer_released",
        "reports.released_meanwhile",
        "reports.would_expose",
    ),
    limit=_LIMIT,
    transaction="manual",
)
async def release(call: Call, path: ReportPath, body: CityReleaseIn) -> CityReleaseOut:
    """Release a report to the city, with small cells withheld; a second one of a period supersedes the first."""
    threshold = call.get(THRESHOLD_KEY)
    released = await releasing.release(
        call.units,
        call.principal,
        threshold,
        path.report_id,
        although_exposed=body.although_exposed,
        reason=body.reason,
    )
    return CityReleaseOut.of(released, None)


@get(
    "/api/reports/{report_id}/report.xlsx", policy=_KEEPERS, errors=("reports.not_found",), files=(XLSX,), limit=_LIMIT
)
async def export_xlsx(call: Call, path: ReportPath) -> FileOut:
    """Take a whole report out as an Excel file with charts."""
    _, content = await service.read(call.uow, call.principal, path.report_id)
    return await asyncio.to_thread(as_xlsx, content)


@get("/api/reports/{report_id}/report.csv", policy=_KEEPERS, errors=("reports.not_found",), files=(CSV,), limit=_LIMIT)
async def export_csv(call: Call, path: ReportPath) -> FileOut:
    """Take a whole report out as CSV."""
    _, content = await service.read(call.uow, call.principal, path.report_id)
    return as_csv(content)


@get(
    "/api/reports/{report_id}/report.json",
    policy=_KEEPERS,
    errors=("reports.not_found",),
    files=(JSON_TYPE,),
    limit=_LIMIT,
)
async def export_json(call: Call, path: ReportPath) -> FileOut:
    """Take a whole report out as the bytes that were hashed."""
    _, content = await service.read(call.uow, call.principal, path.report_id)
    return as_json(content, service.written(content))


routes = (list_reports, freeze, show, compare, release, export_xlsx, export_csv, export_json)
