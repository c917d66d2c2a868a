"""What an `FVSBN` answers: logits, log-probabilities, samples and gradients."""
import itertools
from collections.abc import Callable, Mapping
import torch
from torch import Tensor
from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.reply import Expect, expected_tensors
from autograder.checking.student import Failed, Handle, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said
from ..shared.numbers import tolerance
from .model import ONE_PER_ROW, Weights
MASS = 1e-05
TWO_TENSORS = said('Two tensors were asked for: the gradient by `weight`, and that by `bias`.')

def require_mass(model: Handle, dims: int) -> None:
    """Raise Failed unless the probabilities of all rows sum to one."""
    x = torch.tensor(list(itertools.product((0.0, 1.0), repeat=dims)))
    log_probs = model.call('log_prob', x).hint(shape=ONE_PER_ROW).should_have_shape(len(x))
    total = float(log_probs.double().exp().sum())
    if not abs(total - 1) <= MASS:
        message = said('The probabilities of all {count} rows must sum to one.', count=len(x))
        raise Failed(message, detail=said('They sum to {number}.', number=f'{total:.6g}'))

def judge_gradients(student: Student, got: Tensor, want: Tensor, slips: Callable[[], Mapping[str, Tensor]]) -> None:
    """Raise Failed, naming the mistake, unless both gradients in one row are these."""
    allowed = tolerance(got.dtype) * max(1.0, float(want.abs().max()))
    got = student.scales.corrected('fvsbn_gradient', got)
    if gap(got, want) <= allowed:
        return
    wrong = said('`fvsbn_gradient` does not return the gradient of the mean log-likelihood.')
    message = mistake_in(got, want, allowed, wrong, slips())
    scale = unit_off('fvsbn_gradient', got, want, allowed)
    raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)

def asked_gradients(student: Student, x: Tensor, weights: Weights, *, by_name: bool) -> Tensor:
    """Ask for both gradients, and return them in one row, that of `weight` first."""
    name, dims = ('fvsbn_gradient', weights.num_dims)
    if by_name:
        answer = plain_by_name(student, name, x=x, weight=weights.weight, bias=weights.bias)
    else:
        answer = student.call_plain(name, x, weights.weight, weights.bias)
    if not isinstance(answer, list) or len(answer) != 2:
        raise WrongForm(TWO_TENSORS)
    expect = [Expect((dims, dims), x.dtype), Expect((dims,), x.dtype)]
    tensors = expected_tensors(answer, expect, f'`{name}`')
    return torch.cat([one.flatten() for one in tensors])
