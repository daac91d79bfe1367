"""What the machine does meanwhile: CPU, memory and GPUs, beside what a training reports."""

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self

from trainwire.notices import Notices
from trainwire.reporter import Reporter
from trainwire.sampling.nvml import NvmlFigures
from trainwire.sampling.proc import ProcFigures

_FIRST_SECONDS = 1.0
_STOP_SECONDS = 1.0


class Figures(Protocol):
    """One source of figures."""

    def read(self) -> Mapping[str, float]:
        """The figures of now, by the name of their metric."""
        ...


class SystemSampler:
    """Looks at the machine in a thread of its own, and lets the reporter send what it saw.

    A sample goes with the training's next report and never by itself, so that a training that
    hangs still is one that reports nothing. Metrics are named `system.…`; see docs/adapters.md.

        with Reporter() as reporter, SystemSampler(reporter):
            ...
    """

    def __init__(
        self,
        reporter: Reporter,
        interval_seconds: float = 10.0,
        sources: tuple[Figures, ...] | None = None,
    ) -> None:
        """Starts at once. `sources`: default `/proc`, and the GPUs if NVML is there."""
        self._interval_seconds = interval_seconds
        self._sources = sources
        self._sample: Mapping[str, float] | None = None
        self._notices = Notices()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trainwire-sampler", daemon=True)
        reporter.attach(self.take)
        self._thread.start()

    def take(self) -> Mapping[str, float]:
        """The newest sample, if it was not taken yet; else nothing."""
        sample, self._sample = self._sample, None
        return sample or {}

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()
        self._thread.join(_STOP_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            sources = _all_sources() if self._sources is None else self._sources
            # The first one comes soon, and with it a mean of the CPU over some time.
            seconds = min(_FIRST_SECONDS, self._interval_seconds)
            while not self._stop.wait(seconds):
                self._sample = {
                    name: value for source in sources for name, value in source.read().items()
                }
                seconds = self._interval_seconds
        except Exception:
            self._notices.broken("the system sampler")


def _all_sources() -> tuple[Figures, ...]:
    gpus = NvmlFigures.find()
    return (ProcFigures(), gpus) if gpus else (ProcFigures(),)
