"""The baseline of bench.chat_path: python-socketio as its documentation shows it, and nothing stored.

It does what any chat must do: receive, look up the sender's seat in the session, stamp, emit to the other of a room of
two, acknowledge. The transport is as ours (WebSocket only, aiohttp, uvloop), the messages have the same fields.
"""

import asyncio
import itertools
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import socketio
import uvloop
from aiohttp import web

NAMESPACE = "/consultation"


def build() -> web.Application:
    """Return the application of the baseline."""
    sio = socketio.AsyncServer(async_mode="aiohttp", transports=["websocket"], namespaces=[NAMESPACE])
    numbers = itertools.count(1)

    async def connect(sid: str, environ: dict[str, Any], _auth: Any) -> None:
        room = parse_qs(environ["QUERY_STRING"])["encounter"][0]
        author = {"account_id": str(uuid.uuid4()), "display_name": "はな", "role": "parent"}
        await sio.save_session(sid, {"room": room, "author": author}, namespace=NAMESPACE)

    async def join(sid: str, _payload: dict[str, Any]) -> dict[str, Any]:
        session = await sio.get_session(sid, namespace=NAMESPACE)
        await sio.enter_room(sid, session["room"], namespace=NAMESPACE)
        return {"ok": True}

    async def send(sid: str, payload: dict[str, Any]) -> dict[str, Any]:
        session = await sio.get_session(sid, namespace=NAMESPACE)
        message = {
            "id": str(uuid.uuid4()),
            "sequence": next(numbers),
            "client_id": payload["client_id"],
            "author": session["author"],
            "body": payload["body"],
            "file": None,
            "sent_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "withdraws": None,
            "withdrawn": False,
        }
        await sio.emit("message", {"message": message}, room=session["room"], skip_sid=sid, namespace=NAMESPACE)
        return {"ok": True, "message": message}

    for name, handler in {"connect": connect, "join": join, "message.send": send}.items():
        sio.on(name, handler, namespace=NAMESPACE)
    app = web.Application()
    sio.attach(app)
    return app


async def _serve() -> None:
    runner = web.AppRunner(build(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(f"http://localhost:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(_serve())
