import os
import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requirements import FOLDER, SDK, require_torch

require_torch()
from pytorch_trainer.checkpoint import load_file
from testing.ingest_server import IngestServer

TINY = ["--smoke", "--device=cpu", "--steps=20", "--eval-every=10", "--eval-batches=1", "--width=32"]


class ProcessTest(unittest.TestCase):
    """The trainer as its users start it, publishing through the SDK."""

    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.server = IngestServer()
        self.enterContext(self.server)

    def start(self, *argv: str, **more: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(SDK), str(FOLDER))),
            "TRAINWIRE_URL": self.server.url,
            "TRAINWIRE_TRAIN_ID": "under-test",
            "TRAINWIRE_SPOOL_DIR": str(self.folder / "spool"),
            **more,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "pytorch_trainer", *argv],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def end(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        """Its exit code, and what it has said to stderr."""
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors

    def losses(self) -> dict[int, float]:
        return {
            record["current_step"]: record["loss"]
            for record in self.server.received.records
            if "loss" in record
        }

    def test_trains_reports_and_leaves_a_checkpoint(self) -> None:
        process = self.start(*TINY)
        output, errors = process.communicate(timeout=120)
        self.assertEqual((process.returncode, errors), (0, ""))
        received = self.server.received
        self.assertEqual(received.values("current_step")[-1], 20)
        self.assertGreater(received.values("loss")[0] - received.values("loss")[-1], 0.5)
        self.assertEqual(len(received.values("eval_loss")), 2)
        self.assertEqual(received.values("status")[-1], "completed")
        phases = received.values("phase")
        self.assertEqual(list(dict.fromkeys(phases)), ["loading", "training", "evaluating", "saving"])
        self.assertEqual(load_file(self.folder / "model.pt")["step"], 20)
        self.assertIn("training under-test: completed", output)

    def test_term_ends_it_as_cancelled_with_exit_code_0(self) -> None:
        process = self.start(*TINY, "--steps", "1000000")
        self.server.wait_for(lambda received: 3 in received.values("current_step"))
        process.terminate()
        _, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(self.server.received.values("status")[-1], "cancelled")
        self.assertEqual(self.server.received.values("reason"), ["stopped by SIGTERM"])
        self.assertFalse((self.folder / "model.pt").exists())

    def test_a_pause_ends_the_process_and_the_next_one_has_the_same_losses(self) -> None:
        self.assertEqual(self.end(self.start(*TINY)), (0, ""))
        uninterrupted = self.losses()
        self.server.received.records.clear()
        self.server.commands = [{"command_id": "c-1", "name": "pause"}]
        self.assertEqual(self.end(self.start(*TINY, TRAINWIRE_LAUNCH_ID="l-1")), (0, ""))
        received = self.server.received
        self.assertEqual(received.values("status")[-1], "paused")
        self.assertEqual([ack["state"] for ack in received.values("command_ack")], ["accepted", "done"])
        [checkpoint] = received.values("checkpoint")
        self.assertLess(checkpoint["step"], 20)
        self.server.commands = []
        resume_from = str(self.folder / checkpoint["path"])
        resumed = self.start(*TINY, TRAINWIRE_ATTEMPT="2", TRAINWIRE_RESUME_FROM=resume_from)
        self.assertEqual(self.end(resumed), (0, ""))
        self.assertEqual(self.losses(), uninterrupted)
        self.assertEqual(received.values("status")[-1], "completed")

    def test_an_error_ends_it_as_failed_with_exit_code_1(self) -> None:
        process = self.start(*TINY, "--text", "missing.txt")
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertRegex(errors, "^bad_text: cannot read missing.txt: No such file")
        self.assertEqual(self.server.received.values("status")[-1], "failed")
        self.assertIn("missing.txt", self.server.received.values("reason")[-1])

    def test_bad_options_end_it_before_it_publishes(self) -> None:
        process = self.start("--steps", "0")
        _, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, errors), (2, "bad_option: --steps must be at least 1\n"))
        self.assertEqual((self.server.received.records, self.server.received.registrations), ([], []))
