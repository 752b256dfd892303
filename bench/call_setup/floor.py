"""The floor's server: two static pages and a bare Socket.IO relay, without accounts, store or checks."""

import argparse
from pathlib import Path

import socketio
from aiohttp import web

HERE = Path(__file__).parent
LIBRARY = HERE.parent.parent / "clients/web/node_modules/socket.io-client/dist/socket.io.min.js"


def build() -> web.Application:
    sio = socketio.AsyncServer(async_mode="aiohttp")
    app = web.Application()
    sio.attach(app)

    @sio.event
    async def relay(sid: str, data: object) -> None:
        """Hand whatever comes to the other page."""
        await sio.emit("relay", data, skip_sid=sid)

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "floor.html")

    async def library(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(LIBRARY)

    app.router.add_get("/", page)
    app.router.add_get("/socket.io.js", library)
    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    web.run_app(build(), host="127.0.0.1", port=parser.parse_args().port, print=None, access_log=None)
