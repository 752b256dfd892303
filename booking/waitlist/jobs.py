"""Offering times that are free to those who wait for them, in their order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, true

from booking.appointments.claiming import Wish, claim, within_quota
from booking.appointments.free import LOOK_JOB
from booking.appointments.states import ClaimState
from booking.appointments.tables import Hold
from booking.assignment.policy import Wishes
from booking.instants import in_json
from booking.services.offering import may_book
from booking.services.service import tier_of
from booking.services.tables import Service
from booking.slots.service import FreeTimes, eligible, free_times, window_of
from booking.waitlist.mails import mail_offer
from booking.waitlist.service import give_back
from booking.waitlist.tables import WaitlistEntry, WaitState
from booking.waitlist.waiting import Wanted, is_quiet, next_morning, offer_until
from core.errors import DomainError
from core.ids import new_id
from core.json import JSON
from core.live import hint
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.notices.service import notify
from people.persons import service as persons

LAPSE_JOB = "booking.waitlist_lapse"
OFFERED_NOTICE = "waitlist.offered"

LOOK_EVERY = timedelta(minutes=10)
"""What becomes free in ways that nobody tells of (a schedule, an absence taken back) is found so often."""


async def look(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Offer free times of a service to those who wait, the longest waiting first, and look again while anyone waits.

    At night nobody is offered anything: it waits for the morning. Whoever comes after one who was offered a time is
    looked at in a unit of their own, so that none holds the time of two persons; the payload names after whom.
    """
    service = await uow.session.get(Service, UUID(str(payload["service_id"])))
    if service is None:
        return
    after = payload.get("after")
    query = (
        select(WaitlistEntry)
        .where(
            WaitlistEntry.service_id == service.id,
            WaitlistEntry.state == WaitState.WAITING,
            true() if after is None else WaitlistEntry.id > UUID(str(after)),
        )
        .order_by(WaitlistEntry.id)
        .with_for_update(skip_locked=True)
    )
    waiting = [each for each in await uow.session.scalars(query) if not _is_over(uow, each)]
    if not waiting:
        return
    if is_quiet(uow.now, uow.zone):
        _again(uow, service.id, next_morning(uow.now, uow.zone))
        return
    # One look for each stretch of ten minutes, however many told of a free time.
    stretch = uow.now.timestamp() // LOOK_EVERY.total_seconds()
    _again(uow, service.id, datetime.fromtimestamp((stretch + 1) * LOOK_EVERY.total_seconds(), uow.now.tzinfo))
    for entry in waiting if service.active else ():
        if await _offer(uow, service, entry):
            rest: dict[str, JSON] = {"service_id": str(service.id), "after": str(entry.id)}
            uow.enqueue(LOOK_JOB, rest, key=f"{LOOK_JOB}:{entry.offer_id}:after")
            return


async def lapse(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """End an offer that was not taken in time, unless it was taken, passed or replaced by another."""
    entry = await uow.session.get(WaitlistEntry, UUID(str(payload["entry_id"])), with_for_update=True)
    if entry is not None and entry.offer_id == UUID(str(payload["offer_id"])):
        await give_back(uow, entry)


def _is_over(uow: UnitOfWork, entry: WaitlistEntry) -> bool:
    if entry.last < uow.zone.today(uow.now):
        entry.state = WaitState.OVER
        return True
    return False


async def _offer(uow: UnitOfWork, service: Service, entry: WaitlistEntry) -> bool:
    """Offer somebody who may book it the first free time that they wait for, and tell whether there was one."""
    if entry.modality not in service.modalities or not may_book(await tier_of(uow, entry.person_id), service.tiers):
        return False
    wanted = Wanted(
        entry.first,
        entry.last,
        entry.part,
        entry.practitioner_id,
        frozenset(datetime.fromisoformat(each) for each in entry.passed),
    )
    for start in await _free(uow, service, entry, wanted):
        until = offer_until(uow.now, start, uow.zone)
        if until is None:
            continue
        hold = Hold(id=new_id(), state=ClaimState.HELD, expires_at=until)
        wish = Wish(
            service,
            entry.person_id,
            start,
            entry.modality,
            entry.practitioner_id,
            wishes=Wishes.of(entry.wishes),
            keeps_holds=True,
        )
        try:
            await claim(uow, wish, hold)
        except DomainError:
            # Taken in this moment, or this person has another appointment then: the next time.
            continue
        entry.state = WaitState.OFFERED
        entry.offer_id, entry.offer_starts_at, entry.offer_expires_at = hold.id, start, until
        entry.offer_practitioner_id = hold.practitioner_id
        await _tell(uow, entry, start, until)
        lapses: dict[str, JSON] = {"entry_id": str(entry.id), "offer_id": str(hold.id)}
        uow.enqueue(LAPSE_JOB, lapses, key=f"{LAPSE_JOB}:{hold.id}", run_at=until)
        return True
    return False


async def _free(uow: UnitOfWork, service: Service, entry: WaitlistEntry, wanted: Wanted) -> Sequence[datetime]:
    window = window_of(uow, service).within(uow.zone.day(entry.first)[0], uow.zone.day(entry.last)[1])
    if window is None:
        return []
    wishes = Wishes.of(entry.wishes)
    candidates = [
        each
        for each in await eligible(uow, service)
        # Whoever was named is as wished.
        if each.id == entry.practitioner_id or wishes.admits(each.languages, each.gender)
    ]
    free: FreeTimes = await free_times(uow, service, candidates, window, entry.person_id)
    times = [start for start, ids in free.items() if wanted.fits(start, ids, uow.zone)]
    return await within_quota(uow, service, entry.person_id, times)


async def _tell(uow: UnitOfWork, entry: WaitlistEntry, start: datetime, until: datetime) -> None:
    accounts = (await persons.account_ids(uow, [entry.person_id])).values()
    data = {"entry_id": str(entry.id), "starts_at": in_json(start), "until": in_json(until)}
    await notify(uow, accounts, OFFERED_NOTICE, f"{OFFERED_NOTICE}:{entry.offer_id}", data)
    for account in accounts:
        await mail_offer(uow, entry, account)
        # At this topic the client's page asks again for what is offered.
        uow.publish(hint(f"account:{account}", "appointments"))


def _again(uow: UnitOfWork, service_id: UUID, at: datetime) -> None:
    uow.enqueue(LOOK_JOB, {"service_id": str(service_id)}, key=f"{LOOK_JOB}:{service_id}:{at.isoformat()}", run_at=at)


handlers: Mapping[str, JobHandler] = {LOOK_JOB: look, LAPSE_JOB: lapse}
