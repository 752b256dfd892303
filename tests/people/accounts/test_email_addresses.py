import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.accounts.email_addresses import normalise


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Hana@Example.COM ", "hana@example.com"),
        ("ｈａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "hana@example.com"),
        ("hana+city@example.co.jp", "hana+city@example.co.jp"),
        ("hana..yuki.@docomo.ne.jp", "hana..yuki.@docomo.ne.jp"),
    ],
)
def test_an_address_is_kept_in_one_form_however_it_is_written(written: str, kept: str) -> None:
    assert normalise(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "hana", "@example.com", "hana@", "hana@localhost", "a b@example.com", "h\u0000@example.com", "a" * 300],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        normalise(written)


@given(st.emails())
def test_an_address_that_is_kept_stays_the_same(address: str) -> None:
    try:
        kept = normalise(address)
    except ValueError:
        return
    assert normalise(kept) == kept
    assert len(kept) <= 254


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        kept = normalise(text)
    except ValueError:
        return
    assert kept.isascii()
    assert kept.count("@") >= 1
