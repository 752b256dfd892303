"""Exports: asked for, made by a job, fetched by their person for some days, then deleted."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from clinic.keeping.export.gathering import gather
from clinic.keeping.export.model import PersonExport
from clinic.keeping.states import EXPORT_KEPT, ExportState
from clinic.keeping.tables import DataExport, DataExportContent
from core.audit.events import Action, Entity
from core.crypto import Vault
from core.errors import Conflict, Gone, NotFound
from core.ids import new_id
from core.json import JSON
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.notices.service import notify
from people.persons.service import own_person_id
from people.persons.tables import Person

MAKE_JOB = "keeping.export"
"""Makes an export; its payload is {"export_id": ...}."""

FORGET_JOB = "keeping.export_forget"
"""Deletes what an export held; its payload is {"export_id": ...}."""

READY_NOTICE = "keeping.export_ready"
_LIST_LIMIT = 10


async def ask(uow: UnitOfWork, principal: Principal) -> DataExport:
    """Ask for an export and return it; raises Conflict("keeping.export_under_way") while another is being made."""
    export_id = new_id()
    person_id = own_person_id(principal)
    row = {"id": export_id, "person_id": person_id, "state": ExportState.ASKED, "asked_at": uow.now}
    statement = insert_unless_there(uow, DataExport, [row]).returning(DataExport.id)
    if await uow.session.scalar(statement) is None:
        raise Conflict("keeping.export_under_way", "Your file is being made already.")
    uow.audit(principal, Action.CREATE, Entity.EXPORT, export_id, person_id=person_id)
    uow.enqueue(MAKE_JOB, {"export_id": str(export_id)}, key=f"{MAKE_JOB}:{export_id}")
    return await uow.session.get_one(DataExport, export_id)


async def list_own(uow: UnitOfWork, principal: Principal) -> Sequence[DataExport]:
    """Return the caller's last ten exports, the newest first."""
    query = (
        select(DataExport)
        .where(DataExport.person_id == own_person_id(principal))
        .order_by(DataExport.id.desc())
        .limit(_LIST_LIMIT)
    )
    return (await uow.session.scalars(query)).all()


async def content_of(uow: UnitOfWork, principal: Principal, export_id: UUID) -> bytes:
    """Return the JSON of one of the caller's exports.

    Raises NotFound("keeping.export_not_found") for any other, Conflict("keeping.export_not_ready"), and
    Gone("keeping.export_over") when its days are over.
    """
    export = await uow.session.scalar(
        select(DataExport).where(DataExport.id == export_id, DataExport.person_id == own_person_id(principal))
    )
    if export is None:
        raise NotFound("keeping.export_not_found", "There is no such file of yours.")
    sealed = await uow.session.scalar(
        select(DataExportContent.content_sealed).where(DataExportContent.export_id == export_id)
    )
    if export.state is ExportState.ASKED:
        raise Conflict("keeping.export_not_ready", "Your file is not ready yet.")
    if sealed is None or export.expires_at is None or export.expires_at <= uow.now:
        raise Gone("keeping.export_over", "This file can be fetched no longer. Please ask for a new one.")
    # Not a reading of one's own like any other: a file leaves the house.
    uow.audit(principal, Action.EXECUTE, Entity.EXPORT, export_id, person_id=export.person_id, gathered=True)
    return await asyncio.to_thread(uow.vault.open_bytes, sealed, _context(export_id))


async def make(units: Units, payload: Mapping[str, JSON]) -> None:
    """Make an export that was asked for; called again for one that is there it does nothing."""
    export_id = UUID(str(payload["export_id"]))
    async with units.read() as uow:
        principal = await _asker(uow, export_id)
        if principal is None:
            return
        gathered = await gather(uow, principal)
        vault = uow.vault
    sealed, size = await asyncio.to_thread(_sealed, vault, export_id, gathered)
    async with units.write() as uow:
        export = await uow.session.scalar(select(DataExport).where(DataExport.id == export_id).with_for_update())
        if export is None or export.state is not ExportState.ASKED:
            return
        export.state, export.made_at, export.size = ExportState.READY, uow.now, size
        export.expires_at = uow.now + EXPORT_KEPT
        uow.session.add(DataExportContent(export_id=export_id, content_sealed=sealed))
        payload = {"export_id": str(export_id)}
        uow.enqueue(FORGET_JOB, payload, key=f"{FORGET_JOB}:{export_id}", run_at=export.expires_at)
        await notify(uow, [principal.account_id], READY_NOTICE, f"{READY_NOTICE}:{export_id}", {})


async def forget(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Delete what an export held."""
    export_id = UUID(str(payload["export_id"]))
    await uow.session.execute(delete(DataExportContent).where(DataExportContent.export_id == export_id))
    (await uow.session.get_one(DataExport, export_id)).state = ExportState.OVER


async def _asker(uow: UnitOfWork, export_id: UUID) -> Principal | None:
    query = (
        select(Account, Person.id)
        .join(Person, Person.account_id == Account.id)
        .join(DataExport, DataExport.person_id == Person.id)
        .where(DataExport.id == export_id, DataExport.state == ExportState.ASKED)
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        return None
    account, person_id = row
    return Principal(account.id, account.role, UUID(int=0), person_id=person_id, locale=account.locale)


def _sealed(vault: Vault, export_id: UUID, gathered: PersonExport) -> tuple[bytes, int]:
    content = gathered.model_dump_json(indent=1).encode()
    return vault.seal_bytes(content, _context(export_id)), len(content)


def _context(export_id: UUID) -> str:
    return f"export:{export_id}"
