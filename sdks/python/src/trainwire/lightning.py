"""Publishes what Lightning's `Trainer` does.

In `Trainer(logger=TrainwireLogger(), callbacks=[TrainwireCallback()])` the logger reports what
modules log; the callback adds live speed and time left, and obeys pause, cancel and checkpoint.
"""

import math
import os
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Unpack

from trainwire.adapters.gpu_memory import gpu_memory
from trainwire.adapters.harmless import harmless
from trainwire.adapters.lightning_names import to_report
from trainwire.adapters.pace import Pace
from trainwire.adapters.secrets import without_secrets
from trainwire.adapters.wish import Wish, agree, read_wish
from trainwire.notices import Notices
from trainwire.reporter import Reporter
from trainwire.sampler import SystemSampler
from trainwire.settings import ReporterOptions, read_settings

try:
    # Both may be installed: that which the script uses is loaded already.
    if "pytorch_lightning" in sys.modules and "lightning.pytorch" not in sys.modules:
        raise ImportError
    from lightning.pytorch.callbacks import Callback
    from lightning.pytorch.loggers import Logger
    from lightning.pytorch.utilities.data import extract_batch_size
    from lightning.pytorch.utilities.rank_zero import rank_zero_only
except ImportError:
    try:
        from pytorch_lightning.callbacks import Callback
        from pytorch_lightning.loggers import Logger
        from pytorch_lightning.utilities.data import extract_batch_size
        from pytorch_lightning.utilities.rank_zero import rank_zero_only
    except ImportError as error:
        message = "trainwire.lightning needs Lightning: pip install lightning"
        raise ImportError(message) from error

_LIVE_SECONDS = 0.25
"""Least time between two reports of steps of which the module logs nothing."""

_SLOW_PHASE_PROMISE_SECONDS = 900.0


class TrainwireLogger(Logger):
    """Reports metrics, hyperparameters, and the checkpoints that Lightning saves.

    Without a `reporter` it makes its own, and ends it with `fit`: completed, failed or cancelled.
    With one, whoever made it ends it, and what follows `fit`, such as a test, is reported too. Only
    rank 0 reports.
    """

    def __init__(
        self,
        reporter: Reporter | None = None,
        *,
        train_id: str | None = None,
        url: str | None = None,
        system_seconds: float = 10.0,
        **options: Unpack[ReporterOptions],
    ) -> None:
        """`system_seconds` between looks at CPU, memory and GPUs; 0 for none."""
        super().__init__()
        self.reporter = reporter
        self.is_own = reporter is None
        self.last_step = 0
        self._notices = Notices()
        self._settings = read_settings(train_id, url, dict(options), self._notices)
        self._system_seconds = system_seconds
        self._options = options
        self._config: dict[str, Any] = {}
        self._opened = ExitStack()
        self._has_begun = False
        self._has_trained = False

    @property
    def experiment(self) -> Reporter | None:
        """The reporter; None before the training begins, and on other ranks than 0."""
        return self.reporter

    @property
    def name(self) -> str:
        """The folder of checkpoints within `save_dir`, if nobody says another."""
        return "" if self.save_dir else "trainwire"

    @property
    def version(self) -> str:
        """The folder within that: one a training."""
        return "" if self.save_dir else self._settings.train_id

    @property
    def save_dir(self) -> str | None:
        """The training's folder of artifacts, where there is one; else the trainer decides."""
        return os.environ.get("TRAINWIRE_RUN_DIR") or None

    def begin(self) -> Reporter | None:
        """Registers the training, unless it was. The reporter; None on other ranks than 0."""
        if self._has_begun or rank_zero_only.rank != 0:
            return self.reporter
        self._has_begun = True
        if self.reporter is None:
            options = {"config": self._config, **self._options}
            self.reporter = Reporter(self._settings.train_id, self._settings.url, **options)  # type: ignore[arg-type]
            self._opened.enter_context(self.reporter)
        if self._system_seconds > 0:
            self._opened.enter_context(SystemSampler(self.reporter, self._system_seconds))
        return self.reporter

    @harmless
    def log_hyperparams(
        self, params: dict[str, Any] | Namespace, *_args: Any, **_options: Any
    ) -> None:
        """Keeps what the training registers with: what is known before its first report."""
        config = params if isinstance(params, Mapping) else vars(params)
        self._config.update(without_secrets(config))

    @harmless
    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Reports metrics. `train_loss`, `val_loss` and the like become fields of the protocol."""
        reporter = self.begin()
        if reporter:
            self.last_step = max(step or 0, self.last_step)
            self._has_trained |= self.last_step > 0
            reporter.log(to_report(metrics), step=self.last_step)

    @harmless
    def after_save_checkpoint(self, checkpoint_callback: Any) -> None:
        """Reports a checkpoint that Lightning has saved, if a training can go on from it."""
        saved = getattr(checkpoint_callback, "_last_checkpoint_saved", "")
        if self.reporter and saved and not checkpoint_callback.save_weights_only:
            step = getattr(checkpoint_callback, "_last_global_step_saved", None)
            self.reporter.checkpoint(saved, step)

    @harmless
    def finalize(self, status: str) -> None:
        """Ends its own reporter once it has trained; a validation before that ends nothing."""
        if status == "failed":
            self._opened.__exit__(*sys.exc_info())
        elif status == "success" and self._has_trained:
            self._opened.close()


class TrainwireCallback(Callback):
    """Reports steps as they go by, and obeys pause, cancel and checkpoint commands.

    It needs a `TrainwireLogger`. A pause saves a checkpoint first. Then it waits to be resumed, or,
    if a launcher started this process, ends it: by SystemExit with the logger's own reporter; with
    yours, look at `reporter.is_paused` after `fit`. To go on, call `fit` with
    `ckpt_path=os.environ.get("TRAINWIRE_RESUME_FROM")`.
    """

    def __init__(self) -> None:
        self._logger: TrainwireLogger | None = None
        self._pace = Pace()
        self._step = 0
        self._samples = 0
        self._reported_at = 0.0

    @property
    def _reporter(self) -> Reporter | None:
        return self._logger.reporter if self._logger else None

    @harmless
    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Reports how long the training is."""
        del pl_module
        loggers = (each for each in trainer.loggers if isinstance(each, TrainwireLogger))
        self._logger = next(loggers, None)
        if self._logger is None:
            Notices().once("logger", "TrainwireCallback does nothing without a TrainwireLogger")
            return
        self._pace = Pace()
        self._step = trainer.global_step
        self._samples = 0
        if reporter := self._logger.begin():
            epochs = trainer.max_epochs if (trainer.max_epochs or 0) > 0 else None
            reporter.log(self._progress(trainer), total_epochs=epochs, phase="training")

    @harmless
    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Reports the step, unless it was just done, and does what people want."""
        del pl_module, outputs, batch_idx
        self._samples += extract_batch_size(batch) * trainer.world_size
        if self._logger is None or trainer.global_step == self._step:
            return  # gradients are still accumulated
        self._step = trainer.global_step
        self._logger.last_step = max(self._step, self._logger.last_step)
        self._pace.step(self._samples)
        self._samples = 0
        if self._reporter and self._is_due():
            self._reporter.log(self._progress(trainer), phase="training")
        # Several processes agree only now and then: to ask is to wait for one another.
        if trainer.world_size == 1 or self._step % trainer.log_every_n_steps == 0:
            self._obey(trainer, agree(read_wish(self._reporter)))

    @harmless
    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:
        """Promises the next report for later."""
        del trainer, pl_module
        self._promise("evaluating")

    @harmless
    def on_validation_batch_end(self, *_args: Any, **_kwargs: Any) -> None:
        """Shows that the validation goes on."""
        if self._is_due():
            self._promise("evaluating")

    @harmless
    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        """Its time is none of the steps'."""
        del pl_module
        self._pace.skip()
        if self._reporter:
            self._reporter.log(self._progress(trainer), phase="training")

    def _obey(self, trainer: Any, wish: Wish) -> None:
        if wish is Wish.STOP:
            trainer.should_stop = True
        elif wish is Wish.SAVE and not self._save_and_obey(trainer):
            trainer.should_stop = True
            if self._logger and self._logger.is_own:
                # Without the validation, and what follows in the script.
                sys.exit(0)

    def _save_and_obey(self, trainer: Any) -> bool:
        """Whether to go on. All processes save."""
        self._promise("saving")
        logger = self._logger
        assert logger  # noqa: S101
        folder = Path(logger.save_dir or trainer.default_root_dir) / logger.name / logger.version
        path = folder / "checkpoints" / f"step-{self._step}.ckpt"
        unfinished = path.with_name(f".{path.name}")
        trainer.save_checkpoint(unfinished)
        goes_on = True
        if self._reporter:
            goes_on = self._reporter.obey(self._step, lambda _: unfinished.rename(path))
            self._reporter.log(self._progress(trainer), phase="training")
        self._pace.skip()
        return agree(Wish.GO_ON if goes_on else Wish.STOP) is Wish.GO_ON

    def _progress(self, trainer: Any) -> dict[str, Any]:
        self._reported_at = time.monotonic()
        total = trainer.estimated_stepping_batches
        is_known = 0 <= total < math.inf
        batches = trainer.num_training_batches
        part = trainer.fit_loop.epoch_loop.batch_progress.current.ready / batches if batches else 0
        return {
            "step": self._step,
            "total_steps": int(total) if is_known else None,
            "epoch": trainer.current_epoch + min(1.0, part),
            **self._pace.report(int(total) - self._step if is_known else None),
            **gpu_memory(),
        }

    def _is_due(self) -> bool:
        return time.monotonic() - self._reported_at >= _LIVE_SECONDS

    def _promise(self, phase: str) -> None:
        if self._reporter:
            self._reported_at = time.monotonic()
            self._reporter.log(phase=phase, expect_next_in_seconds=_SLOW_PHASE_PROMISE_SECONDS)
