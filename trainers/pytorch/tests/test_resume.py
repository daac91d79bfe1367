"""A training that was interrupted has the losses of one that was not."""

import random
import unittest
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.checkpoint import load_file
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.options import Options
from pytorch_trainer.run_folder import RunFolder
from pytorch_trainer.snapshot import restore_snapshot
from pytorch_trainer.text import load_text
from pytorch_trainer.training import Outcome, Training
from tests.doubles import TINY, Reports

EVERY_STEP = replace(TINY, steps=24, report_every=1, eval_every=6, checkpoint_every=8)


class PowerCut(BaseException):
    """The end of a process, in the middle of a training."""


class CutReports(Reports):
    """The process ends with the report of a step."""

    def __init__(self, cut_at_step: int) -> None:
        super().__init__()
        self._cut_at_step = cut_at_step

    def log(self, **fields: object) -> None:
        super().log(**fields)
        if fields.get("step") == self._cut_at_step:
            raise PowerCut


class ResumeTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def train(self, options: Options, reports: Reports) -> tuple[Training, Outcome]:
        training = Training(options, load_text(None, options.context), torch.device("cpu"))
        if options.resume is not None:
            restore_snapshot(training, load_file(options.resume))
        folder = RunFolder(self.folder, training, reports.log)
        return training, training.run(reports, folder.save_checkpoint)

    def curve(self, *reports: Reports) -> dict[tuple[str, object], object]:
        """Every loss by its name and step; of a step that was trained twice the later one."""
        return {
            (name, report["step"]): report[name]
            for each in reports
            for report in each.fields
            for name in ("loss", "eval_loss", "lr", "grad_norm")
            if name in report
        }

    def assert_same_curve(self, one: Reports, *others: Reports) -> None:
        expected, actual = self.curve(one), self.curve(*others)
        self.assertEqual(expected.keys(), actual.keys())
        for point, value in expected.items():
            self.assertAlmostEqual(value, actual[point], delta=1e-6, msg=str(point))

    def test_a_pause_changes_no_loss(self) -> None:
        whole, first, second = Reports(), Reports(pause_at_step=13), Reports()
        uninterrupted, _ = self.train(EVERY_STEP, whole)
        _, outcome = self.train(EVERY_STEP, first)
        random.seed(99)
        torch.manual_seed(99)
        resumed, _ = self.train(replace(EVERY_STEP, resume=first.checkpoints[-1][1]), second)
        self.assertEqual((outcome, resumed.step), ("paused", 24))
        self.assertEqual(second.values("step")[0], 14)
        self.assert_same_curve(whole, first, second)
        for name, weights in uninterrupted.model.state_dict().items():
            torch.testing.assert_close(resumed.model.state_dict()[name], weights, atol=1e-6, rtol=0)

    def test_a_crash_at_step_212_goes_on_from_checkpoint_200(self) -> None:
        options = replace(TINY, steps=220, report_every=1, eval_every=110, checkpoint_every=100)
        whole, first, second = Reports(), CutReports(cut_at_step=212), Reports()
        self.train(options, whole)
        with self.assertRaises(PowerCut):
            self.train(options, first)
        self.assertEqual([step for step, _ in first.checkpoints], [100, 200])
        self.train(replace(options, resume=first.checkpoints[-1][1]), second)
        self.assertEqual(second.values("step")[0], 201)
        self.assert_same_curve(whole, first, second)

    def test_a_process_that_ends_while_it_saves_leaves_the_checkpoint_before(self) -> None:
        first = Reports()
        saving = "pytorch_trainer.checkpoint.os.fsync"
        with mock.patch(saving, side_effect=[None, None, PowerCut]), self.assertRaises(PowerCut):
            self.train(EVERY_STEP, first)
        self.assertEqual([step for step, _ in first.checkpoints], [8])
        self.assertEqual([file.name for file in (self.folder / "checkpoints").iterdir()], ["step-8.pt"])

    def test_random_numbers_and_the_pace_go_on_where_they_stood(self) -> None:
        first = Reports(pause_at_step=5)
        training, _ = self.train(EVERY_STEP, first)
        expected = (random.random(), torch.rand(3).tolist(), training.pace.state())
        resumed = Training(EVERY_STEP, load_text(None, EVERY_STEP.context), torch.device("cpu"))
        restore_snapshot(resumed, load_file(first.checkpoints[-1][1]))
        self.assertEqual((random.random(), torch.rand(3).tolist(), resumed.pace.state()), expected)

    def test_a_checkpoint_that_is_there_is_not_written_again(self) -> None:
        first, second = Reports(pause_at_step=8), Reports(pause_at_step=8)
        self.train(EVERY_STEP, first)
        [(_, periodic), (_, asked_for)] = first.checkpoints
        self.assertEqual(periodic, asked_for)
        self.assertEqual(first.values("phase").count("saving"), 1)
        self.train(replace(EVERY_STEP, resume=periodic), second)
        self.assertEqual(second.checkpoints, [(8, periodic)])
        self.assertEqual(second.fields, [])

    def test_a_longer_wait_is_promised_before_a_save_and_taken_back_after_it(self) -> None:
        reports = Reports()
        self.train(EVERY_STEP, reports)
        at = reports.values("phase").index("saving")
        promised = [r["expect_next_in_seconds"] for r in reports.fields if "phase" in r]
        self.assertGreaterEqual(promised[at], 120)
        self.assertLess(promised[at + 1], 120)

    def test_a_checkpoint_of_another_model_and_a_finished_one_are_refused(self) -> None:
        reports = Reports()
        training, _ = self.train(EVERY_STEP, reports)
        RunFolder(self.folder, training, reports.log).save_model()
        for options, words in (
            (replace(EVERY_STEP, width=64, resume=reports.checkpoints[-1][1]), "the shape"),
            (replace(EVERY_STEP, resume=self.folder / "model.pt"), "is it a finished model"),
        ):
            with self.assertRaisesRegex(TrainerError, words) as caught:
                self.train(options, Reports())
            self.assertEqual(caught.exception.code, "bad_checkpoint")
