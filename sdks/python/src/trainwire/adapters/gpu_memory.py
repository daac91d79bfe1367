"""The GPU memory of this process, as PyTorch counts it."""

import sys

_GIB = 2**30


def gpu_memory() -> dict[str, float]:
    """The fields of a report; empty as long as nothing was computed on a GPU."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_initialized():
        return {}
    return {
        "gpu_memory_allocated_gb": torch.cuda.memory_allocated() / _GIB,
        "gpu_memory_reserved_gb": torch.cuda.memory_reserved() / _GIB,
        "gpu_memory_peak_gb": torch.cuda.max_memory_allocated() / _GIB,
    }
