"""A reporter never harms the training that it reports."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any
from unittest import mock

from tests.support.fake_server import status
from tests.support.life_case import LifeCase
from tests.support.waiting import wait_until
from trainwire import Reporter


class EndTest(LifeCase):
    def test_a_block_that_ends_is_completed(self) -> None:
        with Reporter("job_abc123") as reporter:
            reporter.log(loss=1)
        self.assertEqual(self.server.values("status"), ["running", "completed"])

    def test_a_block_that_raises_has_failed_and_says_why_without_hiding_the_error(self) -> None:
        with self.assertRaises(ZeroDivisionError), Reporter("job_abc123") as reporter:
            reporter.log(loss=1 / 0)
        self.assertEqual(self.server.values("status"), ["running", "failed"])
        self.assertEqual(self.server.values("reason"), ["ZeroDivisionError: division by zero"])

    def test_a_block_that_is_interrupted_is_cancelled(self) -> None:
        for launch_id in ("", "launch-1"):
            os.environ["TRAINWIRE_LAUNCH_ID"] = launch_id
            with self.assertRaises(KeyboardInterrupt), Reporter("job_abc123"):
                raise KeyboardInterrupt
            self.assertEqual(self.server.values("status")[-1], "cancelled")

    def test_a_block_that_exits_has_failed_if_its_code_says_so_and_is_completed_else(self) -> None:
        ends = ((0, "completed"), (None, "completed"), (1, "failed"), ("no data", "failed"))
        for code, expected in ends:
            with self.assertRaises(SystemExit), Reporter("job_abc123"):
                sys.exit(code)
            self.assertEqual(self.server.values("status")[-1], expected)
        self.assertEqual(self.server.values("reason"), ["exit 1", "exit no data"])

    def test_a_crash_leaves_a_launched_training_open_and_says_why(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        for error in (ZeroDivisionError("oh"), SystemExit(3)):
            with self.assertRaises(type(error)), Reporter("job_abc123") as reporter:
                reporter.log(step=1)
                raise error
        self.assertEqual(self.server.values("status"), ["running", "running"])
        self.assertEqual(self.server.values("reason"), ["ZeroDivisionError: oh", "exit 3"])
        self.assertEqual(self.server.values("current_step"), [1, 1])
        self.assertEqual(self.spool_files(), [])

    def test_finish_may_be_called_twice_and_nothing_follows_it(self) -> None:
        reporter = Reporter("job_abc123")
        self.assertTrue(reporter.finish("failed", reason="no reason"))
        self.assertTrue(reporter.finish())
        reporter.log(loss=1)
        self.assertEqual(self.server.values("status"), ["running", "failed"])
        self.assertEqual(self.server.values("loss"), [])

    def test_a_terminal_status_that_was_logged_is_not_said_again(self) -> None:
        with Reporter("job_abc123") as reporter:
            reporter.log(status="failed")
        self.assertEqual(self.server.values("status"), ["running", "failed"])

    def test_finish_with_any_other_status_only_sends_what_waits(self) -> None:
        self.assertTrue(Reporter("job_abc123").finish("running"))  # type: ignore[arg-type]
        self.assertEqual(self.server.values("status"), ["running"])
        self.assertIn("cannot end as 'running'", self.said)


class ExitTest(LifeCase):
    def test_a_script_that_ends_without_finish_sends_everything_and_no_end(self) -> None:
        self.run_trainer("import trainwire; trainwire.Reporter('job_abc123').log(step=1)")
        self.assertEqual(self.server.values("current_step"), [1])
        self.assertEqual(self.server.values("status"), ["running"])

    def test_a_script_that_fails_without_finish_has_failed(self) -> None:
        ended = self.run_trainer("import trainwire; trainwire.Reporter('job_abc123').log(a=1); 1/0")
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(self.server.values("status"), ["running", "failed"])

    def test_a_launched_script_that_fails_without_finish_stays_open_and_says_why(self) -> None:
        os.environ["TRAINWIRE_LAUNCH_ID"] = "launch-1"
        ended = self.run_trainer("import trainwire; trainwire.Reporter('job_abc123').log(a=1); 1/0")
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(self.server.values("status"), ["running"])
        self.assertEqual(self.server.values("reason"), ["ZeroDivisionError: division by zero"])

    def test_a_trainer_that_is_killed_loses_nothing_that_was_on_disk(self) -> None:
        self.server.always = status(503)
        script = (
            "import trainwire\n"
            "with trainwire.Reporter('job_abc123') as reporter:\n"
            "    for step in range(100): reporter.log(step=step)\n"
            "    input()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script], env=self.environment(), stdin=subprocess.PIPE
        ) as trainer:
            wait_until(
                lambda: b'_step":99' in self.spooled(),
                "the last step on disk",
            )
            trainer.kill()
        self.server.always = None
        with Reporter("job_abc123"):
            wait_until(lambda: self.server.values("current_step"), "what was left")
        self.assertEqual(self.server.values("current_step"), list(range(100)))


class HarmlessTest(LifeCase):
    def test_nothing_that_is_logged_raises(self) -> None:
        with Reporter("job_abc123") as reporter:
            log: Any = reporter.log
            log()
            log(5)
            log(None, [], "text", {1: 2}, object())
            log({"loss": object()}, self=1, loss=[[]], step="x", reports=3)
            log(loss=mock.MagicMock(), metrics=mock.MagicMock())
            reporter.log(step=9)
        self.assertEqual(self.server.problems, [])
        self.assertEqual(self.server.values("current_step"), [9])

    def test_no_option_makes_the_reporter_raise(self) -> None:
        hostile = mock.MagicMock(
            __str__=mock.Mock(side_effect=RuntimeError),
            __bool__=mock.Mock(side_effect=RuntimeError),
        )
        names = Reporter.__init__.__annotations__["options"].__args__[0].__annotations__
        for name in [*names, "unheard_of"]:
            for value in (None, -1, "", "text", object(), {"a": object()}, hostile):
                # A relative spool_dir is a folder below the current one.
                with (
                    self.subTest(name=name, value=type(value).__name__),
                    contextlib.chdir(self.folder),
                ):
                    options: dict[str, Any] = {"spool_dir": self.spool_dir, name: value}
                    Reporter("job_abc123", **options).finish(timeout=5)

    def test_an_address_that_is_none_only_spools(self) -> None:
        for url in ("", "nowhere", "ftp://x", "http://", "http://[", "http://127.0.0.1:x"):
            with self.subTest(url), mock.patch.dict(os.environ, TRAINWIRE_URL=url or "x"):
                reporter = Reporter("job_abc123", url)
                reporter.log(step=1)
                self.assertFalse(reporter.finish(timeout=0.2))
        self.assertEqual(self.server.exchanges, [])
        self.assertIn("records are only spooled", self.said)

    def test_an_id_that_is_none_is_mended_and_said(self) -> None:
        self.assertEqual(Reporter("../my run!", enabled=False).train_id, "my-run-")
        self.assertIn("my-run-", self.said)
        generated = Reporter(name="My First Run", enabled=False).train_id
        self.assertRegex(generated, r"^my-first-run-[0-9a-f]{8}$")

    def test_a_folder_that_cannot_be_written_keeps_records_in_memory(self) -> None:
        (self.folder / "file").write_text("")
        with Reporter("job_abc123", spool_dir=self.folder / "file") as reporter:
            reporter.log(step=1)
        self.assertEqual(self.server.values("current_step"), [1])
        self.assertIn("in memory only", self.said)

    def test_a_full_queue_drops_the_newest_counts_them_and_still_ends(self) -> None:
        with (
            mock.patch("trainwire.spool.spooler.FLUSH_SECONDS", 0.3),
            Reporter("job_abc123", max_queued=10) as reporter,
        ):
            wait_until(lambda: self.server.stored, "the first record")
            for step in range(10_000):
                reporter.log(step=step)
        stored = self.server.values("current_step")
        self.assertEqual(len(stored) + reporter.dropped, 10_000)
        self.assertGreater(reporter.dropped, 0)
        self.assertIn("logged too fast", self.said)
        self.assertEqual(stored[:10], list(range(10)))
        self.assertEqual(self.server.values("status"), ["running", "completed"])

    def test_threads_may_log_at_the_same_time(self) -> None:
        with Reporter("job_abc123") as reporter:

            def log_often() -> None:
                for _ in range(500):
                    reporter.log(a=1)

            threads = [threading.Thread(target=log_often) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(len(self.server.values("metrics")), 2000)


class ProcessTest(LifeCase):
    def test_only_rank_0_reports_unless_all_are_asked_to(self) -> None:
        for rank, all_ranks, reports in (
            ("0", False, True),
            ("1", False, False),
            ("1", True, True),
        ):
            os.environ.update(RANK=rank, WORLD_SIZE="2")
            before = len(self.server.stored)
            with Reporter("job_abc123", all_ranks=all_ranks) as reporter:
                reporter.log(step=1)
            with self.subTest(rank=rank, all_ranks=all_ranks):
                self.assertEqual(len(self.server.stored) > before, reports)
        self.assertEqual(self.server.stored[-1]["rank"], 1)
        self.assertEqual(self.server.values("world_size"), [2, 2])

    def test_a_forked_child_is_silent_and_the_parent_goes_on(self) -> None:
        script = (
            "import os, sys, trainwire\n"
            "with trainwire.Reporter('job_abc123') as reporter:\n"
            "    reporter.log(step=1)\n"
            "    child = os.fork()\n"
            "    reporter.log(step=2 if child else 99)\n"
            "    if not child: sys.exit(7)\n"
            "    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        )
        ended = self.run_trainer(script)
        self.assertEqual((ended.stdout, ended.stderr), ("7\n", ""))
        self.assertEqual(self.server.values("current_step"), [1, 2])
        self.assertEqual(self.server.values("status"), ["running", "completed"])

    def test_a_forked_child_that_lives_on_does_not_keep_the_spool(self) -> None:
        self.server.always = status(503)
        script = (
            "import os, signal, sys, trainwire\n"
            "reporter = trainwire.Reporter('job_abc123')\n"
            "reporter.log(step=1)\n"
            "sys.stdin.readline()\n"
            "child = os.fork()\n"
            "if not child: print(os.getpid(), flush=True)\n"
            "signal.pause()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as trainer:
            wait_until(
                lambda: b'_step":1' in self.spooled(),
                "the step on disk",
            )
            assert trainer.stdin and trainer.stdout
            trainer.stdin.write("fork\n")
            trainer.stdin.flush()
            child = int(trainer.stdout.readline())
            self.addCleanup(os.kill, child, signal.SIGKILL)
            trainer.kill()
        self.server.always = None
        with Reporter("job_abc123"):
            wait_until(lambda: self.server.values("current_step"), "what was left")
