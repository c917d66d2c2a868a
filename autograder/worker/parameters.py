"""Gradients of what a model's method returns with respect to the model's own parameters."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from autograder.worker.pullback import pullback


def parameters_named(module: nn.Module, names: Sequence[str]) -> dict[str, nn.Parameter]:
    """Return a module's parameters by name, all that can learn where `names` are none.

    A mask is often kept as a parameter that requires no grad. Raises LookupError for a name that
    the module does not have.
    """
    found = dict(module.named_parameters())
    missing = [name for name in names if name not in found]
    if missing:
        raise LookupError(f"the model has no parameter {missing[0]}")
    if not names:
        return {name: one for name, one in found.items() if one.requires_grad}
    return {name: found[name] for name in names}


def pulled_to(
    parameters: dict[str, nn.Parameter], value: Tensor, cotangent: Tensor
) -> dict[str, Tensor]:
    """Return the gradient of (cotangent · value) by each parameter, zeros where there is none."""
    learnt = {name: one for name, one in parameters.items() if one.requires_grad}
    given: Sequence[Tensor | None] = ()
    if learnt:
        row = cotangent.to(value).expand_as(value)
        given = pullback(value, [*learnt.values()], row)
    found = dict(zip(learnt, given, strict=True))
    return {name: _dense(found.get(name), one) for name, one in parameters.items()}


def _dense(gradient: Tensor | None, parameter: Tensor) -> Tensor:
    """Return a gradient as a dense tensor on the CPU: that of a sparse embedding is none."""
    if gradient is None:
        return torch.zeros(parameter.shape, dtype=parameter.dtype)
    dense = gradient.detach()
    return (dense if dense.layout is torch.strided else dense.to_dense()).cpu()
