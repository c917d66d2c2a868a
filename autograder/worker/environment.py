"""What a notebook finds around it while grading, where that differs from a machine of its own.

Done once, in the warm process, to libraries that all its children share.
"""

from collections.abc import Callable
from typing import Any

import torch
from matplotlib import pyplot

from autograder.worker import loaders, processes


def install() -> None:
    """Have processes be threads, models run uncompiled, and figures have no window."""
    processes.install()
    loaders.install()
    torch.compile = uncompiled
    torch.set_num_interop_threads = _leave_threads  # it can be set once, and has been
    pyplot.switch_backend = _stay  # figures are kept as pictures, whatever would show them


def uncompiled(model: Callable[..., Any] | None = None, **_: Any) -> Any:
    """Return the model as it is: compiled, it gives the same, after a minute of a compiler's
    work.
    """
    if model is None:
        return uncompiled
    if isinstance(model, torch.nn.Module):  # what saves a compiled model asks for the one within
        object.__setattr__(model, "_orig_mod", model)
    return model


def _leave_threads(nthreads: int) -> None:
    """Leave one thread."""


def _stay(newbackend: str) -> None:
    """Keep drawing into memory."""
