"""ICE servers and their expiring credentials."""

from datetime import UTC, datetime, timedelta

from signaling.ice import IceSettings, ice_grant, turn_credentials

_NOW = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(hours=1)


def test_the_credentials_are_those_that_coturn_computes() -> None:
    username, password = turn_credentials("secret", "alice", datetime.fromtimestamp(1735689600, UTC))
    assert (username, password) == ("1735689600:alice", "Utv7WtALdDlVkVQE++ZVAdNMC/g=")


def test_the_relay_is_offered_with_credentials_for_its_lifetime_only() -> None:
    settings = IceSettings(("stun:a",), ("turn:b", "turns:b"), "secret", timedelta(hours=1))
    grant = ice_grant(settings, "alice", _NOW)
    stun, turn = grant.ice_servers
    assert (stun.urls, stun.username, stun.credential) == (["stun:a"], None, None)
    assert turn.urls == ["turn:b", "turns:b"]
    assert (turn.username, turn.credential) == ("1735689600:alice", "Utv7WtALdDlVkVQE++ZVAdNMC/g=")
    assert (grant.ice_seconds, grant.ice_transport_policy) == (3600, "all")


def test_only_the_relay_may_be_used_where_the_operator_says_so() -> None:
    settings = IceSettings(turn_urls=("turn:b",), turn_secret="secret", relay_only=True)
    assert ice_grant(settings, "alice", _NOW).ice_transport_policy == "relay"


def test_without_a_secret_no_relay_is_offered() -> None:
    for settings in (IceSettings(turn_urls=("turn:b",)), IceSettings()):
        grant = ice_grant(settings, "alice", _NOW)
        assert (grant.ice_servers, grant.ice_seconds) == ([], None)


def test_the_secret_is_not_in_the_settings_text() -> None:
    assert "hush" not in repr(IceSettings(turn_secret="hush"))
