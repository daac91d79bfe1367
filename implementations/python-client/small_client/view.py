"""What a viewer has shown of one training, and what is to be done with the next update."""

import json
from collections.abc import Callable
from typing import Any

TERMINAL = ("completed", "failed", "cancelled")


def show(update: dict[str, Any]) -> None:
    """Prints one update, a line of JSON. A value that is not finite comes as null, and is shown so."""
    details = update["data"]["details"]
    line = {
        "seq": update["seq"],
        "status": update["data"]["status"],
        "loss": details.get("loss"),
        "current_step": details.get("current_step"),
    }
    print(json.dumps(line), flush=True)


def is_update(message: dict[str, Any]) -> bool:
    """Whether this has what an update is shown from; what has not is set aside."""
    data = message.get("data")
    return (
        type(message.get("seq")) is int
        and isinstance(data, dict)
        and isinstance(data.get("status"), str)
        and isinstance(data.get("details"), dict)
    )


class View:
    """Shows each update of a log once and in order; `fetch` reads those between two positions over REST."""

    def __init__(self, fetch: Callable[[], object]) -> None:
        self.stream_id: str | None = None
        self.seq: int | None = None
        self.has_ended = False
        self._fetch = fetch

    def begin_anew(self, stream_id: str, seq: int | None = None) -> None:
        """Takes what was shown for void: the log is another, or does not reach back so far."""
        self.stream_id, self.seq = stream_id, seq

    def take(self, update: dict[str, Any]) -> None:
        """Shows an update or snapshot unless it was shown, and before it what is missing."""
        if self.seq is not None and update["seq"] > self.seq + 1:
            self._fetch()
        if update["seq"] > (self.seq or 0):
            self.seq = update["seq"]
            show(update)
        elif self.seq is None:
            self.seq = update["seq"]
        if update["data"]["details"].get("complete") is True:
            self.has_ended = True
