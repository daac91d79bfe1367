"""Carries records from a spool to the server, one request at a time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from trainwire.commands import Command
from trainwire.delivery.answer import ErrorAnswer, IngestAnswer
from trainwire.delivery.backoff import Backoff
from trainwire.delivery.ingest import Ingest, RetryError
from trainwire.notices import Notices
from trainwire.spool.batch import Batch
from trainwire.spool.spool_meta import SpoolMeta

_MAX_BATCH_BYTES = 1024 * 1024
_MAX_BATCH_RECORDS = 5000
_MIN_BATCH_BYTES = 1024
_DENIED_STATUSES = (401, 403)
_FINAL_CODES = ("training_ended", "stale_attempt")


class Spool(Protocol):
    """What the courier needs of a spool."""

    meta: SpoolMeta
    is_registered: bool

    def next_batch(self, max_bytes: int, max_records: int) -> Batch | None:
        """The oldest records that wait, or None."""

    def acknowledge(self, batch: Batch, records: int) -> None:
        """Notes that the server has dealt with the first `records` of a batch."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has dealt with `records` more records; 0 means that none waited."""

    records: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing could be sent; try again after so many seconds."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will not take these records, now or later; they stay in the spool."""

    code: str
    message: str

    @property
    def is_final(self) -> bool:
        """Whether this training will never take them, whatever its owner mends."""
        return self.code in _FINAL_CODES


@dataclass(frozen=True, slots=True)
class Denied:
    """The server wants another token; the records stay in the spool until it has one."""

    message: str


Step = Sent | Wait | Refused | Denied
_Answer = TypeVar("_Answer")


class Courier:
    """Decides what each answer means for the spool. Never raises for what a server does.

    A request is repeated, with growing delays, until it is answered: `producer_seq` makes that
    harmless. Rejected records are reported and not sent again, unless their code says retry.
    """

    def __init__(
        self, ingest: Ingest, notices: Notices, on_commands: Callable[[Iterable[Command]], None]
    ) -> None:
        self._ingest = ingest
        self._notices = notices
        self._on_commands = on_commands
        self._backoff = Backoff()
        self._max_bytes = _MAX_BATCH_BYTES
        self._batch_bytes = _MAX_BATCH_BYTES

    def step(self, spool: Spool) -> Step:
        """Sends the next batch of a spool."""
        if not spool.is_registered:
            obstacle = self._register(spool.meta)
            if obstacle:
                return obstacle
            spool.is_registered = True
        # Small batches have few records too, so that one record can be told apart in the end.
        max_records = max(1, _MAX_BATCH_RECORDS * self._batch_bytes // _MAX_BATCH_BYTES)
        batch = spool.next_batch(self._batch_bytes, max_records)
        return self._send(spool, batch) if batch else Sent(0)

    def fetch_commands(self, train_id: str) -> Step:
        """Asks for the open commands, which also shows that the trainer is alive."""
        answer = self._ask(lambda: self._ingest.fetch_commands(train_id))
        if isinstance(answer, IngestAnswer):
            self._backoff.reset()
            self._on_commands(answer.commands)
            return Sent(0)
        return self._refusal(answer) if isinstance(answer, ErrorAnswer) else answer

    def _register(self, meta: SpoolMeta) -> Step | None:
        registration: Mapping[str, Any] | None = meta.registration
        if registration is None:
            return None
        answer = self._ask(lambda: self._ingest.register(registration))
        if isinstance(answer, Wait):
            return answer
        if answer is not None and answer.code != "training_exists":
            if answer.status in _DENIED_STATUSES:
                return self._refusal(answer)
            # The first record registers the training as well, without its name and config.
            self._notices.once("register", f"name and config were refused: {answer.message}")
        return None

    def _send(self, spool: Spool, batch: Batch) -> Step:
        answer = self._ask(lambda: self._ingest.send(spool.meta.train_id, batch.body))
        if isinstance(answer, Wait):
            # A slow line may need smaller requests to answer in time.
            self._batch_bytes = max(min(_MIN_BATCH_BYTES, self._max_bytes), self._batch_bytes // 2)
            return answer
        if isinstance(answer, ErrorAnswer):
            return self._refused_whole(spool, batch, answer)
        self._batch_bytes = min(self._max_bytes, self._batch_bytes * 2)
        self._on_commands(answer.commands)
        for rejection in answer.rejected:
            if rejection.code in _FINAL_CODES:
                return Refused(rejection.code, rejection.message)
        return self._acknowledge(spool, batch, answer)

    def _acknowledge(self, spool: Spool, batch: Batch, answer: IngestAnswer) -> Step:
        """Everything up to the first record that is to be sent again."""
        again = [each.index for each in answer.rejected if each.may_retry]
        done = min([*again, batch.records])
        for rejection in answer.rejected:
            if not rejection.may_retry:
                self._notices.now_and_then(
                    f"rejected {rejection.code}",
                    f"the server rejected a record ({rejection.code}): {rejection.message}",
                )
        if done > 0:
            self._backoff.reset()
            spool.acknowledge(batch, done)
            return Sent(done)
        return Wait(self._backoff.next_seconds(), "the server asks to try again")

    def _refused_whole(self, spool: Spool, batch: Batch, answer: ErrorAnswer) -> Step:
        if answer.status != 413:
            return self._refusal(answer)
        if batch.records > 1:
            self._max_bytes = self._batch_bytes = max(1, self._batch_bytes // 2)
            return Wait(0, "the server takes smaller requests only")
        self._notices.now_and_then("too large", "a record is too large for the server, and dropped")
        spool.acknowledge(batch, 1)
        return Sent(1)

    def _refusal(self, answer: ErrorAnswer) -> Refused | Denied:
        if answer.status in _DENIED_STATUSES:
            return Denied(answer.message)
        return Refused(answer.code or f"HTTP {answer.status}", answer.message)

    def _ask(self, request: Callable[[], _Answer]) -> "_Answer | Wait":
        try:
            return request()
        except RetryError as error:
            seconds = max(self._backoff.next_seconds(), error.retry_after or 0)
            return Wait(seconds, str(error))
