"""`gradient_norms` of any network: absolutely as the contract says, relatively in float64."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import gap, mistake_in
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from ..shared.precision import DTYPE, tolerance
from .truth import Network, norm_slips, norms

HIDDEN = True  # never released

RELATIVE = 1e-6
SHAPE = said("One norm for each token: (T,).")
DIGITS = said(
    "Small norms are wrong: in float64 each has to be right to a millionth of itself, however "
    "small it is. Differences of two states lose all digits, and so do constants that are added; "
    "use the chain rule."
)
OTHER = said("These are other norms than those of ∂h_t/∂h_0.")
UNDER_NO_GRAD = said("Under torch.no_grad() the norms are others: use torch.enable_grad() inside.")

Ask = Callable[[Student, str, Sequence[Tensor], int], Tensor]


def require_norms(
    student: Student, net: Network, dtype: torch.dtype, ask: Ask | None = None
) -> None:
    """Raise Failed unless the norms of one text are right; says which mistake fits.

    Args: `ask`, how the function is called, where it is not by name.
    """
    want, count = norms(net.double), len(net.e)
    if ask is None:
        answer: Answer = student.call("gradient_norms", **net.named).hint(shape=SHAPE, dtype=DTYPE)
        got = answer.should_have_shape(count, dtype=dtype)
    else:
        got = ask(student, "gradient_norms", list(net.named.values()), count)
    units = want if dtype == torch.float64 else 1 + want
    near = RELATIVE if dtype == torch.float64 else tolerance(dtype)
    yours, right = got / units, want / units
    if gap(yours, right) <= near:
        return
    if ask is not None:
        raise Failed(UNDER_NO_GRAD)
    raise Failed(_told(got, want, yours, right, units, near, net))


def _told(
    got: Tensor,
    want: Tensor,
    yours: Tensor,
    right: Tensor,
    units: Tensor,
    near: float,
    net: Network,
) -> str:
    """Say which mistake fits; of norms that are right absolutely, that digits are lost."""
    if gap(got, want) <= tolerance(torch.float32):
        small = want < tolerance(torch.float32)
        if small.any() or gap(yours, right) < 1e-3:
            return DIGITS
    slips = {told: answer / units for told, answer in norm_slips(net.double).items()}
    return mistake_in(yours, right, near, OTHER, slips)
