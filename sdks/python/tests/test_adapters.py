"""What the adapters share."""

import subprocess
import sys
import unittest

from tests.support.libraries import require
from tests.support.reporter_case import ReporterCase
from trainwire.adapters.pace import Pace
from trainwire.adapters.secrets import without_secrets

RANKS = """
import sys
import torch.distributed
from trainwire.adapters.wish import Wish, agree
rank = int(sys.argv[1])
torch.distributed.init_process_group("gloo", f"file://{sys.argv[2]}", rank=rank, world_size=2)
print([agree(wish if rank == 0 else Wish.GO_ON).name for wish in (Wish.SAVE, Wish.STOP)])
"""


class PaceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.now = 100.0
        self.pace = Pace(lambda: self.now)

    def step(self, seconds: float, samples: int = 8, tokens: int = 0) -> None:
        self.now += seconds
        self.pace.step(samples, tokens)

    def test_before_the_first_step_only_the_promise_is_known(self) -> None:
        first = {"elapsed_seconds": 0, "expect_next_in_seconds": 300}
        self.assertEqual(self.pace.report(10), first)

    def test_the_speed_is_that_of_steps_alone(self) -> None:
        self.step(2)
        self.now += 1000
        self.pace.skip()
        self.step(2, tokens=100)
        report = self.pace.report(steps_left=5)
        self.assertEqual(report["samples_per_second"], 4)
        self.assertEqual(report["tokens_per_second"], 25)
        self.assertEqual((report["eta_seconds"], report["elapsed_seconds"]), (10, 1004))

    def test_slow_steps_are_promised_more_time(self) -> None:
        self.step(20)
        self.assertEqual(self.pace.report(None)["expect_next_in_seconds"], 200)
        self.assertNotIn("eta_seconds", self.pace.report(None))

    def test_old_steps_are_forgotten(self) -> None:
        self.step(100)
        for _ in range(50):
            self.step(1)
        self.assertEqual(self.pace.report(1)["eta_seconds"], 1)


class SecretsTest(unittest.TestCase):
    def test_what_is_named_as_a_secret_is_left_out_on_every_level(self) -> None:
        config = {
            "lr": 1,
            "hub_token": "a",
            "api_key": "b",
            "db": {"password": "c", "port": 5},
            "none": None,
        }
        self.assertEqual(without_secrets(config), {"lr": 1, "db": {"port": 5}})

    def test_what_only_sounds_like_one_stays(self) -> None:
        config = {"pad_token_id": 0, "max_new_tokens": 5, "key_size": 8, "include_tokens": True}
        self.assertEqual(without_secrets(config), config)


class MissingLibraryTest(ReporterCase):
    def test_a_module_says_what_it_needs(self) -> None:
        for module, library in (("huggingface", "transformers"), ("lightning", "lightning")):
            hide = "import sys; sys.modules.update(transformers=None, lightning=None"
            script = f"{hide}, pytorch_lightning=None); import trainwire.{module}"
            command = [sys.executable, "-c", script]
            done = subprocess.run(
                command, env=self.environment(), capture_output=True, text=True, check=False
            )
            needs = f"ImportError: trainwire.{module} needs .*: pip install {library}$"
            self.assertRegex(done.stderr.strip(), needs)


class AgreeTest(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        require("torch")

    def test_every_rank_does_what_rank_0_was_asked(self) -> None:
        command = [sys.executable, "-c", RANKS]
        ranks = [
            subprocess.Popen(
                [*command, str(rank), str(self.folder / "store")],
                env=self.environment(),
                stdout=subprocess.PIPE,
                text=True,
            )
            for rank in (0, 1)
        ]
        for rank in ranks:
            with rank:
                assert rank.stdout
                self.assertEqual(rank.stdout.read().strip(), "['SAVE', 'STOP']")
