"""Verifying the audit log: whether an event was changed, removed or inserted, the tail cut, the chain rewritten."""

import hmac
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.chain import FIRST, AuditKeys, KeyUnknown, Link, event_mac, seal_mac
from core.audit.heads import Heads
from core.audit.tables import AuditEvent, AuditSeal

SEALED_WITHIN = timedelta(seconds=10)
"""Older events are sealed, and their heads written out, unless nobody seals."""

_PAGE = 1000
_MOST_FAULTS = 100


@dataclass
class Report:
    """What was found. `faults` are sentences for the operator, none when the log is whole; `notes` are no faults.

    `unsealed` events are written and not yet protected; the oldest of them waits since `unsealed_since`.
    """

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Add a fault, each once, the first hundred in words."""
        if sentence not in self.faults and len(self.faults) < _MOST_FAULTS:
            self.faults.append(sentence)


async def verify(session: AsyncSession, keys: AuditKeys, heads: Heads | None, now: datetime) -> Report:
    """Go through the whole log in one reading transaction and return what was found.

    Without `heads` it cannot be told whether the tail was cut, or the whole rewritten by somebody who knows the key.
    """
    report = Report()
    last = await _walk_seals(session, keys, heads, report)
    ended = 0 if last is None else last.last_sequence
    strangers = select(AuditEvent.sequence).where(or_(AuditEvent.sequence > ended, AuditEvent.sequence < 1))
    for sequence in await session.scalars(strangers.order_by(AuditEvent.sequence).limit(_MOST_FAULTS)):
        report.fault(f"event {sequence} was inserted: no seal covers it")
    if heads is not None:
        _compare_ends(heads, last, now, report)
    await _look_at_tail(session, now, report)
    return report


async def _walk_seals(session: AsyncSession, keys: AuditKeys, heads: Heads | None, report: Report) -> AuditSeal | None:
    last: AuditSeal | None = None
    before, number, ended = FIRST, 0, 0
    async for seal in _seals(session):
        if seal.number != number + 1:
            report.fault(f"seal {number + 1} was removed: after {number} comes {seal.number}")
        events = await _events(session, ended, seal.last_sequence)
        whole = _check_events(keys, seal, ended, events, report)
        if whole:
            _check_seal(keys, seal, before, [event.mac or b"" for event in events], report)
        head = None if heads is None else heads.by_number.get(seal.number)
        if head is not None and not hmac.compare_digest(head.mac, seal.mac):
            report.fault(f"seal {seal.number} is not the one in the file of heads: the chain was rewritten")
        before, number, ended, last = seal.mac, seal.number, seal.last_sequence, seal
        report.seals += 1
        report.events += len(events)
    return last


def _check_events(keys: AuditKeys, seal: AuditSeal, ended: int, events: Sequence[AuditEvent], report: Report) -> bool:
    """Return whether the events of a seal are all there and as they were sealed."""
    there = {event.sequence: event for event in events}
    whole = True
    # A seal may say anything of its end, so what is not there is looked for among a few only.
    for sequence in range(ended + 1, min(seal.last_sequence, ended + _PAGE) + 1):
        event = there.get(sequence)
        if event is None:
            report.fault(f"event {sequence} was removed")
            whole = False
            continue
        try:
            right = event_mac(keys, seal.key_id, sequence, event)
        except KeyUnknown as error:
            report.fault(_lost_key(error))
            return False
        if event.mac is None or not hmac.compare_digest(event.mac, right):
            report.fault(f"event {sequence} ({event.id}) was changed")
            whole = False
    return whole


def _check_seal(keys: AuditKeys, seal: AuditSeal, before: bytes, macs: Sequence[bytes], report: Report) -> None:
    link = Link(seal.number, seal.last_sequence, seal.count, seal.key_id, seal.sealed_at)
    try:
        right = seal_mac(keys, before, link, macs)
    except KeyUnknown as error:
        report.fault(_lost_key(error))
        return
    if seal.count != len(macs) or not hmac.compare_digest(seal.mac, right):
        report.fault(f"seal {seal.number} does not follow from the one before: it was changed, or the chain rewritten")


def _lost_key(error: KeyUnknown) -> str:
    return f"the key {error.key_id!r} is not among the audit keys: what was sealed under it cannot be verified"


def _compare_ends(heads: Heads, last: AuditSeal | None, now: datetime, report: Report) -> None:
    number, ended = (0, 0) if last is None else (last.number, last.last_sequence)
    if heads.strange:
        report.notes.append(f"{heads.strange} lines of the file of heads are no heads: a process died while writing")
    if not heads.by_number:
        if last is not None:
            report.fault("the file of heads holds no head")
        return
    begin, end = min(heads.by_number), max(heads.by_number)
    if begin > 1:
        report.notes.append(f"the file of heads begins with seal {begin}")
    if end > number:
        lost = heads.by_number[end].last_sequence - ended
        report.fault(f"the tail was cut: the file knows seals up to {end}, the log ends with {number} ({lost} events)")
    missing = [each for each in range(begin, min(end, number) + 1) if each not in heads.by_number]
    if missing:
        report.fault(f"the file of heads lacks seal {missing[0]}" + (" and others" if len(missing) > 1 else ""))
    if last is not None and end < number:
        late = last.sealed_at < now - SEALED_WITHIN
        sentence = f"the file of heads ends with seal {end}, the log with {number}"
        if late:
            report.fault(f"{sentence}: it was cut, or is not written any more")
        else:
            report.notes.append(f"{sentence}: the rest is just being written")


async def _look_at_tail(session: AsyncSession, now: datetime, report: Report) -> None:
    waiting = select(func.count(), func.min(AuditEvent.recorded_at)).where(AuditEvent.sequence.is_(None))
    report.unsealed, report.unsealed_since = (await session.execute(waiting)).one()
    since = report.unsealed_since
    if report.unsealed and since < now - SEALED_WITHIN:
        age = round((now - since).total_seconds())
        report.fault(f"an event waits for {age} seconds to be sealed: does `hagukumi serve` or `worker` run?")


async def _seals(session: AsyncSession) -> AsyncIterator[AuditSeal]:
    number: int | None = None
    while True:
        query = select(AuditSeal).order_by(AuditSeal.number).limit(_PAGE)
        if number is not None:
            query = query.where(AuditSeal.number > number)
        page = (await session.scalars(query)).all()
        for seal in page:
            yield seal
        if len(page) < _PAGE:
            return
        number = page[-1].number
        session.expunge_all()


async def _events(session: AsyncSession, ended: int, last: int) -> Sequence[AuditEvent]:
    query = (
        select(AuditEvent)
        .where(AuditEvent.sequence > ended, AuditEvent.sequence <= last)
        .order_by(AuditEvent.sequence)
        .limit(_PAGE + 1)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()
