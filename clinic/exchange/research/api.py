"""Exports for research over HTTP, for the coordinator: made and taken out at once, and the list of those made."""

import asyncio
import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.exchange.research.service import (
    LARGEST_K,
    MAKERS,
    SMALLEST_K,
    STANDARD_K,
    Wish,
    export_research,
    list_exports,
)
from clinic.exchange.research.tables import APPROVAL_LENGTH, PURPOSE_LENGTH, ResearchExport
from core.http import Call, FileOut, RateLimit, get, post
from core.model import Instant, Model

ZIP = "application/zip"


class ResearchExportIn(Model):
    """The first and the last local day, both included; what it is for and under which reference it was approved."""

    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")
    purpose: Annotated[str, Field(min_length=1, max_length=PURPOSE_LENGTH)]
    approval: Annotated[str, Field(min_length=1, max_length=APPROVAL_LENGTH)]
    k: Annotated[int, Field(ge=SMALLEST_K, le=LARGEST_K)] = STANDARD_K


class ResearchExportOut(Model):
    """An export that was made: what it was for, the rows by file, and how many were withheld."""

    id: UUID
    made_at: Instant
    made_by: UUID
    purpose: str
    approval: str
    first_day: date
    last_day: date
    k: int
    rows: dict[str, int]
    people_withheld: int
    rows_withheld: int
    manifest_sha256: str

    @classmethod
    def of(cls, made: ResearchExport) -> "ResearchExportOut":
        """Return an export as it goes out."""
        withheld = made.withheld
        return cls(
            id=made.id,
            made_at=made.made_at,
            made_by=made.made_by,
            purpose=made.purpose,
            approval=made.approval,
            first_day=made.first_day,
            last_day=made.last_day,
            k=made.k,
            rows=made.counts,
            people_withheld=withheld["people"],
            rows_withheld=sum(withheld["k"].values()) + sum(withheld["room"].values()),
            manifest_sha256=made.manifest_sha256,
        )


class ResearchExportList(Model):
    """Exports that were made, the youngest first."""

    exports: list[ResearchExportOut]


@get("/api/research-exports", policy=MAKERS)
async def list_made(call: Call) -> ResearchExportList:
    """List the exports for research that were made."""
    return ResearchExportList(exports=[ResearchExportOut.of(each) for each in await list_exports(call.uow)])


@post(
    "/api/research-exports",
    policy=MAKERS,
    files=(ZIP,),
    errors=(
        "evaluation.period_invalid",
        "evaluation.period_in_future",
        "research.period_too_short",
        "research.period_not_over",
        "research.purpose_invalid",
        "research.k_invalid",
    ),
    limit=RateLimit("research-exports", 10, 3600),
    transaction="manual",
)
async def make(call: Call, body: ResearchExportIn) -> FileOut:
    """Make a de-identified export in rows and take it out as a ZIP file; nothing of it is kept here but its record."""
    wish = Wish(body.first_day, body.last_day, body.purpose, body.approval, body.k)
    with tempfile.TemporaryDirectory(prefix="hagukumi-research-") as scratch:
        out = Path(scratch) / "export"
        await export_research(call.units, call.principal, wish, out)
        content = await asyncio.to_thread(_zipped, out)
    return FileOut(content, ZIP, f"hagukumi-research-{wish.first_day:%Y%m%d}-{wish.last_day:%Y%m%d}.zip")


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return buffer.getvalue()


routes = (list_made, make)
