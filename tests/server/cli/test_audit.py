"""`hagukumi audit verify`: a verdict in words and in the exit code; and a worker that seals."""

import signal
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url

from core.audit.events import Action, Entity
from core.audit.tables import AuditSeal
from core.principal import Principal, Role
from tests.server.cli.process import run, running


async def test_a_worker_seals_and_the_command_finds_what_is_changed_by_hand(units, database_url, tmp_path):
    heads = tmp_path / "heads"
    async with units.write() as uow:
        uow.audit(Principal(uuid4(), Role.DOCTOR, uuid4()), Action.UPDATE, Entity.NOTE, uuid4(), person_id=uuid4())
    async with running("worker", database_url=database_url, audit_heads=heads) as worker:
        await worker.line("working")
        await worker.end(signal.SIGTERM)
    ended = await run("audit", "verify", "--heads", str(heads), database_url=database_url)
    assert (ended.code, ended.out) == (0, "1 events under 1 seals; 0 not sealed yet\nThe audit log is whole.\n")
    async with units.write() as uow:
        assert (await uow.session.get_one(AuditSeal, 1)).last_sequence == 1
        if make_url(database_url).drivername.startswith("sqlite"):
            await uow.session.execute(text("DROP TRIGGER audit_events_unchanged"))
        else:
            await uow.session.execute(text("SET LOCAL session_replication_role = replica"))
        await uow.session.execute(text("UPDATE audit_events SET role = 'midwife'"))
    ended = await run("audit", "verify", database_url=database_url, audit_heads=heads)
    assert ended.code == 1
    assert ended.out.startswith("fault: event 1 (")
    assert ended.out.endswith("The audit log is NOT whole.\n")


async def test_without_its_file_of_heads_the_command_says_what_it_cannot_see(database_url, tmp_path):
    ended = await run("audit", "verify", database_url=database_url)
    assert (ended.code, ended.out.splitlines()[0]) == (
        0,
        "note: no file of heads: a cut tail, or a chain rewritten with the key, would not be seen",
    )
    ended = await run("audit", "verify", "--heads", str(tmp_path / "none"), database_url=database_url)
    assert (ended.code, ended.out) == (
        1,
        f"fault: the file of heads {tmp_path / 'none'} cannot be read: No such file or directory\n",
    )
