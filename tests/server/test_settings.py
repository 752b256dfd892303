import base64

import pytest

from server.settings import SettingsError, read_settings

EARNEST = {
    "HAGUKUMI_ENVIRONMENT": "production",
    "HAGUKUMI_PUBLIC_URL": "https://hagukumi.example.jp",
    "HAGUKUMI_CITY_CODE": "a-code-of-the-city",
    "HAGUKUMI_TOKEN_KEYS": "2026:" + "t" * 40,
    "HAGUKUMI_ENCRYPTION_KEYS": "2026:" + base64.b64encode(bytes(32)).decode(),
    "HAGUKUMI_AUDIT_KEYS": "2026:" + "a" * 40,
    "HAGUKUMI_AUDIT_HEADS": "/srv/audit/heads",
}


def lines(environment):
    with pytest.raises(SettingsError) as caught:
        read_settings(environment)
    return caught.value.lines


def test_without_any_setting_the_service_runs_for_development():
    assert read_settings({}).environment == "development"


def test_links_lead_to_the_port_that_is_listened_on_unless_an_address_is_set():
    assert read_settings({"HAGUKUMI_PORT": "8090"}).public_url == "http://localhost:8090"
    named = {"HAGUKUMI_PORT": "8090", "HAGUKUMI_PUBLIC_URL": "https://hagukumi.example.jp"}
    assert read_settings(named).public_url == "https://hagukumi.example.jp"
    assert read_settings({}).public_url == "http://localhost:8080"


def test_an_unknown_setting_stops_the_start_with_one_line():
    assert lines({"HAGUKUMI_PROT": "80"}) == ["HAGUKUMI_PROT: there is no such setting"]


def test_a_port_in_other_digits_is_malformed_and_no_crash():
    assert [line.partition(":")[0] for line in lines({"HAGUKUMI_PORT": "²"})] == ["HAGUKUMI_PORT"]


def test_each_malformed_setting_has_a_line_of_its_own():
    found = lines({"HAGUKUMI_PORT": "http", "HAGUKUMI_ZONE": "Asia/Edo", "HAGUKUMI_DATABASE_URL": "mysql://x"})
    assert [line.partition(":")[0] for line in found] == [
        "HAGUKUMI_PORT",
        "HAGUKUMI_DATABASE_URL",
        "HAGUKUMI_ZONE",
    ]


def test_a_malformed_secret_is_not_repeated():
    assert "short-secret" not in "".join(lines({"HAGUKUMI_TOKEN_KEYS": "k:short-secret"}))


@pytest.mark.parametrize(
    "name", ["HAGUKUMI_CITY_CODE", "HAGUKUMI_TOKEN_KEYS", "HAGUKUMI_ENCRYPTION_KEYS", "HAGUKUMI_AUDIT_KEYS"]
)
def test_production_refuses_each_development_secret(name):
    given = {key: value for key, value in EARNEST.items() if key != name}
    assert lines(given) == [f"{name}: the development value is refused in production"]


def test_production_refuses_plain_http():
    assert lines(EARNEST | {"HAGUKUMI_PUBLIC_URL": "http://hagukumi.example.jp"}) == [
        "HAGUKUMI_PUBLIC_URL: must be https in production"
    ]


def test_production_wants_a_file_for_the_heads_of_the_audit_log():
    given = {key: value for key, value in EARNEST.items() if key != "HAGUKUMI_AUDIT_HEADS"}
    assert lines(given) == ["HAGUKUMI_AUDIT_HEADS: is needed in production"]


def test_production_starts_with_secrets_of_its_own():
    assert read_settings(EARNEST).secure


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "settings"
    file.write_text("HAGUKUMI_PORT=8081\nHAGUKUMI_HOST=0.0.0.0\n")
    settings = read_settings({"HAGUKUMI_SETTINGS_FILE": str(file), "HAGUKUMI_PORT": "8082"})
    assert (settings.port, settings.host) == (8082, "0.0.0.0")


def test_an_unknown_setting_in_the_file_stops_the_start(tmp_path):
    file = tmp_path / "settings"
    file.write_text("PORT=8081\n")
    assert lines({"HAGUKUMI_SETTINGS_FILE": str(file)}) == [f"PORT: in {file} each setting begins with HAGUKUMI_"]


def test_a_file_that_is_not_there_stops_the_start():
    assert lines({"HAGUKUMI_SETTINGS_FILE": "/nowhere/settings"}) == [
        "HAGUKUMI_SETTINGS_FILE: there is no file /nowhere/settings"
    ]


def test_turn_needs_its_secret():
    assert lines({"HAGUKUMI_TURN_URLS": "turn:t.example:3478"}) == ["HAGUKUMI_TURN_SECRET: is needed with turn_urls"]


def test_relay_only_needs_a_relay():
    assert lines({"HAGUKUMI_RELAY_ONLY": "true"}) == ["HAGUKUMI_RELAY_ONLY: needs turn_urls, or nobody would meet"]


@pytest.mark.parametrize(
    "url",
    ["t.example:3478", "http://t.example", "turn:t.example?transport=sctp", "turns:t.example?transport=udp", "turn:"],
)
def test_an_address_that_no_browser_takes_for_a_relay_stops_the_start(url):
    [line] = lines({"HAGUKUMI_TURN_URLS": f"turn:t.example:3478,{url}", "HAGUKUMI_TURN_SECRET": "x" * 32})
    assert line.startswith("HAGUKUMI_TURN_URLS: must be addresses such as turn:")


def test_the_three_ways_to_a_relay_are_taken():
    urls = ("turn:t.example?transport=udp", "turn:t.example:3478?transport=tcp", "turns:t.example:5349")
    settings = read_settings({"HAGUKUMI_TURN_URLS": ",".join(urls), "HAGUKUMI_TURN_SECRET": "x" * 32})
    assert settings.turn_urls == urls


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"HAGUKUMI_SMTP_HOST": "mail.example.jp"}, "HAGUKUMI_MAIL_FROM: is needed with smtp_host"),
        ({"HAGUKUMI_SMTP_USER": "us"}, "HAGUKUMI_SMTP_PASSWORD: is needed with smtp_user, and only with it"),
        (
            {"HAGUKUMI_SMTP_USER": "us", "HAGUKUMI_SMTP_PASSWORD": "secret", "HAGUKUMI_SMTP_ENCRYPTION": "none"},
            "HAGUKUMI_SMTP_ENCRYPTION: a password is sent encrypted only",
        ),
        ({"HAGUKUMI_MAIL_FROM": "はぐくみ"}, "HAGUKUMI_MAIL_FROM: is no e-mail address"),
    ],
)
def test_half_a_mail_server_stops_the_start_with_one_line(given, line):
    assert lines(given) == [line]
