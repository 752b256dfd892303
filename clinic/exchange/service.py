"""The operator's export in FHIR R4B: everything of the listed kinds as one moment saw it, a file for each kind."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clinic.exchange.files import made_whole, ndjson, write_manifest
from clinic.exchange.lines import write_line
from clinic.exchange.rows import STREAMS
from core.audit.events import Action, Entity
from core.ids import new_id
from core.unit_of_work import UnitOfWork, Units

FHIR_VERSION = "4.3.0"
"""R4B."""


async def export_fhir(units: Units, out: Path, since: date | None = None) -> Mapping[str, int]:
    """Write the export into the new folder `out`, and return how many resources there are of each type.

    With `since`, a local day, of what tells when it changed only that which changed on it or later (see rows). It is
    noted in the audit log before anything is written. Raises FileExistsError, another OSError, and NotFhir when
    something is not valid FHIR: then there is no new folder.
    """
    with made_whole(out) as folder:
        export_id = new_id()
        async with units.write() as uow:
            uow.audit(None, Action.EXECUTE, Entity.EXPORT, export_id)
        async with units.read() as uow:
            if uow.dialect == "postgresql":
                # One snapshot for all pages, so that no reference leads outside of what was seen.
                await uow.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            after = None if since is None else uow.zone.day(since)[0]
            files = [await _write(uow, folder, kind, after) for kind in STREAMS]
            write_manifest(
                folder,
                {
                    "export": str(export_id),
                    "transactionTime": uow.now.isoformat(),
                    "since": None if after is None else after.isoformat(),
                    "fhirVersion": FHIR_VERSION,
                    "output": files,
                },
            )
    return {str(each["type"]): int(each["count"]) for each in files}


async def _write(uow: UnitOfWork, folder: Path, kind: str, since: datetime | None) -> dict[str, Any]:
    with ndjson(folder, kind) as file:
        async for page in STREAMS[kind](uow, since):
            for value in page:
                file.write(write_line(value))
    return {"type": kind, "url": f"{kind}.ndjson", "count": file.count, "sha256": file.sha256}
