"""Code that is asked where autograd records nothing."""

from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.student import Expect, Handle, Student, StudentCrashed
from autograder.checking.without_autograd import BY_HAND, without_autograd
from autograder.selfcheck.local import LocalTransport

X = torch.tensor([1.0, -2.0])


def by_autograd(x: Tensor) -> Tensor:
    """The slope of x³ by autograd, at a leaf of its own."""
    leaf = x.clone().requires_grad_(True)
    return torch.autograd.grad((leaf**3).sum(), leaf)[0]


def by_functions(x: Tensor) -> Tensor:
    """The same by torch.func, which works in inference mode."""
    slope: Tensor = torch.func.grad(lambda at: (at**3).sum())(x)
    return slope


def by_force(x: Tensor) -> Tensor:
    """The same where inference mode is left."""
    with torch.inference_mode(False), torch.enable_grad():
        return by_autograd(x)


class Cube:
    """The same as an object, and by hand."""

    def slope(self, x: Tensor) -> Tensor:
        return by_autograd(x)

    def by_hand(self, x: Tensor) -> Tensor:
        return 3 * x**2


def refuse(x: Tensor) -> Tensor:
    raise ValueError("not this one")


FUNCTIONS = {"by_autograd": by_autograd, "by_functions": by_functions, "by_force": by_force}
NAMES = {**FUNCTIONS, "Cube": Cube, "refuse": refuse}


def banned() -> Student:
    return without_autograd(Student(LocalTransport(NAMES)))


def asked(whom: Student | Handle, name: str, *given: Any) -> Tensor:
    return whom.call(name, *given, expect=Expect((2,)))


def test_autograd_works_where_it_is_not_banned() -> None:
    student = Student(LocalTransport(NAMES))
    assert asked(student, "by_autograd", X).tolist() == [3, 12]
    banned()
    assert asked(student, "by_autograd", X).tolist() == [3, 12]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_needs_it_stops_and_is_told_why(name: str) -> None:
    assert asked(Student(LocalTransport(NAMES)), name, X).tolist() == [3, 12]
    with pytest.raises(StudentCrashed) as crash:
        asked(banned(), name, X)
    assert crash.value.kind == "RuntimeError" and BY_HAND in crash.value.message


def test_so_do_the_methods_of_what_is_constructed() -> None:
    cube = banned().construct("Cube")
    with pytest.raises(StudentCrashed) as crash:
        asked(cube, "slope", X)
    assert BY_HAND in crash.value.message
    assert asked(cube, "by_hand", X).tolist() == [3, 12]


def test_a_new_process_is_asked_likewise() -> None:
    with banned().fresh() as student, pytest.raises(StudentCrashed):
        asked(student, "by_autograd", X)


def test_other_errors_are_told_as_they_are() -> None:
    with pytest.raises(StudentCrashed) as crash:
        asked(banned(), "refuse", X)
    assert crash.value.kind == "ValueError" and BY_HAND not in crash.value.message
