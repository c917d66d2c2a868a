"""The course's fixed training protocol, word for word as the handout publishes it."""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def begin(model: nn.Module, seed: int, lr: float, optimiser: str) -> dict[str, Any]:
    """Return the `stepper` and the `draw` of a training that shall go on in parts."""
    stepper = getattr(torch.optim, optimiser)(model.parameters(), lr=lr)
    return {"stepper": stepper, "draw": torch.Generator().manual_seed(seed)}


def train_by_protocol(
    model: nn.Module,
    images: Tensor,
    loss: str,
    steps: int,
    batch_size: int = 64,
    seed: int = 0,
    lr: float = 3e-3,
    optimiser: str = "Adam",
    stepper: torch.optim.Optimizer | None = None,
    draw: torch.Generator | None = None,
) -> nn.Module:
    """Train `model` on `images` for `steps` batches, the same for everyone.

    Args: `loss`, "categorical" for a model that gives logits (B, V, C, H, W) of images
    (N, C, H, W), float with values v / (V - 1); "elbo" for a VAE whose `elbo(x, noise)` of rows
    (N, D) is in nats per row, noise (B, Z) as wide as the mean that `encode` gives; else the name
    of a method, such as "log_prob", which gives nats per row that shall become as many as can be.
    Batches and noise come from `seed` alone, so two runs of one model give the same weights.
    A training goes on with the optimiser `stepper` and the `draw` of what it has begun with: 50
    steps and 50 more are 100 then.
    """
    stepper = stepper or getattr(torch.optim, optimiser)(model.parameters(), lr=lr)
    draw = draw or torch.Generator().manual_seed(seed)
    model.train()
    for _ in range(steps):
        x = images[torch.randint(len(images), (batch_size,), generator=draw)]
        if loss == "categorical":
            logits = model(x)
            target = (x * (logits.shape[1] - 1)).round().long()
            nats = F.cross_entropy(logits, target, reduction="none").flatten(1).sum(1)
        elif loss == "elbo" and hasattr(model, "encode"):
            width = model.encode(x)[0].shape[1]  # type: ignore[operator]
            noise = torch.randn((batch_size, width), generator=draw).to(x)
            nats = -model.elbo(x, noise)  # type: ignore[operator]
        else:
            nats = -getattr(model, loss)(x)
        stepper.zero_grad()
        nats.mean().backward()  # type: ignore[no-untyped-call]
        stepper.step()
    return model.eval()


def train_towards(
    model: nn.Module,
    inputs: Tensor,
    wanted: Tensor,
    loss: str,
    steps: int,
    batch_size: int = 64,
    seed: int = 0,
    lr: float = 1e-2,
    optimiser: str = "Adam",
    stepper: torch.optim.Optimizer | None = None,
    draw: torch.Generator | None = None,
) -> nn.Module:
    """Train `model` so that it gives for each of the inputs what is wanted of it.

    Args: `loss`, "cross_entropy" for logits (B, K) and labels int64 (N,), or "squared_error" for
    answers like `wanted`; both are means over all numbers of a batch. Batches come from `seed`
    alone, so two runs of one model give the same weights. With the `stepper` and the `draw` of a
    training that has begun, it goes on.
    """
    distances: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
        "cross_entropy": F.cross_entropy,
        "squared_error": F.mse_loss,
    }
    stepper = stepper or getattr(torch.optim, optimiser)(model.parameters(), lr=lr)
    draw = draw or torch.Generator().manual_seed(seed)
    model.train()
    for _ in range(steps):
        batch = torch.randint(len(inputs), (batch_size,), generator=draw)
        stepper.zero_grad()
        distances[loss](model(inputs[batch]), wanted[batch]).backward()  # type: ignore[no-untyped-call]
        stepper.step()
    return model.eval()


def train_on_texts(
    model: nn.Module,
    tokens: Tensor,
    steps: int,
    batch_size: int = 64,
    seed: int = 0,
    lr: float = 3e-3,
    optimiser: str = "Adam",
    stepper: torch.optim.Optimizer | None = None,
    draw: torch.Generator | None = None,
) -> nn.Module:
    """Train a language model on texts for `steps` batches, the same for everyone.

    Args: `model`, from texts (B, T) to logits (B, T, V), where `logits[:, t]` is the law of token
    t given those before it; `tokens`, int64 (N, T). What becomes small is the mean of the nats per
    token. Batches come from `seed` alone, so two runs of one model give the same weights.
    With the `stepper` and the `draw` of a training that has begun, it goes on.
    """
    stepper = stepper or getattr(torch.optim, optimiser)(model.parameters(), lr=lr)
    draw = draw or torch.Generator().manual_seed(seed)
    model.train()
    for _ in range(steps):
        x = tokens[torch.randint(len(tokens), (batch_size,), generator=draw)]
        nats = F.cross_entropy(model(x).flatten(0, 1), x.flatten())
        stepper.zero_grad()
        nats.backward()  # type: ignore[no-untyped-call]
        stepper.step()
    return model.eval()


def reduce_squares(layer: nn.Module, x: Tensor, steps: int) -> None:
    """Take optimiser steps on the mean square of what `layer` gives, which needs no labels."""
    optimiser = torch.optim.Adam(layer.parameters(), lr=3e-3)
    for _ in range(steps):
        optimiser.zero_grad()
        layer(x).square().mean().backward()
        optimiser.step()
