"""`hagukumi retention`: what is over its time of keeping, counted; and doing a run that was approved."""

import argparse
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from clinic.keeping import policy as policies
from clinic.keeping.deleting import perform
from clinic.keeping.planning import Plan, plan
from clinic.keeping.retention import Policy
from clinic.keeping.runs import list_approved
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.unit_of_work import Units
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("retention", help="how long data is kept, and what is over its time")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    planning = actions.add_parser("plan", help="count what is over its time today; changes nothing")
    planning.set_defaults(run=run_plan)
    doing = actions.add_parser("run", help="do the runs that were approved in the application, now and here")
    doing.set_defaults(run=run_approved)


def run_plan(_options: argparse.Namespace, settings: Settings) -> int:
    """Tell what a run of today would erase, by step and without names."""
    policy, counted = run_until_done(_plan(settings))
    print(f"policy version {policy.version}")
    for row in counted.rows:
        until = "" if row.until is None else f", ended by {row.until.isoformat()}"
        print(f"{row.step} ({row.kind.value}{until}): {row.records} of {row.people} people")
    print(f"kept whatever its age: {counted.held} people by a hold, {counted.in_danger} by an open alert or task")
    print(f"requests for erasure that wait for what keeps their people: {counted.requests_waiting}")
    return 0


def run_approved(_options: argparse.Namespace, settings: Settings) -> int:
    """Do the approved runs to their end; the same as the worker does, and harmless beside it."""
    done = run_until_done(_perform(settings))
    for run_id in done:
        print(f"run {run_id} is done")
    if not done:
        print("No run is approved. An administrator proposes one and another approves it, on the page of keeping.")
    return 0


async def _plan(settings: Settings) -> tuple[Policy, Plan]:
    units = _units(settings)
    try:
        async with units.read() as uow:
            policy = (await policies.read(uow)).policy
            return policy, await plan(uow, policy, uow.zone.today(uow.now))
    finally:
        await units.database.close()


async def _perform(settings: Settings) -> Sequence[UUID]:
    units = _units(settings)
    try:
        async with units.read() as uow:
            approved = await list_approved(uow)
        for run_id in approved:
            await perform(units, run_id)
        return approved
    finally:
        await units.database.close()


def _units(settings: Settings) -> Units:
    database = Database(settings.database_url, pool_size=1)
    zone = ServiceZone(settings.zone)
    return Units(database, SystemClock(), zone, Vault(settings.encryption_key_pairs()), LiveBus())
