"""The tools of `make run` and `make test`: they find, refuse in one line, count and clean up."""

import sys
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import check  # noqa: E402
import machine  # noqa: E402
import prepare  # noqa: E402
import proxy  # noqa: E402
import relay  # noqa: E402
import services  # noqa: E402


async def test_a_private_postgres_refuses_overlap_and_is_gone_afterwards() -> None:
    with services.postgres() as url:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("CREATE EXTENSION btree_gist")
        await connection.close()
    assert not machine.answers(url)


async def test_a_private_redis_keeps_nothing_and_is_gone_afterwards() -> None:
    with services.redis() as url:
        redis = Redis.from_url(url)
        assert (await redis.config_get("save"))["save"] == ""
        await redis.aclose()
    assert not machine.answers(url)


def test_a_private_relay_answers_over_udp_and_tls_comes_back_on_its_ports_and_is_gone_afterwards() -> None:
    with relay.coturn() as coturn:
        tls = f"tcp://127.0.0.1:{coturn.tls_port}"
        assert machine.answers(tls)
        coturn.stop()
        assert not machine.answers(tls)
        coturn.start()
        assert machine.answers(tls)
    assert not machine.answers(tls)
    assert not coturn.folder.exists()


def test_a_private_proxy_runs_what_is_delivered_and_is_gone_afterwards() -> None:
    with proxy.haproxy([services.free_port(), services.free_port()]) as started:
        assert machine.answers(started.url)
        assert len(started.counts("sockets", "status")) == 2
    assert not machine.answers(started.url)


def test_what_is_missing_is_told_in_one_line() -> None:
    line = machine.advice("The tests need", [machine.POSTGRES, machine.CHROMIUM])
    assert "\n" not in line
    assert "postgresql chromium" in line


def test_a_server_that_does_not_answer_is_not_taken() -> None:
    port = services.free_port()
    assert not machine.postgres_is_ours(f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres")
    assert not machine.redis_is_open(f"redis://127.0.0.1:{port}/0")


def test_an_old_node_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "version", lambda name: (18, 20, 1) if name == "node" else (10, 0, 0))
    with pytest.raises(prepare.Refused, match=r"^Hagukumi needs Node.js 20.19 or later; found 18.20.1.$"):
        prepare.ensure_node()


def test_a_step_is_repeated_only_when_its_sources_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    source = tmp_path / "source"
    source.write_text("one")
    stamp = prepare.Stamp(tmp_path / "stamps" / "made", [source])
    assert not stamp.fresh()
    stamp.leave()
    assert prepare.Stamp(stamp.place, [source]).fresh()
    source.write_text("two")
    assert not prepare.Stamp(stamp.place, [source]).fresh()


def test_a_report_that_was_not_written_counts_as_a_failure(tmp_path: Path) -> None:
    assert check.junit(tmp_path / "none.xml") == check.Counted(failed=1)
    assert check.vitest(tmp_path / "none.json") == check.Counted(failed=1)


def test_counts_are_read_from_every_runner(tmp_path: Path) -> None:
    junit, vitest = tmp_path / "python.xml", tmp_path / "web.json"
    junit.write_text('<testsuites><testsuite tests="5" failures="1" errors="1" skipped="0"/></testsuites>')
    vitest.write_text('{"numPassedTests": 7, "numFailedTests": 2}')
    assert check.junit(junit) + check.vitest(vitest) == check.Counted(passed=10, failed=4)


def says(text: str, code: int = 0) -> check.Step:
    command = (sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})")
    return check.Step(text, "static", command)


def test_what_runs_side_by_side_is_told_in_order_with_all_that_it_said() -> None:
    lanes = [[says("a1"), says("a2")], [says("b1"), says("b2")]]
    ran = list(check.side_by_side(lanes, {}))
    assert [(each.step.name, each.good, each.said) for each in ran] == [
        (name, True, f"{name}\n") for name in ("a1", "a2", "b1", "b2")
    ]


def test_nothing_begins_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.good for each in check.side_by_side([[says("bad", 1), says("never")], [says("b")]], {})][:1] == [False]
    monkeypatch.setattr(check, "steps", lambda: (says("bad", 1), says("never"), replace(says("later"), group="python")))
    assert [each.step.name for each in check.ran_in_order(["static", "python"], {})] == ["bad"]


def test_every_group_has_its_round() -> None:
    rounds = [group for lanes in check.ROUNDS for lane in lanes for group in lane]
    assert sorted(rounds) == sorted({step.group for step in check.steps()})
