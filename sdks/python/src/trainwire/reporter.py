"""What a training talks to."""

import atexit
import contextlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from trainwire.commands import Command, CommandInbox, CommandState
from trainwire.exit_watch import FinalStatus, describe_error, status_at_exit, status_of
from trainwire.forks import silence_in_children
from trainwire.notices import Notices
from trainwire.publishing import Publishing
from trainwire.record.fields import MAX_REASON_LENGTH, TERMINAL_STATUSES, clip
from trainwire.record.freeze import PLAIN_TYPES, freeze
from trainwire.run_folder import artifact_path
from trainwire.settings import ReporterOptions, read_settings

_FINISH_SECONDS = 5.0
_PAUSE_FINISH_SECONDS = 30.0
_RESUME_POLL_SECONDS = 0.1


class Reporter:
    """Publishes one training. No call ever raises into the training, or waits for disk or server.

    In a `with` block the training ends with the block: completed, failed if the block raised (see
    `crash`), cancelled if it was interrupted or has obeyed `should_stop`. Else call `finish`.

        with Reporter("my-first") as reporter:
            reporter.log(step=1, loss=0.5, accuracy=0.7)
    """

    _hold_seconds = 0.0
    """How long the registration may wait for the first report."""

    def __init__(
        self,
        train_id: str | None = None,
        url: str | None = None,
        **options: Unpack[ReporterOptions],
    ) -> None:
        """Starts publishing in the background.

        `train_id` names the training (default: `TRAINWIRE_TRAIN_ID`, else a new id); `url` is the
        server (default: `TRAINWIRE_URL`, else http://127.0.0.1:8000). See `ReporterOptions`.
        """
        self._notices = Notices()
        self._publishing: Publishing | None = None
        self._ended: Publishing | None = None
        self._is_paused = False
        self._attached: list[Callable[[], Mapping[str, Any]]] = []
        self._commands = CommandInbox(self._notices, self._answer, options.get("on_command"))
        try:
            self._settings = read_settings(train_id, url, dict(options), self._notices)
            if self._settings.enabled:
                self._start()
        except Exception:
            self._notices.broken("starting the reporter; nothing is published: it")
            self._settings = read_settings("unpublished", None, {"enabled": False}, self._notices)

    @property
    def train_id(self) -> str:
        """The training's id."""
        return self._settings.train_id

    @property
    def url(self) -> str:
        """The server's address."""
        return self._settings.url

    @property
    def dropped(self) -> int:
        """How many records were dropped because queue or spool were full."""
        publishing = self._publishing or self._ended
        return publishing.dropped if publishing else 0

    @property
    def run_dir(self) -> Path:
        """The training's folder: what is below it is listed and downloaded as its artifacts."""
        return self._settings.run_dir

    @property
    def resume_from(self) -> Path | None:
        """The checkpoint to go on from; None: begin anew."""
        return self._settings.resume_from

    @property
    def should_stop(self) -> bool:
        """Whether the training was asked to stop, or replaced by a newer attempt."""
        return self._commands.wants("cancel")

    @property
    def should_pause(self) -> bool:
        """Whether the training was asked to pause: save a checkpoint, then call `pause`."""
        if self._commands.wants("resume"):
            self._commands.settle("resume", "done", "it runs")
        return self._commands.wants("pause")

    @property
    def should_checkpoint(self) -> bool:
        """Whether a checkpoint was asked for: save it, then call `checkpoint`."""
        return self._commands.wants("checkpoint")

    @property
    def is_paused(self) -> bool:
        """Whether it is paused; after the loop: this process is to end, and another will go on."""
        return self._is_paused

    def log(self, /, *reports: Mapping[str, Any], **values: Any) -> None:
        """Reports a step. Returns at once.

        `step`, `epoch` and `lr` are short for `current_step`, `current_epoch`, `learning_rate`;
        fields of the protocol keep their names; other names are metrics. Values are numbers, or
        scalars of NumPy, PyTorch and the like; NaN and infinities are reported as such. What
        cannot be reported is left out with one warning per name. A dict may be given as well.
        """
        publishing = self._publishing
        if publishing is None or publishing.has_stopped:
            return
        try:
            logged: dict[object, object] = {}
            for source in self._attached:
                logged.update(source())
            for report in reports:
                logged.update(report)
            logged.update(values)
            for name, value in logged.items():
                if type(value) not in PLAIN_TYPES:
                    logged[name] = freeze(value)
            publishing.queue.put((time.time(), logged, None))
        except Exception:
            self._notices.broken("log")

    def attach(self, source: Callable[[], Mapping[str, Any]]) -> None:
        """Asks `source` at every `log` for more to report: what is new beside the training.

        Such values never are a report of their own: only a training's own reports show that it
        goes on. `source` returns at once.
        """
        self._attached.append(source)

    def obey(self, step: int, save: Callable[[int], str | os.PathLike[str]]) -> bool:
        """Does what people have asked for; to be called after each step. False: leave the loop.

        `save(step)` writes a checkpoint of everything up to this step, and returns its path. If it
        raises, the command is refused, and the training goes on.
        """
        if self.should_stop:
            return False
        # Both are read, so that both are accepted.
        if any([self.should_checkpoint, self.should_pause]):
            try:
                path = save(step)
            except Exception as error:
                self._refuse_to_save(error)
                return True
            self.checkpoint(path, step=step)
        return self.pause() if self.should_pause else True

    def checkpoint(self, path: str | os.PathLike[str], step: int | None = None) -> None:
        """Reports a checkpoint that is written to its end, below `run_dir`. Returns at once.

        `step` is the last one that it includes. A command that `should_checkpoint` told of is done.
        """
        publishing = self._publishing
        try:
            written = artifact_path(self.run_dir, path)
            if written is None:
                self._notices.once("checkpoint", f"{path} is no file below {self.run_dir}")
            elif publishing:
                checkpoint = {"path": written, **({} if step is None else {"step": int(step)})}
                publishing.queue.put_always((time.time(), {}, {"checkpoint": checkpoint}))
        except Exception:
            self._notices.broken("checkpoint")
        self._commands.settle("checkpoint", "done")

    def pause(self, *, timeout: float = _PAUSE_FINISH_SECONDS) -> bool:
        """Pauses, once a checkpoint is reported. Returns whether to go on; False: leave the loop.

        A process that a launcher started has to end, so that its memory is free: everything is sent
        within `timeout` seconds, nothing can be reported any more, and this returns False. Else it
        waits until the training is resumed (True) or to be stopped (False).
        """
        publishing = self._publishing
        if publishing is None:
            return not self.should_stop
        self._is_paused = True
        self._report_status(publishing, "paused")
        self._commands.settle("pause", "done")
        if self._settings.is_launched:
            self._end(None, None, timeout)
            return False
        while not (self._commands.wants("resume") or self.should_stop or publishing.has_stopped):
            if self._commands.wants("pause"):
                self._commands.settle("pause", "done")
            time.sleep(_RESUME_POLL_SECONDS)
        self._is_paused = False
        if self.should_stop or publishing.has_stopped:
            return False
        self._report_status(publishing, "running")
        self._commands.settle("resume", "done")
        return True

    def stop(self, reason: str | None = None) -> None:
        """Makes `should_stop` true, as a cancel command does. Signal handlers may call it."""
        self._commands.stop(reason)

    def commands(self) -> list[Command]:
        """The commands that came since the last call. Answer each with `ack`."""
        return self._commands.drain()

    def ack(self, command_id: str, state: CommandState, reason: str | None = None) -> None:
        """Answers a command: `accepted`, then `done`; or `refused`, with a reason."""
        if state not in ("accepted", "done", "refused") or not isinstance(command_id, str):
            self._notices.once("ack", f"a command cannot be answered with {str(state)[:40]!r}")
            return
        if state != "accepted":
            self._commands.forget(command_id)
        self._answer(command_id, state, reason)

    def finish(
        self,
        status: FinalStatus = "completed",
        *,
        timeout: float = _FINISH_SECONDS,
        reason: str | None = None,
    ) -> bool:
        """Ends the training and sends what waits, for at most `timeout` seconds.

        Returns whether the server has everything. If not, the records stay in the spool: the next
        reporter of this training, or `python -m trainwire sync`, sends them.
        """
        try:
            if status in TERMINAL_STATUSES:
                return self._end(status, reason, timeout)
            self._notices.once("finish", f"a training cannot end as {str(status)[:40]!r}")
            return self._end(None, None, timeout)
        except Exception:
            self._notices.broken("finish")
            return False

    def crash(self, reason: str, *, timeout: float = _FINISH_SECONDS) -> bool:
        """Ends this attempt for an error, and sends what waits, as `finish` does.

        A process that a launcher started leaves the training open: the server judges by the exit
        code, and pauses it or tries again. Else it has failed, as nobody would go on with it.
        """
        try:
            return self._end(None if self._settings.is_launched else "failed", reason, timeout)
        except Exception:
            self._notices.broken("crash")
            return False

    def silence_in_child(self) -> None:
        """Makes a forked child's copy do nothing; the parent goes on."""
        publishing, self._publishing = self._publishing, None
        self._ended = None
        if publishing:
            publishing.abandon_in_child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        status, reason = status_of(error) if error else (None, "")
        if status is None:
            self._finish_normally()
        else:
            self._end_as(status, reason)

    def _start(self) -> None:
        producer_id = f"py-{secrets.token_hex(12)}"
        publishing = Publishing(self._settings, producer_id, self._commands, self._notices)
        publishing.start(self._registration, self._hold_seconds)
        self._publishing = publishing
        silence_in_children(self)
        atexit.register(self._at_exit)

    def _registration(self) -> Mapping[str, Any]:
        return self._settings.registration

    def _finish_normally(self) -> None:
        if self._commands.is_stop_seen:
            self._commands.settle("cancel", "done")
            self.finish("cancelled", reason=self._commands.stop_reason)
        else:
            self.finish("completed")

    def _end_as(self, status: FinalStatus, reason: str) -> None:
        if status == "failed":
            self.crash(reason)
        else:
            self.finish(status, reason=reason)

    def _answer(self, command_id: str, state: CommandState, reason: str | None) -> None:
        if publishing := self._publishing:
            answer = {"command_id": command_id, "state": state}
            if reason:
                answer["reason"] = clip(str(reason), MAX_REASON_LENGTH)
            publishing.queue.put_always((time.time(), {}, {"command_ack": answer}))

    def _refuse_to_save(self, error: Exception) -> None:
        reason = f"the checkpoint could not be saved: {describe_error(error)}"
        self._notices.now_and_then("save", reason)
        for name in ("checkpoint", "pause"):
            self._commands.settle(name, "refused", reason)

    def _report_status(self, publishing: Publishing, status: str) -> None:
        publishing.queue.put_always((time.time(), {"status": status}, None))

    def _end(self, status: str | None, reason: str | None, timeout: float) -> bool:
        publishing, self._publishing = self._publishing, None
        if publishing is None:
            return self._ended.finish(timeout) if self._ended else True
        self._ended = publishing
        ending = {"status": status, "reason": reason}
        values: dict[object, object] = {name: each for name, each in ending.items() if each}
        if values:
            publishing.queue.put_always((time.time(), values, None))
        is_sent = publishing.finish(timeout)
        atexit.unregister(self._at_exit)
        return is_sent

    def _at_exit(self) -> None:
        """Ends what was not finished. Without a sign of how it went, the status stays open."""
        with contextlib.suppress(Exception):
            status, reason = status_at_exit()
            if status:
                self._end_as(status, reason)
                return
            if self._publishing:
                self._notices.once("exit", "the reporter was not finished", logging.INFO)
            self._end(None, None, _FINISH_SECONDS)
