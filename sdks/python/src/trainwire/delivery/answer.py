"""Reads what the server answers to an ingest request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainwire.commands import Command
from trainwire.wire.constants import RETRY_CODES

_RETRY_STATUSES = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that the server did not store, by its index in the request, and why."""

    index: int
    code: str
    message: str

    @property
    def may_retry(self) -> bool:
        """Whether the same record may be stored later."""
        return self.code in RETRY_CODES


@dataclass(frozen=True, slots=True)
class IngestAnswer:
    """The server has dealt with a request."""

    accepted: int
    repeated: int
    seq: int
    rejected: tuple[Rejection, ...]
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The server refused a whole request."""

    status: int
    code: str
    message: str

    @property
    def may_retry(self) -> bool:
        """Whether the same request may succeed later. An unknown code goes by the status."""
        if self.code in RETRY_CODES:
            return True
        return self.status >= 500 or self.status in _RETRY_STATUSES


def read_ingest_answer(body: bytes) -> IngestAnswer | None:
    """Reads the body of an answer with status 200; None if no Trainwire server wrote it."""
    try:
        raw = json.loads(body)
        return IngestAnswer(
            accepted=_count(raw["accepted"]),
            repeated=_count(raw["repeated"]),
            seq=_count(raw["seq"]),
            rejected=tuple(_read_rejection(each) for each in _list(raw["rejected"])),
            commands=tuple(_read_command(each) for each in _list(raw["commands"])),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read_error_answer(status: int, body: bytes) -> ErrorAnswer:
    """Reads any other answer; one without a code has the code ''."""
    try:
        raw = json.loads(body)
        code, message, remedy = raw["code"], raw["message"], raw.get("remedy", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ErrorAnswer(status, "", f"HTTP {status}")
    return ErrorAnswer(status, str(code), f"{message} {remedy}".strip()[:1000])


def _read_rejection(raw: Mapping[str, Any]) -> Rejection:
    return Rejection(_count(raw["index"]), _text(raw["code"]), _text(raw["message"]))


def _read_command(raw: Mapping[str, Any]) -> Command:
    args = raw.get("args", {})
    if not isinstance(args, dict):
        raise TypeError("args is no object")
    return Command(_text(raw["command_id"]), _text(raw["name"]), args)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is no count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value
