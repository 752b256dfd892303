"""`hagukumi audit verify`: looks whether the audit log is whole."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.audit.chain import AuditKeys
from core.audit.heads import Heads, read_heads
from core.audit.verifying import Report, verify
from core.database import Database
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("audit", help="the audit log")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("verify", help="look whether anything was changed, removed, inserted or cut off")
    action.add_argument("--heads", type=Path, metavar="FILE", help="the file of heads (default: HAGUKUMI_AUDIT_HEADS)")
    action.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Verify the log; exits with 0 when it is whole and 1 when not, each fault in a line."""
    file = options.heads or settings.audit_heads
    heads = None
    if file is not None:
        try:
            # Before the database: what is written meanwhile is no cut tail.
            heads = read_heads(file)
        except OSError as error:
            print(f"fault: the file of heads {file} cannot be read: {error.strerror}")
            return 1
    report = run_until_done(_verify(settings, heads))
    _tell(report, with_heads=heads is not None)
    return 1 if report.faults else 0


async def _verify(settings: Settings, heads: Heads | None) -> Report:
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.read() as session:
            if database.dialect == "postgresql":
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            return await verify(session, AuditKeys(settings.audit_key_pairs()), heads, datetime.now(UTC))
    finally:
        await database.close()


def _tell(report: Report, *, with_heads: bool) -> None:
    for sentence in report.faults:
        print(f"fault: {sentence}")
    for sentence in report.notes:
        print(f"note: {sentence}")
    if not with_heads:
        print("note: no file of heads: a cut tail, or a chain rewritten with the key, would not be seen")
    print(f"{report.events} events under {report.seals} seals; {report.unsealed} not sealed yet")
    print("The audit log is NOT whole." if report.faults else "The audit log is whole.")
