"""Where there is no GPU, what a notebook puts on one is placed on the CPU, and the cell says so.

`torch.cuda.is_available()` stays False, so that code which asks has its own answer. Nothing is
changed before a cell speaks of cuda; what cannot be placed raises torch's own error.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

import torch
import torch.utils._device
from torch import Tensor

WORD = "cuda"
NOTE = "There is no GPU while grading: what your code puts on cuda is on the CPU."
_NEW = ["new_empty", "new_zeros", "new_ones", "new_full", "new_tensor", "new_empty_strided"]
_LIKE = "zeros_like ones_like empty_like full_like rand_like randn_like randint_like normal load"
_DEVICE_OF = ("device", "map_location", "device_type")


class WithoutGpu:
    """Looks out for cells that speak of cuda, and changes torch for them, once."""

    def __init__(self) -> None:
        self._changed = self._said = False

    def before(self, source: str) -> None:
        """Change torch if this cell is the first to speak of cuda."""
        if WORD in source and not self._changed:
            self._changed = True
            self._change()

    def _change(self) -> None:
        self._change_functions()
        self._change_tensors()
        _change_cuda()
        context = torch.utils._device.DeviceContext
        context.__init__ = self._placing(context.__init__, 1)  # type: ignore[method-assign]
        torch.Generator = _generators(self._here)  # type: ignore[misc, assignment]

    def _change_functions(self) -> None:
        """Change what makes a tensor on a device."""
        names = {f.__name__ for f in torch.utils._device._device_constructors()}
        for name in sorted({*names, *_LIKE.split()}):
            if hasattr(torch, name):
                setattr(torch, name, self._placing(getattr(torch, name), None))

    def _change_tensors(self) -> None:
        """Change what moves a tensor to a device: as there, a moved tensor is a copy."""
        plain_to, plain_type = Tensor.to, Tensor.type

        @wraps(plain_to)
        def to(self: Tensor, *args: Any, **named: Any) -> Any:
            first = args[0] if args else named.get("device")
            if not isinstance(first, Tensor) and (_is_number(first) or here(first) != first):
                args, named = (here(0), *args[1:]) if args else args, {**named}
                if "device" in named:
                    named["device"] = here(0)
                named.setdefault("copy", True)
            return plain_to(self, *args, **named)

        @wraps(Tensor.cuda)
        def cuda(self: Tensor, *_: Any, **__: Any) -> Tensor:
            return plain_to(self, here(0), copy=True)

        @wraps(plain_type)
        def type_(self: Tensor, dtype: Any = None, *args: Any, **named: Any) -> Any:
            if isinstance(dtype, str) and dtype.startswith("torch.cuda."):
                here(0)
                dtype = dtype.replace("torch.cuda.", "torch.")
            return plain_type(self, dtype, *args, **named) if dtype else plain_type(self)

        here = self._here
        for name, method in (("to", to), ("cuda", cuda), ("type", type_), ("pin_memory", _itself)):
            setattr(Tensor, name, method)
        for name in _NEW:
            setattr(Tensor, name, self._placing(getattr(Tensor, name), None))

    def _placing(self, function: Callable[..., Any], place: int | None) -> Callable[..., Any]:
        """Return the function that does the same on the CPU; `place`, of a device without a
        name.
        """

        @wraps(function)
        def placed(*args: Any, **named: Any) -> Any:
            for name in _DEVICE_OF:
                if name in named:
                    named[name] = self._here(named[name])
            if place is not None and len(args) > place:
                args = (*args[:place], self._here(args[place]), *args[place + 1 :])
            return function(*args, **named)

        return placed

    def _here(self, device: Any) -> Any:
        """Return the CPU for a GPU, saying so once, and everything else as it is."""
        kind = device.type if isinstance(device, torch.device) else device
        if not (_is_number(kind) or (isinstance(kind, str) and kind.partition(":")[0] == WORD)):
            return device
        if not self._said:
            self._said = True
            print(NOTE)
        return torch.device("cpu")


def _is_number(device: Any) -> bool:
    return isinstance(device, int) and not isinstance(device, bool)


def _itself(tensor: Tensor, *_: Any, **__: Any) -> Tensor:
    return tensor


def _generators(here: Callable[[Any], Any]) -> type:
    """Return the class of generators, which makes all of them on the CPU."""
    plain = torch.Generator

    class Kind(type(plain)):  # type: ignore[misc]
        def __instancecheck__(cls: type, instance: object) -> bool:
            return isinstance(instance, plain)

    class Generator(plain, metaclass=Kind):  # type: ignore[misc, valid-type]
        def __new__(cls, device: Any = "cpu") -> Any:
            return plain(device=here(device))

    return Generator


class Event:
    """A mark in time, of what a GPU has done: here all is done at once."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._at = 0.0

    def record(self, stream: object = None) -> None:
        """Take the time."""
        self._at = time.perf_counter()

    def synchronize(self) -> None:
        """Wait for nothing."""

    def query(self) -> bool:
        """Say that it has been reached."""
        return True

    def elapsed_time(self, later: "Event") -> float:
        """Return the milliseconds between the two."""
        return 1000 * (later._at - self._at)


def _nothing() -> Callable[..., None]:
    """Return a function of its own that does nothing: torch keeps a table of them by identity."""
    return lambda *_, **__: None


def _change_cuda() -> None:
    """Have what only looks after a GPU do nothing."""

    names = "synchronize set_device reset_peak_memory_stats reset_max_memory_allocated"
    for name in names.split():
        setattr(torch.cuda, name, _nothing())
    cuda: Any = torch.cuda
    cuda.current_device = lambda: 0
    cuda.get_device_name = lambda device=None: "no GPU while grading"
    cuda.get_rng_state = lambda device=None: torch.get_rng_state()
    cuda.set_rng_state = lambda state, device=None: None
    cuda.Event, cuda.device = Event, nullcontext
    for kind in ("Float", "Double", "Half", "Long", "Int", "Bool", "Byte"):
        setattr(cuda, f"{kind}Tensor", getattr(torch, f"{kind}Tensor"))
