"""`/ws`: many trainings on one socket, in envelopes."""

from collections import deque
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket

from small_server.sockets import Feed, Socket
from small_server.state import completed_message, snapshot_message
from small_server.training_list import ListFeed
from small_server.trainings import Trainings
from small_server.wire import (
    CAPABILITIES,
    MAX_BAD_MESSAGES,
    MAX_FRAME_BYTES,
    MAX_SUBSCRIPTIONS,
    MAX_WAITING_MESSAGES,
    SERVER,
    VERSION,
    Refused,
    is_id,
    is_whole,
    read_json,
    write_json,
)

MALFORMED = {"bad_json", "bad_message", "bad_id", "unknown_type"}


class EnvelopeSocket(Socket):
    """A viewer that says which trainings it follows."""

    def __init__(self, websocket: WebSocket, trainings: Trainings, heartbeat_seconds: float) -> None:
        super().__init__(websocket, trainings)
        self.feeds: dict[str, Feed] = {}
        self._heartbeat_seconds = heartbeat_seconds
        self._replies: deque[str] = deque()
        self._bad_messages = 0
        self._list: ListFeed | None = None
        self._handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "subscribe_training": self._subscribe,
            "unsubscribe_training": self._unsubscribe,
            "subscribe_trainings": self._subscribe_list,
            "unsubscribe_trainings": self._unsubscribe_list,
            "ping": self._pong,
        }

    def welcome(self) -> None:
        """Says what this server can do, to a client that named its version."""
        limits = {"max_frame_bytes": MAX_FRAME_BYTES, "max_subscriptions": MAX_SUBSCRIPTIONS}
        about = {"version": VERSION, "server": SERVER, "capabilities": CAPABILITIES}
        self._reply(type="welcome", **about, heartbeat_seconds=self._heartbeat_seconds, limits=limits)

    def hear(self, text: str) -> None:
        """Answers a message, or says what is wrong with it."""
        message: Any = None
        try:
            message = read_json(text)
            if not isinstance(message, dict) or not isinstance(message.get("type"), str):
                raise Refused("bad_message", "a message is an object with a type")
            handle = self._handlers.get(message["type"])
            if handle is None:
                raise Refused("unknown_type", f"no viewer sends {message['type']}")
            handle(message)
        except Refused as refused:
            train_id = message.get("train_id") if isinstance(message, dict) else None
            about = {"train_id": train_id} if isinstance(train_id, str) else {}
            self._reply(type="error", code=refused.code, message=str(refused), **about)
            self._bad_messages += refused.code in MALFORMED
        if self._bad_messages > MAX_BAD_MESSAGES or len(self._replies) > MAX_WAITING_MESSAGES:
            self.close_soon(1008)

    def _reply(self, **message: Any) -> None:
        self._replies.append(write_json(message))
        self.wake.set()

    def _subscribe(self, message: dict[str, Any]) -> None:
        after_seq, stream_id = message.get("after_seq"), message.get("stream_id")
        if "after_seq" in message and not is_whole(after_seq):
            raise Refused("bad_message", "after_seq: expected a whole number")
        if "stream_id" in message and not (isinstance(stream_id, str) and 1 <= len(stream_id) <= 64):
            raise Refused("bad_message", "stream_id: expected a text")
        training = self.trainings.find(_train_id(message))
        train_id = training.train_id
        if train_id not in self.feeds and len(self.feeds) >= MAX_SUBSCRIPTIONS:
            raise Refused("too_many_subscriptions", f"at most {MAX_SUBSCRIPTIONS} on one socket")
        place = {"train_id": train_id, "stream_id": training.stream_id, "seq": training.head}
        self._reply(type="subscription_confirmed", status="subscribed", **place)
        reason = None if after_seq is None else training.why_not_from(after_seq, stream_id)
        if reason:
            self._reset(training.train_id, training.place(), reason)
        if reason or after_seq is None:
            self._reply(**snapshot_message(training.state))
            self.feeds[train_id] = Feed(training, training.head, is_live=True)
        else:
            self.feeds[train_id] = Feed(training, after_seq, is_live=False)
        training.watchers.add(self.wake)

    def _reset(self, train_id: str, place: dict[str, Any], reason: str) -> None:
        self._reply(type="subscription_reset", train_id=train_id, **place, reason=reason)

    def _unsubscribe(self, message: dict[str, Any]) -> None:
        training = self.trainings.find(_train_id(message))
        self._drop(training.train_id)
        place = {"train_id": training.train_id, "stream_id": training.stream_id, "seq": training.head}
        self._reply(type="subscription_confirmed", status="unsubscribed", **place)

    def _subscribe_list(self, _message: dict[str, Any]) -> None:
        self._unfollow_list()
        self._reply(type="trainings_confirmed", status="subscribed")
        self._list = ListFeed(self.trainings, self.wake)

    def _unsubscribe_list(self, _message: dict[str, Any]) -> None:
        self._unfollow_list()
        self._reply(type="trainings_confirmed", status="unsubscribed")

    def _pong(self, message: dict[str, Any]) -> None:
        ping_id = message.get("id", "")
        is_number = isinstance(ping_id, int | float) and not isinstance(ping_id, bool)
        if not is_number and not (isinstance(ping_id, str) and len(ping_id) <= 128):
            raise Refused("bad_message", "id: expected a number, or a text of at most 128 characters")
        self._reply(**{"type": "pong", **({"id": ping_id} if "id" in message else {})})

    async def send_what_is_new(self) -> None:
        """Sends the replies, and a part of what each log holds after its viewer's position."""
        while self._replies:
            await self.send(self._replies.popleft())
        if self._list is not None:
            await self._list.send(self)
        for feed in list(self.feeds.values()):
            if not self._replies:
                await self._advance(feed)

    async def _advance(self, feed: Feed) -> None:
        training, train_id = feed.training, feed.training.train_id
        if not self._follows(feed):
            return
        if training.is_deleted:
            self._drop(train_id)
            message = f"training {train_id} was deleted"
            self._reply(type="error", code="training_deleted", message=message, train_id=train_id)
            return
        is_lost = feed.position < training.first_seq - 1
        if feed.is_behind and (is_lost or (self.is_slow and feed.is_live)):
            feed.position, feed.is_live = training.head, True
            if is_lost:
                self._reset(train_id, training.place(), "expired")
            self._reply(**snapshot_message(training.state))
            return
        for row in self.rows_after(feed):
            feed.position = row.seq
            await self.send(row.message)
            # What was said meanwhile may have ended this subscription, and its answer must not wait.
            if self._replies or not self._follows(feed) or (self.is_slow and feed.is_live):
                self.wake.set()
                return
        if feed.is_behind or training.is_deleted:
            self.wake.set()
            return
        feed.is_live = True
        if training.has_ended and not feed.is_told_end:
            feed.is_told_end = True
            await self.send(write_json(completed_message(training.state)))

    def _follows(self, feed: Feed) -> bool:
        return self.feeds.get(feed.training.train_id) is feed

    def _drop(self, train_id: str) -> None:
        feed = self.feeds.pop(train_id, None)
        if feed is not None:
            feed.training.watchers.discard(self.wake)

    def _unfollow_list(self) -> None:
        if self._list is not None:
            self._list.stop()
        self._list = None

    def leave(self) -> None:
        """Stops waiting for trainings and for the list."""
        self._unfollow_list()
        for train_id in list(self.feeds):
            self._drop(train_id)


def _train_id(message: dict[str, Any]) -> str:
    if "train_id" not in message:
        raise Refused("bad_message", "train_id is missing")
    train_id = message["train_id"]
    if not is_id(train_id):
        raise Refused("bad_id", "train_id is malformed")
    return str(train_id)
