"""What docs/writing-a-trainer.md tells people to run, runs."""

import os
import re
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path
from unittest import mock

from tests.support.fixtures import ROOT
from tests.support.life_case import LifeCase
from tests.support.real_server import RealServer, needs_real_server
from tests.support.reporter_case import ReporterCase
from trainwire import Reporter
from trainwire.wandb_like.run import IGNORED_CALLS
from trainwire.wandb_like.script import IGNORED_CLASSES

PAGE = (ROOT / "docs" / "writing-a-trainer.md").read_text(encoding="utf-8")


def block(language: str, words: str) -> str:
    """The code block of the page that holds these words."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return next(text for text in blocks if words in text)


@needs_real_server
class DocsTest(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = RealServer(self.folder / "data")
        self.addCleanup(self.server.kill)
        self.server.start()

    def run_text(self, *command: str) -> None:
        environment = self.environment(TRAINWIRE_URL=self.server.url)
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_the_first_script_has_five_lines_and_draws_a_curve(self) -> None:
        script = block("python", "my-first-training")
        self.assertLessEqual(len(script.splitlines()), 5)
        # The same script, in a hurry.
        self.run_text(sys.executable, "-c", script.replace("time.sleep(0.1)", "time.sleep(0.001)"))
        state = self.server.state("my-first-training")
        self.assertEqual((state["status"], state["current_step"]), ("completed", 299))
        log = self.server.log("my-first-training")
        losses = [update["loss"] for update in log if "loss" in update]
        self.assertEqual(len(losses), 300)
        self.assertEqual(losses, sorted(losses, reverse=True))

    @unittest.skipUnless(shutil.which("curl") and shutil.which("bash"), "needs curl and bash")
    def test_the_requests_without_a_library_publish_a_training(self) -> None:
        script = block("sh", "from-curl").replace("http://127.0.0.1:8000", self.server.url)
        self.run_text("bash", "-c", f'curl() {{ command curl -sS --fail "$@"; }}\n{script}')
        state = self.server.state("from-curl")
        self.assertEqual((state["status"], state["current_step"]), ("completed", 2))
        self.assertEqual(state["nonfinite"], [{"name": "loss", "value": "NaN"}])

    def test_every_name_that_the_page_calls_ignored_is_and_no_other(self) -> None:
        [listed] = re.findall(r"These do nothing.*?Any other", PAGE, re.DOTALL)
        names = set(re.findall(r"`(\w+)`", listed)) - {"plot"}
        self.assertEqual(names, IGNORED_CALLS | IGNORED_CLASSES)


class LoopTest(LifeCase):
    """The loop that obeys commands, with a model that counts its steps."""

    def run_loop(self, **environment: str) -> int:
        """Trains up to step 250; a pause is asked for at step 120. Returns the last step."""
        trained = [0]
        told = {"command_id": "c-1", "name": "pause"}

        def train_one_step() -> float:
            trained[0] += 1
            if trained[0] == 120:
                self.server.commands.append(told)
            if self.server.commands:
                time.sleep(0.01)
            return 1 / trained[0]

        def load(path: Path) -> int:
            trained[0] = int(path.read_text(encoding="utf-8"))
            return trained[0]

        def write_checkpoint(path: Path, *content: object) -> None:
            path.parent.mkdir(exist_ok=True)
            path.write_text(str(content[-1]), encoding="utf-8")

        names = {
            "steps": 250,
            "model": None,
            "optimizer": None,
            "Reporter": Reporter,
            "load": load,
            "write_checkpoint": write_checkpoint,
            "train_one_step": train_one_step,
        }
        with mock.patch.dict(os.environ, TRAINWIRE_RUN_DIR=str(self.folder), **environment):
            exec(block("python", "reporter.obey(step, save)"), names)
        return trained[0]

    def test_pauses_in_one_process_and_goes_on_in_the_next(self) -> None:
        os.environ |= {"TRAINWIRE_TRAIN_ID": "job_abc123", "TRAINWIRE_LAUNCH_ID": "launch-1"}
        paused_at = self.run_loop()
        self.assertEqual(self.server.values("status"), ["running", "paused"])
        self.server.commands.clear()
        newest = self.server.values("checkpoint")[-1]
        self.assertEqual(newest, {"path": f"checkpoints/step-{paused_at}.pt", "step": paused_at})
        resume_from = str(self.folder / newest["path"])
        ended_at = self.run_loop(TRAINWIRE_RESUME_FROM=resume_from, TRAINWIRE_ATTEMPT="2")
        self.assertEqual(ended_at, 250)
        self.assertEqual(self.server.values("current_step"), [*range(1, 251)])
        self.assertEqual(self.server.values("status")[2:], ["running", "completed"])
