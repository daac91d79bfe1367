"""The project's own server: published live, through its crashes and the trainer's, exactly once."""

import math
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from tests.support.real_server import RealServer, needs_real_server
from tests.support.reporter_case import ReporterCase
from tests.support.waiting import wait_until
from trainwire import Reporter
from trainwire.__main__ import main

TRAINER = Path(__file__).parent / "support" / "trainer.py"


@needs_real_server
class RealServerTest(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = RealServer(self.folder / "data")
        self.addCleanup(self.server.kill)

    def reporter(self, train_id: str) -> Reporter:
        return Reporter(train_id, self.server.url, spool_dir=self.spool_dir)

    def steps(self, train_id: str) -> list[int]:
        return [
            each["current_step"] for each in self.server.log(train_id) if "current_step" in each
        ]

    def test_a_training_is_there_with_everything_that_was_logged(self) -> None:
        self.server.start()
        options = {"name": "My run", "config": {"lr": 0.1}, "tags": ["a"]}
        with Reporter("job", self.server.url, spool_dir=self.spool_dir, **options) as reporter:  # type: ignore[arg-type]
            for step in range(3000):
                reporter.log(step=step, loss=math.nan if step == 7 else step, total_steps=3000)
        state = self.server.state("job")
        self.assertEqual((state["status"], state["current_step"]), ("completed", 2999))
        self.assertEqual((state["name"], state["tags"]), ("My run", ["a"]))
        self.assertEqual(self.steps("job"), list(range(3000)))
        self.assertNotIn("rejected", self.said)
        self.assertEqual(self.spool_files(), [])

    def test_an_ended_training_takes_no_more_and_the_reporter_says_so_once(self) -> None:
        self.server.start()
        self.reporter("job").finish()
        with self.reporter("job") as reporter:
            reporter.log(step=1)
        self.assertEqual(self.said.count("training_ended"), 1)
        self.assertEqual(self.steps("job"), [])

    def test_a_replaced_attempt_is_told_to_stop(self) -> None:
        self.server.start()
        with (
            Reporter("job", self.server.url, spool_dir=self.spool_dir, attempt=1) as old,
            Reporter("job", self.server.url, spool_dir=self.spool_dir, attempt=2),
        ):
            wait_until(lambda: self.server.state("job").get("attempt") == 2, "attempt 2")
            old.log(step=1)
            wait_until(lambda: old.should_stop, "the request to stop")

    def test_a_server_that_was_away_for_the_whole_training_gets_all_of_it_later(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        reporter = Reporter("job", url, spool_dir=self.spool_dir, name="Offline")
        for step in range(5000):
            reporter.log(step=step)
        self.assertFalse(reporter.finish(timeout=0.3))
        self.server.start()
        self.assertEqual(main(["sync", str(self.spool_dir), "--url", self.server.url]), 0)
        self.assertEqual(self.steps("job"), list(range(5000)))
        state = self.server.state("job")
        self.assertEqual((state["status"], state["name"]), ("completed", "Offline"))
        self.assertEqual(self.spool_files(), [])

    def test_a_server_that_is_killed_at_random_moments_has_every_step_once(self) -> None:
        self.server.start()
        dice = random.Random(11)
        done = threading.Event()

        def keep_killing() -> None:
            while not done.wait(dice.uniform(0.05, 0.4)):
                self.server.kill()
                self.server.start()

        killer = threading.Thread(target=keep_killing)
        killer.start()
        with self.reporter("job") as reporter:
            for step in range(4000):
                reporter.log(step=step)
                time.sleep(0.001)
            done.set()
            killer.join()
            self.assertTrue(reporter.finish(timeout=20))
        self.assertEqual(self.steps("job"), list(range(4000)))

    def test_a_trainer_that_is_killed_at_random_moments_has_every_step_older_than_1_s_once(
        self,
    ) -> None:
        self.server.start()
        dice = random.Random(12)
        first = 0
        due: set[int] = set()
        for round_ in range(5):
            away = round_ % 2 == 1
            if away:
                self.server.kill()
            lines = self.run_trainer(first, kill_after=dice.uniform(1.1, 1.9))
            killed_at = time.time()
            due |= {step for step, logged_at in lines if logged_at < killed_at - 1}
            first += 100_000
            if away:
                self.server.start()
        lines = self.run_trainer(first, steps=10)
        due |= {step for step, _ in lines}
        stored = Counter(self.steps("job"))
        self.assertGreater(len(due), 100)
        self.assertEqual(due - stored.keys(), set())
        self.assertEqual([step for step, times in stored.items() if times > 1], [])
        self.assertEqual(list(stored), sorted(stored))
        self.assertEqual(self.server.state("job")["status"], "completed")
        self.assertEqual(self.spool_files(), [])

    def run_trainer(
        self, first: int, steps: int = 100_000, kill_after: float | None = None
    ) -> list[tuple[int, float]]:
        """What the trainer has logged and when, after it ended or was killed."""
        arguments = [self.server.url, "job", str(first), str(steps), "0.002"]
        with subprocess.Popen(
            [sys.executable, str(TRAINER), *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
        ) as trainer:
            assert trainer.stdout
            lines = [trainer.stdout.readline()]
            if kill_after is not None:
                timer = threading.Timer(kill_after, trainer.kill)
                timer.start()
            lines += trainer.stdout.readlines()
        logged = [line.split() for line in lines if line.endswith("\n")]
        return [(int(step), float(at)) for step, at in logged]
