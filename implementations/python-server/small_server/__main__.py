"""Starts the server: python -m small_server --port 8000 --data ./data."""

import argparse
import socket
from pathlib import Path

import uvicorn

from small_server.app import App
from small_server.store import Store
from small_server.trainings import Trainings
from small_server.wire import MAX_FRAME_BYTES


class Server(uvicorn.Server):
    """uvicorn, except that viewers are told by close 1001 that it stops; uvicorn itself would say 1012."""

    def __init__(self, config: uvicorn.Config, app: App) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the sockets first."""
        await self._app.close_sockets()
        await super().shutdown(sockets)


def main() -> None:
    """Serves on loopback alone: beyond it tokens would be needed, which this server does not have."""
    parser = argparse.ArgumentParser(prog="small_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the database")
    parser.add_argument("--heartbeat-seconds", type=float, default=15, help="time between pings")
    parser.add_argument(
        "--restored",
        action="store_true",
        help="the folder comes from a backup: logs that had not ended are numbered anew",
    )
    options = parser.parse_args()
    trainings = Trainings(Store(options.data), is_restored=options.restored)
    app = App(trainings, options.port, options.heartbeat_seconds)
    config = uvicorn.Config(
        app.asgi,
        host="127.0.0.1",
        port=options.port,
        log_level="warning",
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME_BYTES,
        ws_ping_interval=options.heartbeat_seconds,
        ws_ping_timeout=options.heartbeat_seconds,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )
    Server(config, app).run()


if __name__ == "__main__":
    main()
