"""Bodies that are no body of ours: malformed, deep, large, of another kind."""

import json
import zlib

import pytest
from yarl import URL

from tests.people.make import make_parent
from tests.server.bad_input.good.people import PERSON
from tests.server.bad_input.rows import count_rows

JSON = "application/json"


@pytest.fixture
async def parent(units):
    async with units.write() as uow:
        return await make_parent(uow)


BAD = {
    "nothing": (b"", JSON, 400, "request.malformed"),
    "half": (b'{"email": "hana@exam', JSON, 400, "request.malformed"),
    "two": (b"{}{}", JSON, 400, "request.malformed"),
    "no JSON": (b"{'email': 1,}", JSON, 400, "request.malformed"),
    "no UTF-8": (b'{"email": "\xff\xfe"}', JSON, 400, "request.malformed"),
    "UTF-16": (json.dumps(PERSON).encode("utf-16"), JSON, 400, "request.malformed"),
    "not a number": (b'{"email": NaN}', JSON, 400, "request.malformed"),
    "infinite": (b'{"email": 1e400}', JSON, 400, "request.malformed"),
    "a number of 30000 digits": (b'{"email": ' + b"9" * 30_000 + b"}", JSON, 400, "request.malformed"),
    "a lone surrogate": (b'{"email": "\\ud83d"}', JSON, 400, "request.malformed"),
    "deep lists": (b"[" * 30_000 + b"]" * 30_000, JSON, 400, "request.malformed"),
    "deep objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, JSON, 400, "request.malformed"),
    "depths inside": (b'{"email": ' + b"[" * 500 + b"]" * 500 + b"}", JSON, 422, "request.invalid"),
    "a list": (b"[]", JSON, 422, "request.invalid"),
    "a text": (b'"text"', JSON, 422, "request.invalid"),
    "null": (b"null", JSON, 422, "request.invalid"),
    "an unknown name": (json.dumps({**PERSON, "is_admin": True}).encode(), JSON, 422, "request.invalid"),
    "thousands of names": (json.dumps({f"n{i}": i for i in range(4000)}).encode(), JSON, 422, "request.invalid"),
    "a name with a NUL": (json.dumps({**PERSON, "\0": 1}).encode(), JSON, 422, "request.invalid"),
    "too large": (b'{"email": "' + b"x" * 70_000 + b'"}', JSON, 413, "request.too_large"),
    "a form": (b"email=hana", "application/x-www-form-urlencoded", 415, "request.unsupported_media_type"),
    "plain text": (json.dumps(PERSON).encode(), "text/plain", 415, "request.unsupported_media_type"),
    "a file": (json.dumps(PERSON).encode(), "multipart/form-data; boundary=x", 415, "request.unsupported_media_type"),
    "of no kind": (json.dumps(PERSON).encode(), "nonsense", 415, "request.unsupported_media_type"),
}


async def test_a_body_that_cannot_be_read_is_refused_and_stores_nothing(api, units):
    before = await count_rows(units)
    for name, (body, kind, status, code) in BAD.items():
        async with api.client.post("/api/auth/register", data=body, headers={"Content-Type": kind}) as response:
            problem = await response.json(content_type="application/problem+json")
        assert (response.status, problem["status"], problem["code"]) == (status, status, code), name
        assert problem["detail"], name
        assert len(problem["errors"]) <= 20, name
    assert await count_rows(units) == before
    assert (await api.post("/api/auth/register", json=PERSON))[0] == 201


async def test_a_body_without_an_end_is_cut_off_at_the_bound(api, units):
    before = await count_rows(units)

    async def endless():
        for _ in range(100):
            yield b" " * 65_536

    async with api.client.post(
        "/api/auth/register", data=endless(), headers={"Content-Type": JSON}, expect100=True
    ) as response:
        assert (response.status, (await response.json(content_type=None))["code"]) == (413, "request.too_large")
    assert await count_rows(units) == before
    assert (await api.get("/api/city"))[0] == 200


async def test_a_compressed_bomb_is_cut_off_at_the_bound(api, units):
    bomb = zlib.compress(b'{"email": "' + b"x" * 20_000_000 + b'"}', 9)
    before = await count_rows(units)
    headers = {"Content-Type": JSON, "Content-Encoding": "deflate"}
    async with api.client.post("/api/auth/register", data=bomb, headers=headers) as response:
        assert (response.status, (await response.json(content_type=None))["code"]) == (413, "request.too_large")
    assert await count_rows(units) == before


async def test_what_pretends_to_be_compressed_is_malformed(api):
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip", "Connection": "close"}
    async with api.client.post("/api/auth/register", data=b"no gzip at all", headers=headers) as response:
        assert (response.status, (await response.json(content_type=None))["code"]) == (400, "request.malformed")
    assert (await api.get("/api/city"))[0] == 200


async def test_a_body_that_no_one_asked_for_is_left_unread(api, parent):
    assert (await api.as_(parent).get("/api/me", data=b"\xff" * 1000))[0] == 200
    assert (await api.as_(parent).post("/api/auth/sign-out-everywhere", data=b"\xff" * 1000))[0] == 204


async def test_the_same_name_twice_in_a_query_is_refused(api, parent):
    status, problem = await api.as_(parent).get("/api/notices?limit=1&limit=2")
    assert (status, problem["code"]) == (422, "request.invalid")


async def test_a_query_that_is_none_is_refused(api, parent):
    headers = {"Authorization": f"Bearer {api.token(parent)}"}
    for query in ("limit=%00", "limit=%ff%fe", "limit=%ud800", "%00=1", "&&=&=%", "limit=" + "9" * 5000):
        async with api.client.get(URL(f"/api/notices?{query}", encoded=True), headers=headers) as response:
            assert (response.status, (await response.json(content_type=None))["code"]) == (422, "request.invalid"), (
                query
            )
