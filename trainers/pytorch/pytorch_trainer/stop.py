"""The wish to stop, as TERM and INT bring it."""

import signal
from collections.abc import Callable
from types import FrameType


class StopRequest:
    """Remembers that somebody asked to stop, and passes it on once there is a training to be stopped.

    PID 1 of a container has no default action for TERM: without `listen` the signal would be lost.
    """

    def __init__(self) -> None:
        self._reason: str | None = None
        self._tell: Callable[[str], None] | None = None

    def listen(self) -> None:
        """Takes over TERM and INT. A second signal ends the process at once, with its usual exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def pass_on(self, tell: Callable[[str], None]) -> None:
        """Calls `tell` with the reason, as soon as there is one; it may be called in a signal handler."""
        self._tell = tell
        if self._reason is not None:
            tell(self._reason)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self._reason is not None:
            raise SystemExit(128 + number)
        self._reason = f"stopped by {signal.Signals(number).name}"
        if self._tell is not None:
            self._tell(self._reason)
