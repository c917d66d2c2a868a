"""A block in which autograd records nothing, for code that has to work out its own derivatives."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import torch
from torch.autograd.graph import saved_tensors_hooks

from autograder.worker.threads import in_all_threads

WHY = "autograd is not to be used here: work out the derivative by hand"


@contextmanager
def without_autograd() -> Iterator[None]:
    """Run the block in inference mode; what is recorded all the same raises RuntimeError.

    In threads that are begun within it, too.
    `torch.func.grad` works in inference mode, and `inference_mode(False)` ends it. Both save
    tensors for the way back, so that is refused, too. Forward-mode derivatives save nothing.
    """
    with in_all_threads(_nothing_recorded):
        yield


@contextmanager
def _nothing_recorded() -> Iterator[None]:
    with torch.inference_mode(), saved_tensors_hooks(_refuse, _refuse):
        yield


def _refuse(_: Any) -> NoReturn:
    raise RuntimeError(WHY)
