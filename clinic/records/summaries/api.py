"""Summaries for the person over HTTP."""

from uuid import UUID

from clinic.records.summaries import service
from clinic.records.summaries.views import ReleaseIn, SharedSummaries, ShareIn, SummaryOut
from core.http import Call, RateLimit, delete, get, post, put
from core.model import Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS


class EncounterPath(Model):
    """Which encounter."""

    encounter_id: UUID


class SharePath(Model):
    """Which share."""

    share_id: UUID


@get(
    "/api/encounters/{encounter_id}/summary",
    policy=allow(*CLIENTS, *CLINICIANS),
    errors=("encounters.not_found",),
)
async def show(call: Call, path: EncounterPath) -> SummaryOut:
    """Show what was released of my consultation to its person."""
    return await service.show(call.uow, call.principal, path.encounter_id)


@put(
    "/api/encounters/{encounter_id}/summary",
    policy=allow(*CLINICIANS),
    errors=("encounters.not_found", "encounters.not_admitted", "records.summary_changed"),
    limit=RateLimit("summary", 30, 3600),
)
async def release(call: Call, path: EncounterPath, body: ReleaseIn) -> SummaryOut:
    """Release a summary of my consultation to its person."""
    return await service.release(call.uow, call.principal, path.encounter_id, body.text, body.number)


@delete("/api/encounters/{encounter_id}/summary", policy=allow(*CLINICIANS), errors=("encounters.not_found",))
async def withdraw(call: Call, path: EncounterPath) -> SummaryOut:
    """Take back the summary of my consultation."""
    return await service.withdraw(call.uow, call.principal, path.encounter_id)


@post(
    "/api/encounters/{encounter_id}/summary/shares",
    policy=allow(*CLIENTS),
    errors=("encounters.not_found", "records.no_summary", "records.reader_not_found"),
    limit=RateLimit("summary_share", 30, 3600),
)
async def share(call: Call, path: EncounterPath, body: ShareIn) -> SummaryOut:
    """Show my summary to somebody of my household."""
    return await service.share(call.uow, call.principal, path.encounter_id, body.account_id)


@delete("/api/summary-shares/{share_id}", policy=allow(*CLIENTS), errors=("records.share_not_found",))
async def revoke(call: Call, path: SharePath) -> None:
    """Show my summary to them no more."""
    await service.revoke(call.uow, call.principal, path.share_id)


@get("/api/shared-summaries", policy=allow(*CLIENTS))
async def list_shared(call: Call) -> SharedSummaries:
    """List the summaries that others of my household show to me."""
    return SharedSummaries(summaries=list(await service.shared_with(call.uow, call.principal)))


routes = (show, release, withdraw, share, revoke, list_shared)
