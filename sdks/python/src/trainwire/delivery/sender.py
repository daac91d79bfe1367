"""The thread that sends: first what dead processes left, then the reporter's own records."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from trainwire.delivery.backoff import sparse_seconds
from trainwire.delivery.courier import Courier, Denied, Refused, Sent, Spool, Step, Wait
from trainwire.delivery.link import Link
from trainwire.notices import Notices
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.leftovers import take_leftovers
from trainwire.spool.own_spool import OwnSpool

HEARTBEAT_SECONDS = 1.0
"""After so long without an update an empty request shows life and fetches commands."""

LEFTOVERS_SECONDS = 10.0
"""How often it looks for the spools of processes that died since."""

_MAX_FINAL_WAIT_SECONDS = 0.25


class Sender(threading.Thread):
    """Sends until `finish` was called and nothing waits, or until `abandon`."""

    def __init__(
        self,
        place: tuple[Path, str],
        link: Link | None,
        courier: Courier | None,
        notices: Notices,
        on_refused: Callable[[Refused], None],
    ) -> None:
        """`place` is the spool folder and the training; without a link nothing is ever sent."""
        super().__init__(name="trainwire-sender", daemon=True)
        self.delivered = False
        self._spool_dir, self._train_id = place
        self._link = link
        self._courier = courier
        self._notices = notices
        self._on_refused = on_refused
        self._own: OwnSpool | None = None
        self._leftover: FileSpool | None = None
        self._work = threading.Event()
        self._no_more = threading.Event()
        self._abandoned = threading.Event()
        self._hurry = threading.Event()
        self._contact_at = time.monotonic()
        self._look_at = self._contact_at

    def open(self, own: OwnSpool) -> None:
        """Gives it the reporter's own spool."""
        self._own = own
        self._work.set()

    def wake(self) -> None:
        """Says that the spool has more."""
        self._work.set()

    def finish(self) -> None:
        """Says that the spool gets no more: it ends once everything is sent."""
        self._no_more.set()
        self._hurry.set()
        self._work.set()

    def abandon(self) -> None:
        """Makes it end soon, whatever waits; the spool stays."""
        self._abandoned.set()
        self.finish()
        if self._link:
            self._link.interrupt()

    def abandon_in_child(self) -> None:
        """Closes a forked child's copies of files and connection."""
        if self._link:
            self._link.abandon()
        for spool in (self._own, self._leftover):
            if spool:
                spool.abandon()

    def run(self) -> None:
        """Sends; called by the thread."""
        try:
            if self._courier:
                self._send_own()
            self._wait_for_end()
        except Exception:
            self._notices.broken("the sender")
            self._wait_for_end()
        finally:
            self._close()

    def _send_leftovers(self) -> None:
        self._look_at = time.monotonic() + LEFTOVERS_SECONDS
        for spool in take_leftovers(self._spool_dir, self._train_id):
            self._leftover = spool
            try:
                self._send_leftover(spool)
                spool.close()
            except (OSError, ValueError) as error:
                self._notices.once("leftover", f"{spool.folder} cannot be read: {error}")
                spool.abandon()
            self._leftover = None
            if self._abandoned.is_set():
                return

    def _send_leftover(self, spool: FileSpool) -> None:
        records = 0
        while not self._abandoned.is_set():
            match self._step(spool):
                case Sent(0):
                    if records:
                        message = f"{records} records of an earlier process were sent"
                        self._notices.once(f"sent {spool.folder}", message, logging.INFO)
                    return
                case Sent(more):
                    records += more
                case Wait(seconds, reason):
                    self._pause(seconds, reason)
                case Refused() as refused:
                    if refused.is_final:
                        spool.refuse(refused.code)
                    message = f"the records in {spool.folder} are refused: {refused.message}"
                    self._notices.once(f"refused {spool.folder}", message)
                    return
                case Denied() as denied:
                    self._pause_for_token(denied)
                    if self._no_more.is_set():
                        return

    def _send_own(self) -> None:
        while not self._abandoned.is_set():
            if time.monotonic() >= self._look_at:
                self._send_leftovers()
            self._work.clear()
            is_last = self._no_more.is_set()
            if self._own is None:
                if is_last:
                    return
                self._work.wait()
                continue
            step = self._step(self._own)
            if step == Sent(0):
                if is_last:
                    return
                step = self._idle(self._own)
            if isinstance(step, Wait):
                self._pause(step.seconds, step.reason)
            elif isinstance(step, Denied):
                self._pause_for_token(step)
                # A last try, in case the token became good, and no more: the spool keeps the rest.
                if is_last:
                    return
            elif isinstance(step, Refused):
                if step.is_final:
                    self._own.refuse(step.code)
                self._on_refused(step)
                return

    def _step(self, spool: Spool) -> Step:
        assert self._courier  # noqa: S101
        step = self._courier.step(spool)
        if isinstance(step, Sent) and step.records:
            self._contact_at = time.monotonic()
        return step

    def _idle(self, own: OwnSpool) -> Step:
        """Waits for work; shows life when there is none."""
        assert self._courier  # noqa: S101
        rest = self._contact_at + HEARTBEAT_SECONDS - time.monotonic()
        if rest > 0:
            self._work.wait(rest)
            return Sent(0)
        step = self._courier.fetch_commands(own.meta.train_id)
        if isinstance(step, Sent):
            self._contact_at = time.monotonic()
        return step

    def _pause(self, seconds: float, reason: str) -> None:
        if seconds > 0:
            self._notices.now_and_then("waiting", f"not published yet, trying again: {reason}")
        if self._no_more.is_set():
            self._abandoned.wait(min(seconds, _MAX_FINAL_WAIT_SECONDS))
        else:
            self._hurry.wait(seconds)

    def _pause_for_token(self, denied: Denied) -> None:
        self._notices.once(
            "denied",
            "the server wants another token (TRAINWIRE_TOKEN); records wait in the spool, and are"
            f" tried again every minute or two: {denied.message}",
        )
        self._hurry.wait(sparse_seconds())

    def _wait_for_end(self) -> None:
        """Keeps the spool locked while records still come."""
        self._no_more.wait()

    def _close(self) -> None:
        if self._link:
            self._link.close()
        if self._own:
            try:
                self.delivered = self._own.close()
            except OSError as error:
                self._notices.once("close", f"the spool could not be closed: {error}")
