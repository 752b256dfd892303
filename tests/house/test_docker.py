"""No container engine runs where these tests run: they check what an engine would trip over."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from server.settings import PREFIX, Settings, read_settings
from tests.house import dockerfile

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
STAGES = dockerfile.read(DOCKER / "Dockerfile")
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
KNOWN = {PREFIX + name.upper() for name in Settings.model_fields}

FILLED = {
    "PUBLIC_URL": "https://sodan.example.jp",
    "TRUSTED_PROXIES": "172.16.0.0/12",
    "CITY_NAME_JA": "試験市",
    "CITY_NAME_EN": "Test City",
    "CITY_DISTRICTS": "chuo:中央:Chuo",
    "CITY_CODE": "the-citys-own-words",
    "POSTGRES_PASSWORD": "correct-horse",
    "TOKEN_KEYS": "k1:0123456789abcdef0123456789abcdef",
    "ENCRYPTION_KEYS": "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "AUDIT_KEYS": "k1:fedcba9876543210fedcba9876543210",
    "SMTP_HOST": "mail.example.jp",
    "SMTP_USER": "hagukumi",
    "SMTP_PASSWORD": "a-password-of-the-mail-server",
    "MAIL_FROM": "はぐくみ <no-reply@example.jp>",
    "TURN_HOST": "turn.example.jp",
    "TURN_SECRET": "a-secret-of-the-relay",
    "TURN_CERTIFICATES": "/etc/hagukumi/turn",
}


def copied() -> list[str]:
    """What the image takes from the repository."""
    return [
        source
        for stage in STAGES.values()
        for instruction in stage.all("COPY")
        if not instruction.rest.startswith("--from=")
        for source in instruction.words()[:-1]
    ]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps the path out of the build; the last pattern that fits decides."""
    out = False
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = line.removeprefix("!")
        fits = pattern == "*" or path == pattern or path.startswith(f"{pattern}/")
        fits = fits or (pattern.startswith("**/") and any(fnmatch(part, pattern[3:]) for part in Path(path).parts))
        if fits:
            out = not line.startswith("!")
    return out


def filled(text: str) -> str:
    """The text with compose's variables put in."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: FILLED[found[1]], text)


@pytest.mark.parametrize("path", copied())
def test_the_image_copies_only_what_is_there(path: str) -> None:
    assert (ROOT / path).exists()
    assert not ignored(path)


def test_the_image_holds_every_package_of_the_wheel() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    packages = json.loads(re.search(r"^packages = (\[\"server.*?\])", pyproject, re.MULTILINE)[1])
    assert set(packages) <= set(copied())


def test_the_build_is_sent_neither_secrets_nor_modules() -> None:
    for path in ("docker/.env", ".git/config", "var/hagukumi.db", "clients/web/node_modules/react/index.js"):
        assert ignored(path), path


def test_stages_copy_from_stages_that_come_before() -> None:
    seen: set[str] = set()
    for stage in STAGES.values():
        for instruction in stage.all("COPY"):
            if source := re.match(r"--from=(\S+)", instruction.rest):
                assert source[1] in seen
        seen.add(stage.name)


def test_images_are_named_by_version() -> None:
    images = [stage.image for stage in STAGES.values()]
    built = {service["image"] for service in COMPOSE["services"].values() if "build" in service}
    images += sorted({service["image"] for service in COMPOSE["services"].values()} - built)
    for image in images:
        assert re.search(r":\d", image), image


def test_the_image_runs_as_an_unprivileged_user_that_it_makes() -> None:
    last = STAGES["server"]
    users = [instruction.rest for instruction in last.all("USER")]
    assert users[-1] == "hagukumi"
    assert any("useradd" in run.rest and run.rest.endswith(users[-1]) for run in last.all("RUN"))


def test_the_image_and_compose_name_only_known_settings() -> None:
    named = set(dockerfile.environment(STAGES["server"])) | set(COMPOSE["services"]["server"]["environment"])
    assert {name for name in named if name.startswith(PREFIX)} <= KNOWN


def test_compose_asks_for_exactly_what_the_example_lists() -> None:
    text = (DOCKER / "compose.yaml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    listed = dict(
        line.split("=", 1)
        for line in (DOCKER / "env.example").read_text().splitlines()
        if "=" in line and line[0] != "#"
    )
    assert set(listed) == asked == set(FILLED)
    assert set(listed.values()) == {""}, "an example value would be taken for a secret"
    for name in asked - {"TRUSTED_PROXIES"}:
        assert f"${{{name}:?" in text, f"{name}: compose must refuse to start without it"


def test_a_filled_in_example_is_a_production_setting() -> None:
    environment = dockerfile.environment(STAGES["server"]) | {
        name: filled(str(value)) for name, value in COMPOSE["services"]["server"]["environment"].items()
    }
    settings = read_settings(environment)
    assert settings.environment == "production"
    assert settings.turn_urls == (
        "turn:turn.example.jp:3478?transport=udp",
        "turn:turn.example.jp:3478?transport=tcp",
        "turns:turn.example.jp:5349",
    )
    # The server and the relay share the secret by the same variable.
    assert f"--static-auth-secret={settings.turn_secret.get_secret_value()}" in [
        filled(word) for word in COMPOSE["services"]["coturn"]["command"]
    ]


def test_the_proxy_finds_the_nodes_that_compose_starts() -> None:
    proxy = COMPOSE["services"]["proxy"]
    assert proxy["volumes"][0].startswith("./haproxy.cfg:")
    found = re.findall(r"server-template node 1-(\d+) (\w+):(\d+)", (DOCKER / "haproxy.cfg").read_text())
    assert found
    assert set(found) == {("6", "server", dockerfile.environment(STAGES["server"])["HAGUKUMI_PORT"])}
    assert COMPOSE["services"]["server"]["deploy"]["replicas"] <= 6
    assert COMPOSE["services"]["server"]["image"] == COMPOSE["services"]["worker"]["image"]


def test_compose_gives_a_node_the_time_of_its_drain() -> None:
    grace = int(COMPOSE["services"]["server"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["drain_seconds"].default


def test_compose_builds_from_files_that_are_there() -> None:
    build = COMPOSE["services"]["server"]["build"]
    context = (DOCKER / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()


def test_volumes_and_dependencies_are_declared() -> None:
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    # What the operator names is a folder of theirs; a file of this folder has to be there.
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert all((DOCKER / file).is_file() for file in files)
    named = {mount.split(":")[0] for mount in mounts if not mount.startswith(("${", "./"))}
    assert named == set(COMPOSE["volumes"])
    for service in COMPOSE["services"].values():
        for dependency in service.get("depends_on", {}):
            needed = COMPOSE["services"][dependency]
            assert "healthcheck" in needed or ("build" in needed and STAGES["server"].all("HEALTHCHECK"))


def test_health_checks_call_commands_of_their_programs() -> None:
    check = STAGES["server"].all("HEALTHCHECK")[0].rest
    command = json.loads(check[check.index("[") :])
    assert command[0] == "python"
    compile(command[2], "HEALTHCHECK", "exec")
