"""torch's compiler sleeps until somebody uses it.

`torch.optim` imports `torch._dynamo`, for most of a second and 80 MB, only to tell the compiler
what to pass over. A light module stands in its place until any other name of it, or a module within
it, is asked for: then it is imported as it would have been, and told what it was told before.
"""

import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import torch

NAME = "torch._dynamo"
CACHED = "__dynamo_disable"  # where torch keeps what `disable` gave for a function


def let_compiler_sleep() -> None:
    """Import `torch._dynamo` when it is used, not for the first optimiser; not if it is there."""
    spec = PathFinder.find_spec(NAME, torch.__path__)
    if NAME in sys.modules or spec is None:
        return
    sleeping = _Sleeping(spec)
    sys.modules[NAME] = sleeping
    torch._dynamo = sleeping
    sys.meta_path.insert(0, _Door(sleeping))


@contextmanager
def named_later(module: str) -> Iterator[None]:
    """Let what the body takes by `from module import name` be looked up when it is first called.

    Args: `module`, one within `torch._dynamo`; nothing once that is awake.
    """
    if sys.modules.get(NAME) is None or module in sys.modules:
        yield
        return
    sys.modules[module] = _Later(module)
    try:
        yield
    finally:
        if isinstance(sys.modules.get(module), _Later):
            del sys.modules[module]


class _Later(ModuleType):
    """A module whose names are functions that find the real ones when they are called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        module = self.__name__

        def later(*args: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(module), name)(*args, **named)

        return later


class _Sleeping(ModuleType):
    """Stands in for `torch._dynamo`: the two names that optimisers call, and a way to the rest."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(NAME)
        made: dict[str, Any] = {
            "__spec__": spec,
            "__path__": spec.submodule_search_locations,
            "__file__": spec.origin,
            "_lock": threading.RLock(),
            "_passed": [],
        }
        vars(self).update(made)

    def graph_break(self, *args: Any, **named: Any) -> Any:
        """Do nothing: no graph is being made. Once awake, what torch's own does."""
        return None if self._sleeps() and not (args or named) else self._real("graph_break")

    def disable(self, *args: Any, **named: Any) -> Any:
        """Return a function that the compiler shall pass over: itself, until that wakes."""
        if (
            self._sleeps()
            and named == {"wrapping": False}
            and args
            and hasattr(args[0], "__dict__")
        ):
            self._passed.append(args[0])
            return args[0]
        return self._real("disable")(*args, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.wake(), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.wake(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.wake(), name)

    def __dir__(self) -> list[str]:
        return dir(self.wake())

    def wake(self) -> ModuleType:
        """Import torch's own module, and have it asked about all functions once more."""
        with vars(self)["_lock"]:
            if self._sleeps():
                del sys.modules[NAME]
                for function in self._passed:
                    vars(function).pop(CACHED, None)
        return importlib.import_module(NAME)

    def _sleeps(self) -> bool:
        return sys.modules.get(NAME) is self

    def _real(self, name: str) -> Callable[..., Any]:
        return getattr(self.wake(), name)  # type: ignore[no-any-return]


class _Door(MetaPathFinder):
    """Wakes the compiler when a module within it is imported, by which its package is not asked."""

    def __init__(self, sleeping: _Sleeping) -> None:
        self._sleeping = sleeping

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module that waking has imported already; else leave it to other finders."""
        if not name.startswith(f"{NAME}.") or sys.modules.get(NAME) is not self._sleeping:
            return None
        self._sleeping.wake()
        there = sys.modules.get(name)
        return None if there is None else ModuleSpec(name, _There(there))


class _There(Loader):
    """Loads a module that is there: by returning it."""

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing but put its own spec back."""
        module.__spec__ = self._spec
