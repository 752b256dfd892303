"""What consultations were about and what came of them, by their signed notes; de-identified.

The city's 相談結果報告 is made of these alone: codes of categories and counts, never a text.
"""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Select, String, cast, select

from clinic.evaluation.facts.columns import columns_of, plain, seconds
from clinic.evaluation.facts.gathering import period
from clinic.evaluation.facts.local_time import LocalTime
from clinic.evaluation.facts.rows import Coded, Column, Ints, Rows
from clinic.evaluation.reports.inputs import Result
from clinic.records.tables import Note, NoteAmendment
from core.unit_of_work import UnitOfWork


async def gather_results(uow: UnitOfWork, first_day: date, last_day: date) -> Rows[Result]:
    """Return the results of the notes signed on the local days of a period, in the order of their signature.

    Raises as `clinic.evaluation.facts.gathering.period` does.
    """
    begin, end = period(uow, first_day, last_day)
    local = LocalTime(uow.zone, first_day, last_day)
    signed = (Note.signed_at >= begin, Note.signed_at < end)
    amendments = (
        select(plain(NoteAmendment.note_id), cast(NoteAmendment.reasons, String), NoteAmendment.outcome)
        .join(Note, Note.id == NoteAmendment.note_id)
        .where(*signed)
        .order_by(NoteAmendment.number)
    )
    amended = {key: (reasons, outcome) for key, reasons, outcome in await uow.session.execute(amendments)}
    wanted: list[Any] = [seconds(Note.signed_at), cast(Note.reasons, String), Note.outcome]
    if amended:
        wanted.append(plain(Note.id))
    query: Select[Any] = select(*wanted).where(*signed)
    # There are few combinations, so each is read once.
    reasons_of = cache(lambda given: tuple(sorted(orjson.loads(given))))
    found: list[Rows[Result]] = []
    instants: list[Ints] = [np.zeros(0, np.int64)]
    async for at, reasons, outcomes, *ids in columns_of(uow, query):
        for keys in ids:
            last = [amended.get(key, given) for key, *given in zip(keys, reasons, outcomes, strict=True)]
            reasons, outcomes = zip(*last, strict=True)  # noqa: PLW2901
        columns: tuple[Column, ...] = (local.days(at), Coded.of(reasons).told(reasons_of), Coded.of(outcomes))
        instants.append(np.array(at, np.int64))
        found.append(Rows(Result, dict(zip(Result._fields, columns, strict=True))))
    return Rows.joined(Result, found).take(np.argsort(np.concatenate(instants), kind="stable"))
