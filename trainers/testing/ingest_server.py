"""A server's ingest inside a test: keeps every record, so that the test sees what a trainer sent."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_UPDATES = re.compile(r"/api/v1/trainings/[A-Za-z0-9][A-Za-z0-9._-]{0,127}/updates")
Record = dict[str, Any]


@dataclass
class Received:
    """What has arrived so far."""

    records: list[Record] = field(default_factory=list)
    empty_batches: int = 0
    registrations: list[Record] = field(default_factory=list)

    def values(self, name: str) -> list[Any]:
        """Every reported value of one field, in order."""
        return [record[name] for record in self.records if name in record]


class IngestServer:
    """Listens on a free port of 127.0.0.1 until the `with` block ends."""

    def __init__(self) -> None:
        self.received = Received()
        self.commands: list[Record] = []
        """What every answer asks of the trainer."""
        self._changed = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def wait_for(self, condition: Callable[[Received], bool], timeout_seconds: float = 60) -> Received:
        """Returns as soon as `condition` holds; raises AssertionError if it does not in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition(self.received), timeout_seconds):
                raise AssertionError(
                    f"not within {timeout_seconds} s; {len(self.received.records)} records came"
                )
            return self.received

    def _take(self, path: str, body: str) -> tuple[int, Record]:
        with self._changed:
            self._changed.notify_all()
            if path == "/api/v1/trainings":
                registration: Record = json.loads(body)
                self.received.registrations.append(registration)
                return 201, {
                    "status": "started",
                    "train_id": registration.get("train_id"),
                    "training_status": "queued",
                }
            if not _UPDATES.fullmatch(path):
                return 404, {"code": "not_found", "message": path}
            records = _parse(body)
            self.received.records.extend(records)
            self.received.empty_batches += not records
            head = len(self.received.records)
            counts = {"accepted": len(records), "repeated": 0, "seq": head}
            return 200, {**counts, "rejected": [], "commands": list(self.commands)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._take

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                status, answer = take(
                    self.path, self.rfile.read(int(self.headers["content-length"])).decode()
                )
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stays silent."""

        return Handler


def _parse(body: str) -> list[Record]:
    """The records of a body: one object, an array, or one a line."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return [json.loads(line) for line in body.splitlines() if line.strip()]
    return parsed if isinstance(parsed, list) else [parsed]
