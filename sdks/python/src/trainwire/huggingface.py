"""Publishes what a Hugging Face `Trainer` does: `Trainer(…, callbacks=[TrainwireCallback()])`."""

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Unpack

from trainwire.adapters.gpu_memory import gpu_memory
from trainwire.adapters.harmless import harmless
from trainwire.adapters.pace import Pace
from trainwire.adapters.secrets import without_secrets
from trainwire.adapters.wish import Wish, agree, read_wish
from trainwire.notices import Notices
from trainwire.reporter import Reporter
from trainwire.run_folder import artifact_path
from trainwire.sampler import SystemSampler
from trainwire.settings import ReporterOptions

try:
    from transformers import TrainerCallback
except ImportError as error:
    raise ImportError(
        "trainwire.huggingface needs transformers: pip install transformers"
    ) from error

_LIVE_SECONDS = 0.25
"""Least time between two reports of steps that the trainer itself does not log."""

_SLOW_PHASE_PROMISE_SECONDS = 900.0
"""An evaluation reports its batches; saving, and the end of an evaluation, nothing."""


class TrainwireCallback(TrainerCallback):
    """Reports steps, metrics and checkpoints, and obeys pause, cancel and checkpoint commands.

    Without a `reporter` it makes its own when the training begins, and ends it with the training;
    with one, whoever made it ends it. Only rank 0 reports.

    A pause saves a checkpoint first. Then it waits to be resumed, or, if a launcher started this
    process, ends it: by SystemExit with its own reporter; with yours, look at `reporter.is_paused`
    after `train`.
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
        self.reporter = reporter
        self._is_own = reporter is None
        self._address = (train_id, url)
        self._system_seconds = system_seconds
        self._options = options
        self._notices = Notices()
        self._opened = ExitStack()
        self._pace = Pace()
        self._wish = Wish.GO_ON
        self._reported_at = 0.0
        self._tokens = 0

    def publish(self, folder: Path, step: int) -> Path:
        """Is told each checkpoint's folder when it is whole. Overwrite it to move it elsewhere."""
        del step
        return folder

    @harmless
    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Registers the training, with its arguments and the model's."""
        del control
        # The filter would show the mean of the other steps for one whose loss is no number.
        args.logging_nan_inf_filter = False
        self._pace = Pace()
        self._tokens = state.num_input_tokens_seen
        if not state.is_world_process_zero:
            self.reporter = None
            return
        reporter = self._open(args, kwargs.get("model"))
        if reporter.resume_from is not None and state.global_step == 0:
            self._notices.once(
                "resume",
                f"the training begins anew: to go on, call train(resume_from_checkpoint="
                f'"{reporter.resume_from}"), which is in TRAINWIRE_RESUME_FROM',
            )
        reporter.log(self._progress(state), total_epochs=state.num_train_epochs, phase="training")

    @harmless
    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Reports the step, unless the trainer logs it, and asks for what people want."""
        batch = state.train_batch_size or args.train_batch_size
        tokens, self._tokens = self._tokens, state.num_input_tokens_seen
        self._pace.step(
            batch * args.gradient_accumulation_steps * args.world_size, self._tokens - tokens
        )
        # Several processes agree only when they wait for one another's losses anyway.
        if args.world_size == 1 or control.should_log:
            self._wish = agree(read_wish(self.reporter))
        control.should_save |= self._wish is Wish.SAVE
        control.should_training_stop |= self._wish is Wish.STOP
        if self.reporter and not control.should_log and self._is_due():
            self.reporter.log(self._progress(state), phase="training")
        if not control.should_log:
            self._announce(control)

    @harmless
    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Reports what the trainer logs, and how far it is."""
        del args
        if self.reporter:
            self.reporter.log(logs or {}, self._progress(state), phase="training")
        self._announce(control)

    @harmless
    def on_prediction_step(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Shows that an evaluation goes on."""
        del args, state, control
        if self._is_due():
            self._promise("evaluating")

    @harmless
    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Its time is none of the steps'."""
        del args, state
        self._pace.skip()
        self._announce(control)

    @harmless
    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Reports the checkpoint; then pauses, if that is what it was saved for."""
        step = state.global_step
        wish, self._wish = self._wish, Wish.GO_ON
        goes_on = True
        if self.reporter:
            saved = Path(args.output_dir) / f"checkpoint-{step}"
            if wish is Wish.SAVE:
                goes_on = self.reporter.obey(step, lambda _: self._reportable(saved, step))
            else:
                self.reporter.checkpoint(self.publish(saved, step), step)
            self.reporter.log(self._progress(state), phase="training")
        if wish is Wish.SAVE and agree(Wish.GO_ON if goes_on else Wish.STOP) is Wish.STOP:
            control.should_training_stop = True
        self._pace.skip()

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ends the reporter that it made: completed, or cancelled. After a pause, the process."""
        del args, state, control
        self._opened.close()
        if self._is_own and self.reporter:
            is_paused, self.reporter = self.reporter.is_paused, None
            if is_paused:
                # What follows in the script belongs to a training that is complete.
                sys.exit(0)

    def _open(self, args: Any, model: Any) -> Reporter:
        config = without_secrets(args.to_dict())
        if hasattr(model, "config"):
            config["model"] = without_secrets(model.config.to_dict())
        reporter = self.reporter
        if reporter is None:
            train_id, url = self._address
            options = {"name": args.run_name or "", "config": config, **self._options}
            reporter = Reporter(train_id, url, **options)  # type: ignore[arg-type]
            self._opened.enter_context(reporter)
        if self._system_seconds > 0:
            self._opened.enter_context(SystemSampler(reporter, self._system_seconds))
        self.reporter = reporter
        return reporter

    def _progress(self, state: Any) -> dict[str, Any]:
        self._reported_at = time.monotonic()
        return {
            "step": state.global_step,
            "total_steps": state.max_steps,
            "epoch": state.epoch,
            **self._pace.report(state.max_steps - state.global_step),
            **gpu_memory(),
        }

    def _is_due(self) -> bool:
        return time.monotonic() - self._reported_at >= _LIVE_SECONDS

    def _announce(self, control: Any) -> None:
        """Promises the next report for after what the trainer does next, besides steps."""
        if control.should_evaluate or control.should_save:
            self._promise("evaluating" if control.should_evaluate else "saving")

    def _promise(self, phase: str) -> None:
        if self.reporter:
            self._reported_at = time.monotonic()
            self.reporter.log(phase=phase, expect_next_in_seconds=_SLOW_PHASE_PROMISE_SECONDS)

    def _reportable(self, folder: Path, step: int) -> Path:
        """Raises ValueError for a folder that nobody could resume from: it would be lost."""
        published = self.publish(folder, step)
        if self.reporter and artifact_path(self.reporter.run_dir, published) is None:
            raise ValueError(
                f"the output_dir of TrainingArguments is not below {self.reporter.run_dir}"
            )
        return published
