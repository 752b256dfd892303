"""The stays in calls of a period, from the stored reports."""

from sqlalchemy import select

from clinic.calls.tables import CallReport
from clinic.evaluation.facts.columns import columns_of, plain, seconds
from clinic.evaluation.facts.model import CallStay
from clinic.evaluation.facts.rows import Coded, Column, Numbers, Rows
from clinic.evaluation.facts.uses import Frame
from core.unit_of_work import UnitOfWork


async def read_calls(uow: UnitOfWork, frame: Frame) -> Rows[CallStay]:
    """Return the stays that began in the period, in that order."""
    query = (
        select(
            seconds(CallReport.started_at),
            CallReport.seconds,
            CallReport.setup_ms,
            CallReport.loss_percent,
            CallReport.relayed,
            CallReport.reconnects,
            plain(CallReport.rung),
        )
        .where(frame.within(CallReport.started_at))
        .order_by(CallReport.started_at)
    )
    found: list[Rows[CallStay]] = []
    async for started, lasted, setups, losses, relayed, reconnects, rungs in columns_of(uow, query):
        columns: tuple[Column, ...] = (
            frame.local.days(started),
            Numbers.of(lasted),
            Numbers.of(setups),
            Numbers.of(losses, is_whole=False),
            # SQLite has no truth values.
            Coded.of(relayed).told(lambda through: None if through is None else bool(through)),
            Numbers.of(reconnects),
            Coded.of(rungs),
        )
        found.append(Rows(CallStay, dict(zip(CallStay._fields, columns, strict=True))))
    return Rows.joined(CallStay, found)
