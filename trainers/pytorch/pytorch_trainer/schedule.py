"""The learning rate over a training: linear warm-up, then a cosine down to a floor."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """`peak` is reached after `warmup_steps`; at `total_steps` the rate is `peak * floor`."""

    peak: float
    warmup_steps: int
    total_steps: int
    floor: float = 0.1

    def rate(self, step: int) -> float:
        """The learning rate of a step, counted from 1."""
        if step <= self.warmup_steps:
            return self.peak * step / self.warmup_steps
        decay_steps = max(1, self.total_steps - self.warmup_steps)
        part = min(1.0, (step - self.warmup_steps) / decay_steps)
        cosine = 0.5 * (1 + math.cos(math.pi * part))
        return self.peak * (self.floor + (1 - self.floor) * cosine)
