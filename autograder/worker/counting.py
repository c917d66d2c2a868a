"""How much arithmetic a call does: numbers that PyTorch's operations read or write, not a clock.

The rules: a product of matrices counts its multiplications; a view counts nothing; reading entries
counts those that were read, writing entries in place those that were written; every other operation
counts its largest tensor, in or out. So a loop of `mv`, one `mm` and one `cumsum` can be compared,
of which `torch.utils.flop_counter` would see the `mm` alone. What NumPy does is not seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import prod
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

# By an operation's name, the places of the two factors among its arguments.
_PRODUCTS = {
    "mm": (0, 1),
    "mv": (0, 1),
    "bmm": (0, 1),
    "dot": (0, 1),
    "vdot": (0, 1),
    "addmm": (1, 2),
    "addmv": (1, 2),
    "baddbmm": (1, 2),
    "addbmm": (1, 2),
}
_READS = ("index", "gather", "index_select", "take", "masked_select", "embedding")
# By the name of what writes in place, the place of the values, and of the indices if it has none.
_WRITES = {
    "index_put_": (2, 2),
    "_index_put_impl_": (2, 2),
    "scatter_": (3, 2),
    "scatter_add_": (3, 2),
    "scatter_reduce_": (3, 2),
    "index_add_": (3, 2),
    "index_copy_": (3, 2),
    "put_": (2, 1),
    "masked_scatter_": (2, 1),
}
_ALIASES = ("_unsafe_view", "_reshape_alias", "lift_fresh")  # views, whatever their schema says
_ASKED_OF_SHAPES = ("size", "stride", "numel", "dim", "storage_offset", "is_contiguous")


class OperationCount(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts what is computed while it is entered, on this thread."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.count = 0
        self._paused = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing of what is done within."""
        before, self._paused = self._paused, True
        try:
            yield
        finally:
            self._paused = before

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Carry out one operation and add what it counts; a composite one is taken apart."""
        named = dict(kwargs or {})
        name = _name_of(func)
        if name.removeprefix("sym_") in _ASKED_OF_SHAPES:
            return NotImplemented
        if self._paused:
            return func(*args, **named)
        if _is_composite(func):  # under torch.inference_mode they come whole
            with self:
                parts = func.decompose(*args, **named)
            if parts is not NotImplemented:
                return parts
        value = func(*args, **named)
        self.count += operations(func, name, [*args, *named.values()], value)
        return value


def operations(func: Any, name: str, args: Sequence[Any], value: Any) -> int:
    """Return how much one operation counts, by its arguments and what it returned."""
    if name in _PRODUCTS:
        return _multiplications(*(args[place] for place in _PRODUCTS[name]))
    if name == "convolution":
        transposed = args[6]  # then each entry of the input, else of the output, meets the kernel
        return _largest(args[0] if transposed else value) * int(prod(args[1].shape[1:]))
    if name in _ALIASES or _is_view(func):
        return 0
    if name in _READS:
        return _largest(value)
    if name in _WRITES:
        values, indices = (_at(args, place) for place in _WRITES[name])
        return _largest(values if isinstance(values, Tensor) else indices)
    if name.startswith("new_"):  # which asks its argument for dtype and device alone
        return _largest(value)
    return max(_largest(args), _largest(value))


def counted(work: Callable[[], Any], counter: OperationCount) -> int:
    """Return the count of what `work` computes; its result is let go."""
    with counter:
        work()
    return counter.count


def _multiplications(one: Tensor, other: Tensor) -> int:
    """Return m·k·n for (…, m, k) times (…, k, n), where a vector has no m or no n."""
    columns = other.shape[-1] if other.ndim > 1 else 1
    return int(one.numel() * columns)


def _largest(value: Any) -> int:
    if isinstance(value, Tensor):
        return value.numel()
    if isinstance(value, list | tuple):
        return max(map(_largest, value), default=0)
    return 0


def _at(args: Sequence[Any], place: int) -> Any:
    return args[place] if place < len(args) else None


def _name_of(func: Any) -> str:
    """Return an operation's name without its library and overload, such as `mm`."""
    return str(func._schema.name).rpartition("::")[2] if hasattr(func, "_schema") else ""


def _is_view(func: Any) -> bool:
    """Say whether an operation only looks at its argument's memory in another way."""
    if not hasattr(func, "_schema"):
        return False
    if torch.Tag.inplace_view in func.tags:
        return True
    aliases = [one.alias_info for one in func._schema.returns]
    return any(alias is not None and not alias.is_write for alias in aliases)


def _is_composite(func: Any) -> bool:
    return hasattr(func, "_can_decompose") and bool(func._can_decompose())
