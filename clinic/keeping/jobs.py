"""What the worker does for keeping: making and forgetting exports, and doing deletion runs."""

from collections.abc import Mapping
from uuid import UUID

from clinic.keeping.deleting import perform
from clinic.keeping.export import service as exports
from clinic.keeping.runs import RUN_JOB
from core.json import JSON
from core.outbox.runner import JobHandler, Outside
from core.unit_of_work import Units


async def _perform(units: Units, payload: Mapping[str, JSON]) -> None:
    await perform(units, UUID(str(payload["run_id"])))


# Apart from the others, since they take long: no alert waits for them.
handlers: Mapping[str, JobHandler | Outside] = {
    RUN_JOB: Outside(_perform, side_by_side=1),
    exports.MAKE_JOB: Outside(exports.make, side_by_side=1),
    exports.FORGET_JOB: exports.forget,
}
