"""How fast the training goes, and so how long it will take."""

from collections import deque
from typing import Any


class Pace:
    """Times of the last stretches of steps, evaluations left out, and of the last evaluation."""

    def __init__(self, samples_per_step: int, tokens_per_sample: int) -> None:
        self._samples_per_step = samples_per_step
        self._tokens_per_sample = tokens_per_sample
        self._stretches: deque[tuple[int, float]] = deque(maxlen=10)
        self._evaluation_seconds = 0.0

    def steps_took(self, steps: int, seconds: float) -> None:
        """Notes a stretch of steps that the processor has finished."""
        self._stretches.append((steps, seconds))

    def evaluation_took(self, seconds: float) -> None:
        """Notes one evaluation."""
        self._evaluation_seconds = seconds

    def state(self) -> dict[str, Any]:
        """What was noted, for a checkpoint."""
        return {"stretches": list(self._stretches), "evaluation_seconds": self._evaluation_seconds}

    def restore(self, state: dict[str, Any]) -> None:
        """Takes over what another one had noted."""
        self._stretches.extend(state["stretches"])
        self._evaluation_seconds = state["evaluation_seconds"]

    def throughput(self) -> dict[str, float]:
        """Samples and tokens a second of late, as fields of a report; empty before the first stretch."""
        step_seconds = self._step_seconds()
        if step_seconds == 0:
            return {}
        samples = self._samples_per_step / step_seconds
        return {"samples_per_second": samples, "tokens_per_second": samples * self._tokens_per_sample}

    def eta_seconds(self, steps_left: int, evaluations_left: int) -> float:
        """Time that is left at this pace."""
        return steps_left * self._step_seconds() + evaluations_left * self._evaluation_seconds

    def promise_seconds(self, steps_between_reports: int) -> float:
        """When the next report comes at the latest: four times what it should take, and at least 10 s."""
        due = steps_between_reports * self._step_seconds() + self._evaluation_seconds
        return max(10.0, 4 * due)

    def _step_seconds(self) -> float:
        steps = sum(count for count, _ in self._stretches)
        return sum(seconds for _, seconds in self._stretches) / steps if steps else 0.0
