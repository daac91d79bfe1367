"""Who may use a server on loopback: pages of known origins, under names that are its own."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from small_server.wire import HTTP_STATUS, Refused

HOSTS = ("localhost", "127.0.0.1", "[::1]")
UI_PORT = 3200


def allowed_origins(port: int) -> list[str]:
    """The origins whose pages may use a server on this port."""
    origins = [f"http://{host}:{number}" for host in HOSTS for number in (port, UI_PORT)]
    return origins + [origin.removesuffix(":80") for origin in origins if origin.endswith(":80")]


def refusal(refused: Refused) -> JSONResponse:
    """The answer over HTTP, also to a handshake."""
    return JSONResponse(refused.answer, HTTP_STATUS[refused.code])


class Guard:
    """Refuses foreign names and origins on REST and sockets alike, before anything else is looked at."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._origins = allowed_origins(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request or handshake pass, or refuses it."""
        if scope["type"] in ("http", "websocket"):
            try:
                self._judge(Headers(scope=scope))
            except Refused as refused:
                await refusal(refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _judge(self, headers: Headers) -> None:
        host = headers.get("host", "")
        name, colon, port = host.rpartition(":")
        if (name if colon and port.isdigit() else host).lower() not in HOSTS:
            raise Refused("forbidden_host", f"{host!r} is no name of this server")
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins:
            raise Refused("forbidden_origin", f"pages of {origin} may not use this server")
