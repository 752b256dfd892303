"""Serves the built web client: hashed files for good, pages always fresh, and strict headers on everything."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from core.errors import NotFound
from server.edge.problems import problem

# react-aria-components puts one constant style sheet into the page; its hash is allowed, nothing else inline is.
_PRESSABLE_STYLE = ""

_CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        f"style-src 'self'{_PRESSABLE_STYLE}",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'{sockets}",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
_FOREVER = "public, max-age=31536000, immutable"
_PAGES = {"/emergency": "emergency.html"}
_EMERGENCY = "/emergency"


def security_headers(public_url: str) -> dict[str, str]:
    """Return the headers that every answer carries."""
    host = public_url.partition("://")[2]
    secure = public_url.startswith("https://")
    headers = {
        "Content-Security-Policy": _CSP.replace("{sockets}", f" {'wss' if secure else 'ws'}://{host}"),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(self), microphone=(self), screen-wake-lock=(self), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


class WebClient:
    """The files of the web client; compressed siblings (.br, .gz) are sent to browsers that take them.

    `emergency` gives the emergency page as it is now, made of the built file, or None where that file itself is it.
    """

    def __init__(self, directory: Path, emergency: Callable[[Path], Awaitable[str | None]] | None = None) -> None:
        self._directory = directory.resolve()
        self._emergency = emergency

    def mount(self, app: web.Application) -> None:
        """Serve the client at every address that is not taken."""
        app.router.add_get("/{path:.*}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path.startswith("/socket.io"):
            return problem(NotFound("request.unknown_address", "There is nothing at this address."))
        file = self._find(_PAGES.get(path, path.lstrip("/")))
        if file is None:
            if path.startswith("/assets/"):
                return problem(NotFound("request.unknown_address", "There is nothing at this address."))
            file = self._directory / "index.html"
        if not file.is_file():
            return web.Response(
                status=503, text="The web client is not built yet: run `make run`, or `npm run build` in clients/web."
            )
        if path == _EMERGENCY and self._emergency is not None and (page := await self._emergency(file)) is not None:
            return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-cache"})
        caching = _FOREVER if path.startswith("/assets/") else "no-cache"
        return web.FileResponse(file, headers={"Cache-Control": caching})

    def _find(self, name: str) -> Path | None:
        """Return the file of this name below the directory."""
        try:
            file = (self._directory / name).resolve()
            return file if file.is_relative_to(self._directory) and file.is_file() else None
        except (OSError, ValueError):
            # A name that no file system takes: too long, or with a NUL.
            return None


def add_headers(
    headers: dict[str, str],
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return the signal handler that puts the headers on each answer."""

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)

    return add
