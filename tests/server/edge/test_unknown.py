"""What nobody asked the interface to have: unknown addresses and methods, and names that are no files."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """No record is asked for: one kind of database will do."""
    return sqlite_url


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/me/nothing", "/api//me", "/api/%00", "/api/%ff"])
async def test_an_unknown_address_is_refused_with_a_code_whatever_the_method(api, method, path):
    async with api.client.request(method, path) as response:
        assert (response.status, response.content_type) == (404, "application/problem+json")
        assert (await response.json(content_type=None))["code"] == "request.unknown_address"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/me", "GET, PATCH"),
        ("POST", "/api/city", "GET"),
        ("GET", "/api/auth/sign-in", "POST"),
        ("OPTIONS", "/api/appointments", "GET, POST"),
        ("PROPFIND", "/api/appointments/0197f4a0-0000-7000-8000-000000000000", "GET"),
    ],
)
async def test_a_method_that_an_address_does_not_take_is_refused_with_a_code_and_those_it_takes(
    api, method, path, allowed
):
    async with api.client.request(method, path) as response:
        assert (response.status, response.content_type) == (405, "application/problem+json")
        assert (await response.json(content_type=None))["code"] == "request.unknown_method"
        assert response.headers["Allow"] == allowed


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5000, "/..%2f..%2fetc%2fpasswd", "/assets/%00", "/%ff"])
async def test_a_name_that_no_file_can_have_is_answered_like_any_other(api, path):
    async with api.client.get(path) as response:
        assert response.status in {200, 404, 503}
        assert "root:" not in await response.text()
