"""The machine's CPU and memory, and this process's, as Linux tells them in `/proc`."""

import os
from pathlib import Path

_GIB = 2**30


class ProcFigures:
    """Reads `/proc`. What a system does not tell is left out."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._proc = proc
        self._busy, self._total = self._cpu_times() or (0, 0)

    def read(self) -> dict[str, float]:
        """The figures of now; that of the CPU is the mean since the last call."""
        return {**self._cpu(), **self._memory(), **self._process()}

    def _cpu(self) -> dict[str, float]:
        times = self._cpu_times()
        if times is None:
            return {}
        busy, total = times[0] - self._busy, times[1] - self._total
        self._busy, self._total = times
        return {"system.cpu_percent": 100 * busy / total} if total > 0 else {}

    def _cpu_times(self) -> tuple[int, int] | None:
        """Ticks that all cores were busy, and all ticks, since the machine started."""
        try:
            line = (self._proc / "stat").read_text(encoding="ascii").split("\n", 1)[0]
            # user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user.
            ticks = [int(part) for part in line.split()[1:9]]
            return sum(ticks) - ticks[3] - ticks[4], sum(ticks)
        except (OSError, ValueError, IndexError):
            return None

    def _memory(self) -> dict[str, float]:
        try:
            lines = (self._proc / "meminfo").read_text(encoding="ascii").splitlines()
            kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
            total, free = kib["MemTotal"], kib["MemAvailable"]
        except (OSError, ValueError, IndexError, KeyError):
            return {}
        return {
            "system.memory_used_gb": (total - free) * 1024 / _GIB,
            "system.memory_percent": 100 * (total - free) / total,
        }

    def _process(self) -> dict[str, float]:
        try:
            pages = int((self._proc / "self" / "statm").read_text(encoding="ascii").split()[1])
            return {"system.process_memory_gb": pages * os.sysconf("SC_PAGE_SIZE") / _GIB}
        except (OSError, ValueError, IndexError):
            return {}
