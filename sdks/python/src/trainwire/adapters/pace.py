"""How fast a training goes, measured from its steps."""

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 50
_UNKNOWN_PROMISE_SECONDS = 300.0
_LEAST_PROMISE_SECONDS = 60.0


class Pace:
    """The last steps and their times, without what lies between steps, such as an evaluation."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._began_at = clock()
        self._last_at = self._began_at
        self._steps: deque[tuple[float, int, int]] = deque(maxlen=_WINDOW)

    def skip(self) -> None:
        """The time since the last step was spent on something else."""
        self._last_at = self._clock()

    def step(self, samples: int, tokens: int = 0) -> None:
        """A step has ended."""
        now = self._clock()
        self._steps.append((now - self._last_at, samples, tokens))
        self._last_at = now

    def report(self, steps_left: int | None) -> dict[str, float]:
        """The fields of a report that speak of speed and time; fewer before the first step."""
        seconds = sum(each[0] for each in self._steps)
        fields = {"elapsed_seconds": self._clock() - self._began_at}
        if seconds <= 0:
            return {**fields, "expect_next_in_seconds": _UNKNOWN_PROMISE_SECONDS}
        step_seconds = seconds / len(self._steps)
        fields["samples_per_second"] = sum(each[1] for each in self._steps) / seconds
        fields["expect_next_in_seconds"] = max(_LEAST_PROMISE_SECONDS, 10 * step_seconds)
        if tokens := sum(each[2] for each in self._steps):
            fields["tokens_per_second"] = tokens / seconds
        if steps_left is not None:
            fields["eta_seconds"] = steps_left * step_seconds
        return fields
