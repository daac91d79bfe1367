import unittest

from tests.requirements import require_torch

require_torch()
from pytorch_trainer.schedule import Schedule


class ScheduleTest(unittest.TestCase):
    def test_rises_evenly_to_the_peak(self) -> None:
        schedule = Schedule(peak=1.0, warmup_steps=4, total_steps=100)
        self.assertEqual([schedule.rate(step) for step in (1, 2, 3, 4)], [0.25, 0.5, 0.75, 1.0])

    def test_falls_to_the_floor_and_stays_there(self) -> None:
        schedule = Schedule(peak=2.0, warmup_steps=10, total_steps=110, floor=0.1)
        rates = [schedule.rate(step) for step in range(10, 111)]
        self.assertEqual(rates, sorted(rates, reverse=True))
        self.assertAlmostEqual(schedule.rate(60), 1.1)
        self.assertAlmostEqual(schedule.rate(110), 0.2)
        self.assertAlmostEqual(schedule.rate(500), 0.2)

    def test_needs_no_warm_up(self) -> None:
        self.assertAlmostEqual(Schedule(1.0, 0, 10).rate(10), 0.1)
