"""On which device a question is answered: modules may go to a GPU, all else stays on the CPU.

A check decides at some 1e-5 nats, so a GPU must give the CPU's numbers but for rounding: no TF32,
no algorithm chosen by trial. What cannot go to a GPU is answered on the CPU, as if there were none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakSet

import torch
from torch import Tensor, nn

from autograder.worker.containers import each_changed

Answer = TypeVar("Answer")
CPU = torch.device("cpu")

# What torch says when one tensor is here and one is there.
_APART = (
    "same device",
    "expected device",
    "device type",
    "should be the same",
    "with arguments from the",
)


def use_exact_sums() -> None:
    """Have a GPU, if one is used, compute in full precision and in the same order every time."""
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


def on_gpu(percent: int) -> "Placement":
    """Return the placement on the process's first GPU, with so much of its memory at most."""

    def prepare() -> None:
        torch.cuda.set_per_process_memory_fraction(percent / 100)

    return Placement(torch.device("cuda", 0), prepare)


@dataclass
class Placement:
    """Where questions about modules are answered; `prepare` is called before the first one is."""

    device: torch.device = CPU
    prepare: Callable[[], None] | None = None
    _homely: "WeakSet[nn.Module]" = field(default_factory=WeakSet)

    def run(self, owner: Any, work: Callable[..., Answer], *values: Any) -> Answer:
        """Return `work(*values)`, the values on the device on which `owner` is asked.

        Args: `owner`, the module whose method is asked, anything else for what stays on the CPU.
        """
        if self.device == CPU:
            return work(*values)
        if not self._takes(owner, values):
            return work(*self._at_home(owner, values))
        if self.prepare is not None:
            self.prepare()
            self.prepare = None
        drawn = torch.get_rng_state()
        try:
            owner.to(self.device)
            return work(*moved(list(values), self.device))
        except (RuntimeError, TypeError) as error:
            if not _is_apart(error):
                raise
        # It makes tensors of its own on the CPU, which is no mistake: there it stays.
        self._homely.add(owner)
        torch.set_rng_state(drawn)
        return work(*self._at_home(owner, values))

    def _takes(self, owner: Any, values: Any) -> bool:
        return isinstance(owner, nn.Module) and owner not in self._homely and not _bound(values)

    @staticmethod
    def _at_home(owner: Any, values: Any) -> list[Any]:
        if isinstance(owner, nn.Module):
            owner.to(CPU)
        return list(moved(list(values), CPU))


def _is_apart(error: Exception) -> bool:
    return any(sign in str(error) for sign in _APART)


def _bound(value: Any) -> bool:
    """Say whether a value is or holds what only the CPU has: generators and played models."""
    if isinstance(value, dict):
        return any(map(_bound, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_bound, value))
    played = any(getattr(one, "played", False) is True for one in (value, type(value)))
    return isinstance(value, torch.Generator) or played


def moved(value: Any, device: torch.device) -> Any:
    """Return plain values with all their tensors on `device`; modules are moved themselves."""

    def change(one: Any) -> Any:
        return one.to(device) if isinstance(one, Tensor | nn.Module) else one

    return each_changed(value, change)
