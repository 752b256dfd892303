from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Unauthenticated
from core.principal import Role
from people.accounts.access_tokens import AccessTokens, SigningKey

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OLD = SigningKey("old", b"the key that signed until yesterday, and still verifies")
NEW = SigningKey("new", b"the key that signs from today on, for all new tokens")
ACCOUNT, SESSION = UUID(int=1), UUID(int=2)
INSTANTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def _code(tokens: AccessTokens, token: str, now: datetime = NOW) -> str:
    with pytest.raises(Unauthenticated) as refusal:
        tokens.read(token, now)
    return refusal.value.code


@given(st.uuids(), st.uuids(), st.sampled_from(Role), INSTANTS)
def test_what_was_issued_is_read_until_it_expires(account: UUID, session: UUID, role: Role, now: datetime) -> None:
    tokens = AccessTokens([NEW])
    token, expires_at = tokens.issue(account, session, role, now)
    assert timedelta(minutes=9, seconds=59) < expires_at - now <= timedelta(minutes=10)
    claims = tokens.read(token, expires_at - timedelta(microseconds=1))
    assert (claims.account_id, claims.session_id, claims.role) == (account, session, role)
    assert claims.expires_at == expires_at
    assert _code(tokens, token, expires_at) == "auth.token_expired"


def test_the_first_key_signs_and_every_key_verifies() -> None:
    token, _ = AccessTokens([OLD]).issue(ACCOUNT, SESSION, Role.PARENT, NOW)
    rotated = AccessTokens([NEW, OLD])
    assert rotated.read(token, NOW).account_id == ACCOUNT
    assert jwt.get_unverified_header(rotated.issue(ACCOUNT, SESSION, Role.PARENT, NOW)[0])["kid"] == "new"
    # Once the old key is gone its tokens are nothing.
    assert _code(AccessTokens([NEW]), token) == "auth.token_invalid"


def test_two_tokens_of_one_instant_differ() -> None:
    tokens = AccessTokens([NEW])
    assert tokens.issue(ACCOUNT, SESSION, Role.PARENT, NOW) != tokens.issue(ACCOUNT, SESSION, Role.PARENT, NOW)


def _forged(**changes: object) -> str:
    claims = {
        "sub": str(ACCOUNT),
        "sid": str(SESSION),
        "rol": "parent",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 600,
        "jti": "1",
        "iss": "hagukumi",
        "aud": "hagukumi",
        **changes,
    }
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        NEW.secret,
        algorithm="HS256",
        headers={"kid": "new"},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"sub": None},
        {"sid": None},
        {"rol": None},
        {"exp": None},
        {"jti": None},
        {"sub": "no uuid"},
        {"sid": 5},
        {"rol": "king"},
        {"iss": "elsewhere"},
        {"aud": "elsewhere"},
        {"exp": 10**20},
        {"exp": "soon"},
    ],
)
def test_even_with_the_right_key_a_token_must_say_all_and_in_its_form(changes: dict[str, object]) -> None:
    tokens = AccessTokens([NEW])
    assert tokens.read(_forged(), NOW).account_id == ACCOUNT
    assert _code(tokens, _forged(**changes)) == "auth.token_invalid"


def test_an_unsigned_token_or_one_of_another_algorithm_is_refused() -> None:
    tokens = AccessTokens([NEW])
    claims = jwt.decode(_forged(), options={"verify_signature": False})
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": "new"})
    other = jwt.encode(claims, NEW.secret * 2, algorithm="HS512", headers={"kid": "new"})
    without_kid = jwt.encode(claims, NEW.secret, algorithm="HS256")
    strange_kid = jwt.encode(claims, NEW.secret, algorithm="HS256", headers={"kid": "stranger"})
    for token in (unsigned, other, without_kid, strange_kid):
        assert _code(tokens, token) == "auth.token_invalid"


@given(st.text())
def test_any_text_is_refused_and_nothing_else_happens(text: str) -> None:
    assert _code(AccessTokens([NEW]), text) == "auth.token_invalid"


@given(st.integers(0, 10**6), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_one_character_changed_is_refused_or_says_the_same(position: int, char: str) -> None:
    tokens = AccessTokens([NEW])
    token = _forged()
    position %= len(token)
    changed = token[:position] + char + token[position + 1 :]
    # The last character of a base64 part may carry bits that mean nothing.
    try:
        assert tokens.read(changed, NOW) == tokens.read(token, NOW)
    except Unauthenticated as refusal:
        assert refusal.code == "auth.token_invalid"  # noqa: PT017


def test_a_weak_or_doubled_key_is_refused_and_none_is_shown() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SigningKey("weak", b"too short")
    for keys in ([], [NEW, NEW]):
        with pytest.raises(ValueError, match="distinct"):
            AccessTokens(keys)
    assert "signs" not in repr(NEW)
