"""The examples publish a whole training, and differ from the plain scripts as the page shows."""

import difflib
import importlib.util
import os
import re
import subprocess
import sys
import unittest
from typing import Any

from tests.support.fixtures import ROOT
from tests.support.real_server import RealServer, needs_real_server
from tests.support.reporter_case import ReporterCase

FOLDER = ROOT / "sdks" / "python" / "examples"
PAGE = (ROOT / "docs" / "adapters.md").read_text(encoding="utf-8")
NAMES = ("train_huggingface.py", "train_lightning.py", "train_wandb.py")


class DifferenceTest(unittest.TestCase):
    def test_at_most_two_lines_of_a_plain_script_change(self) -> None:
        for name in NAMES:
            plain = (FOLDER / "plain" / name).read_text(encoding="utf-8").splitlines()
            ours = (FOLDER / name).read_text(encoding="utf-8").splitlines()
            lines = list(difflib.unified_diff(plain, ours, n=0, lineterm=""))[2:]
            changes = [line for line in lines if not line.startswith("@@")]
            self.assertLessEqual(sum(line.startswith("+") for line in changes), 2, name)
            self.assertLessEqual(sum(line.startswith("-") for line in changes), 1, name)
            with self.subTest(name):
                shown = "\n".join(changes)
                self.assertIn(shown, re.findall(r"```diff\n(.*?)\n```", PAGE, re.DOTALL))


@needs_real_server
class ExamplesTest(ReporterCase):
    def run_example(self, name: str, *libraries: str) -> tuple[Any, list[dict[str, Any]]]:
        missing = [each for each in libraries if importlib.util.find_spec(each) is None]
        if missing and not os.environ.get("CI"):
            self.skipTest(f"needs {' '.join(missing)}")
        server = RealServer(self.folder / "data")
        self.addCleanup(server.kill)
        server.start()
        names = {"TRAINWIRE_URL": server.url, "TRAINWIRE_TRAIN_ID": "example"}
        done = subprocess.run(
            [sys.executable, str(FOLDER / name)],
            cwd=self.folder,
            env=self.environment(**names, OMP_NUM_THREADS="1"),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        state = server.state("example")
        self.assertEqual((state["status"], state.get("nonfinite")), ("completed", None))
        log = server.log("example")
        losses = [each["loss"] for each in log if "loss" in each]
        self.assertLess(sum(losses[-3:]) / 3, losses[0] / 2)
        return state, log

    def test_hugging_face(self) -> None:
        libraries = ("torch", "transformers", "accelerate")
        state, log = self.run_example("train_huggingface.py", *libraries)
        self.assertEqual((state["current_step"], state["total_steps"]), (60, 60))
        self.assertEqual(sum("loss" in each for each in log), 60)
        self.assertEqual(sum("eval_loss" in each for each in log), 3)
        self.assertGreater(state["samples_per_second"], 0)
        self.assertEqual(state["checkpoint"], {"path": "huggingface/checkpoint-60", "step": 60})

    def test_lightning(self) -> None:
        state, log = self.run_example("train_lightning.py", "torch", "lightning")
        self.assertEqual((state["current_step"], state["total_steps"]), (384, 384))
        self.assertEqual(sum("eval_loss" in each for each in log), 4)
        self.assertGreater(state["samples_per_second"], 0)
        self.assertEqual(state["config"], {"learning_rate": 0.1})

    def test_a_script_for_wandb(self) -> None:
        state, log = self.run_example("train_wandb.py")
        self.assertEqual((state["current_step"], state["name"]), (199, "a line"))
        self.assertEqual(sum("loss" in each for each in log), 200)
        self.assertAlmostEqual(state["metrics"]["slope"], 3, delta=0.5)
