"""Reports as they go out over HTTP, and what both audiences' routes share."""

from datetime import date
from uuid import UUID

from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.service import Listing
from clinic.evaluation.reports.tables import ReportRelease
from clinic.evaluation.sheets import csv_sheet, workbook
from core.http import FileOut
from core.model import Instant, Model

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
JSON_TYPE = "application/json"


class ReportPath(Model):
    """Which report."""

    report_id: UUID


class CityReleaseOut(Model):
    """That the city has a report: since when, with which threshold, and the SHA-256 of what it got.

    With `supersedes` it corrected that report of the same period, for the `reason`; `superseded_by` is the newest one
    of the period where this one is not.
    """

    released_at: Instant
    threshold: int
    sha256: str
    supersedes: UUID | None
    reason: str | None
    superseded_by: UUID | None

    @classmethod
    def of(cls, release: ReportRelease, superseded_by: UUID | None) -> "CityReleaseOut":
        """Return a release as it goes out."""
        return cls(
            released_at=release.released_at,
            threshold=release.threshold,
            sha256=release.sha256,
            supersedes=release.supersedes,
            reason=release.reason,
            superseded_by=superseded_by,
        )


class ReportOut(Model):
    """A frozen report without its content; `sha256` is that of the whole content as canonical JSON."""

    id: UUID
    first_day: date
    last_day: date
    definitions_version: str
    frozen_at: Instant
    sha256: str
    release: CityReleaseOut | None

    @classmethod
    def of(cls, listing: Listing) -> "ReportOut":
        """Return a report as it goes out."""
        report, release = listing.report, listing.release
        return cls(
            id=report.id,
            first_day=report.first_day,
            last_day=report.last_day,
            definitions_version=report.definitions_version,
            frozen_at=report.frozen_at,
            sha256=report.sha256,
            release=None if release is None else CityReleaseOut.of(release, listing.superseded_by),
        )


class ReportList(Model):
    """Frozen reports, the youngest first; `since` is the local day of the first registration."""

    since: date | None
    reports: list[ReportOut]


class CityReportOut(Model):
    """A report as the city has it; `frozen_at` is the instant as known at which it tells."""

    id: UUID
    first_day: date
    last_day: date
    definitions_version: str
    frozen_at: Instant
    release: CityReleaseOut

    @classmethod
    def of(cls, listing: Listing, release: ReportRelease) -> "CityReportOut":
        """Return a released report as it goes out."""
        return cls(
            id=listing.report.id,
            first_day=listing.report.first_day,
            last_day=listing.report.last_day,
            definitions_version=listing.report.definitions_version,
            frozen_at=listing.report.frozen_at,
            release=CityReleaseOut.of(release, listing.superseded_by),
        )


class CityReportList(Model):
    """Released reports, the youngest first."""

    reports: list[CityReportOut]


def file_name(content: ReportContent, ending: str, *, superseded: bool = False) -> str:
    """Return the name under which a report is saved: for whom, of which days, and whether it was corrected since."""
    mark = "-superseded" if superseded else ""
    return f"hagukumi-{content.audience}-{content.first_day:%Y%m%d}-{content.last_day:%Y%m%d}{mark}.{ending}"


def as_xlsx(content: ReportContent, *, superseded: bool = False) -> FileOut:
    """Return a report as a workbook; it takes some tenths of a second."""
    return FileOut(workbook.to_xlsx(content), XLSX, file_name(content, "xlsx", superseded=superseded))


def as_csv(content: ReportContent, *, superseded: bool = False) -> FileOut:
    """Return a report as CSV."""
    return FileOut(csv_sheet.to_csv(content), CSV, file_name(content, "csv", superseded=superseded))


def as_json(content: ReportContent, written: bytes, *, superseded: bool = False) -> FileOut:
    """Return a report as its canonical JSON: the bytes that were hashed."""
    return FileOut(written, JSON_TYPE, file_name(content, "json", superseded=superseded))
