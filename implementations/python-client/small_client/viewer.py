"""Follows one training until it has ended: over a WebSocket, or by polling where none is to be had."""

import json
import random
import sys
import time
from http.client import HTTPException
from typing import Any

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidUpgrade,
    NegotiationError,
)
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from small_client.rest import Refused, Rest, read_answer
from small_client.view import View, is_update

VERSION = Subprotocol("trainwire.v1")
# After these codes nobody is to connect again by himself.
FINAL_CLOSES = {1000, 1002, 1003, 1007, 1008, 1009, 4401, 4410}
FINAL_CODES = {"unsupported_version", "unauthorized", "forbidden", "forbidden_origin", "forbidden_host"}
FINAL_ERRORS = FINAL_CODES | {"bad_id", "training_deleted", "too_many_subscriptions"}
PLACES = {"stream_changed", "past_end", "expired"}
SILENT_HEARTBEATS = 3


class GivenUp(Exception):
    """The training cannot be followed, and trying again would not help."""


class Delays:
    """Growing, randomised delays: a random one up to 0.5 s, doubled with each failure up to 20 s."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begins anew."""
        self._next = random.uniform(0.1, 0.5)

    def take(self) -> float:
        """How long to wait now."""
        delay, self._next = self._next, min(2 * self._next, 20)
        return delay


class Viewer:
    """A viewer of one training of the server at `base_url`."""

    def __init__(self, base_url: str, train_id: str, token: str | None) -> None:
        self._train_id = train_id
        self._address = f"ws{base_url.removeprefix('http')}/ws"
        # A token travels in a header, never in an address.
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._rest = Rest(base_url, train_id, self._headers)
        self._view = View(self._fetch)
        self._delays = Delays()
        self._heartbeat_seconds = 15.0
        self._asking = Delays()
        self._ask_at: float | None = None

    def follow(self) -> None:
        """Shows every update until the training has ended."""
        while not self._view.has_ended:
            try:
                can_poll = self._follow_once()
            except Refused as refused:
                can_poll = False
                self._judge(refused.code)
            except (OSError, HTTPException) as lost:
                can_poll = False
                print(f"lost the connection: {lost}", file=sys.stderr)
            if not self._view.has_ended:
                self._pause(self._delays.take(), can_poll)

    def _follow_once(self) -> bool:
        """Follows until the connection is lost; whether there was none, but somebody who answers HTTP."""
        try:
            self._follow_socket()
        except ConnectionClosed as closed:
            if closed.rcvd and closed.rcvd.code in FINAL_CLOSES:
                raise GivenUp(f"the server closed with {closed.rcvd.code}") from closed
        except (InvalidStatus, InvalidUpgrade, NegotiationError) as refused:
            if isinstance(refused, InvalidStatus):
                self._judge(str(read_answer(bytes(refused.response.body or b"")).get("code")))
            return True
        except InvalidHandshake as lost:
            raise ConnectionError(str(lost)) from lost
        return False

    def _follow_socket(self) -> None:
        with connect(
            self._address,
            subprotocols=[VERSION],
            additional_headers=self._headers,
            max_size=None,
            ping_interval=None,
            close_timeout=1,
        ) as socket:
            self._subscribe(socket)
            silent = 0
            while not self._view.has_ended:
                try:
                    self._hear(socket.recv(self._wait_seconds()))
                    silent = 0
                except TimeoutError:
                    if self._ask_at is not None and time.monotonic() >= self._ask_at:
                        self._subscribe(socket)
                        continue
                    silent += 1
                    if silent >= SILENT_HEARTBEATS:
                        return
                    socket.send(json.dumps({"type": "ping"}))

    def _wait_seconds(self) -> float:
        if self._ask_at is None:
            return self._heartbeat_seconds
        return min(self._heartbeat_seconds, max(0, self._ask_at - time.monotonic()))

    def _subscribe(self, socket: ClientConnection) -> None:
        self._ask_at = None
        message: dict[str, Any] = {"type": "subscribe_training", "train_id": self._train_id}
        if self._view.seq is not None:
            message |= {"after_seq": self._view.seq, "stream_id": self._view.stream_id}
        socket.send(json.dumps(message))

    def _hear(self, frame: str | bytes) -> None:
        """Takes a message; one of an unknown type, or that cannot be read, is set aside."""
        message = read_answer(frame.encode() if isinstance(frame, str) else b"")
        kind = message.get("type")
        if kind == "welcome" and isinstance(message.get("heartbeat_seconds"), int | float):
            self._heartbeat_seconds = max(message["heartbeat_seconds"], 0.1)
        stream_id = message.get("stream_id")
        if message.get("train_id") != self._train_id:
            return
        if kind == "subscription_confirmed" and isinstance(stream_id, str):
            self._delays.reset()
            if self._view.seq is None:
                self._view.begin_anew(stream_id)
        elif kind == "subscription_reset" and isinstance(stream_id, str):
            self._view.begin_anew(stream_id)
        elif kind in ("training_update", "training_completed") and is_update(message):
            self._view.take(message)
            self._view.has_ended |= kind == "training_completed"
        elif kind == "error":
            self._judge(str(message.get("code")))

    def _judge(self, code: str) -> None:
        """Gives up after an error that lasts; asks again for a training that is yet to be registered."""
        if code in FINAL_ERRORS:
            raise GivenUp(f"the server refused: {code}")
        if code == "unknown_training":
            self._ask_at = time.monotonic() + self._asking.take()

    def _pause(self, seconds: float, can_poll: bool) -> None:
        """Waits before the next connection, and polls meanwhile if that is all there is."""
        until = time.monotonic() + seconds
        try:
            while can_poll and (left := until - time.monotonic()) > 0 and self._fetch(left):
                pass
        except Refused as refused:
            self._judge(refused.code)
        except (OSError, HTTPException) as lost:
            print(f"cannot poll: {lost}", file=sys.stderr)
        if not self._view.has_ended:
            time.sleep(max(0, until - time.monotonic()))

    def _fetch(self, wait_seconds: float = 0) -> bool:
        """Shows what follows what was shown, as far as the log goes; whether there was something."""
        view = self._view
        has_shown = False
        while not view.has_ended:
            try:
                page = self._rest.updates(view.seq or 0, view.stream_id, wait_seconds)
            except Refused as refused:
                if refused.code not in PLACES:
                    raise
                view.begin_anew(refused.answer["stream_id"], refused.answer["first_seq"] - 1)
                continue
            if view.stream_id is None:
                view.stream_id = page["stream_id"]
            for update in filter(is_update, page["updates"]):
                if view.seq is None:
                    view.seq = update["seq"] - 1
                view.take(update)
            view.has_ended = page.get("ended") is True
            if not page["updates"]:
                break
            has_shown, wait_seconds = True, 0
        return has_shown
