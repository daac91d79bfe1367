"""What both kinds of sockets have in common: a task that hears, one that sends, and no queue of updates.

A sender reads the log from its viewer's position on, so that a slow viewer costs no memory, nor order.
"""

import asyncio
from abc import ABC, abstractmethod

from starlette.websockets import WebSocket, WebSocketDisconnect

from small_server.store import Row
from small_server.trainings import Training, Trainings
from small_server.wire import VERSION, Refused

# A viewer whose socket takes nothing for so long is given the newest state instead of what it missed.
SLOW_SECONDS = 1.0
ROWS_AT_ONCE = 200


class Feed:
    """How far a viewer has come in the log of one training."""

    def __init__(self, training: Training, position: int, *, is_live: bool) -> None:
        self.training = training
        self.position = position
        # Until it has reached the head for the first time, a viewer is owed each update of the past.
        self.is_live = is_live
        self.is_told_end = False

    @property
    def is_behind(self) -> bool:
        """Whether the log goes on after its position."""
        return self.position < self.training.head


class Socket(ABC):
    """One open socket. Whatever gives it something to send sets `wake`."""

    def __init__(self, websocket: WebSocket, trainings: Trainings) -> None:
        self.websocket = websocket
        self.trainings = trainings
        self.wake = asyncio.Event()
        self.is_slow = False
        self._close_code: int | None = None

    async def run(self, subprotocol: str | None) -> None:
        """Serves the socket until it is closed."""
        await self.websocket.accept(subprotocol)
        tasks = [asyncio.create_task(self._hear_all()), asyncio.create_task(self._send_all())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.leave()

    def close_soon(self, code: int) -> None:
        """Closes the socket once what waits to be sent was sent."""
        self._close_code = code
        self.wake.set()

    def rows_after(self, feed: Feed) -> list[Row]:
        """A part of what the log holds after the viewer's position."""
        if not feed.is_behind:
            return []
        return self.trainings.store.after(feed.training.train_id, feed.position, ROWS_AT_ONCE)

    async def send(self, text: str) -> None:
        """Sends one message, and notes whether the viewer was slow to take what came before it."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        await self.websocket.send_text(text)
        self.is_slow = loop.time() - began > SLOW_SECONDS

    async def _hear_all(self) -> None:
        while self._close_code is None:
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                self.close_soon(1003)
            else:
                self.hear(text)
        await asyncio.Event().wait()

    async def _send_all(self) -> None:
        try:
            while True:
                await self.wake.wait()
                self.wake.clear()
                await self.send_what_is_new()
                if self._close_code is not None:
                    await self.websocket.close(self._close_code)
                    return
        except WebSocketDisconnect:
            return

    @abstractmethod
    def hear(self, text: str) -> None:
        """Takes a text frame of the viewer."""

    @abstractmethod
    async def send_what_is_new(self) -> None:
        """Sends what there is; sets `wake` if that was not all."""

    @abstractmethod
    def leave(self) -> None:
        """Stops waiting for trainings."""


def choose_version(websocket: WebSocket) -> str | None:
    """The subprotocol to select: None for a client of the older formats, which offers none."""
    offered = websocket.scope["subprotocols"]
    if offered and VERSION not in offered:
        raise Refused("unsupported_version", "none of the offered is spoken here", supported=[VERSION])
    return VERSION if offered else None
