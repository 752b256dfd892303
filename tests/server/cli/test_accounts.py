"""`hagukumi account create`, `hagukumi demo` and the settings that stop any command."""

import asyncio
import io
import sqlite3

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from people.accounts.tables import Account
from tests.server.cli.process import run

PASSWORD = "ひよこと 歩く 夕方"
KEYS = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


async def count(units, table) -> int:
    async with units.read() as uow:
        return await uow.session.scalar(select(func.count()).select_from(table)) or 0


def create(email: str, *more: str) -> list[str]:
    return ["account", "create", email, "--name", "木村 空", "--password-stdin", *more]


def type_in(monkeypatch, password: str = PASSWORD) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


async def test_an_administrator_is_made_and_signs_in(database_url, units, api):
    ended = await run(
        *create("Kimura@Example.com", "--role", "administrator"), stdin=f"{PASSWORD}\n", database_url=database_url
    )
    assert (ended.code, ended.err) == (0, "")
    assert "may sign in" in ended.out
    assert PASSWORD not in ended.out
    status, signed_in = await api.post("/api/auth/sign-in", json={"email": "kimura@example.com", "password": PASSWORD})
    assert (status, signed_in["me"]["role"]) == (200, "administrator")


def test_a_doctor_needs_a_specialty_and_gets_a_practitioner(hagukumi, sqlite_url, monkeypatch):
    doctor = create("kimura@example.com", "--role", "doctor")
    type_in(monkeypatch)
    code, _, err = hagukumi(*doctor, database_url=sqlite_url)
    assert (code, len(err.splitlines())) == (1, 1)
    with sqlite3.connect(make_url(sqlite_url).database) as database:
        assert database.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
        type_in(monkeypatch)
        code, _, err = hagukumi(*doctor, "--specialty", "paediatrics", database_url=sqlite_url)
        assert (code, err) == (0, "")
        assert database.execute("SELECT count(*) FROM practitioners").fetchone() == (1,)


@pytest.mark.parametrize(
    ("email", "password", "word"),
    [
        ("kimura@example.com", "short", "at least 10"),
        ("kimura@example.com", "", "at least 10"),
        ("kimura@example.com", "aaaaaaaaaaaa", "easily guessed"),
        ("no address", PASSWORD, "address"),
    ],
)
def test_what_cannot_be_an_account_is_refused_in_one_sentence(hagukumi, sqlite_url, monkeypatch, email, password, word):
    type_in(monkeypatch, password)
    code, out, err = hagukumi(*create(email, "--role", "officer"), database_url=sqlite_url)
    assert (code, out) == (1, "")
    assert word in err
    assert len(err.splitlines()) == 1


def test_an_address_that_is_taken_is_refused_in_one_sentence(hagukumi, sqlite_url, monkeypatch):
    answers = []
    for _ in range(2):
        type_in(monkeypatch, PASSWORD)
        answers.append(hagukumi(*create("kimura@example.com", "--role", "officer"), database_url=sqlite_url))
    assert [code for code, _, _ in answers] == [0, 1]
    assert len(answers[1][2].splitlines()) == 1


def test_a_database_that_is_not_migrated_is_told_in_one_line(hagukumi, tmp_path, monkeypatch):
    type_in(monkeypatch, PASSWORD)
    url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    code, out, err = hagukumi(*create("kimura@example.com", "--role", "officer"), database_url=url)
    assert (code, out) == (1, "")
    assert "hagukumi doctor" in err
    assert len(err.splitlines()) == 1
    assert "kimura" not in err


def test_a_client_is_not_made_here(hagukumi, sqlite_url):
    code, _, err = hagukumi(*create("hana@example.com", "--role", "parent"), database_url=sqlite_url)
    assert code == 2
    assert "invalid choice" in err


async def test_the_demonstration_is_seeded_once(hagukumi, database_url, units):
    code, out, err = await asyncio.to_thread(hagukumi, "demo", database_url=database_url)
    assert (code, err) == (0, "")
    assert "hagukumi-demo" in out
    assert "hagukumi-no-machi" in out
    accounts = await count(units, Account)
    assert accounts > 5
    code, out, err = await asyncio.to_thread(hagukumi, "demo", database_url=database_url)
    assert (code, err) == (0, "")
    assert "holds accounts already" in out
    assert await count(units, Account) == accounts


def test_the_demonstration_is_refused_in_production(hagukumi, sqlite_url):
    code, out, err = hagukumi(
        "demo",
        database_url=sqlite_url,
        environment="production",
        public_url="https://soudan.example.jp",
        city_code="another code",
        token_keys="k1:" + "x" * 40,
        encryption_keys=KEYS,
        audit_keys="a1:" + "y" * 40,
        audit_heads="/data/audit-heads",
    )
    assert (code, out) == (1, "")
    assert "not for production" in err


async def test_an_unknown_setting_stops_every_command_in_one_line():
    ended = await run("doctor", porto=8080)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "HAGUKUMI_PORTO: there is no such setting\n"


@pytest.mark.parametrize("arguments", [("serve",), ("worker",), ("db", "upgrade"), ("demo",), ("openapi",)])
def test_each_setting_that_cannot_be_has_its_line_and_nothing_starts(hagukumi, arguments):
    code, out, err = hagukumi(*arguments, port="many", zone="Nowhere/City", token_keys="secret")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert {line.partition(":")[0] for line in lines} == {"HAGUKUMI_PORT", "HAGUKUMI_ZONE", "HAGUKUMI_TOKEN_KEYS"}
    assert len(lines) == 3
    assert "secret" not in lines[-1].partition(":")[2].replace("id:secret", "")


def test_an_unknown_command_is_told_with_those_there_are(hagukumi):
    code, _, err = hagukumi("fly")
    assert code == 2
    assert "questionnaire" in err
