"""`/ws/training/{job_id}`: the state of one training after each update."""

from starlette.websockets import WebSocket

from small_server.sockets import Feed, Socket
from small_server.trainings import Training, Trainings
from small_server.wire import write_json


class FlatSocket(Socket):
    """A viewer of one training, which its address names."""

    def __init__(
        self, websocket: WebSocket, trainings: Trainings, training: Training, after_seq: int | None
    ) -> None:
        super().__init__(websocket, trainings)
        position = -1 if after_seq is None else after_seq
        self._feed = Feed(training, position, is_live=after_seq is None)
        training.watchers.add(self.wake)
        self.wake.set()

    def hear(self, text: str) -> None:
        """Ignores it."""

    async def send_what_is_new(self) -> None:
        """Sends the states after the viewer's position, or the newest one where that cannot be honoured."""
        feed, training = self._feed, self._feed.training
        if training.is_deleted:
            self.close_soon(4410)
            return
        is_lost = feed.position < training.first_seq - 1
        if feed.position < 0 or (feed.is_behind and (is_lost or (self.is_slow and feed.is_live))):
            feed.position = training.head
            await self.send(write_json(training.state))
        for row in self.rows_after(feed):
            feed.position = row.seq
            await self.send(row.state)
            if self.is_slow and feed.is_live:
                break
        if feed.is_behind or training.is_deleted:
            self.wake.set()
            return
        feed.is_live = True
        if training.has_ended:
            self.close_soon(1000)

    def leave(self) -> None:
        """Stops waiting for the training."""
        self._feed.training.watchers.discard(self.wake)
