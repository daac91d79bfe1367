import unittest

from tests.requirements import require_torch

require_torch()
from pytorch_trainer.pace import Pace


class PaceTest(unittest.TestCase):
    def test_says_nothing_before_the_first_stretch(self) -> None:
        self.assertEqual(Pace(8, 32).throughput(), {})

    def test_measures_samples_and_tokens(self) -> None:
        pace = Pace(samples_per_step=8, tokens_per_sample=32)
        pace.steps_took(4, 2.0)
        pace.steps_took(12, 2.0)
        self.assertEqual(pace.throughput(), {"samples_per_second": 32.0, "tokens_per_second": 1024.0})

    def test_reckons_evaluations_in(self) -> None:
        pace = Pace(8, 32)
        pace.steps_took(10, 5.0)
        pace.evaluation_took(3.0)
        self.assertEqual(pace.eta_seconds(steps_left=20, evaluations_left=2), 16.0)
        self.assertEqual(pace.promise_seconds(steps_between_reports=10), 32.0)

    def test_promises_no_less_than_ten_seconds(self) -> None:
        self.assertEqual(Pace(8, 32).promise_seconds(1), 10.0)
