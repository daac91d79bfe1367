import math
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import FOLDER  # isort: skip
from faulty_trainer.checkpoint import read_step
from faulty_trainer.modes import MODES

from testing.ingest_server import IngestServer


class ModesTest(unittest.TestCase):
    """Each fault, as a monitor meets it: a process, its exit code, and what arrives."""

    def setUp(self) -> None:
        self.server = IngestServer()
        self.enterContext(self.server)

    def start(self, mode: str, *argv: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "faulty_trainer", "--mode", mode, "--interval=0.01", "--steps=3", *argv],
            env={**os.environ, "PYTHONPATH": str(FOLDER), "TRAINWIRE_URL": self.server.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def end(self, process: subprocess.Popen[str]) -> tuple[str, str]:
        return process.communicate(timeout=60)

    def test_crash_ends_with_a_traceback_and_no_terminal_status(self) -> None:
        process = self.start("crash")
        _, errors = self.end(process)
        self.assertEqual(process.returncode, 1)
        self.assertIn("Traceback", errors)
        self.assertEqual(self.server.received.values("current_step"), [1, 2, 3])
        self.assertEqual(set(self.server.received.values("status")), {"running"})

    def test_hang_sends_empty_batches_and_no_record(self) -> None:
        process = self.start("hang")
        received = self.server.wait_for(lambda received: received.empty_batches >= 5)
        self.assertEqual(received.values("current_step"), [1, 2, 3])
        self.assertEqual(received.values("expect_next_in_seconds"), [2, 2, 2])
        process.terminate()
        self.end(process)
        self.assertEqual(process.returncode, 143)

    def test_silent_lives_and_sends_nothing(self) -> None:
        process = self.start("silent")
        # Another trainer's updates are the sentinel: what this one had to say would have come before.
        self.end(self.start("crash"))
        self.assertIsNone(process.poll())
        self.assertEqual(len(self.server.received.records), 3)
        self.assertEqual(self.server.received.empty_batches, 0)

    def test_nan_goes_on_reporting_and_completes(self) -> None:
        process = self.start("nan")
        self.end(process)
        self.assertEqual(process.returncode, 0)
        losses = self.server.received.values("loss")
        self.assertEqual([math.isnan(loss) for loss in losses], [False] * 3 + [True] * 3)
        self.assertEqual(self.server.received.values("grad_norm"), [math.inf] * 3)
        self.assertEqual(self.server.received.values("status")[-1], "completed")

    def test_flood_sends_and_prints_thousands_a_second(self) -> None:
        process = self.start("flood", "--seconds=1", "--rate=4000")
        output, _ = self.end(process)
        steps = self.server.received.values("current_step")
        self.assertEqual(process.returncode, 0)
        self.assertEqual(steps, list(range(1, len(steps) + 1)))
        self.assertGreaterEqual(len(steps), 2000)
        self.assertEqual(len(output.splitlines()), len(steps))
        self.assertEqual(self.server.received.values("status")[-1], "completed")

    def test_ignores_term_goes_on_until_it_is_killed(self) -> None:
        process = self.start("ignores-term")
        self.server.wait_for(lambda received: len(received.records) >= 3)
        for number in (signal.SIGTERM, signal.SIGINT):
            process.send_signal(number)
        seen = len(self.server.received.records)
        self.server.wait_for(lambda received: len(received.records) >= seen + 10)
        self.assertIsNone(process.poll())
        process.kill()
        self.end(process)
        self.assertEqual(process.returncode, -signal.SIGKILL)

    def test_exits_at_once_without_a_word(self) -> None:
        for argv, code in (((), 1), (("--exit-code=7",), 7)):
            process = self.start("exits-at-once", *argv)
            self.assertEqual((self.end(process), process.returncode), (("", ""), code))
        self.assertEqual(self.server.received.records, [])

    def test_out_of_memory_allocates_until_python_finds_no_more(self) -> None:
        process = self.start("out-of-memory", "--most-mb=256")
        output, errors = self.end(process)
        self.assertEqual(process.returncode, 1)
        self.assertRegex(errors, r"MemoryError\s*$")
        self.assertIn("allocated 64 MiB", output)
        self.assertEqual(self.server.received.values("status"), ["running"] * 3)

    def test_out_of_gpu_memory_prints_what_pytorch_does(self) -> None:
        process = self.start("out-of-gpu-memory")
        _, errors = self.end(process)
        self.assertEqual(process.returncode, 1)
        self.assertIn("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate", errors)
        self.assertEqual(self.server.received.values("status"), ["running"] * 3)

    def cut_checkpoint(self, mode: str) -> Path:
        """The folder of a training that died while it saved step 6."""
        folder = Path(self.enterContext(TemporaryDirectory()))
        process = self.start(mode, f"--run-dir={folder}")
        self.end(process)
        self.assertEqual(process.returncode, -signal.SIGABRT)
        self.assertEqual(self.server.received.values("current_step"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(
            self.server.received.values("checkpoint"), [{"path": "checkpoints/step-3.json", "step": 3}]
        )
        return folder / "checkpoints"

    def test_cut_checkpoint_leaves_a_hidden_half(self) -> None:
        folder = self.cut_checkpoint("cut-checkpoint")
        self.assertEqual(sorted(os.listdir(folder)), [".step-6.json", "step-3.json"])
        with self.assertRaises(ValueError):
            read_step(folder / ".step-6.json")

    def test_cut_checkpoint_in_place_leaves_a_half_that_has_a_final_name(self) -> None:
        folder = self.cut_checkpoint("cut-checkpoint-in-place")
        self.assertEqual(sorted(os.listdir(folder)), ["step-3.json", "step-6.json"])
        with self.assertRaises(ValueError):
            read_step(folder / "step-6.json")

    def test_cut_checkpoint_completes_when_it_goes_on_from_a_whole_one_and_not_from_a_half(self) -> None:
        folder = self.cut_checkpoint("cut-checkpoint-in-place")
        halved = self.start("cut-checkpoint", f"--resume-from={folder / 'step-6.json'}")
        self.assertIn("JSONDecodeError", self.end(halved)[1])
        resumed = self.start("cut-checkpoint", f"--resume-from={folder / 'step-3.json'}", "--attempt=2")
        self.assertEqual((self.end(resumed), resumed.returncode), (("", ""), 0))
        self.assertEqual(self.server.received.values("current_step")[6:], [4, 5, 6])
        self.assertEqual(self.server.received.values("attempt"), [2] * 4)
        self.assertEqual(self.server.received.values("status")[-1], "completed")

    def test_help_tells_of_every_mode(self) -> None:
        output, _ = self.end(self.start("crash", "--help"))
        for mode in MODES:
            self.assertRegex(output, rf"(?m)^{mode} +\w")

    def test_an_unknown_mode_is_refused(self) -> None:
        process = self.start("dance")
        _, errors = self.end(process)
        self.assertEqual(process.returncode, 2)
        self.assertIn("invalid choice: 'dance'", errors)


class RetryTest(unittest.TestCase):
    def test_a_refused_request_ends_it(self) -> None:
        with IngestServer() as server:
            process = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "faulty_trainer",
                    "--mode=hang",
                    f"--url={server.url}",
                    "--train-id=bad/id",
                ],
                env={**os.environ, "PYTHONPATH": str(FOLDER)},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        self.assertEqual(process.returncode, 1)
        self.assertIn("the server answered 404", process.stderr)
