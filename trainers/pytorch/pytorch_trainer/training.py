"""The training loop: steps, evaluations, and a report of each."""

import math
import os
import time
from collections.abc import Callable
from typing import Literal, Protocol

import torch

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.evaluation import held_out_loss
from pytorch_trainer.gpu import autocast, memory
from pytorch_trainer.model import LanguageModel
from pytorch_trainer.options import Options
from pytorch_trainer.pace import Pace
from pytorch_trainer.schedule import Schedule
from pytorch_trainer.text import Text, random_starts, windows

Outcome = Literal["completed", "paused", "cancelled"]
"""`paused`: this process is to end, and another will go on from the last checkpoint."""

Save = Callable[[int], "str | os.PathLike[str]"]
"""Saves the training after a step, and returns where."""


class Publisher(Protocol):
    """What the loop needs of a reporter: nothing of it ever raises."""

    @property
    def should_stop(self) -> bool:
        """Whether somebody cancelled the training from outside."""
        ...

    @property
    def is_paused(self) -> bool:
        """Whether the training is paused."""
        ...

    def log(self, **fields: object) -> None:
        """Reports what is new. Returns at once."""
        ...

    def checkpoint(self, path: "str | os.PathLike[str]", step: int) -> None:
        """Reports a checkpoint."""
        ...

    def obey(self, step: int, save: Save) -> bool:
        """Does what people asked for, and waits while the training is paused. False: leave the loop."""
        ...


class Training:
    """One training of one model. On a CPU equal options and thread counts give equal losses, bit by bit."""

    def __init__(self, options: Options, text: Text, device: torch.device) -> None:
        torch.manual_seed(options.seed)
        self.model = LanguageModel(options.shape).to(device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=options.learning_rate, betas=(0.9, 0.95), weight_decay=0.1
        )
        self.step = 0
        self.eval_loss: float | None = None
        self.options = options
        self.pace = Pace(options.batch_size, options.context)
        self.draw = torch.Generator().manual_seed(options.seed)
        self._schedule = Schedule(options.learning_rate, options.warmup_steps, options.steps)
        self._text = text
        self.device = device

    def run(self, publisher: Publisher, save: Save) -> Outcome:
        """Trains to the last step, or to the first one after a wish to stop or to pause.

        Raises TrainerError `diverged`, after the report that shows it, if the loss is no longer a number.
        """
        options = self.options
        reported_step, clock = self.step, time.perf_counter()
        while self.step < options.steps:
            asked = time.perf_counter()
            if not publisher.obey(self.step, save):
                return "paused" if publisher.is_paused else "cancelled"
            # What was done for people is none of the pace.
            clock += time.perf_counter() - asked
            loss, gradient_norm = self._train_one_step()
            is_evaluation = self._is_evaluation(self.step)
            is_checkpoint = self._is_checkpoint(self.step)
            if not (self._is_report(self.step) or is_evaluation or is_checkpoint):
                continue
            loss_now = loss.item()  # Waits for the GPU, so that the clock sees whole steps.
            self.pace.steps_took(self.step - reported_step, time.perf_counter() - clock)
            publisher.log(loss=loss_now, grad_norm=gradient_norm.item(), **self._progress())
            if not math.isfinite(loss_now):
                raise TrainerError(
                    "diverged", f"the loss is {loss_now} at step {self.step}: lower --learning-rate"
                )
            if is_evaluation:
                self._evaluate(publisher)
            if is_checkpoint:
                publisher.checkpoint(save(self.step), self.step)
            reported_step, clock = self.step, time.perf_counter()
        return "completed"

    def _train_one_step(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the loss and the norm of its gradient before clipping, still on the device."""
        options = self.options
        self.model.train()
        self.step += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self._schedule.rate(self.step)
        starts = random_starts(self._text.train, options.batch_size, options.context, self.draw)
        inputs, targets = windows(self._text.train, starts, options.context, self.device)
        with autocast(self.device):
            loss = self.model.loss(inputs, targets)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        gradient_norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), options.clip)
        self.optimizer.step()
        return loss.detach(), gradient_norm

    def _evaluate(self, publisher: Publisher) -> None:
        options = self.options
        began = time.perf_counter()
        publisher.log(phase="evaluating", expect_next_in_seconds=max(60.0, self.pace.promise_seconds(1)))
        self.eval_loss = held_out_loss(
            self.model, self._text.held_out, options, lambda: publisher.should_stop
        )
        if self.eval_loss is None:
            return
        self.pace.evaluation_took(time.perf_counter() - began)
        publisher.log(eval_loss=self.eval_loss, **self._progress())
        print(f"step {self.step}/{options.steps}: held-out loss {self.eval_loss:.3f}", flush=True)

    def _progress(self) -> dict[str, object]:
        options = self.options
        evaluations_left = options.steps // options.eval_every - self.step // options.eval_every
        return {
            "step": self.step,
            "epoch": self.epochs(self.step),
            "lr": self._schedule.rate(self.step),
            "phase": "training",
            "eta_seconds": self.pace.eta_seconds(options.steps - self.step, evaluations_left),
            "expect_next_in_seconds": self.pace.promise_seconds(options.report_every),
            **self.pace.throughput(),
            **memory(self.device),
        }

    def epochs(self, steps: int) -> float:
        """How often so many steps read as many bytes as there are to train on."""
        return steps * self.options.batch_size * self.options.context / len(self._text.train)

    def _is_report(self, step: int) -> bool:
        return step == 1 or step % self.options.report_every == 0 or step == self.options.steps

    def _is_evaluation(self, step: int) -> bool:
        return step % self.options.eval_every == 0 or step == self.options.steps

    def _is_checkpoint(self, step: int) -> bool:
        """After the last step comes the finished model instead."""
        every = self.options.checkpoint_every
        return every > 0 and step % every == 0 and step < self.options.steps
