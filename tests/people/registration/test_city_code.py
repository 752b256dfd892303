import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.city import City, District
from people.registration.city_code import CityCode


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_only_the_passphrase_matches(passphrase: str, other: str) -> None:
    code = CityCode(passphrase)
    assert code.matches(passphrase)
    assert code.matches(f"  {passphrase}　")
    if "".join(other.split()) != "".join(passphrase.split()) and other.isascii() and other.islower():
        assert code.matches(other) == (other.strip() == passphrase.strip().casefold())


def test_an_empty_passphrase_is_refused_and_none_is_shown() -> None:
    with pytest.raises(ValueError, match="city code"):
        CityCode("  ")
    assert "secret" not in repr(CityCode("secret phrase"))


def test_two_districts_of_one_code_are_refused() -> None:
    with pytest.raises(ValueError, match="distinct"):
        City("市", "City", (District("a", "甲", "A"), District("a", "乙", "B")))
