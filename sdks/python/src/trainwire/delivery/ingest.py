"""The requests that a trainer makes of a server."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from trainwire.delivery.answer import (
    ErrorAnswer,
    IngestAnswer,
    read_error_answer,
    read_ingest_answer,
)
from trainwire.delivery.link import Link, LinkError, Reply


class RetryError(Exception):
    """The request may succeed later; the server may ask for a wait in seconds."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Ingest:
    """Typed requests over one link. Each raises RetryError if it may succeed later."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def send(self, train_id: str, records: bytes) -> IngestAnswer | ErrorAnswer:
        """Publishes records, given as NDJSON."""
        reply = self._post(_updates(train_id), records, "application/x-ndjson")
        return _read_ingest(reply)

    def fetch_commands(self, train_id: str) -> IngestAnswer | ErrorAnswer:
        """Publishes nothing, and learns the open commands."""
        return _read_ingest(self._post(_updates(train_id), b"[]", "application/json"))

    def register(self, registration: Mapping[str, Any]) -> ErrorAnswer | None:
        """Tells a training's name, config and tags. None if the server took them."""
        body = json.dumps(registration).encode()
        reply = self._post("/api/v1/trainings", body, "application/json")
        return None if reply.status in (200, 201) else _refuse(reply)

    def _post(self, path: str, body: bytes, content_type: str) -> Reply:
        try:
            return self._link.post(path, body, content_type)
        except LinkError as error:
            raise RetryError(str(error)) from error


def _updates(train_id: str) -> str:
    return f"/api/v1/trainings/{quote(train_id, safe='')}/updates"


def _read_ingest(reply: Reply) -> IngestAnswer | ErrorAnswer:
    if reply.status != 200:
        return _refuse(reply)
    answer = read_ingest_answer(reply.body)
    if answer is None:
        raise RetryError("the answer is none of a Trainwire server")
    return answer


def _refuse(reply: Reply) -> ErrorAnswer:
    answer = read_error_answer(reply.status, reply.body)
    if answer.may_retry:
        raise RetryError(answer.message, reply.retry_after)
    return answer
