"""What people ask of a training reaches its loop, and they learn what came of it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from unittest import mock

from tests.support.command_case import CommandCase
from tests.support.fake_server import status
from tests.support.waiting import wait_until
from trainwire import Command, Reporter


class CommandTest(CommandCase):
    def test_a_command_comes_once_however_often_it_is_repeated(self) -> None:
        self.command("checkpoint", "c-1", keep=3)
        called: list[Command] = []
        with Reporter("job_abc123", on_command=called.append) as reporter:
            for step in range(20):
                reporter.log(step=step)
                wait_until(lambda: step in self.server.values("current_step"), "the step")  # noqa: B023
            wait_until(lambda: called, "the command")
            polled = reporter.commands()
            self.assertEqual(reporter.commands(), [])
        self.assertEqual(called, [Command("c-1", "checkpoint", {"keep": 3})])
        self.assertEqual(polled, called)

    def test_a_command_is_answered_as_the_training_says(self) -> None:
        self.command("checkpoint", "c-1")
        with Reporter("job_abc123") as reporter:
            wait_until(reporter.commands, "the command")
            reporter.ack("c-1", "accepted")
            reporter.ack("c-1", "refused", "no disk left" * 1000)
            reporter.ack("c-1", "perhaps")  # type: ignore[arg-type]
        self.assertEqual(self.acks(), [("c-1", "accepted"), ("c-1", "refused")])
        self.assertEqual(len(self.server.values("command_ack")[1]["reason"]), 1000)

    def test_a_training_that_obeys_should_stop_is_cancelled_and_the_command_done(self) -> None:
        self.command("cancel", "c-1")
        with Reporter("job_abc123") as reporter:
            wait_until(lambda: reporter.should_stop, "the request to stop")
        self.assertEqual(self.acks(), [("c-1", "accepted"), ("c-1", "done")])
        self.assertEqual(self.server.values("status")[-1], "cancelled")

    def test_a_training_that_never_asks_is_completed_and_the_command_stays_open(self) -> None:
        self.command("cancel", "c-1")
        with Reporter("job_abc123") as reporter:
            wait_until(reporter.commands, "the command")
        self.assertEqual(self.acks(), [])
        self.assertEqual(self.server.values("status")[-1], "completed")

    def test_a_callback_that_raises_is_told_and_stops_nothing(self) -> None:
        self.command("checkpoint", "c-1")
        with Reporter("job_abc123", on_command=lambda _command: 1 / 0) as reporter:
            wait_until(lambda: "on_command failed" in self.said, "the error")
            reporter.log(step=1)
        self.assertEqual(self.server.values("status")[-1], "completed")

    def test_a_callback_may_finish_the_training(self) -> None:
        self.command("cancel", "c-1")
        reporter = Reporter("job_abc123", on_command=lambda _command: reporter.finish("cancelled"))
        wait_until(lambda: "cancelled" in self.server.values("status"), "the end")
        self.assertTrue(reporter.finish())


class ObeyTest(CommandCase):
    """A loop with one line for everything that people may ask of it."""

    def setUp(self) -> None:
        super().setUp()
        os.environ["TRAINWIRE_RUN_DIR"] = str(self.folder)
        self.saved: list[int] = []
        self.steps: list[int] = []

    def save(self, step: int) -> Path:
        self.saved.append(step)
        return self.folder / "checkpoints" / f"step-{step}.pt"

    def train(self, steps: int = 1_000_000) -> Reporter:
        with Reporter("job_abc123") as reporter:
            for step in range(1, steps + 1):
                self.steps.append(step)
                reporter.log(step=step)
                if not reporter.obey(step, self.save):
                    break
                time.sleep(0.001)
        return reporter

    def train_beside(self) -> threading.Thread:
        training = threading.Thread(target=self.train)
        training.start()
        self.addCleanup(training.join)
        return training

    def wait_for_status(self, status: str) -> None:
        wait_until(lambda: self.server.values("status")[-1:] == [status], status)

    def test_nothing_happens_as_long_as_nobody_asks(self) -> None:
        self.train(steps=5)
        self.assertEqual(self.steps, [1, 2, 3, 4, 5])
        self.assertEqual((self.saved, self.story()), ([], ["running", "completed"]))

    def test_a_cancel_ends_the_training_at_the_step(self) -> None:
        self.command("cancel", "c-1")
        self.train()
        self.assertEqual(self.story(), ["running", "accepted", "done", "cancelled"])
        self.assertEqual(self.saved, [])

    def test_a_checkpoint_is_saved_reported_and_then_called_done(self) -> None:
        self.command("checkpoint", "c-1")
        training = self.train_beside()
        wait_until(lambda: ("c-1", "done") in self.acks(), "the checkpoint")
        self.command("cancel", "c-2")
        training.join()
        path = f"checkpoints/step-{self.saved[0]}.pt"
        self.assertEqual(self.story()[:4], ["running", "accepted", path, "done"])
        self.assertEqual(self.server.values("checkpoint"), [{"path": path, "step": self.saved[0]}])

    def test_a_pause_saves_and_holds_until_the_training_is_resumed(self) -> None:
        self.command("pause", "c-1")
        training = self.train_beside()
        self.wait_for_status("paused")
        paused_at = len(self.steps)
        self.command("resume", "c-2")
        self.wait_for_status("running")
        wait_until(lambda: len(self.steps) > paused_at, "a further step")
        self.command("cancel", "c-3")
        training.join()
        path = f"checkpoints/step-{paused_at}.pt"
        self.assertEqual(self.saved, [paused_at])
        self.assertEqual(self.story()[:5], ["running", "accepted", path, "paused", "done"])
        self.assertEqual(
            self.story()[5:], ["accepted", "running", "done", "accepted", "done", "cancelled"]
        )

    def test_a_process_that_a_launcher_started_ends_paused_and_all_is_sent(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        self.command("pause", "c-1")
        reporter = self.train()
        self.assertTrue(reporter.is_paused)
        reporter.log(step=0)
        self.assertTrue(reporter.finish())
        path = f"checkpoints/step-{self.saved[0]}.pt"
        self.assertEqual(self.story(), ["running", "accepted", path, "paused", "done"])
        self.assertEqual(self.server.values("current_step"), self.steps)
        self.assertEqual(self.spool_files(), [])

    def test_an_error_after_the_pause_does_not_end_the_training(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        self.command("pause", "c-1")
        with self.assertRaises(ZeroDivisionError):
            self.train().log(loss=1 / 0)
        self.assertEqual(self.server.values("status"), ["running", "paused"])

    def test_a_checkpoint_that_cannot_be_saved_is_refused_and_the_training_goes_on(self) -> None:
        for name in ("checkpoint", "pause"):
            self.command(name, f"c-{name}")
        with mock.patch.object(self, "save", side_effect=OSError("disk full")):
            training = self.train_beside()
            wait_until(lambda: len(self.refusals()) == 2, "the refusals")
        self.command("cancel", "c-3")
        training.join()
        told = "the checkpoint could not be saved: OSError: disk full"
        self.assertEqual(self.refusals(), [told, told])
        self.assertIn(told, self.said)
        self.assertEqual(self.server.values("status"), ["running", "cancelled"])

    def test_a_paused_training_can_be_cancelled(self) -> None:
        self.command("pause", "c-1")
        training = self.train_beside()
        self.wait_for_status("paused")
        self.command("cancel", "c-2")
        training.join()
        self.assertEqual(self.story()[-3:], ["accepted", "done", "cancelled"])

    def test_a_paused_training_that_the_server_has_ended_is_left(self) -> None:
        self.command("pause", "c-1")
        training = self.train_beside()
        self.wait_for_status("paused")
        self.server.always = status(409, "training_ended")
        training.join(timeout=10)
        self.assertFalse(training.is_alive())

    def test_a_signal_ends_a_paused_training(self) -> None:
        script = (
            "import signal, trainwire\n"
            "reporter = trainwire.Reporter('job_abc123')\n"
            "signal.signal(signal.SIGTERM, lambda *_: reporter.stop('stopped by SIGTERM'))\n"
            "with reporter:\n"
            "    while reporter.obey(1, lambda _step: 'step-1.pt'): pass\n"
        )
        self.command("pause", "c-1")
        with subprocess.Popen(
            [sys.executable, "-c", script], env=self.environment(), cwd=self.folder
        ) as trainer:
            self.addCleanup(trainer.kill)
            self.wait_for_status("paused")
            trainer.send_signal(signal.SIGTERM)
        self.assertEqual(trainer.returncode, 0)
        self.assertEqual(self.server.values("status")[-1], "cancelled")
        self.assertEqual(self.server.values("reason"), ["stopped by SIGTERM"])


class PauseTest(CommandCase):
    """The parts of which `obey` is made, for frameworks that save by themselves."""

    def test_a_resume_overtakes_a_pause_that_was_not_carried_out(self) -> None:
        self.command("pause", "c-1")
        with Reporter("job_abc123") as reporter:
            wait_until(lambda: reporter.should_pause, "the pause")
            self.command("resume", "c-2")
            wait_until(lambda: not reporter.should_pause, "the resume")
            self.assertFalse(reporter.should_stop)
            wait_until(lambda: ("c-2", "done") in self.acks(), "the end of the resume")
        self.assertEqual(
            self.acks(),
            [("c-1", "accepted"), ("c-1", "refused"), ("c-2", "accepted"), ("c-2", "done")],
        )
        self.assertEqual(self.server.values("status"), ["running", "completed"])

    def test_a_command_that_the_training_answers_itself_is_not_wanted_any_more(self) -> None:
        self.command("checkpoint", "c-1")
        with Reporter("job_abc123") as reporter:
            wait_until(lambda: reporter.should_checkpoint, "the command")
            reporter.ack("c-1", "refused", "not now")
            self.assertFalse(reporter.should_checkpoint)
            reporter.checkpoint("elsewhere.pt")
        self.assertEqual(self.acks(), [("c-1", "accepted"), ("c-1", "refused")])

    def test_a_checkpoint_elsewhere_is_not_reported_and_that_is_said(self) -> None:
        with Reporter("job_abc123", run_dir=self.folder / "run") as reporter:
            for path in (self.folder / "other.pt", self.folder / "run" / ".half.pt", "", "a\\b"):
                reporter.checkpoint(path)
            reporter.checkpoint(self.folder / "run" / "a" / "b.pt")
        self.assertEqual(self.server.values("checkpoint"), [{"path": "a/b.pt"}])
        self.assertIn(f"other.pt is no file below {self.folder}", self.said)

    def test_the_environment_names_the_folder_and_the_checkpoint_to_go_on_from(self) -> None:
        bare = Reporter("job_abc123", enabled=False)
        self.assertEqual((bare.run_dir, bare.resume_from), (Path.cwd(), None))
        os.environ |= {"TRAINWIRE_RUN_DIR": "/run", "TRAINWIRE_RESUME_FROM": "/run/a.pt"}
        told = Reporter("job_abc123", enabled=False)
        self.assertEqual((told.run_dir, told.resume_from), (Path("/run"), Path("/run/a.pt")))
