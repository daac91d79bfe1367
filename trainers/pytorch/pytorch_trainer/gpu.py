"""The processor that trains: which one, in which precision, and how much of its memory is in use."""

from contextlib import AbstractContextManager

import torch

from pytorch_trainer.errors import TrainerError

GIB = 2**30


def choose_device(wish: str) -> torch.device:
    """`auto` takes CUDA when there is one. Raises TrainerError `no_cuda` if it is asked for and missing."""
    if wish == "cpu" or (wish == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise TrainerError("no_cuda", "there is no CUDA device here: start with --gpus all, or --device auto")
    return torch.device("cuda", torch.cuda.current_device())


def describe_device(wish: str) -> dict[str, str]:
    """The name and the precision of the device of this wish, for people; never raises."""
    try:
        device = choose_device(wish)
    except TrainerError:
        return {"device": wish, "precision": "unknown"}
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    return {"device": name, "precision": precision(device)}


def precision(device: torch.device) -> str:
    """`bf16` on GPUs that compute in it, else `fp32`."""
    return (
        "bf16"
        if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
        else "fp32"
    )


def autocast(device: torch.device) -> AbstractContextManager[object]:
    """Computes in `precision(device)`; the weights stay fp32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision(device) == "bf16")


def memory(device: torch.device) -> dict[str, float]:
    """Memory of this process on the GPU in GiB, as fields of a report; empty on a CPU."""
    if device.type != "cuda":
        return {}
    return {
        "gpu_memory_allocated_gb": torch.cuda.memory_allocated(device) / GIB,
        "gpu_memory_reserved_gb": torch.cuda.memory_reserved(device) / GIB,
        "gpu_memory_peak_gb": torch.cuda.max_memory_allocated(device) / GIB,
    }
