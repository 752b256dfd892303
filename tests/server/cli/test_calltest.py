"""`hagukumi calltest`: on a real coturn it says which way of a call works, which does not, and why."""

import json
import socket
import ssl

import pytest
from pydantic import SecretStr

from core.clock import SystemClock
from server.calltest import try_calls
from server.settings import Settings
from tests.fixtures.relay import relay
from tests.server.cli.conftest import Command

NOBODY = "127.0.0.1:1"


@pytest.fixture
def trusted(coturn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay's certificate counts as one of a known authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(coturn.certificate))


def lines(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("FAULT")]


def test_a_relay_that_carries_calls_over_udp_tcp_and_tls_is_well(hagukumi: Command, coturn, trusted):
    code, out, err = hagukumi(
        "calltest",
        stun_urls=coturn.stun,
        turn_urls=",".join((coturn.udp, coturn.tcp, coturn.tls)),
        turn_secret=coturn.secret,
    )
    assert (code, err, lines(out)) == (0, "", [])
    said = out.splitlines()
    assert said[0] == f"ok    {coturn.stun} answers"
    for url in (coturn.udp, coturn.tcp, coturn.tls):
        assert [line.removeprefix(f"ok    {url} ") for line in said if url in line][-4:] == [
            "takes our credentials",
            "refuses another secret's credentials",
            "refuses expired credentials",
            "carries sound there and back",
        ]
    assert f"ok    {coturn.tls} its certificate is good for 29 more days" in said
    assert said[-1] == "Calls find their way."
    assert coturn.secret not in out


def test_for_cron_it_says_nothing_when_all_is_well(hagukumi: Command, coturn):
    assert hagukumi("calltest", "--quiet", stun_urls=coturn.stun) == (0, "", "")


def test_another_secret_than_the_relays_is_told(hagukumi: Command, coturn):
    code, out, _ = hagukumi("calltest", "--quiet", turn_urls=coturn.udp, turn_secret="x" * 32)
    assert code == 1
    [line] = out.splitlines()
    assert line.startswith(f"FAULT {coturn.udp} refuses our credentials; is HAGUKUMI_TURN_SECRET")
    assert "x" * 32 not in out


def test_a_relay_that_is_away_is_told_and_the_other_ways_are_tried_all_the_same(hagukumi: Command, coturn):
    urls = ",".join((f"turn:{NOBODY}?transport=tcp", f"turns:{NOBODY}", coturn.tcp))
    code, out, _ = hagukumi("calltest", "--json", stun_urls=f"stun:{NOBODY}", turn_urls=urls, turn_secret=coturn.secret)
    told = json.loads(out)
    assert (code, told["works"]) == (1, False)
    faults = [check for check in told["checks"] if check["grade"] == "fault"]
    assert [check["subject"] for check in faults] == [f"stun:{NOBODY}", *urls.split(",")[:2]]
    assert all("is coturn running" in check["text"] for check in faults)
    assert told["checks"][-1] == {"subject": coturn.tcp, "grade": "ok", "text": "carries sound there and back"}


def test_a_relay_that_stopped_is_told(hagukumi: Command, own_coturn):
    own_coturn.stop()
    code, out, _ = hagukumi("calltest", "--quiet", turn_urls=own_coturn.tcp, turn_secret=own_coturn.secret)
    assert code == 1
    assert "is coturn running" in out


def test_a_certificate_that_no_browser_takes_is_told(hagukumi: Command, coturn, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert ssl.get_default_verify_paths().cafile != str(coturn.certificate)
    code, out, _ = hagukumi("calltest", "--quiet", turn_urls=coturn.tls, turn_secret=coturn.secret)
    assert code == 1
    assert "has a certificate that no browser takes (self-signed certificate)" in out


def test_a_certificate_that_soon_ends_is_told(hagukumi: Command, monkeypatch):
    with relay.coturn(certificate_days=5) as coturn:
        monkeypatch.setenv("SSL_CERT_FILE", str(coturn.certificate))
        code, out, _ = hagukumi("calltest", "--quiet", turn_urls=coturn.tls, turn_secret=coturn.secret)
    assert code == 1
    assert "its certificate is good for 4 more days only; renew it" in out


def test_a_relay_that_takes_anybody_is_told(hagukumi: Command):
    with relay.coturn(open_to_all=True) as coturn:
        code, out, _ = hagukumi("calltest", "--quiet", turn_urls=coturn.udp, turn_secret=coturn.secret)
    assert code == 1
    assert "it relays for anybody" in out


async def test_a_relay_that_hears_and_says_nothing_is_told():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        settings = Settings(stun_urls=(f"stun:{place}",), turn_urls=(f"turn:{place}",), turn_secret=SecretStr("x" * 32))
        found = await try_calls(settings, SystemClock(), seconds=30, patience=0.2)
    assert [(finding.subject, finding.grade) for finding in found] == [
        (f"stun:{place}", "fault"),
        (f"turn:{place}", "fault"),
    ]


def test_it_ends_in_its_time_whatever_hangs(hagukumi: Command, coturn):
    url = f"stun:127.0.0.1:{coturn.port}"
    code, out, _ = hagukumi("calltest", "--seconds", "0", stun_urls=url)
    assert code == 1
    assert "was not done after 0 seconds" in out


def test_without_any_server_there_is_nothing_to_try(hagukumi: Command):
    code, out, err = hagukumi("calltest")
    assert (code, out) == (2, "")
    assert "HAGUKUMI_TURN_URLS" in err
