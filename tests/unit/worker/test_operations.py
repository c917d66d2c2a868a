"""The names of what a call computes with: whatever it is called by, and in whatever thread."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.checking.student import Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport

X, KERNEL = torch.ones(1, 1, 4, 4), torch.ones(1, 1, 3, 3)


def names_of(work: Callable[[Tensor], Any]) -> str:
    student = Student(LocalTransport({"work": work}))
    return " ".join(student.operations("work", X))


def elsewhere(x: Tensor) -> Tensor:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(F.conv2d, x, KERNEL).result()


def in_a_thread(x: Tensor) -> Tensor:
    found: list[Tensor] = []
    thread = threading.Thread(target=lambda: found.append(F.conv2d(x, KERNEL)))
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize(
    "work",
    [
        lambda x: F.conv2d(x, KERNEL),
        lambda x: torch.conv2d(x, KERNEL),
        lambda x: nn.Conv2d(1, 1, 3)(x),
        lambda x: torch.ops.aten.convolution(
            x, KERNEL, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1
        ),
        lambda x: F.conv_transpose2d(x, KERNEL),
        torch.no_grad()(lambda x: F.conv2d(x, KERNEL)),
        torch.inference_mode()(lambda x: F.conv2d(x, KERNEL)),
        elsewhere,
        in_a_thread,
    ],
)
def test_a_convolution_is_named(work: Callable[[Tensor], Any]) -> None:
    assert "conv" in names_of(work)


@pytest.mark.parametrize(
    "work", [lambda x: F.max_pool2d(x, 2), lambda x: F.avg_pool2d(x, 2), nn.AdaptiveMaxPool2d(2)]
)
def test_a_pooling_is_named(work: Callable[[Tensor], Any]) -> None:
    assert "pool" in names_of(work)


def test_what_makes_its_own_windows_is_neither() -> None:
    def own(x: Tensor) -> Tensor:
        columns = F.unfold(F.pad(x, (1, 1, 1, 1)), 3)
        return (KERNEL.flatten(1) @ columns).amax(2) + x.unfold(2, 2, 1).mean()

    names = names_of(own)
    assert "im2col" in names and "conv" not in names and "pool" not in names


def test_threads_are_as_before_afterwards() -> None:
    before = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]
    assert names_of(in_a_thread)
    assert threading.Thread._bootstrap_inner is before  # type: ignore[attr-defined]
    student = Student(LocalTransport({"work": lambda x: x.nothing}))
    with pytest.raises(StudentCrashed):
        student.operations("work", X)
    assert threading.Thread._bootstrap_inner is before  # type: ignore[attr-defined]
