"""A small decoder-only transformer over bytes."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

VOCABULARY = 256


@dataclass(frozen=True)
class ModelShape:
    """How large the model is. `width` is a multiple of `heads`; `context` is in bytes."""

    layers: int
    heads: int
    width: int
    context: int


class Block(nn.Module):
    """Attention and a feed-forward layer, each normalised before and added to what came in."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attention_norm = nn.LayerNorm(shape.width)
        self.queries_keys_values = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.attention_out = nn.Linear(shape.width, shape.width, bias=False)
        self.feed_norm = nn.LayerNorm(shape.width)
        self.feed_in = nn.Linear(shape.width, 4 * shape.width)
        self.feed_out = nn.Linear(4 * shape.width, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """Both tensors have the shape (batch, context, width)."""
        x = x + self._attend(self.attention_norm(x))
        out: Tensor = x + self.feed_out(functional.gelu(self.feed_in(self.feed_norm(x))))
        return out

    def _attend(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        split = self.queries_keys_values(x).view(batch, length, 3, self.heads, width // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        out: Tensor = self.attention_out(mixed.transpose(1, 2).reshape(batch, length, width))
        return out


class LanguageModel(nn.Module):
    """Predicts each next byte from those before it. The output layer shares the embedding's weights."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, shape.width)
        self.positions = nn.Embedding(shape.context, shape.width)
        blocks = [Block(shape) for _ in range(shape.layers)]
        self.blocks = nn.Sequential(*blocks)
        self.norm = nn.LayerNorm(shape.width)
        self.apply(_initialise)
        for block in blocks:
            # Sums of many layers keep their scale when each adds the less the more there are.
            for layer in (block.attention_out, block.feed_out):
                nn.init.normal_(layer.weight, std=0.02 / math.sqrt(2 * shape.layers))

    def forward(self, inputs: Tensor) -> Tensor:
        """Logits of shape (batch, context, 256) for inputs of shape (batch, context)."""
        places = torch.arange(inputs.shape[1], device=inputs.device)
        x = self.embedding(inputs) + self.positions(places)
        return functional.linear(self.norm(self.blocks(x)), self.embedding.weight)

    def loss(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """Mean cross-entropy in nats per byte; an untrained model has about ln 256 = 5.55."""
        return functional.cross_entropy(self(inputs).flatten(0, 1), targets.flatten())

    def parameter_count(self) -> int:
        """How many weights there are."""
        return sum(parameter.numel() for parameter in self.parameters())


def _initialise(module: nn.Module) -> None:
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
