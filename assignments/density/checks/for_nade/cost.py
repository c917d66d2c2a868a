"""What a NADE costs: counted in the arithmetic that PyTorch's operations do, by no clock."""

from collections.abc import Callable

import torch

from autograder.checking.check import Context, Passed
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .law import Weights

HIDDEN = True  # never released

# Sums that are carried cost twice as much for twice the dimensions, those by doubling 2.3 times,
# rows that grow by torch.cat 2.4 times; what sums each past again costs 3.7 times.
MOST = 3.0
SIZES = (32, 64)
UNITS, ROWS = 128, 16


def require_cost(student: Student, ctx: Context, name: str) -> Passed:
    """Count what one of the functions does, for rows of one length and of twice that."""

    def count(num_dims: int) -> int:
        weights = Weights.drawn(num_dims, UNITS, ctx.stream, 0.1).to(torch.float32)
        if name == "nade_sample":
            return student.count_operations(name, *weights.tensors, ROWS)
        return student.count_operations(name, ctx.bernoulli(ROWS, num_dims), *weights.tensors)

    _require_linear(name, count)
    return Passed()


def require_class_cost(student: Student, ctx: Context) -> Passed:
    """Count what the methods of NADE do, for rows of one length and of twice that."""
    models = {size: student.construct("NADE", size, UNITS) for size in SIZES}
    for method in ("forward", "log_prob", "sample"):

        def count(num_dims: int, method: str = method) -> int:
            given = ROWS if method == "sample" else ctx.bernoulli(ROWS, num_dims)
            return models[num_dims].count_operations(method, given)

        _require_linear(f"NADE.{method}", count)
    return Passed()


def _require_linear(name: str, count: Callable[[int], int]) -> None:
    """Raise Failed unless twice the dimensions are about twice the work; NumPy counts nothing."""
    fewer, more = map(count, SIZES)
    if more > MOST * fewer:
        raise Failed(
            said(
                "Right numbers, but in `{name}` step t sums over all earlier dimensions again: "
                "carry the sum. Twice the dimensions should be about twice the work.",
                name=name,
            ),
            detail=said(
                "{more} dimensions take {ratio} times the work of {fewer}.",
                more=SIZES[1],
                fewer=SIZES[0],
                ratio=f"{more / max(1, fewer):.1f}",
            ),
        )
