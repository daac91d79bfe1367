import math
import unittest
from dataclasses import replace
from pathlib import Path

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.options import Options
from pytorch_trainer.text import load_text
from pytorch_trainer.training import Outcome, Training
from tests.doubles import TINY, Reports


def train(options: Options, reports: Reports) -> tuple[Training, Outcome]:
    training = Training(options, load_text(None, options.context), torch.device("cpu"))
    return training, training.run(reports, lambda step: f"step-{step}.pt")


class TrainingTest(unittest.TestCase):
    def test_learns(self) -> None:
        reports = Reports()
        _, outcome = train(TINY, reports)
        losses = reports.values("loss")
        self.assertEqual(outcome, "completed")
        self.assertGreater(losses[0] - losses[-1], 1.5)
        self.assertLess(reports.values("eval_loss")[-1], losses[0] - 1.5)

    def test_the_seed_decides_every_loss(self) -> None:
        runs = [Reports(), Reports(), Reports()]
        for reports, seed in zip(runs, (5, 5, 6), strict=True):
            train(replace(TINY, steps=10, seed=seed), reports)
        first, second, other = (reports.values("loss") for reports in runs)
        self.assertEqual(first, second)
        self.assertNotEqual(first, other)

    def test_reports_when_it_promised_to_and_evaluates_at_intervals(self) -> None:
        reports = Reports()
        train(replace(TINY, steps=12, eval_every=8), reports)
        self.assertEqual([r["step"] for r in reports.fields if "loss" in r], [1, 5, 8, 10, 12])
        self.assertEqual([r["step"] for r in reports.fields if "eval_loss" in r], [8, 12])
        self.assertEqual(reports.values("phase").count("evaluating"), 2)

    def test_reports_everything_that_was_measured(self) -> None:
        reports = Reports()
        training, _ = train(TINY, reports)
        last = [r for r in reports.fields if "loss" in r][-1]
        for name in ("grad_norm", "lr", "samples_per_second", "tokens_per_second", "expect_next_in_seconds"):
            self.assertGreater(last[name], 0, name)
        self.assertEqual(last["epoch"], training.epochs(30))
        self.assertEqual(last["eta_seconds"], 0)
        self.assertEqual(last["tokens_per_second"], last["samples_per_second"] * 32)
        self.assertNotIn("gpu_memory_allocated_gb", last)

    def test_saves_at_intervals_but_not_after_the_last_step(self) -> None:
        reports = Reports()
        train(TINY, reports)
        self.assertEqual([step for step, _ in reports.checkpoints], [10, 20])
        train(replace(TINY, steps=9, checkpoint_every=0), reports)
        self.assertEqual(len(reports.checkpoints), 2)

    def test_a_step_whose_checkpoint_is_saved_is_reported_before(self) -> None:
        reports = Reports()
        train(replace(TINY, steps=8, checkpoint_every=7), reports)
        self.assertIn(7, reports.values("step"))

    def test_a_pause_ends_it_after_the_step_and_its_checkpoint(self) -> None:
        reports = Reports(pause_at_step=7)
        training, outcome = train(TINY, reports)
        self.assertEqual((outcome, training.step), ("paused", 7))
        self.assertEqual(reports.checkpoints, [(7, Path("step-7.pt"))])

    def test_a_cancel_from_outside_ends_it_too_and_cuts_an_evaluation_short(self) -> None:
        reports = Reports(cancel_at_step=10)
        training, outcome = train(TINY, reports)
        self.assertEqual((outcome, training.step, training.eval_loss), ("cancelled", 10, None))

    def test_a_loss_that_is_no_number_is_reported_before_it_fails(self) -> None:
        reports = Reports()
        with self.assertRaises(TrainerError) as caught:
            train(replace(TINY, learning_rate=1e30, clip=1e30), reports)
        self.assertEqual(caught.exception.code, "diverged")
        self.assertFalse(math.isfinite(reports.values("loss")[-1]))
