"""A Hugging Face trainer publishes its steps, and does what people ask."""

import os
import threading
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.libraries import require

require("torch", "transformers", "accelerate")
import torch
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)
from transformers.utils import logging as transformers_logging

from tests.support.command_case import CommandCase
from tests.support.waiting import wait_until
from trainwire import Reporter
from trainwire.huggingface import TrainwireCallback

torch.set_num_threads(1)
transformers_logging.set_verbosity_error()
transformers_logging.disable_progress_bar()


class AtStep(TrainerCallback):
    """Does something at the beginning of the step after this one."""

    def __init__(self, step: int, act: Any) -> None:
        self.step = step
        self.act = act

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if state.global_step == self.step:
            self.act()


class HuggingFaceTest(CommandCase):
    def setUp(self) -> None:
        super().setUp()
        os.environ["TRAINWIRE_RUN_DIR"] = str(self.folder)
        self.callback = TrainwireCallback(train_id="job", system_seconds=0)

    def train(self, *callbacks: Any, resume: Path | None = None, **arguments: Any) -> Any:
        torch.manual_seed(1)
        shape = {"vocab_size": 64, "n_positions": 16, "n_embd": 16, "n_layer": 1, "n_head": 2}
        model = GPT2LMHeadModel(GPT2Config(**shape, eos_token_id=0, bos_token_id=0))
        rows = [torch.arange(start, start + 12) % 64 for start in range(64)]
        data = [{"input_ids": row, "labels": row} for row in rows]
        chosen = {"max_steps": 12, "logging_steps": 1, "save_strategy": "no", **arguments}
        fixed = {"report_to": "none", "use_cpu": True, "disable_tqdm": True}
        trainer = Trainer(
            model,
            TrainingArguments(str(self.folder / "out"), **chosen, **fixed),
            train_dataset=data,
            eval_dataset=data[:16],
            callbacks=[*callbacks, self.callback],
        )
        trainer.train(resume_from_checkpoint=resume and str(resume))
        return trainer

    def ask(self, name: str) -> None:
        """Asks the training, and returns once it knows."""
        self.command(name, f"c-{name}")
        reporter = self.callback.reporter
        assert reporter
        wait_until(lambda: getattr(reporter, WISHES[name]), name)

    def losses(self) -> list[float]:
        return [each["loss"] for each in self.server.stored if "loss" in each]

    def test_every_logged_step_is_reported_with_speed_and_time_left(self) -> None:
        self.train(logging_steps=2)
        told = [each for each in self.server.stored if "loss" in each]
        self.assertEqual([each["current_step"] for each in told], [2, 4, 6, 8, 10, 12])
        for name in ("samples_per_second", "learning_rate", "grad_norm", "current_epoch"):
            self.assertGreater(told[0][name], 0, name)
        self.assertEqual((told[0]["total_steps"], told[-1]["eta_seconds"]), (12, 0))
        self.assertEqual(self.server.values("status"), ["running", "completed"])
        self.assertEqual(self.server.problems, [])

    def test_steps_are_shown_though_the_trainer_logs_none(self) -> None:
        with mock.patch("trainwire.huggingface._LIVE_SECONDS", 0):
            self.train(logging_strategy="no", max_steps=4)
        self.assertEqual(self.server.values("current_step")[:5], [0, 1, 2, 3, 4])
        self.assertEqual(self.losses(), [])

    def test_what_is_slow_is_promised_before_it_begins(self) -> None:
        self.train(eval_strategy="steps", eval_steps=6, save_strategy="steps", save_steps=6)
        told = [each for each in self.server.stored if each.get("current_step", 6) == 6]
        at = next(i for i, each in enumerate(told) if each.get("loss") == self.losses()[5])
        self.assertEqual(
            [(each["phase"], each["expect_next_in_seconds"]) for each in told[at : at + 2]],
            [("training", 60), ("evaluating", 900)],
        )
        self.assertEqual(len(self.server.values("eval_loss")), 2)
        self.assertIn({"path": "out/checkpoint-6", "step": 6}, self.server.values("checkpoint"))
        self.assertEqual(self.server.values("expect_next_in_seconds")[-1], 60)

    def test_a_loss_that_is_no_number_is_shown_as_such(self) -> None:
        self.train(learning_rate=1e30, max_grad_norm=1e30, max_steps=5)
        self.assertIn(None, self.losses())
        told = [value for values in self.server.values("nonfinite") for value in values]
        self.assertIn({"name": "loss", "value": "NaN"}, told)

    def test_the_arguments_and_the_model_are_registered_and_no_secrets(self) -> None:
        self.train(hub_token="hf_verysecret", max_steps=1)
        [registration] = self.server.registrations
        self.assertEqual(registration["config"]["learning_rate"], 5e-5)
        self.assertEqual(registration["config"]["model"]["n_embd"], 16)
        self.assertNotIn("hub_token", registration["config"])
        self.assertNotIn("verysecret", str(registration))

    def test_a_cancel_ends_it_after_the_step(self) -> None:
        trainer = self.train(AtStep(3, lambda: self.ask("cancel")))
        self.assertEqual(trainer.state.global_step, 4)
        self.assertEqual(self.server.values("status")[-1], "cancelled")
        self.assertEqual(self.acks(), [("c-cancel", "accepted"), ("c-cancel", "done")])

    def test_a_checkpoint_is_saved_when_it_is_asked_for_and_the_training_goes_on(self) -> None:
        self.train(AtStep(3, lambda: self.ask("checkpoint")))
        self.assertEqual(
            self.story(), ["running", "accepted", "out/checkpoint-4", "done", "completed"]
        )
        self.assertTrue((self.folder / "out/checkpoint-4/trainer_state.json").exists())

    def test_a_pause_holds_the_trainer_until_it_is_resumed(self) -> None:
        def resume() -> None:
            wait_until(lambda: "paused" in self.server.values("status"), "the pause")
            self.command("resume", "c-resume")

        user = threading.Thread(target=resume)

        def pause() -> None:
            self.ask("pause")
            user.start()

        self.train(AtStep(3, pause))
        user.join()
        self.assertEqual(len(self.losses()), 12)
        statuses = [each for each in self.story() if each not in ("accepted", "done")]
        self.assertEqual(
            statuses, ["running", "out/checkpoint-4", "paused", "running", "completed"]
        )

    def test_a_launched_trainer_pauses_by_ending_and_goes_on_with_the_same_losses(self) -> None:
        self.train(TrainerCallback())
        whole = self.losses()
        self.server.stored.clear()
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        with self.assertRaises(SystemExit) as ended:
            self.train(AtStep(4, lambda: self.ask("pause")))
        self.assertEqual(ended.exception.code, 0)
        self.assertEqual(
            self.story(), ["running", "accepted", "out/checkpoint-5", "paused", "done"]
        )
        first, checkpoint = self.losses(), self.folder / "out/checkpoint-5"
        self.server.commands.clear()
        self.server.stored.clear()
        os.environ["TRAINWIRE_RESUME_FROM"] = str(checkpoint)
        self.train(resume=checkpoint)
        self.assertEqual(len(first), 5)
        for resumed, uninterrupted in zip([*first, *self.losses()], whole, strict=True):
            self.assertAlmostEqual(resumed, uninterrupted, delta=1e-6)
        self.assertEqual(self.server.values("status")[-1], "completed")

    def test_a_pause_that_would_lose_the_training_is_refused(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        os.environ["TRAINWIRE_RUN_DIR"] = str(self.folder / "elsewhere")
        self.train(AtStep(3, lambda: self.ask("pause")))
        self.assertEqual(len(self.losses()), 12)
        self.assertIn("the output_dir of TrainingArguments is not below", self.refusals()[0])

    def test_a_run_that_should_go_on_and_begins_anew_is_told_how_to(self) -> None:
        os.environ["TRAINWIRE_RESUME_FROM"] = "/data/checkpoint-7"
        self.train(max_steps=1)
        self.assertIn('train(resume_from_checkpoint="/data/checkpoint-7")', self.said)

    def test_a_reporter_that_was_given_is_ended_by_its_owner(self) -> None:
        with Reporter("job", url=self.server.url) as reporter:
            self.callback = TrainwireCallback(reporter, system_seconds=0)
            trainer = self.train(max_steps=2)
            self.assertNotIn("completed", self.server.values("status"))
            reporter.log(after_training=trainer.evaluate()["eval_loss"])
        self.assertEqual(self.server.values("status")[-1], "completed")
        self.assertIn("after_training", self.server.values("metrics")[-1])

    def test_a_fault_of_the_callback_does_not_reach_the_training(self) -> None:
        with mock.patch.object(TrainwireCallback, "_progress", side_effect=RuntimeError("oh")):
            trainer = self.train(max_steps=2)
        self.assertEqual(trainer.state.global_step, 2)
        self.assertIn("on_log failed", self.said)


WISHES = {"cancel": "should_stop", "pause": "should_pause", "checkpoint": "should_checkpoint"}
