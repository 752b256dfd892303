"""Released reports over HTTP: all that the city's officer reads here."""

import asyncio

from clinic.evaluation.reports import releasing
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.service import written
from clinic.evaluation.reports.views import (
    CSV,
    JSON_TYPE,
    XLSX,
    CityReportList,
    CityReportOut,
    ReportPath,
    as_csv,
    as_json,
    as_xlsx,
)
from core.http import Call, FileOut, RateLimit, get
from core.policy import allow
from core.principal import Role

_READERS = allow(Role.OFFICER, Role.COORDINATOR)
_LIMIT = RateLimit("city-reports", 120, 600)
_AT = "/api/city-reports/{report_id}"
_ERRORS = ("reports.not_found",)


@get("/api/city-reports", policy=_READERS)
async def list_reports(call: Call) -> CityReportList:
    """List the reports that were released to the city, superseded ones too."""
    found = await releasing.list_released(call.uow)
    return CityReportList(reports=[CityReportOut.of(each, each.release) for each in found if each.release is not None])


@get(_AT, policy=_READERS, errors=_ERRORS)
async def show(call: Call, path: ReportPath) -> ReportContent:
    """Show a released report as the city has it."""
    return (await releasing.read_released(call.uow, path.report_id)).content


@get(f"{_AT}/report.xlsx", policy=_READERS, errors=_ERRORS, files=(XLSX,), limit=_LIMIT)
async def export_xlsx(call: Call, path: ReportPath) -> FileOut:
    """Take a released report out as an Excel file with charts."""
    found = await releasing.read_released(call.uow, path.report_id)
    return await asyncio.to_thread(as_xlsx, found.content, superseded=found.superseded_by is not None)


@get(f"{_AT}/report.csv", policy=_READERS, errors=_ERRORS, files=(CSV,), limit=_LIMIT)
async def export_csv(call: Call, path: ReportPath) -> FileOut:
    """Take a released report out as CSV."""
    found = await releasing.read_released(call.uow, path.report_id)
    return as_csv(found.content, superseded=found.superseded_by is not None)


@get(f"{_AT}/report.json", policy=_READERS, errors=_ERRORS, files=(JSON_TYPE,), limit=_LIMIT)
async def export_json(call: Call, path: ReportPath) -> FileOut:
    """Take a released report out as the bytes that were hashed."""
    found = await releasing.read_released(call.uow, path.report_id)
    return as_json(found.content, written(found.content), superseded=found.superseded_by is not None)


routes = (list_reports, show, export_xlsx, export_csv, export_json)
