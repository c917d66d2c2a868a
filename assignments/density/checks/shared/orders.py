"""Orders of the dimensions, right ones and what is none."""

import torch
from torch import Tensor

from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.probes.rows import Rows
from autograder.text.i18n import said

HIDDEN = True  # never released

NO_ORDER = said("an order holds each of 0 … D - 1 once")


def drawn_order(num_dims: int, draw: torch.Generator) -> Tensor:
    """Draw an order, int64 (D,); from three dimensions on it is not its own inverse."""
    if num_dims < 3:
        return torch.randperm(num_dims, generator=draw)
    return torch.tensor(Rows.drawn(num_dims, draw).order)


def no_orders(num_dims: int, draw: torch.Generator) -> tuple[Tensor, ...]:
    """Return what is no order of D >= 4 dimensions: repeated, gap, shifted, short, negative.

    The last has the sum of an order, and its least and largest do not show that it is none.
    """
    order = drawn_order(num_dims, draw)
    repeated, gap, negative, balanced = (order.clone() for _ in range(4))
    repeated[0] = order[1]
    gap[order.argmax()] = num_dims
    negative[order.argmax()] = -1
    balanced[order == 1], balanced[order == num_dims - 2] = 0, num_dims - 1
    return repeated, gap, order + 1, order[order != num_dims - 1], negative, balanced


def require_class_refuses(
    student: Student, name: str, x: Tensor, order: Tensor, **size: int
) -> None:
    """Raise Failed unless a class raises ValueError for what is no order, built or first used."""
    kind = student.raised(name, order=order, **size)
    if not kind:
        kind = student.construct(name, order=order, **size).raised("forward", x)
    if kind != "ValueError":
        raise Failed(
            said(
                "`{name}` should raise a ValueError for what is no order: {why}.",
                name=name,
                why=NO_ORDER,
            ),
            detail=said("It raised {kind}.", kind=kind) if kind else said("It raised nothing."),
        )


def is_missing(crash: StudentCrashed) -> bool:
    """Say whether a crash is more than an exception of the student's code, or a missing name."""
    return crash.cause != "exception" or crash.missing
