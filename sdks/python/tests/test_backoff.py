"""Delays grow, are bounded, and differ between trainers."""

import unittest

from trainwire.delivery.backoff import Backoff


class BackoffTest(unittest.TestCase):
    def test_delays_double_up_to_ten_seconds_and_begin_anew_after_a_success(self) -> None:
        backoff = Backoff()
        delays = [backoff.next_seconds() for _ in range(40)]
        for failures, delay in enumerate(delays):
            longest = min(10.0, 0.2 * 2**failures)
            self.assertTrue(longest / 2 <= delay <= longest, (failures, delay))
        backoff.reset()
        self.assertLessEqual(backoff.next_seconds(), 0.2)

    def test_two_trainers_wait_differently(self) -> None:
        first, second = ([Backoff().next_seconds() for _ in range(5)] for _ in range(2))
        self.assertNotEqual(first, second)
