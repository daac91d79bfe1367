"""What the reporter tells people, through the logger `trainwire`, and how seldom."""

import logging
import threading
import time

LOGGER = logging.getLogger("trainwire")
_PERIOD_SECONDS = 60.0


class Notices:
    """Says each thing once, or at most once a minute. Never raises."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._said_at: dict[str, float] = {}

    def once(self, key: str, message: str, level: int = logging.WARNING) -> None:
        """Says it the first time."""
        self._say(key, message, level, period=float("inf"))

    def now_and_then(self, key: str, message: str) -> None:
        """Says it if it was not said within the last minute."""
        self._say(key, message, logging.WARNING, period=_PERIOD_SECONDS)

    def broken(self, where: str) -> None:
        """Says once, with a traceback, that this package itself has failed."""
        self._say(
            f"broken {where}", f"{where} failed", logging.ERROR, period=float("inf"), trace=True
        )

    def _say(
        self, key: str, message: str, level: int, *, period: float, trace: bool = False
    ) -> None:
        now = time.monotonic()
        with self._guard:
            said_at = self._said_at.get(key)
            if said_at is not None and now - said_at < period:
                return
            # A bound for names that a training makes up without end.
            if len(self._said_at) >= 1000 and said_at is None:
                return
            self._said_at[key] = now
        LOGGER.log(level, "%s", message, exc_info=trace)
