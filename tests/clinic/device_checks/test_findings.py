"""What of a device check stands most in the way."""

from dataclasses import replace

import pytest

from clinic.device_checks.findings import Browser, Device, Findings, Hearing, Network, Trouble, trouble_of

WELL = Findings(Device.GOOD, Device.GOOD, Network.DIRECT, Hearing.HEARD, Browser.LINE)
FAULTS = [Device.REFUSED, Device.IN_USE, Device.MISSING, Device.UNSUPPORTED, Device.UNKNOWN]


@pytest.mark.parametrize("network", [Network.DIRECT, Network.RELAY, Network.UNTESTED])
def test_the_relay_is_no_trouble_and_the_echo_is_no_duty(network: Network) -> None:
    assert trouble_of(replace(WELL, network=network)) is None
    assert trouble_of(replace(WELL, network=network, hearing=Hearing.UNTESTED, camera=Device.UNUSED)) is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_microphone_that_is_not_to_be_had_comes_before_all_else(fault: Device) -> None:
    bad = Findings(fault, fault, Network.BLOCKED, Hearing.NOT_HEARD, Browser.OTHER)
    assert trouble_of(bad) == f"microphone_{fault}"


@pytest.mark.parametrize("fault", FAULTS)
def test_the_picture_comes_last(fault: Device) -> None:
    assert trouble_of(replace(WELL, camera=fault)) == f"camera_{fault}"
    assert trouble_of(replace(WELL, camera=fault, hearing=Hearing.NOT_HEARD)) is Trouble.NOT_HEARD


def test_a_blocked_network_explains_why_nobody_was_heard() -> None:
    bad = replace(WELL, microphone=Device.QUIET, network=Network.BLOCKED, hearing=Hearing.NOT_HEARD)
    assert trouble_of(bad) is Trouble.NETWORK_BLOCKED
    assert trouble_of(replace(bad, network=Network.DIRECT)) is Trouble.MICROPHONE_QUIET
    assert trouble_of(replace(bad, network=Network.DIRECT, microphone=Device.GOOD)) is Trouble.NOT_HEARD


def test_each_trouble_can_be_found() -> None:
    found = {trouble_of(replace(WELL, microphone=each)) for each in Device}
    found |= {trouble_of(replace(WELL, camera=each)) for each in Device}
    found |= {trouble_of(replace(WELL, network=each)) for each in Network}
    found |= {trouble_of(replace(WELL, hearing=each)) for each in Hearing}
    assert found - {None} == set(Trouble)
