"""A server in this process that stores as PROTOCOL.md says, and misbehaves when it is told to."""

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.support.report_rules import problem_of

Behaviour = Callable[["Exchange"], None]
"""What happens to one request instead of an ordinary answer."""


class Exchange:
    """One request of a trainer."""

    def __init__(self, server: "FakeServer", handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.server = server
        self.handler = handler
        self.path = handler.path
        self.headers = handler.headers
        self.body = body

    @property
    def lines(self) -> list[str]:
        if "ndjson" not in self.headers["Content-Type"]:
            return []
        return [line for line in self.body.decode().split("\n") if line.strip()]

    def answer(self, status: int, body: object, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Content-Length", str(len(data)))
        self.handler.end_headers()
        self.handler.wfile.write(data)

    def refuse(self, status: int, code: str, **headers: str) -> None:
        self.answer(status, {"code": code, "message": code, "remedy": "Mend it."}, **headers)


class FakeServer:
    """Keeps `stored` records in order; `next` queues behaviours, one a request; else it is good."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.stored: list[dict[str, Any]] = []
        self.repeated = 0
        self.problems: list[str] = []
        self.registrations: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.connections = 0
        self.always: Behaviour | None = None
        self._next: deque[Behaviour] = deque()
        self._heads: dict[str, int] = {}
        self._guard = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def next(self, *behaviours: Behaviour) -> None:
        self._next.extend(behaviours)

    def values(self, name: str) -> list[Any]:
        return [record[name] for record in self.stored if name in record]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def store(self, exchange: Exchange) -> dict[str, Any]:
        """Stores the records of a request, and gives the ordinary answer."""
        rejected, accepted, repeated = [], 0, 0
        with self._guard:
            for index, line in enumerate(exchange.lines):
                if problem := problem_of(line):
                    self.problems.append(f"{problem}: {line}")
                    rejected.append({"index": index, "code": "bad_message", "message": problem})
                    continue
                record = json.loads(line)
                if record["producer_seq"] <= self._heads.get(record["producer_id"], -1):
                    repeated += 1
                else:
                    self._heads[record["producer_id"]] = record["producer_seq"]
                    self.stored.append(record)
                    accepted += 1
            self.repeated += repeated
            counts = {"accepted": accepted, "repeated": repeated, "seq": len(self.stored)}
        return {**counts, "rejected": rejected, "commands": list(self.commands)}

    def _handle(self, exchange: Exchange) -> None:
        with self._guard:
            self.exchanges.append(exchange)
            is_ingest = exchange.path.endswith("/updates")
            behaviour = self.always or (self._next.popleft() if is_ingest and self._next else None)
        if behaviour:
            behaviour(exchange)
        elif is_ingest:
            exchange.answer(200, self.store(exchange))
        else:
            registration = json.loads(exchange.body)
            self.registrations.append(registration)
            started = {"status": "started", "training_status": "queued"}
            exchange.answer(201, {**started, "train_id": registration["train_id"]})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                server.connections += 1

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server._handle(Exchange(server, self, body))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        return Handler


def status(code: int, error: str = "internal", **headers: str) -> Behaviour:
    """Refuses the request."""
    return lambda exchange: exchange.refuse(code, error, **headers)


def close(exchange: Exchange) -> None:
    """Reads the request and closes the connection."""
    exchange.handler.close_connection = True


def lose_answer(exchange: Exchange) -> None:
    """Stores the records and closes the connection: their trainer cannot know."""
    exchange.server.store(exchange)
    close(exchange)


def garbage(exchange: Exchange) -> None:
    """Answers 200 as any other server may."""
    exchange.answer(200, {"ok": True})


def reject(code: str, index: int = 0) -> Behaviour:
    """Rejects one record of a request, and none of the others."""

    def behaviour(exchange: Exchange) -> None:
        answer = {"accepted": 0, "repeated": 0, "seq": 0, "commands": []}
        rejection = {"index": index, "code": code, "message": f"{code}, says the server"}
        exchange.answer(200, {**answer, "rejected": [rejection]})

    return behaviour


def hang(until: threading.Event) -> Behaviour:
    """Answers nothing until then, and then closes the connection."""

    def behaviour(exchange: Exchange) -> None:
        until.wait(30)
        close(exchange)

    return behaviour
