"""The list of trainings, for viewers that follow it: first the newest, whole, then what has changed."""

import asyncio
from collections.abc import Iterator
from typing import Protocol

from small_server.trainings import Trainings
from small_server.wire import MAX_PAGE_TRAININGS, PAGE_BYTES, write_json

# A change must be there within 2 s, and no training come more often than once per second.
TURN_SECONDS = 1.0


class Sender(Protocol):
    """Whoever takes the messages to the viewer."""

    async def send(self, text: str) -> None:
        """Sends one message."""


class ListFeed:
    """How far a viewer has come in the changes of the list; it looks for new ones once per second."""

    def __init__(self, trainings: Trainings, wake: asyncio.Event) -> None:
        self._trainings = trainings
        self._wake = wake
        self._seen: int | None = None
        self._is_due = True
        self._timer: asyncio.TimerHandle | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Nothing is sent from here on."""
        self._is_stopped = True
        if self._timer is not None:
            self._timer.cancel()

    async def send(self, sender: Sender) -> None:
        """Sends what is due."""
        if not self._is_due or self._is_stopped:
            return
        self._is_due = False
        is_first, seen, self._seen = self._seen is None, self._seen or 0, self._trainings.version
        if is_first:
            newest = self._trainings.newest_first()[:MAX_PAGE_TRAININGS]
            summaries, removed = [training.summary(in_list=True) for training in newest], []
        else:
            changed = self._trainings.changed_since(seen)
            summaries = [t.summary(in_list=True) for t in changed if not t.is_deleted]
            removed = [training.train_id for training in changed if training.is_deleted]
        if is_first or summaries or removed:
            mark = '"snapshot":true,' if is_first else ""
            for page in pages([write_json(summary) for summary in summaries]):
                if self._is_stopped:
                    return
                tail = f',"removed":{write_json(removed)}' if removed else ""
                await sender.send(f'{{"type":"trainings_update",{mark}"trainings":[{",".join(page)}]{tail}}}')
                mark, removed = "", []
        if not self._is_stopped:
            self._timer = asyncio.get_running_loop().call_later(TURN_SECONDS, self._look)

    def _look(self) -> None:
        self._is_due = True
        self._wake.set()


def pages(texts: list[str]) -> Iterator[list[str]]:
    """Cuts texts into pages of about 1 MiB; the first is there even if there are no texts."""
    page: list[str] = []
    size = 0
    for text in texts:
        if page and size + len(text) > PAGE_BYTES:
            yield page
            page, size = [], 0
        page.append(text)
        size += len(text)
    yield page
