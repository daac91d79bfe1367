"""The application: routes, sockets, and how what is refused is answered."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from small_server.envelope_socket import EnvelopeSocket
from small_server.flat_socket import FlatSocket
from small_server.guard import Guard, allowed_origins, refusal
from small_server.rest import routes
from small_server.sockets import Socket, choose_version
from small_server.trainings import Trainings
from small_server.wire import MAX_WHOLE, Refused

TRIM_SECONDS = 5.0
CLOSE_SECONDS = 1.0


class App:
    """The server but for its port: `asgi` is what uvicorn runs."""

    def __init__(self, trainings: Trainings, port: int, heartbeat_seconds: float) -> None:
        self._trainings = trainings
        self._heartbeat_seconds = heartbeat_seconds
        self._sockets: dict[Socket, asyncio.Task[None]] = {}
        self._is_draining = False
        self.asgi = FastAPI(
            title="Trainwire",
            lifespan=self._live,
            openapi_url="/api/v1/openapi.json",
            docs_url=None,
            redoc_url=None,
        )
        origins = allowed_origins(port)
        self.asgi.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag"],
        )
        self.asgi.add_middleware(Guard, port=port)
        self.asgi.include_router(routes(trainings))
        self._add_health()
        self._add_sockets()
        self._add_refusals()

    async def close_sockets(self) -> None:
        """Tells every viewer that the server goes away."""
        self._is_draining = True
        for socket in self._sockets:
            socket.close_soon(1001)
        if self._sockets:
            await asyncio.wait(self._sockets.values(), timeout=CLOSE_SECONDS)

    @asynccontextmanager
    async def _live(self, _app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(self._trim_by_age())
        yield
        task.cancel()

    async def _trim_by_age(self) -> None:
        while True:
            await asyncio.sleep(TRIM_SECONDS)
            for training in self._trainings.newest_first():
                with suppress(Refused):
                    self._trainings.trim(training)

    async def _serve(self, socket: Socket, subprotocol: str | None) -> None:
        task = self._sockets[socket] = asyncio.create_task(socket.run(subprotocol))
        try:
            await task
        finally:
            del self._sockets[socket]

    def _add_sockets(self) -> None:
        @self.asgi.websocket("/ws")
        async def envelopes(websocket: WebSocket) -> None:
            version = choose_version(websocket)
            socket = EnvelopeSocket(websocket, self._trainings, self._heartbeat_seconds)
            if version:
                socket.welcome()
            await self._serve(socket, version)

        @self.asgi.websocket("/ws/training/{train_id:path}")
        async def flat(websocket: WebSocket, train_id: str) -> None:
            version = choose_version(websocket)
            training = self._trainings.find(train_id)
            after_seq = _position(websocket.query_params.get("after_seq"))
            stream_id = websocket.query_params.get("stream_id")
            if after_seq is not None and training.why_not_from(after_seq, stream_id):
                after_seq = None
            await self._serve(FlatSocket(websocket, self._trainings, training, after_seq), version)

        @self.asgi.websocket("/{path:path}")
        async def elsewhere(path: str) -> None:
            raise Refused("not_found", f"no socket opens at /{path}")

        @self.asgi.get("/ws")
        @self.asgi.get("/ws/training/{train_id:path}")
        async def no_socket() -> None:
            raise Refused("upgrade_required", "open this address as a WebSocket")

    def _add_health(self) -> None:
        def counts() -> dict[str, int]:
            feeds = [len(s.feeds) for s in self._sockets if isinstance(s, EnvelopeSocket)]
            trainings = len(self._trainings.newest_first())
            return {"connections": len(self._sockets), "subscriptions": sum(feeds), "trainings": trainings}

        @self.asgi.get("/healthz")
        async def healthz() -> dict[str, str | int]:
            return {"status": "ok", **counts()}

        @self.asgi.get("/readyz")
        async def readyz() -> Response:
            if self._is_draining:
                return JSONResponse({"status": "unready", "reasons": ["draining"]}, 503)
            return JSONResponse({"status": "ready"})

        @self.asgi.get("/metrics")
        async def metrics() -> PlainTextResponse:
            lines = [f"# TYPE trainwire_{n} gauge\ntrainwire_{n} {v}\n" for n, v in counts().items()]
            return PlainTextResponse("".join(lines), media_type="text/plain; version=0.0.4")

    def _add_refusals(self) -> None:
        @self.asgi.exception_handler(Refused)
        async def refuse(connection: Request | WebSocket, refused: Refused) -> Response | None:
            answer = refusal(refused)
            if isinstance(connection, Request):
                return answer
            await connection.send_denial_response(answer)
            return None

        @self.asgi.exception_handler(RequestValidationError)
        async def refuse_query(_request: Request, error: RequestValidationError) -> Response:
            first = error.errors()[0]
            return refusal(Refused("bad_message", f"{first['loc'][-1]}: {first['msg']}"))

        @self.asgi.exception_handler(HTTPException)
        async def refuse_path(request: Request, _error: HTTPException) -> Response:
            return refusal(Refused("not_found", f"nothing is done by {request.method} at this address"))

        @self.asgi.exception_handler(Exception)
        async def fail(_request: Request, error: Exception) -> Response:
            logging.getLogger("small_server").error("a request failed", exc_info=error)
            return refusal(Refused("internal", "the server failed"))


def _position(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text[:17]) > MAX_WHOLE:
        raise Refused("bad_message", "after_seq: expected a whole number")
    return int(text)
