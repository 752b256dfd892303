"""`hagukumi keys rotate`, and what is said when a key is lost."""

import base64

from core.clock import SystemClock
from core.crypto import Vault
from core.live import LiveBus
from core.unit_of_work import Units
from tests.server.cli.process import run


def key(name: str, fill: int) -> str:
    return f"{name}:{base64.b64encode(bytes([fill]) * 32).decode()}"


async def test_keys_are_rotated_while_the_service_runs_and_the_old_one_may_go(database, database_url, zone):
    serving = Units(database, SystemClock(), zone, Vault([("k1", bytes([1]) * 32)]), LiveBus())
    async with serving.write() as uow:
        sealed = uow.vault.seal("眠れない", "note:1")
    doctor = await run("doctor", database_url=database_url, encryption_keys=f"{key('k2', 2)},{key('k1', 1)}")
    assert "not all are under k2; run `hagukumi keys rotate`" in doctor.out
    ended = await run("keys", "rotate", database_url=database_url, encryption_keys=f"{key('k2', 2)},{key('k1', 1)}")
    assert ended.code == 0, ended
    assert ended.out.splitlines()[-1].startswith("All keys are under 'k2'.")
    async with serving.read() as uow:
        assert uow.vault.open(sealed, "note:1") == "眠れない"
    ended = await run("keys", "rotate", database_url=database_url, encryption_keys=key("k3", 3))
    assert ended.code == 1
    assert "2 keys are under a master key that is not among HAGUKUMI_ENCRYPTION_KEYS" in ended.out
