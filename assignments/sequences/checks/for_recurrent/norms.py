"""`gradient_norms` of any network: absolutely as the contract says, relatively in float64."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import gap, mistake_in
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from ..shared.precision import DIGITS, DTYPE, tolerance
from .truth import Network, norm_slips, norms

HIDDEN = True  # never released

RELATIVE = 1e-6
SHAPE = said("One norm for each token: (T,).")
LITTLE = 1e-3  # a norm that is not small
SMALL = said(
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
    allowed = _allowed(want, dtype)
    yours, right = got / allowed, want / allowed
    if gap(yours, right) <= 1:
        return
    if ask is not None:
        raise Failed(UNDER_NO_GRAD)
    if dtype == torch.float64 and gap(got, want) <= tolerance(torch.float32):
        small = (yours - right).abs()[want >= LITTLE] <= 1
        raise Failed(SMALL if small.all() else DIGITS, essential=False)
    slips = {told: answer / allowed for told, answer in norm_slips(net.double).items()}
    raise Failed(mistake_in(yours, right, 1.0, OTHER, slips))


def _allowed(want: Tensor, dtype: torch.dtype) -> Tensor:
    """Return how far each norm may be off: as any answer, in float64 also relatively."""
    near = tolerance(dtype) * (1 + want)
    return torch.minimum(near, RELATIVE * want) if dtype == torch.float64 else near
