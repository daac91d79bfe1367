"""NVIDIA GPUs, through NVML: the library that comes with their driver."""

import ctypes
import os
from typing import Any, Self

_GIB = 2**30
_SUCCESS = 0
_GPU_CORE = 0


class _Utilization(ctypes.Structure):
    _fields_ = (("gpu", ctypes.c_uint), ("memory", ctypes.c_uint))


class _Memory(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_ulonglong) for name in ("total", "free", "used"))


class NvmlFigures:
    """The GPUs that CUDA shows to this process. What one of them does not tell is left out."""

    def __init__(self, library: Any) -> None:
        """`library` has NVML's functions. Raises OSError if it finds no driver."""
        self._nvml = library
        if library.nvmlInit_v2() != _SUCCESS:
            raise OSError("NVML does not start")
        self._gpus = self._visible()

    @classmethod
    def find(cls) -> Self | None:
        """None on a machine without an NVIDIA driver."""
        try:
            return cls(ctypes.CDLL("libnvidia-ml.so.1"))
        except (OSError, AttributeError):
            return None

    def read(self) -> dict[str, float]:
        """The figures of now, `system.gpu0.…` being the first GPU of this process."""
        figures: dict[str, float] = {}
        for index, gpu in enumerate(self._gpus):
            for name, value in self._read_gpu(gpu).items():
                figures[f"system.gpu{index}.{name}"] = value
        return figures

    def close(self) -> None:
        """Lets go of the driver."""
        self._nvml.nvmlShutdown()

    def _read_gpu(self, gpu: ctypes.c_void_p) -> dict[str, float]:
        figures: dict[str, float] = {}
        rates = _Utilization()
        if self._nvml.nvmlDeviceGetUtilizationRates(gpu, ctypes.byref(rates)) == _SUCCESS:
            figures["utilization_percent"] = rates.gpu
        memory = _Memory()
        if self._nvml.nvmlDeviceGetMemoryInfo(gpu, ctypes.byref(memory)) == _SUCCESS:
            figures["memory_used_gb"] = memory.used / _GIB
            figures["memory_percent"] = 100 * memory.used / max(1, memory.total)
        celsius = ctypes.c_uint()
        if self._nvml.nvmlDeviceGetTemperature(gpu, _GPU_CORE, ctypes.byref(celsius)) == _SUCCESS:
            figures["temperature_celsius"] = celsius.value
        milliwatts = ctypes.c_uint()
        if self._nvml.nvmlDeviceGetPowerUsage(gpu, ctypes.byref(milliwatts)) == _SUCCESS:
            figures["power_watts"] = milliwatts.value / 1000
        return figures

    def _visible(self) -> list[ctypes.c_void_p]:
        """NVML knows all GPUs; `CUDA_VISIBLE_DEVICES` names those of this process, in its order."""
        visible = os.environ.get("CUDA_VISIBLE_DEVICES")
        if visible is None:
            count = ctypes.c_uint()
            self._nvml.nvmlDeviceGetCount_v2(ctypes.byref(count))
            names = [str(index) for index in range(count.value)]
        else:
            names = [name.strip() for name in visible.split(",")]
        handles = (self._handle(name) for name in names)
        return [handle for handle in handles if handle is not None]

    def _handle(self, name: str) -> ctypes.c_void_p | None:
        handle = ctypes.c_void_p()
        if name.isdecimal():
            code = self._nvml.nvmlDeviceGetHandleByIndex_v2(int(name), ctypes.byref(handle))
        else:
            code = self._nvml.nvmlDeviceGetHandleByUUID(name.encode(), ctypes.byref(handle))
        return handle if code == _SUCCESS else None
