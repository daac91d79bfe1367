"""The loss on text that is not trained on."""

from collections.abc import Callable

import torch
from torch import Tensor

from pytorch_trainer.gpu import autocast
from pytorch_trainer.model import LanguageModel
from pytorch_trainer.options import Options
from pytorch_trainer.text import even_starts, windows


@torch.no_grad()
def held_out_loss(
    model: LanguageModel, held_out: Tensor, options: Options, should_stop: Callable[[], bool]
) -> float | None:
    """Mean loss in nats per byte over the same windows at every call; None if it was asked to stop."""
    device = next(model.parameters()).device
    starts = even_starts(held_out, options.eval_batches * options.batch_size, options.context)
    model.eval()
    total = torch.zeros((), device=device)
    for batch in starts.split(options.batch_size):
        if should_stop():
            return None
        inputs, targets = windows(held_out, batch, options.context, device)
        with autocast(device):
            total += model.loss(inputs, targets)
    return (total / options.eval_batches).item()
