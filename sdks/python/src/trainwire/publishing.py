"""The machinery behind a reporter: a queue, the thread that spools and the thread that sends."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from trainwire.commands import CommandInbox
from trainwire.delivery.courier import Courier, Refused
from trainwire.delivery.ingest import Ingest
from trainwire.delivery.link import Link
from trainwire.delivery.sender import Sender
from trainwire.notices import Notices
from trainwire.record.encoder import RecordEncoder
from trainwire.record_queue import RecordQueue
from trainwire.settings import Settings
from trainwire.spool.own_spool import OwnSpool
from trainwire.spool.spool_meta import SpoolMeta
from trainwire.spool.spooler import Spooler

_CLOSE_SECONDS = 0.5


class Publishing:
    """Runs from `start` to `finish`. `has_stopped`: the server takes no more of this training."""

    def __init__(
        self, settings: Settings, producer_id: str, commands: CommandInbox, notices: Notices
    ) -> None:
        self.has_stopped = False
        self._settings = settings
        self._producer_id = producer_id
        self._commands = commands
        self._notices = notices
        self._own: OwnSpool | None = None
        self.queue = RecordQueue(settings.max_queued)
        link = self._open_link()
        courier = Courier(Ingest(link), notices, commands.take) if link else None
        place = (settings.spool_dir, settings.train_id)
        self._sender = Sender(place, link, courier, notices, self._on_refused)
        encoder = RecordEncoder(producer_id, _fields_of_every_record(settings), notices)
        self._spooler = Spooler(
            self.queue, encoder, notices, self._sender.wake, self._sender.finish
        )

    @property
    def dropped(self) -> int:
        """Records that no room was found for, in the queue or in the spool."""
        return self.queue.dropped + (self._own.dropped if self._own else 0)

    def start(self, registration: Callable[[], Mapping[str, Any]], hold_seconds: float) -> None:
        """Starts both threads. `registration` is asked for once the spool opens."""

        def open_spool() -> OwnSpool:
            settings = self._settings
            meta = SpoolMeta(settings.train_id, self._producer_id, settings.url, registration())
            self._own = OwnSpool(
                settings.spool_dir,
                meta,
                max_bytes=settings.max_spool_bytes,
                notices=self._notices,
            )
            self._sender.open(self._own)
            return self._own

        first = (time.time(), _first_report(self._settings), None)
        self._sender.start()
        self._spooler.begin(open_spool, first, hold_seconds)

    def finish(self, timeout: float) -> bool:
        """Sends what waits, for at most `timeout` seconds. Returns whether everything was sent."""
        deadline = time.monotonic() + timeout
        self._spooler.finish()
        self._spooler.join(max(0.0, timeout))
        self._sender.join(max(0.0, deadline - time.monotonic()))
        if self._sender.is_alive():
            self._sender.abandon()
            self._sender.join(_CLOSE_SECONDS)
        is_waiting = not self._sender.delivered and not self.has_stopped
        if is_waiting and self._own and self._own.folder:
            self._notices.once(
                "left", f"records wait in {self._own.folder}; send them with {self._sync_command}"
            )
        return self._sender.delivered

    def abandon_in_child(self) -> None:
        """Lets go of everything in a forked child."""
        self._sender.abandon_in_child()

    @property
    def _sync_command(self) -> str:
        return f"python -m trainwire sync {self._settings.spool_dir}"

    def _open_link(self) -> Link | None:
        try:
            return Link(self._settings.url, self._settings.token)
        except ValueError as error:
            self._notices.once("url", f"nothing is published, records are only spooled: {error}")
            return None

    def _on_refused(self, refused: Refused) -> None:
        if refused.is_final:
            self.has_stopped = True
        if refused.code == "stale_attempt":
            self._commands.stop(refused.message)
        self._notices.once(
            "refused",
            f"publishing of {self._settings.train_id} stops, its records stay in the spool: "
            f"{refused.code}: {refused.message}",
        )


def _fields_of_every_record(settings: Settings) -> dict[str, object]:
    fields: dict[str, object] = {}
    if settings.attempt is not None:
        fields["attempt"] = settings.attempt
    if settings.all_ranks and settings.rank is not None:
        fields["rank"] = settings.rank
    return fields


def _first_report(settings: Settings) -> dict[object, object]:
    return {
        "status": "running",
        "rank": settings.rank,
        "world_size": settings.world_size,
        "expect_next_in_seconds": settings.expect_next_in_seconds,
    }
