"""What the machine does is sent with a training's reports, and never instead of them."""

import ctypes
import os
import tempfile
import unittest
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.life_case import LifeCase
from tests.support.waiting import wait_until
from trainwire import Reporter
from trainwire.sampler import SystemSampler
from trainwire.sampling.nvml import NvmlFigures
from trainwire.sampling.proc import ProcFigures


class Counting:
    """A source that counts how often it was read."""

    def __init__(self, fails_at: int = 1_000_000) -> None:
        self.reads = 0
        self._fails_at = fails_at

    def read(self) -> Mapping[str, float]:
        self.reads += 1
        if self.reads == self._fails_at:
            raise RuntimeError("no such sensor")
        return {"system.reads": self.reads}


class SamplerTest(LifeCase):
    def test_a_sample_goes_with_the_next_report_once(self) -> None:
        source = Counting()
        with Reporter("job") as reporter:
            sampler = SystemSampler(reporter, 0.01, (source,))
            wait_until(lambda: source.reads >= 2, "a sample")
            sampler.stop()
            for step in range(3):
                reporter.log(step=step)
        steps = [each for each in self.server.stored if "current_step" in each]
        self.assertGreaterEqual(steps[0]["metrics"]["system.reads"], 1)
        self.assertEqual(["metrics" in each for each in steps], [True, False, False])

    def test_a_training_that_reports_nothing_stays_silent(self) -> None:
        source = Counting()
        with Reporter("job") as reporter, SystemSampler(reporter, 0.01, (source,)):
            wait_until(lambda: source.reads >= 20, "samples")
        self.assertEqual(self.server.values("metrics"), [])

    def test_a_source_that_fails_ends_the_samples_and_nothing_else(self) -> None:
        source = Counting(fails_at=3)
        with Reporter("job") as reporter, SystemSampler(reporter, 0.01, (source,)) as sampler:
            wait_until(lambda: "the system sampler failed" in self.said, "the notice")
            sampler.stop()
            reporter.log(step=1)
        self.assertEqual(self.server.values("status")[-1], "completed")
        self.assertEqual(source.reads, 3)

    @unittest.skipUnless(Path("/proc/stat").exists(), "needs Linux")
    def test_this_machine_has_a_cpu_and_memory(self) -> None:
        with Reporter("job") as reporter, SystemSampler(reporter, 0.05) as sampler:
            wait_until(lambda: sampler._sample, "a sample")
            reporter.log(step=1)
        metrics = self.server.values("metrics")[0]
        self.assertLessEqual({"system.cpu_percent", "system.memory_percent"}, metrics.keys())
        self.assertGreater(metrics["system.process_memory_gb"], 0.005)


class ProcTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.proc = Path(folder.name)

    def write(self, name: str, text: str) -> None:
        path = self.proc / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def test_the_share_of_the_cpu_is_that_since_the_last_look(self) -> None:
        self.write("stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 2\n")
        figures = ProcFigures(self.proc)
        self.assertEqual(figures.read(), {})
        # 30 ticks busy, 70 idle or waiting for a disk; those of guests are counted as user.
        self.write("stat", "cpu  120 0 110 760 110 0 0 0 70 0\n")
        self.assertEqual(figures.read(), {"system.cpu_percent": 30})

    def test_memory_that_can_be_had_is_not_used(self) -> None:
        self.write("meminfo", "MemTotal: 8388608 kB\nMemFree: 1 kB\nMemAvailable: 6291456 kB\n")
        self.write("self/statm", "9999 262144 1 1 0 1 0\n")
        figures = ProcFigures(self.proc).read()
        self.assertEqual(figures["system.memory_used_gb"], 2)
        self.assertEqual(figures["system.memory_percent"], 25)
        self.assertEqual(
            figures["system.process_memory_gb"], 262144 * os.sysconf("SC_PAGE_SIZE") / 2**30
        )

    def test_a_system_without_proc_tells_nothing(self) -> None:
        self.assertEqual(ProcFigures(self.proc / "missing").read(), {})


class Driver:
    """NVML's functions, for GPUs of which each knows its number; the second has no thermometer."""

    def __init__(self, gpus: int = 3) -> None:
        self.gpus = gpus
        self.is_running = False

    def nvmlInit_v2(self) -> int:  # noqa: N802
        self.is_running = True
        return 0

    def nvmlShutdown(self) -> int:  # noqa: N802
        self.is_running = False
        return 0

    def nvmlDeviceGetCount_v2(self, count: Any) -> int:  # noqa: N802
        count._obj.value = self.gpus
        return 0

    def nvmlDeviceGetHandleByIndex_v2(self, index: int, handle: Any) -> int:  # noqa: N802
        handle._obj.value = index + 1
        return 0 if index < self.gpus else 2

    def nvmlDeviceGetHandleByUUID(self, name: bytes, handle: Any) -> int:  # noqa: N802
        handle._obj.value = 3
        return 0 if name == b"GPU-three" else 2

    def nvmlDeviceGetUtilizationRates(self, gpu: ctypes.c_void_p, rates: Any) -> int:  # noqa: N802
        rates._obj.gpu = 10 * (gpu.value or 0)
        return 0

    def nvmlDeviceGetMemoryInfo(self, gpu: ctypes.c_void_p, memory: Any) -> int:  # noqa: N802
        memory._obj.total, memory._obj.used = 80 * 2**30, (gpu.value or 0) * 2**30
        return 0

    def nvmlDeviceGetTemperature(self, gpu: ctypes.c_void_p, _kind: int, celsius: Any) -> int:  # noqa: N802
        celsius._obj.value = 50
        return 3 if gpu.value == 2 else 0

    def nvmlDeviceGetPowerUsage(self, _gpu: ctypes.c_void_p, milliwatts: Any) -> int:  # noqa: N802
        milliwatts._obj.value = 350_500
        return 0


class NvmlTest(unittest.TestCase):
    def read(self, visible: str | None) -> dict[str, float]:
        environment = {} if visible is None else {"CUDA_VISIBLE_DEVICES": visible}
        with mock.patch.dict(os.environ, environment, clear=True):
            return NvmlFigures(Driver()).read()

    def test_each_gpu_tells_what_it_knows(self) -> None:
        figures = self.read(None)
        self.assertEqual(figures["system.gpu2.utilization_percent"], 30)
        self.assertEqual(figures["system.gpu0.memory_used_gb"], 1)
        self.assertEqual(figures["system.gpu0.memory_percent"], 1.25)
        self.assertEqual(figures["system.gpu0.temperature_celsius"], 50)
        self.assertEqual(figures["system.gpu1.power_watts"], 350.5)
        self.assertNotIn("system.gpu1.temperature_celsius", figures)

    def test_only_the_gpus_that_cuda_shows_are_counted_in_its_order(self) -> None:
        figures = self.read("GPU-three,0")
        self.assertEqual(figures["system.gpu0.utilization_percent"], 30)
        self.assertEqual(figures["system.gpu1.utilization_percent"], 10)
        self.assertNotIn("system.gpu2.utilization_percent", figures)
        self.assertEqual(self.read(""), {})

    def test_a_machine_without_a_driver_has_none(self) -> None:
        with mock.patch("ctypes.CDLL", side_effect=OSError("no such library")):
            self.assertIsNone(NvmlFigures.find())
