"""One run of a script that was written for wandb."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, Unpack

from trainwire.exit_watch import FinalStatus, status_of
from trainwire.reporter import Reporter
from trainwire.settings import ReporterOptions
from trainwire.wandb_like.config import Config
from trainwire.wandb_like.ignored import Ignored, ignore

IGNORED_CALLS = frozenset(
    {
        "alert",
        "define_metric",
        "link_artifact",
        "log_artifact",
        "log_code",
        "mark_preempting",
        "restore",
        "save",
        "unwatch",
        "use_artifact",
        "watch",
    }
)
"""Calls of wandb, of the module and of a run, that do nothing and say so once."""

_STEP_NAMES = ("step", "current_step")


class LateReporter(Reporter):
    """Registers with the first report, at the latest after a second: scripts fill `config` late."""

    _hold_seconds = 1.0

    def __init__(
        self, config: Config, train_id: str | None, /, **options: Unpack[ReporterOptions]
    ) -> None:
        """`config` is published as it is when the training registers."""
        self._config = config
        super().__init__(train_id, **options)

    def _registration(self) -> Mapping[str, Any]:
        registration = dict(super()._registration())
        if config := self._config.published():
            registration["config"] = config
        return registration

    def _at_exit(self) -> None:
        """Its run ends it."""


class Run:
    """What `init` returns. Calls that trainwire does not have are ignored, with one line each."""

    def __init__(self, reporter: Reporter, config: Config, project: str, name: str) -> None:
        self.config = config
        self.summary = Config()
        """Kept for the script alone; it is not published."""
        self.project = project
        self.name = name or reporter.train_id
        self._reporter = reporter
        self._next_step = 0
        self._held: dict[str, Any] = {}

    @property
    def id(self) -> str:
        """The training's id."""
        return self._reporter.train_id

    @property
    def url(self) -> str:
        """The training's page."""
        return f"{self._reporter.url}/trainings/{self.id}"

    @property
    def step(self) -> int:
        """The step that the next `log` without one counts as."""
        return self._next_step

    def log(
        self,
        data: Mapping[str, Any] | None = None,
        step: int | None = None,
        commit: bool | None = None,
        **_ignored: Any,
    ) -> None:
        """Reports a step; without `step` counted from 0. `commit=False` waits for the next call."""
        if not isinstance(data, Mapping):
            return
        self._held.update(data)
        if commit is False and step is None:
            return
        held, self._held = self._held, {}
        if isinstance(step, int):
            self._next_step = step
        if not any(name in held for name in _STEP_NAMES):
            held = {"step": self._next_step, **held}
        self._next_step += 1
        self._reporter.log(held)

    def finish(self, exit_code: Any = None, quiet: Any = None) -> None:
        """Ends the run: failed if `exit_code` is neither None nor 0 (see `Reporter.crash`)."""
        del quiet
        if exit_code:
            self.end("failed", f"exit {exit_code}")
        else:
            self.end("completed")

    def end(self, status: FinalStatus, reason: str = "") -> None:
        """Reports what is held, and the end."""
        if self._held:
            self.log({}, commit=True)
        if status == "failed":
            self._reporter.crash(reason)
        else:
            self._reporter.finish(status, reason=reason or None)

    def __getattr__(self, name: str) -> Any:
        if name in IGNORED_CALLS:
            ignore(name)
            return Ignored()
        raise AttributeError(f"a run of trainwire has no {name!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        status, reason = status_of(error) if error else (None, "")
        self.end(status or "completed", reason)
