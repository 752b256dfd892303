"""The edge, with a few routes of its own."""

import logging
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import Field
from sqlalchemy import func, select

from core.errors import Conflict, Unauthenticated
from core.http import Call, FileOut, RateLimit, get, post
from core.ids import new_id
from core.model import Instant, Model
from core.outbox.tables import OutboxJob
from core.policy import OPEN, SIGNED_IN, allow
from core.principal import Principal, Role
from core.rate_limit import MemoryRateLimiter
from server.edge.mount import Edge
from server.edge.remote import RemoteAddress


class Parcel(Model):
    text: str = Field(max_length=1000)
    at: Instant | None = None


class ParcelPath(Model):
    parcel_id: UUID


class Range(Model):
    limit: int = Field(default=10, ge=1, le=100)


@post("/api/parcels", policy=SIGNED_IN, status=201, max_body=2000)
async def send(call: Call, body: Parcel) -> Parcel:
    """Send a parcel."""
    call.uow.enqueue("parcel", {}, key=str(new_id()))
    if body.text == "refuse":
        raise Conflict("parcel.refused", "No.", shelf=3)
    if body.text.startswith("break"):
        raise LookupError(body.text)
    return body


@get("/api/parcels/{parcel_id}", policy=OPEN)
async def show(call: Call, path: ParcelPath, query: Range) -> Parcel:
    """Show a parcel."""
    return Parcel(text=f"{path.parcel_id} {query.limit}")


@get("/api/rare", policy=OPEN, limit=RateLimit("rare", 2, 86_400))
async def rare(call: Call) -> None:
    """Do something rare."""


@get("/api/guarded", policy=SIGNED_IN, limit=RateLimit("guarded", 2, 86_400))
async def guarded(call: Call) -> None:
    """Count once more, under the name that the door counts under."""
    await call.limiter.hit(f"guarded:{call.principal.account_id}", 2, 86_400)


@get("/api/office", policy=allow(Role.COORDINATOR))
async def office(call: Call) -> None:
    """Look at the office."""


@get("/api/picture", policy=SIGNED_IN, files=("text/plain",))
async def picture(call: Call) -> FileOut:
    """Show a file to save."""
    return FileOut("花".encode(), "text/plain; charset=utf-8", "当番表 12月.txt")


@get("/picture/{parcel_id}.ics", policy=OPEN, files=("text/calendar",))
async def feed(call: Call, path: ParcelPath) -> FileOut:
    """Show a file that programs ask for again."""
    return FileOut(str(path.parcel_id).encode(), "text/calendar; charset=utf-8", revalidate=True)


PARENT = Principal(account_id=new_id(), role=Role.PARENT, session_id=new_id(), person_id=new_id())


@pytest.fixture
async def client(units):
    async def authenticate(_uow, token):
        if token != "good":
            raise Unauthenticated("auth.token_invalid", "Please sign in again.")
        return PARENT

    app = web.Application()
    Edge(units, authenticate, MemoryRateLimiter(), RemoteAddress(()), {}).mount(
        app, (send, show, rare, guarded, office, picture, feed)
    )
    async with TestClient(TestServer(app), headers={"Authorization": "Bearer good"}) as client:
        yield client


async def jobs(units):
    async with units.read() as uow:
        return await uow.session.scalar(select(func.count()).select_from(OutboxJob))


async def test_what_is_sent_is_stored_and_answered(client, units):
    response = await client.post("/api/parcels", json={"text": "a", "at": "2026-11-24T10:00:00+09:00"})
    assert (response.status, await response.json()) == (201, {"text": "a", "at": "2026-11-24T01:00:00.000Z"})
    assert await jobs(units) == 1


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": b'{"text": '}, 400, "request.malformed"),
        ({"data": b"\xff\xfe"}, 400, "request.malformed"),
        ({"json": {"text": 1}}, 422, "request.invalid"),
        ({"json": {}}, 422, "request.invalid"),
        ({"json": []}, 422, "request.invalid"),
        ({"json": {"text": "a", "admin": True}}, 422, "request.invalid"),
        ({"json": {"text": "a" * 1001}}, 422, "request.invalid"),
        ({"json": {"text": "a", "at": "2026-11-24T10:00:00"}}, 422, "request.invalid"),
        ({"json": {"text": "a\0b"}}, 422, "request.invalid"),
        ({"json": {"text": "a" * 3000}}, 413, "request.too_large"),
        ({"json": {"text": "refuse"}}, 409, "parcel.refused"),
        ({"json": {"text": "break"}}, 500, "server.error"),
    ],
)
async def test_what_cannot_be_taken_is_answered_with_a_code_and_stores_nothing(client, units, sent, status, code):
    response = await client.post("/api/parcels", headers={"Content-Type": "application/json"}, **sent)
    assert (response.status, (await response.json())["code"]) == (status, code)
    assert response.content_type == "application/problem+json"
    assert await jobs(units) == 0


async def test_a_body_of_another_kind_is_refused(client):
    response = await client.post("/api/parcels", data={"text": "a"})
    assert (await response.json())["code"] == "request.unsupported_media_type"


async def test_the_places_that_do_not_fit_are_named_and_what_was_given_is_not_repeated(client):
    response = await client.post("/api/parcels", json={"text": {"secret": "phrase"}})
    assert [fault["at"] for fault in (await response.json())["errors"]] == ["body.text"]
    assert "phrase" not in await response.text()


async def test_the_params_of_an_error_reach_the_client(client):
    response = await client.post("/api/parcels", json={"text": "refuse"})
    assert (await response.json())["params"] == {"shelf": 3}


async def test_an_unforeseen_error_leaves_no_word_of_the_caller_in_answer_or_log(client, capsys, caplog):
    with caplog.at_level(logging.DEBUG):
        response = await client.post("/api/parcels", json={"text": "break 死にたい"})
    printed = capsys.readouterr()
    assert "死にたい" not in await response.text() + printed.out + printed.err + caplog.text


async def test_a_path_or_a_query_of_another_form_is_refused(client):
    assert (await client.get("/api/parcels/1")).status == 422
    assert (await client.get(f"/api/parcels/{uuid4()}?limit=1000")).status == 422
    assert (await client.get(f"/api/parcels/{uuid4()}?limit=1&limit=2")).status == 422


async def test_without_sign_in_only_open_routes_answer(client):
    response = await client.post("/api/parcels", json={"text": "a"}, headers={"Authorization": "Bearer bad"})
    assert (response.status, (await response.json())["code"]) == (401, "auth.token_invalid")
    del client.session.headers["Authorization"]
    response = await client.post("/api/parcels", json={"text": "a"})
    assert (response.status, (await response.json())["code"]) == (401, "auth.token_missing")
    assert (await client.get(f"/api/parcels/{uuid4()}")).status == 200


async def test_a_role_that_is_not_meant_for_it_is_refused(client):
    response = await client.get("/api/office")
    assert (response.status, (await response.json())["code"]) == (403, "auth.role_not_allowed")


async def test_too_often_is_refused_with_the_time_to_wait(client):
    for _ in range(2):
        assert (await client.get("/api/rare")).status == 204
    response = await client.get("/api/rare")
    assert response.status == 429
    assert int(response.headers["Retry-After"]) > 0


async def test_what_a_service_counts_under_the_name_of_its_route_is_counted_apart(client):
    for _ in range(2):
        assert (await client.get("/api/guarded")).status == 204
    assert (await client.get("/api/guarded")).status == 429


async def test_another_sites_page_cannot_act_here(client, units):
    response = await client.post("/api/parcels", json={"text": "a"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status, (await response.json())["code"]) == (403, "request.cross_site")
    assert await jobs(units) == 0


def test_a_handler_with_other_parameters_is_no_route():
    async def wrong(call: Call, parcel: Parcel) -> None:
        """Do wrong."""

    with pytest.raises(TypeError):
        get("/api/wrong", policy=OPEN)(wrong)


async def test_a_file_is_answered_to_be_saved_under_its_name_and_not_kept(client):
    async with client.get("/api/picture") as response:
        assert await response.text() == "花"
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_disposition.type == "attachment"
        assert response.content_disposition.filename == "当番表 12月.txt"


async def test_a_file_that_is_asked_for_again_is_not_sent_again_while_it_is_the_same(client):
    known = uuid4()
    async with client.get(f"/picture/{known}.ics") as response:
        assert await response.text() == str(known)
        assert response.headers["Cache-Control"] == "private, no-cache"
        etag = response.headers["ETag"]
    async with client.get(f"/picture/{known}.ics", headers={"If-None-Match": etag}) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with client.get(f"/picture/{uuid4()}.ics", headers={"If-None-Match": etag}) as response:
        assert response.status == 200


def test_a_route_that_answers_a_file_names_its_media_types():
    with pytest.raises(TypeError, match="media types"):

        @get("/api/nameless", policy=OPEN)
        async def nameless(call: Call) -> FileOut:
            return FileOut(b"", "text/plain")
