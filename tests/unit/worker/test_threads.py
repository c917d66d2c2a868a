"""What a block forbids, its threads may not either."""

import threading
from collections.abc import Callable

import pytest
import torch

from autograder.worker.without_autograd import without_autograd


def slope() -> torch.Tensor:
    x = torch.tensor(3.0).requires_grad_()
    (slope,) = torch.autograd.grad(x**2, x)
    return slope


def in_a_thread(call: Callable[[], torch.Tensor]) -> list[object]:
    found: list[object] = []

    def run() -> None:
        try:
            found.append(call())
        except RuntimeError as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found


def test_autograd_records_nothing_in_a_thread_either() -> None:
    with without_autograd(), pytest.raises(RuntimeError):
        slope()
    with without_autograd():
        (found,) = in_a_thread(slope)
    assert isinstance(found, RuntimeError)


def test_afterwards_threads_are_as_before() -> None:
    with without_autograd():
        pass
    assert in_a_thread(slope) == [torch.tensor(6.0)]
