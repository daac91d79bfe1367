import unittest
from pathlib import Path
from unittest.mock import patch

from tests.requirements import require_torch

require_torch()
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.options import SMOKE, Options, read_options


class OptionsTest(unittest.TestCase):
    def test_a_flag_wins_over_the_environment_and_that_over_the_preset(self) -> None:
        with patch.dict(
            "os.environ", {"TRAINER_STEPS": "7", "TRAINER_SEED": "9", "TRAINWIRE_URL": "http://a:1"}
        ):
            options = read_options(["--smoke", "--seed", "3"])
        self.assertEqual((options.steps, options.seed, options.url), (7, 3, "http://a:1"))
        self.assertEqual(options.context, SMOKE.context)

    def test_the_environment_names_server_and_training(self) -> None:
        with patch.dict("os.environ", {"TRAINWIRE_URL": "http://a:1", "TRAINWIRE_TRAIN_ID": "b"}):
            options = read_options([])
        self.assertEqual((options.url, options.train_id, options.resume), ("http://a:1", "b", None))

    def test_the_environment_names_the_checkpoint_to_go_on_from(self) -> None:
        with patch.dict("os.environ", {"TRAINWIRE_RESUME_FROM": "/run/step-200.pt"}):
            options = read_options([])
        self.assertEqual(options.resume, Path("/run/step-200.pt"))

    def test_refuses_what_makes_no_sense(self) -> None:
        for argv in (
            ["--steps", "0"],
            ["--width", "10", "--heads", "3"],
            ["--learning-rate", "0"],
            ["--checkpoint-every", "-1"],
        ):
            with self.subTest(argv), self.assertRaises(TrainerError) as caught:
                read_options(argv)
            self.assertEqual(caught.exception.code, "bad_option")

    def test_registers_no_paths_and_addresses(self) -> None:
        self.assertFalse({"url", "text", "resume"} & set(Options().config()))
