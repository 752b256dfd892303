"""The HTTP edge: authenticates, checks the policy, reads the models, opens the transaction, maps errors."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
import structlog
from aiohttp import web
from prometheus_client import Histogram
from pydantic import BaseModel, ValidationError

from core.http import Call, FileOut, Key, Route, Upload
from core.http.upload import incomplete
from core.principal import Principal
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units
from server.edge.problems import RequestError, from_exception, invalid, problem
from server.edge.remote import RemoteAddress

Authenticate = Callable[[UnitOfWork, str], Awaitable[Principal]]

_M = TypeVar("_M", bound=BaseModel)
# A megabyte on a line of half a megabit, with patience.
_BODY_SECONDS = 30
# Fifteen megabytes on a line of half a megabit.
_UPLOAD_SECONDS = 300
_log = structlog.get_logger(__name__)
_DURATION = Histogram(
    "hagukumi_http_seconds",
    "Time to answer, in seconds",
    ["method", "route", "status"],
    buckets=(0.01, 0.05, 0.2, 1, 5),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """What the edge needs to serve routes."""

    units: Units
    authenticate: Authenticate
    limiter: RateLimiter
    remote: RemoteAddress
    adapters: Mapping[Key[Any], Any]

    def mount(self, app: web.Application, routes: Iterable[Route]) -> None:
        """Add each route to the application, and refuse whatever else is asked for under /api/."""
        for route in routes:
            app.router.add_route(route.method, route.path, self._handler(route))
        app.router.add_route("*", "/api/{rest:.*}", refuse_unknown)

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            begun = time.perf_counter()
            call = Call(self.units, self.adapters, self.limiter, self.remote.of(request), request.cookies)
            try:
                response = await self._answer(route, request, call)
            except Exception as error:
                response = problem(from_exception(error, f"{route.method} {route.path}"))
            for cookie in call.set_cookies:
                response.set_cookie(
                    cookie.name,
                    cookie.value,
                    path=cookie.path,
                    max_age=cookie.max_age,
                    secure=cookie.secure,
                    httponly=cookie.http_only,
                    samesite=cookie.same_site,
                )
            seconds = time.perf_counter() - begun
            _DURATION.labels(route.method, route.path, response.status).observe(seconds)
            _log.info(
                "request",
                method=route.method,
                route=route.path,
                status=response.status,
                milliseconds=round(seconds * 1000, 1),
            )
            return response

        return handle

    async def _answer(self, route: Route, request: web.Request, call: Call) -> web.Response:
        _refuse_cross_site(request)
        call.principal_or_none = await self._principal(request)
        route.policy.check(call.principal_or_none)
        if route.limit is not None:
            who = call.principal_or_none.account_id if call.principal_or_none else call.remote
            await self.limiter.hit(f"route:{route.limit.name}:{who}", route.limit.allowed, route.limit.window)
        arguments: dict[str, BaseModel | Upload] = {}
        if route.path_model is not None:
            arguments["path"] = _validate(route.path_model, dict(request.match_info), "path")
        if route.query_model is not None:
            arguments["query"] = _validate(route.query_model, _single(request), "query")
        if route.body_model is not None:
            arguments["body"] = _body(route.body_model, await _read(request, route.max_body))
        if route.uploads:
            arguments["body"] = _upload(request, route.max_body)
        if route.transaction == "manual":
            return _response(request, route, await route.handler(call, **arguments))
        opened = self.units.read() if route.transaction == "read" else self.units.write()
        async with opened as uow:
            return _response(request, route, await route.handler(call.with_uow(uow), **arguments))

    async def _principal(self, request: web.Request) -> Principal | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise RequestError(401, "auth.token_invalid", "Please sign in again.")
        async with self.units.read() as uow:
            return await self.authenticate(uow, token)


def _refuse_cross_site(request: web.Request) -> None:
    # Defence in depth beside SameSite=Strict: another site's page may not make this browser act here.
    if request.method not in {"GET", "HEAD"} and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise RequestError(403, "request.cross_site", "This request came from another site.")


def _single(request: web.Request) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in request.query.items():
        if name in values:
            raise RequestError(422, "request.invalid", "A parameter is given twice.")
        values[name] = value
    return values


async def _read(request: web.Request, limit: int) -> bytes:
    too_large = RequestError(413, "request.too_large", "That is larger than we can take.")
    if (request.content_length or 0) > limit:
        raise too_large
    if request.content_type != "application/json":
        raise RequestError(415, "request.unsupported_media_type", "Please send application/json.")
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.content.iter_any():
                size += len(part)
                if size > limit:
                    raise too_large
                parts.append(part)
    except (web.RequestPayloadError, ConnectionError, TimeoutError):
        # It broke off, takes for ever, or is not encoded as it says.
        raise _malformed() from None
    return b"".join(parts)


def _upload(request: web.Request, limit: int) -> Upload:
    if request.content_type != "application/octet-stream":
        raise RequestError(415, "request.unsupported_media_type", "Please send application/octet-stream.")
    return Upload(_parts(request), request.content_length, limit)


async def _parts(request: web.Request) -> AsyncIterator[bytes]:
    try:
        async with asyncio.timeout(_UPLOAD_SECONDS):
            async for part in request.content.iter_any():
                yield part
    except (web.RequestPayloadError, ConnectionError, TimeoutError):
        raise incomplete() from None


def _malformed() -> RequestError:
    return RequestError(400, "request.malformed", "The request is not well-formed JSON.")


def _body(model: type[_M], raw: bytes) -> _M:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise _malformed() from None
    return _validate(model, value, "body")


def _validate(model: type[_M], value: object, where: str) -> _M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise invalid(error, where) from None


def _response(request: web.Request, route: Route, result: BaseModel | FileOut | None) -> web.Response:
    if isinstance(result, FileOut):
        return _file(request, route, result)
    headers = {"Cache-Control": "no-store"}
    if result is None:
        return web.Response(status=route.status, headers=headers)
    body = result.model_dump_json().encode()
    return web.Response(body=body, status=route.status, content_type="application/json", headers=headers)


def _file(request: web.Request, route: Route, file: FileOut) -> web.Response:
    headers = {"Cache-Control": "private, no-cache" if file.revalidate else "no-store"}
    if file.strange:
        headers["Cache-Control"] = "private, no-store"
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        headers["Content-Disposition"] = "inline"
    if file.name is not None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers["Content-Type"] = file.media_type
    response = web.Response(status=route.status, headers=headers)
    if file.revalidate:
        response.etag = hashlib.sha256(file.content).hexdigest()[:32]
        if any(known == response.etag for known in request.if_none_match or ()):
            response.set_status(304)
            return response
    response.body = file.content
    return response


async def refuse_unknown(request: web.Request) -> web.Response:
    """Answer what no route takes: 405 with the methods that there are, 404 at an address that is none."""
    allowed: set[str] = set()
    for resource in request.app.router.resources():
        if resource is not request.match_info.route.resource and resource.canonical.startswith("/api/"):
            allowed |= (await resource.resolve(request))[1]
    if not allowed:
        return problem(RequestError(404, "request.unknown_address", "There is nothing at this address."))
    refusal = problem(RequestError(405, "request.unknown_method", "This cannot be done at this address."))
    refusal.headers["Allow"] = ", ".join(sorted(allowed))
    return refusal
