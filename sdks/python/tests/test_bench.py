"""What a call of `log` costs is measured beside the others, and is little."""

import json
import subprocess
import sys

from tests.support.fixtures import ROOT
from tests.support.libraries import require
from tests.support.reporter_case import ReporterCase

BENCH = ROOT / "sdks" / "python" / "bench" / "log_cost.py"


class BenchTest(ReporterCase):
    def test_a_call_takes_20_us_at_the_median_also_when_the_server_hangs(self) -> None:
        require("torch", "tensorboard", "wandb")
        figures = self.folder / "figures.json"
        arguments = ["--rounds", "1", "--block-seconds", "0.5", "--json", str(figures)]
        done = subprocess.run(
            [sys.executable, str(BENCH), *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        measured = json.loads(figures.read_text())
        medians = {name: values["median_us"] for name, values in measured.items()}
        for server in ("away", "hangs"):
            self.assertLess(medians[f"trainwire, server {server}"], 20)
        self.assertLess(medians["trainwire, server away"], medians["wandb, offline"])
        self.assertIn("TensorBoard", medians)
