"""What one step of an optimiser may touch of a network, read as it is, and set as it shall be."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn, optim

from autograder.worker.data import plain_tensor
from autograder.worker.layers import learning


def optimiser(module: nn.Module, kind: str, options: Mapping[str, Any]) -> optim.Optimizer:
    """Return an optimiser of `torch.optim` over all parameters of a module.

    Its attribute `steps_taken` counts how often it has stepped.
    """
    options = {key: tuple(v) if isinstance(v, list) else v for key, v in options.items()}
    made: optim.Optimizer = getattr(optim, kind)(module.parameters(), **options)
    vars(made)["steps_taken"] = 0
    made.register_step_post_hook(_count)
    return made


def _count(optimizer: optim.Optimizer, *_: Any) -> None:
    vars(optimizer)["steps_taken"] += 1


def touched(module: nn.Module) -> dict[str, dict[str, Any]]:
    """Return the state of a module, and by name all `.grad`, modes and `requires_grad`.

    The module itself has the name "". No `.grad` is None.
    """
    return {
        "state": {name: plain_tensor(one) for name, one in module.state_dict().items()},
        "grads": {name: _grad(one) for name, one in module.named_parameters()},
        "modes": {name: bool(one.training) for name, one in module.named_modules()},
        "learning": learning(module),
    }


def _grad(parameter: nn.Parameter) -> Tensor | None:
    return None if parameter.grad is None else plain_tensor(parameter.grad)


def arrange(module: nn.Module, grads: Mapping[str, Tensor], modes: Mapping[str, bool]) -> None:
    """Set `.grad` of some parameters, and the modes of the modules that are named, each alone."""
    for name, one in grads.items():
        module.get_parameter(name).grad = one.clone()
    for name, mode in modes.items():
        module.get_submodule(name).training = mode
