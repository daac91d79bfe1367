"""A Lightning trainer publishes its steps, and does what people ask."""

import logging
import os
import threading
import warnings
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.libraries import require

require("torch", "lightning")
import lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint

from tests.support.command_case import CommandCase
from tests.support.waiting import wait_until
from trainwire import Reporter
from trainwire.adapters.lightning_names import to_report
from trainwire.lightning import TrainwireCallback, TrainwireLogger

torch.set_num_threads(1)
logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
warnings.simplefilter("ignore")
WISHES = {"cancel": "should_stop", "pause": "should_pause", "checkpoint": "should_checkpoint"}


class Line(lightning.LightningModule):
    """Learns a line; does something after the training step of this index."""

    def __init__(self, slope: float = 2.0, act_at: int = -1, act: Any = None) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.save_hyperparameters("slope")
        self.layer = torch.nn.Linear(1, 1)
        self.act_at = act_at
        self.act = act

    def training_step(self, batch: Any, batch_idx: int) -> Any:
        x = batch[0]
        loss = torch.nn.functional.mse_loss(self.layer(x), self.hparams["slope"] * x)
        self.log("train_loss", loss)
        if self.global_step == self.act_at:
            self.act()
        return loss

    def validation_step(self, batch: Any, batch_idx: int) -> None:
        self.log("val_loss", self.layer(batch[0]).mean())

    def configure_optimizers(self) -> Any:
        return torch.optim.SGD(self.parameters(), lr=0.1)


class LightningTest(CommandCase):
    def setUp(self) -> None:
        super().setUp()
        os.environ["TRAINWIRE_RUN_DIR"] = str(self.folder)
        self.logger = TrainwireLogger(train_id="job", system_seconds=0)

    def train(self, module: Line | None = None, resume: Path | None = None, **options: Any) -> Any:
        chosen = {"max_steps": 12, "log_every_n_steps": 1, "limit_val_batches": 0, **options}
        callbacks = [TrainwireCallback(), *chosen.pop("callbacks", [])]
        quiet = {"enable_progress_bar": False, "enable_model_summary": False, "accelerator": "cpu"}
        trainer = lightning.Trainer(
            logger=self.logger,
            callbacks=callbacks,
            default_root_dir=self.folder,
            **{"enable_checkpointing": False, **quiet, **chosen},
        )
        rows = torch.utils.data.TensorDataset(torch.arange(32.0).reshape(32, 1) / 32)
        loader = torch.utils.data.DataLoader(rows, batch_size=4)
        trainer.fit(module or Line(), loader, loader, ckpt_path=resume)
        return trainer

    def ask(self, name: str) -> None:
        """Asks the training, and returns once it knows."""
        self.command(name, f"c-{name}")
        reporter = self.logger.reporter
        assert reporter
        wait_until(lambda: getattr(reporter, WISHES[name]), name)

    def losses(self) -> list[float]:
        return [each["loss"] for each in self.server.stored if "loss" in each]

    def test_every_logged_step_is_reported_and_beside_them_speed_and_time_left(self) -> None:
        with mock.patch("trainwire.lightning._LIVE_SECONDS", 0):
            self.train()
        told = [each for each in self.server.stored if "loss" in each]
        self.assertEqual([each["current_step"] for each in told], list(range(1, 13)))
        steps = self.server.values("current_step")
        self.assertEqual(steps, sorted(steps))
        live = [each for each in self.server.stored if each.get("samples_per_second", 0) > 0]
        self.assertEqual((len(live), live[-1]["eta_seconds"]), (12, 0))
        self.assertEqual(live[-1]["total_steps"], 12)
        self.assertEqual(self.server.values("status"), ["running", "completed"])
        self.assertEqual(self.server.problems, [])

    def test_hyperparameters_are_registered(self) -> None:
        self.train(Line(slope=3.0), max_steps=1)
        [registration] = self.server.registrations
        self.assertEqual(registration["config"], {"slope": 3.0})

    def test_a_validation_is_promised_and_its_loss_is_the_eval_loss(self) -> None:
        self.train(limit_val_batches=2, val_check_interval=4, num_sanity_val_steps=0)
        self.assertEqual(len(self.server.values("eval_loss")), 3)
        promised = [each for each in self.server.stored if each.get("phase") == "evaluating"]
        self.assertEqual(promised[0]["expect_next_in_seconds"], 900)
        self.assertEqual(self.server.values("expect_next_in_seconds")[-1], 60)

    def test_checkpoints_are_saved_among_the_artifacts_and_reported(self) -> None:
        saving = ModelCheckpoint(every_n_train_steps=6, save_top_k=-1, filename="{step}")
        self.train(callbacks=[saving], enable_checkpointing=True)
        paths = [f"checkpoints/step={step}.ckpt" for step in (6, 12)]
        told = self.server.values("checkpoint")
        self.assertEqual(
            [(each["path"], each["step"]) for each in told][:2], [(paths[0], 6), (paths[1], 12)]
        )
        self.assertTrue((self.folder / paths[0]).exists())

    def test_a_cancel_ends_it_after_the_step(self) -> None:
        trainer = self.train(Line(act_at=3, act=lambda: self.ask("cancel")))
        self.assertEqual(trainer.global_step, 4)
        self.assertEqual(self.server.values("status")[-1], "cancelled")
        self.assertEqual(self.acks(), [("c-cancel", "accepted"), ("c-cancel", "done")])

    def test_a_pause_holds_the_trainer_until_it_is_resumed(self) -> None:
        def resume() -> None:
            wait_until(lambda: "paused" in self.server.values("status"), "the pause")
            self.command("resume", "c-resume")

        user = threading.Thread(target=resume)

        def pause() -> None:
            self.ask("pause")
            user.start()

        self.train(Line(act_at=3, act=pause))
        user.join()
        self.assertEqual(len(self.losses()), 12)
        story = [each for each in self.story() if each not in ("accepted", "done")]
        saved = "checkpoints/step-4.ckpt"
        self.assertEqual(story, ["running", saved, "paused", "running", "completed"])

    def test_a_launched_trainer_pauses_by_ending_and_goes_on_where_it_was(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        # At the end of an epoch: within one, Lightning does not restore the place in the data.
        with self.assertRaises(SystemExit) as ended:
            self.train(Line(act_at=7, act=lambda: self.ask("pause")))
        self.assertEqual(ended.exception.code, 0)
        saved = "checkpoints/step-8.ckpt"
        self.assertEqual(self.story(), ["running", "accepted", saved, "paused", "done"])
        first = self.losses()
        self.server.commands.clear()
        self.server.stored.clear()
        self.logger = TrainwireLogger(train_id="job", system_seconds=0)
        self.train(resume=self.folder / saved)
        resumed = self.losses()
        self.server.stored.clear()
        self.logger = TrainwireLogger(train_id="job-2", system_seconds=0)
        self.train()
        # The step that it paused at is in the checkpoint; Lightning had not logged it yet.
        whole = self.losses()
        for ours, theirs in zip([*first, *resumed], whole[:7] + whole[8:], strict=True):
            self.assertAlmostEqual(ours, theirs, delta=1e-6)

    def test_an_exception_of_the_module_ends_it_as_failed(self) -> None:
        def fail() -> None:
            raise RuntimeError("out of ideas")

        with self.assertRaises(RuntimeError):
            self.train(Line(act_at=3, act=fail))
        self.assertEqual(self.server.values("status")[-1], "failed")
        self.assertIn("out of ideas", self.server.values("reason")[-1])

    def test_an_exception_in_a_launched_trainer_ends_its_attempt_alone(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"

        def fail() -> None:
            raise RuntimeError("out of ideas")

        with self.assertRaises(RuntimeError):
            self.train(Line(act_at=3, act=fail))
        self.assertEqual(self.server.values("status"), ["running"])
        self.assertIn("out of ideas", self.server.values("reason")[-1])

    def test_a_reporter_that_was_given_is_ended_by_its_owner(self) -> None:
        with Reporter("job", url=self.server.url) as reporter:
            self.logger = TrainwireLogger(reporter, system_seconds=0)
            self.train(max_steps=2)
            reporter.log(after_training=1)
        self.assertEqual(self.server.values("status"), ["running", "completed"])
        self.assertEqual(self.server.values("metrics")[-1], {"after_training": 1})

    def test_the_usual_names_become_fields_of_the_protocol(self) -> None:
        logged = {"train_loss": 1, "val/loss": 2, "lr-AdamW": 3, "lr-SGD": 4, "acc": 5}
        told = {"loss": 1, "eval_loss": 2, "learning_rate": 3, "lr-SGD": 4, "acc": 5}
        self.assertEqual(to_report(logged), told)
        self.assertEqual(to_report({"train_loss": 1, "loss": 2}), {"loss": 2})
