"""Whole trainings, publishing through the SDK; all but one in the process of the test."""

import contextlib
import io
import os
import subprocess
import sys
import unittest
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from tests.requirements import FOLDER, SOURCES, require_libraries

require_libraries()
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from lora_trainer.main import run
from pytorch_trainer.stop import StopRequest
from testing.ingest_server import IngestServer

TINY = [
    "--smoke",
    "--device=cpu",
    "--steps=12",
    "--base-steps=20",
    "--width=32",
    "--eval-every=6",
    "--checkpoint-every=5",
    "--train-id=under-test",
]


class TrainingTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "run"
        self.spool = Path(temporary.name) / "spool"
        self.server = self.enterContext(IngestServer())
        ours = {"TRAINWIRE_RUN_DIR": str(self.folder), "TRAINWIRE_SPOOL_DIR": str(self.spool)}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TRAINWIRE_")}
        self.enterContext(mock.patch.dict(os.environ, {**clean, **ours}, clear=True))
        warnings.simplefilter("ignore")

    def train(self, *argv: str) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = run([*TINY, f"--url={self.server.url}", *argv], StopRequest())
        return code, output.getvalue()

    def losses(self) -> dict[int, float]:
        records = self.server.received.records
        return {record["current_step"]: record["loss"] for record in records if "loss" in record}

    def test_adapts_reports_and_leaves_what_others_can_load(self) -> None:
        code, output = self.train()
        self.assertEqual(code, 0, output)
        received = self.server.received
        losses = self.losses()
        self.assertEqual(list(losses), list(range(1, 13)))
        self.assertGreater(losses[1] - losses[12], 0.3)
        self.assertEqual(len(received.values("eval_loss")), 2)
        self.assertEqual(received.values("status")[-1], "completed")
        phases = list(dict.fromkeys(received.values("phase")))
        self.assertEqual(phases, ["loading", "making the base", "training", "saving", "evaluating"])
        paths = [checkpoint["path"] for checkpoint in received.values("checkpoint")]
        self.assertEqual(paths, [f"checkpoints/step-{step}" for step in (5, 10, 12)])
        self.assertEqual(
            {path.name for path in self.folder.iterdir() if path.name[0] != "."},
            {
                "adapter",
                "base",
                "checkpoints",
            },
        )
        base = AutoModelForCausalLM.from_pretrained(self.folder / "base")
        adapted = PeftModel.from_pretrained(base, self.folder / "adapter")
        tokens = AutoTokenizer.from_pretrained(self.folder / "adapter")("AND", return_tensors="pt")
        self.assertEqual(adapted(**tokens).logits.shape, (1, 3, 256))
        config = received.registrations[0]["config"]
        self.assertEqual((config["rank"], config["base_steps"]), (8, 20))

    def test_a_pause_ends_a_launched_process_and_changes_no_loss(self) -> None:
        self.train()
        whole = self.losses()
        self.server.received.records.clear()
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        os.environ["TRAINWIRE_RUN_DIR"] = str(self.folder.with_name("paused"))
        self.server.commands.append({"command_id": "c-1", "name": "pause"})
        code, output = self.train()
        self.assertEqual((code, self.server.received.values("status")[-1]), (0, "paused"), output)
        first = self.losses()
        paused_at = self.server.received.values("checkpoint")[-1]
        self.assertEqual(paused_at["step"], max(first))
        self.server.commands.clear()
        self.server.received.records.clear()
        checkpoint = self.folder.with_name("paused") / paused_at["path"]
        code, output = self.train(f"--resume={checkpoint}")
        self.assertEqual((code, self.server.received.values("status")[-1]), (0, "completed"), output)
        resumed = self.losses()
        self.assertEqual(min(resumed), max(first) + 1)
        for step, loss in {**first, **resumed}.items():
            self.assertAlmostEqual(loss, whole[step], delta=1e-6)

    def test_a_cancel_ends_it_without_an_adapter(self) -> None:
        self.server.commands.append({"command_id": "c-1", "name": "cancel"})
        code, output = self.train("--base-steps=100000")
        self.assertEqual((code, self.server.received.values("status")[-1]), (0, "cancelled"), output)
        self.assertFalse((self.folder / "adapter").exists())

    def test_what_is_no_checkpoint_ends_it_as_failed(self) -> None:
        code, output = self.train("--resume=nowhere")
        self.assertEqual(code, 1)
        self.assertIn("bad_checkpoint: nowhere is no checkpoint of this trainer", output)
        self.assertEqual(self.server.received.values("status")[-1], "failed")

    def test_a_loss_that_is_no_number_is_reported_before_it_fails(self) -> None:
        code, output = self.train("--learning-rate=1e30", "--base-steps=0")
        self.assertEqual(code, 1)
        self.assertIn("diverged: the loss is no number at step", output)
        self.assertIn(None, self.losses().values())
        self.assertEqual(self.server.received.values("status")[-1], "failed")

    def test_term_ends_a_process_as_cancelled_with_exit_code_0(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (FOLDER, *SOURCES)))}
        process = subprocess.Popen(
            [sys.executable, "-m", "lora_trainer", *TINY, "--steps=100000", f"--url={self.server.url}"],
            cwd=self.spool.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.server.wait_for(lambda received: 3 in received.values("current_step"))
        process.terminate()
        _, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(self.server.received.values("status")[-1], "cancelled")
        self.assertEqual(self.server.received.values("reason")[-1], "stopped by SIGTERM")
        # Nothing is left in the current folder, which in a container may be read-only.
        self.assertEqual({path.name for path in self.spool.parent.iterdir()}, {"run", "spool"})
