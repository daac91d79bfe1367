"""The wish to stop, as TERM and INT bring it."""

import signal
from types import FrameType


class StopRequest:
    """Remembers that somebody asked to stop; the training loop looks at it after every step.

    PID 1 of a container has no default action for TERM: without `listen` the signal would be lost.
    """

    def __init__(self) -> None:
        self.reason: str | None = None

    def listen(self) -> None:
        """Takes over TERM and INT. A second signal ends the process at once, with its usual exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self.reason is not None:
            raise SystemExit(128 + number)
        self.reason = signal.Signals(number).name
