import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid, Unavailable
from people.accounts.password_rules import check, prepare
from people.accounts.passwords import PasswordHasher


async def test_a_password_fits_its_hash_and_no_other(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("はぐくみ river 42")
    assert "river" not in hashed
    assert hashed.startswith("$argon2id$")
    assert await hasher.verify(hashed, "はぐくみ river 42")
    assert not await hasher.verify(hashed, "はぐくみ river 43")
    assert not await hasher.verify(hashed, "")


async def test_nobodys_password_never_fits(hasher: PasswordHasher) -> None:
    assert not await hasher.verify(None, "はぐくみ river 42")


async def test_a_broken_hash_fits_nothing(hasher: PasswordHasher) -> None:
    assert not await hasher.verify("no password opens this", "no password opens this")


async def test_full_width_keys_give_the_same_password(hasher: PasswordHasher) -> None:
    assert await hasher.verify(await hasher.hash("naranja-river-42"), "ｎａｒａｎｊａ－ｒｉｖｅｒ－４２")


async def test_hashing_happens_in_other_threads_and_when_too_many_wait_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hasher = PasswordHasher(workers=1, waiting=2, time_cost=1, memory_kib=8, parallelism=1)
    gate = threading.Event()
    threads: set[int] = set()

    def held(_password: str) -> str:
        threads.add(threading.get_ident())
        gate.wait()
        return "hashed"

    monkeypatch.setattr(hasher, "_hash", held)
    under_way = [asyncio.ensure_future(hasher.hash("x")) for _ in range(2)]
    await asyncio.sleep(0)
    # The event loop goes on meanwhile, and refuses a third.
    with pytest.raises(Unavailable) as refusal:
        await hasher.hash("x")
    assert refusal.value.code == "auth.busy"
    gate.set()
    assert await asyncio.gather(*under_way) == ["hashed", "hashed"]
    assert threading.get_ident() not in threads
    assert await hasher.hash("x") == "hashed"
    hasher.close()


async def test_a_hash_made_with_other_costs_is_outdated(hasher: PasswordHasher) -> None:
    other = PasswordHasher(time_cost=2, memory_kib=8, parallelism=1)
    assert hasher.is_outdated(await other.hash("x"))
    assert not hasher.is_outdated(await hasher.hash("x"))
    other.close()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "people.password_too_short"),
        ("あいうえおかきくけ", "people.password_too_short"),
        ("x1y2" * 51, "people.password_too_long"),
        ("aaabbbcccaaabbb", "people.password_too_simple"),
        ("Hana.Yamada@example.com", "people.password_too_simple"),
        ("HANA.YAMADA", "people.password_too_simple"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(password, "hana.yamada@example.com")
    assert refusal.value.code == code
    assert not password or password not in refusal.value.detail


@pytest.mark.parametrize("password", ["あいうえおかきくけこ", "correct horse", "x1y2" * 50])
def test_ten_characters_of_any_kind_do(password: str) -> None:
    check(password, "hana@example.com")


@given(st.text())
def test_a_prepared_password_stays_as_it_is(password: str) -> None:
    assert prepare(prepare(password)) == prepare(password)
