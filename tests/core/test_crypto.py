import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import SealBroken, Vault

KEY = bytes(range(32))


@given(st.text(), st.text(max_size=40))
def test_what_was_sealed_opens_to_the_same_text(text, context):
    vault = Vault([("a", KEY)])
    assert vault.open(vault.seal(text, context), context) == text


@given(st.binary(), st.text(max_size=40))
def test_a_sealed_file_opens_to_the_same_bytes_and_only_in_its_place(content, context):
    vault = Vault([("a", KEY)])
    sealed = vault.seal_bytes(content, context)
    assert vault.open_bytes(sealed, context) == content
    assert len(content) < 4 or content not in sealed
    with pytest.raises(SealBroken):
        vault.open_bytes(sealed, f"{context}!")


def test_a_file_is_never_taken_for_a_text():
    vault = Vault([("a", KEY)])
    with pytest.raises(SealBroken):
        vault.open(vault.seal_bytes(b"\xff\xd8\xff", "x"), "x")


@given(st.text(min_size=4))
def test_a_sealed_text_does_not_show_the_text(text):
    assert text.encode() not in Vault([("a", KEY)]).seal(text, "note:1")


def test_a_sealed_text_opens_only_in_its_place():
    vault = Vault([("a", KEY)])
    with pytest.raises(SealBroken):
        vault.open(vault.seal("眠れない", "note:1"), "note:2")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_noticed(position, change):
    vault = Vault([("a", KEY)])
    sealed = bytearray(vault.seal("眠れない", "note:1"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        vault.open(bytes(sealed), "note:1")


def test_an_older_key_still_opens_after_a_new_one_seals():
    old = Vault([("a", KEY)]).seal("眠れない", "note:1")
    both = Vault([("b", KEY[::-1]), ("a", KEY)])
    assert both.open(old, "note:1") == "眠れない"
    with pytest.raises(SealBroken):
        Vault([("a", KEY)]).open(both.seal("眠れない", "note:1"), "note:1")
