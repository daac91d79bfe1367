"""What people ask of a training at the end of a step, the same for all its processes."""

import sys
from enum import IntEnum

from trainwire.reporter import Reporter


class Wish(IntEnum):
    """What to do after a step."""

    GO_ON = 0
    SAVE = 1
    STOP = 2


def read_wish(reporter: Reporter | None) -> Wish:
    """What the reporter was told; `SAVE` is for a checkpoint and for a pause alike."""
    if reporter is None:
        return Wish.GO_ON
    if reporter.should_stop:
        return Wish.STOP
    # Both are read, so that both are accepted.
    return Wish.SAVE if any([reporter.should_pause, reporter.should_checkpoint]) else Wish.GO_ON


def agree(wish: Wish) -> Wish:
    """That of rank 0, for every rank; all of them have to ask. Waits for rank 0."""
    torch = sys.modules.get("torch")
    if torch is None or not processes_of(torch) > 1:
        return wish
    distributed = torch.distributed
    device = "cuda" if distributed.get_backend() == "nccl" else "cpu"
    told = torch.tensor(int(wish), device=device)
    distributed.broadcast(told, src=0)
    return Wish(int(told.item()))


def processes_of(torch: object) -> int:
    """How many processes train together."""
    distributed = getattr(torch, "distributed", None)
    if distributed is None or not (distributed.is_available() and distributed.is_initialized()):
        return 1
    return int(distributed.get_world_size())
