"""Where a year is not simulated: in production, among real people, and over another one."""

import base64
import sqlite3
from contextlib import closing

import pytest

from tests.server.simulate.conftest import simulated

PRODUCTION = {
    "environment": "production",
    "public_url": "https://sodan.example.jp",
    "city_code": "another-code-of-the-city",
    "token_keys": "k1:" + "x" * 40,
    "audit_keys": "k1:" + "y" * 40,
    "encryption_keys": "k1:" + base64.b64encode(b"z" * 32).decode(),
    "audit_heads": "/dev/null",
}


def test_production_is_refused_even_when_it_is_empty(fresh):
    made = simulated(fresh("production"), "--people", "1", **PRODUCTION)
    assert (made.code, made.out) == (1, "")
    assert made.err.startswith("simulate: is not for production")
    assert made.one("SELECT count(*) FROM accounts") == 0


def test_a_database_in_which_anybody_else_has_an_account_is_refused_and_left_as_it_is(fresh):
    path = fresh("others")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO accounts (id, email, password_hash, display_name, role, locale, created_at)"
            " VALUES (lower(hex(randomblob(16))), 'a@example.jp', '-', 'a', 'parent', 'ja', '2026-01-01 00:00:00')"
        )
        connection.commit()
    made = simulated(path, "--people", "1")
    assert (made.code, made.out) == (1, "")
    assert "accounts that are not the demonstration's" in made.err
    assert made.one("SELECT count(*) FROM accounts") == 1
    assert made.one("SELECT count(*) FROM services") == 0


def test_a_second_year_in_the_same_database_is_refused(year):
    again = simulated(year.path, "--people", "1")
    assert (again.code, again.out) == (1, "")
    assert "holds a simulated year already" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--people", "0"), "--people must be 1 to 20000"),
        (("--people", "20001"), "--people must be 1 to 20000"),
        (("--from", "2999-04-01"), "--from must begin a year that was over a week ago"),
        (("--from", "1999-04-01"), "--from must begin a year that was over a week ago"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(fresh, arguments, said):
    made = simulated(fresh("plan"), *arguments)
    assert (made.code, made.err) == (2, f"simulate: {said}\n")
