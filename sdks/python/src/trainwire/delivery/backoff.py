"""How long to wait before trying again."""

import random

_MIN_SECONDS = 0.2
_MAX_SECONDS = 10.0
_SPARSE_SECONDS = 120.0


def sparse_seconds() -> float:
    """The wait for what only somebody's doing mends, such as another token: one to two minutes."""
    return _SPARSE_SECONDS * random.uniform(0.5, 1)  # noqa: S311


class Backoff:
    """Doubles with each failure, from 0.2 s to 10 s; half is chance, so that trainers spread."""

    def __init__(self) -> None:
        self._failures = 0

    def next_seconds(self) -> float:
        """The wait after one more failure."""
        longest = min(_MAX_SECONDS, _MIN_SECONDS * (1 << min(self._failures, 16)))
        self._failures += 1
        return longest * random.uniform(0.5, 1)  # noqa: S311

    def reset(self) -> None:
        """After a success."""
        self._failures = 0
