"""What the checks of a reference take over its own sums: `python -m benchmarks.flops [EXERCISE]`.

All checks of one exercise of pixelcnn (by default `stack`) are asked of the reference in this
process, with no sandbox. Multiplications and additions of matrix products and convolutions, forward
and backward, are counted by precision; what they would take is told by products of large matrices
on the same core in the same minute. Prints a median ratio: 1 is a grader that costs nothing.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import torch
from rich.console import Console
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry

from autograder.checking.check import Check
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.grading.exam import Exam, Exercise, load_exam
from autograder.selfcheck.local import LocalTransport
from benchmarks.machine import machine
from tests.conftest import ROOT

ROUNDS, SIDE, PRODUCTS = 5, 512, 40


class Counted(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts floating-point operations by dtype in its body."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.flops: Counter[torch.dtype] = Counter()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Carry out an operation, and count it where it is one of products."""
        answer = func(*args, **(kwargs or {}))
        count = flop_registry.get(func._overloadpacket)
        if count is not None:
            dtype = next(one.dtype for one in args if isinstance(one, torch.Tensor))
            self.flops[dtype] += count(*args, **(kwargs or {}), out_val=answer)
        return answer


class Names(LocalTransport):
    """The names of a notebook in this process; what is asked afresh has names of its own."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(dict(names))
        self._names = names

    def fresh(self) -> "Names":
        """Return the same names, as if nothing had been asked."""
        return Names(self._names)

    def close(self) -> None:
        """There is no process to end."""


def asked(exam: Exam, exercise: Exercise, names: dict[str, Any]) -> None:
    """Ask all checks; raises SystemExit where the reference does not pass one."""

    def context(check: Check) -> Any:
        return exam.context(exercise, check)

    for found in examine_all(exercise.checks, lambda: Student(Names(names)), context):
        if found.outcome != "passed":
            raise SystemExit(f"{exercise.key}: the reference does not pass {found.check}")


def seconds(body: Callable[[], object]) -> float:
    """Return the CPU seconds of a body."""
    start = time.process_time()
    body()
    return time.process_time() - start


def per_second(dtype: torch.dtype) -> float:
    """Return the floating-point operations a second of products of large matrices on this core."""
    one = torch.randn(SIDE, SIDE, dtype=dtype)

    def products() -> None:
        for _ in range(PRODUCTS):
            one @ one

    products()
    return 2 * SIDE**3 * PRODUCTS / seconds(products)


@contextmanager
def one_thread() -> Iterator[None]:
    """Have one thread for sums in the body."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def main(name: str = "stack") -> None:
    """Measure and print."""
    exam = load_exam(load_course(ROOT), "pixelcnn")
    exercise = next(one for one in exam.exercises if one.name == name)
    names = dict(vars(exam.reference))
    ratios = []
    with one_thread():
        with Counted() as counted:
            asked(exam, exercise, names)
        for _ in range(ROUNDS):
            taken = seconds(lambda: asked(exam, exercise, names))
            least = sum(flops / per_second(dtype) for dtype, flops in counted.flops.items())
            ratios.append(taken / least)
    told = ", ".join(f"{flops:.2g} in {dtype}" for dtype, flops in counted.flops.items())
    Console().print(f"{machine().said}. Operations: {told}. {median(ratios):.1f} times")


if __name__ == "__main__":
    main(*sys.argv[1:])
