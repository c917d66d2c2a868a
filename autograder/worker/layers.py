"""A network of PyTorch's own layers, made of a plain description, and what its parameters are."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn


def layered(layers: Sequence[Any]) -> nn.Sequential:
    """Return an `nn.Sequential` of described layers.

    Each is a sequence: the name of a class of `torch.nn`, and the constructor's arguments. Those of
    "Sequential" are descriptions again. It leaves the global generator as it was.
    """
    with torch.random.fork_rng(devices=[]):
        return nn.Sequential(*map(_layer, layers))


def _layer(described: Sequence[Any]) -> nn.Module:
    kind, *args = described
    layer: nn.Module = layered(args) if kind == "Sequential" else getattr(nn, kind)(*args)
    return layer


def with_state(
    layers: Sequence[Any], state: Mapping[str, Tensor], frozen: Sequence[str], grads: bool
) -> nn.Sequential:
    """Return such a network with these parameters and buffers, in the dtype that they have.

    Args: `frozen`, names of parameters that require no grad; `grads`, whether `.grad` of all others
    holds ones already.
    """
    net = layered(layers)
    floating = [one.dtype for one in state.values() if one.is_floating_point()]
    if floating:
        net.to(floating[0])
    net.load_state_dict({name: one.clone() for name, one in state.items()})
    for name, parameter in net.named_parameters():
        parameter.requires_grad_(name not in frozen)
        if grads and name not in frozen:
            parameter.grad = torch.ones_like(parameter)
    return net


class After(nn.Module):
    """A model whose first arguments are the same for all data: `before`, one row of each."""

    def __init__(self, model: nn.Module, before: Sequence[Tensor]) -> None:
        super().__init__()
        self.model, self.before = model, tuple(before)

    def forward(self, x: Tensor) -> Tensor:
        """Return what the model gives for `x`, (B, …), after a row of each for all of B."""
        rows = (one.repeat_interleave(len(x), 0) for one in self.before)
        given: Tensor = self.model(*rows, x)
        return given


def learning(module: nn.Module) -> dict[str, bool]:
    """Return of each parameter, by its name, whether it requires grad."""
    return {name: bool(one.requires_grad) for name, one in module.named_parameters()}


def names_among(module: nn.Module, found: Any) -> list[str] | None:
    """Return the name of each item of a list as a parameter of a module, "" for what is none.

    Told by identity, so a copy is none. None where `found` is no list or tuple.
    """
    if not isinstance(found, list | tuple):
        return None
    names = {id(one): name for name, one in module.named_parameters()}
    return [names.get(id(item), "") for item in found]
