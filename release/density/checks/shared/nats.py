"""What rows cost by their logits, and what `log_prob` of a model answers about them."""
import math
import torch
import torch.nn.functional as F
from torch import Tensor
from autograder.checking.answer import Answer
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle
from autograder.text.i18n import said
MASS = 0.0001
ONE_PER_ROW = said('One number for each row: neither sum nor average over the batch.')
OF_THE_MODEL = said("The result has the dtype of the model's parameters.")

def every_row(num_dims: int, dtype: torch.dtype=torch.float64) -> Tensor:
    """Return all rows of zeros and ones, (2 ** D, D), counted in base 2."""
    powers = 2 ** torch.arange(num_dims - 1, -1, -1)
    return (torch.arange(2 ** num_dims).unsqueeze(1) // powers % 2).to(dtype)

def log_probs(logits: Tensor, x: Tensor) -> Tensor:
    """Return the log-probability of each entry of x in float64, P(x = 1) = sigmoid(logits)."""
    return F.logsigmoid((2 * x.double() - 1) * logits.double())

def closeness(want: Tensor, dtype: torch.dtype) -> float:
    """Return how far rounding may take sums of log-probabilities in this dtype."""
    least = 1e-09 if dtype == torch.float64 else 1e-05
    return least * max(1.0, float(want.abs().max()))

def unit_slips(want: Tensor, dims: int) -> SlipAnswers:
    """Return what a wrong unit, sign or mean makes of log-probabilities (B,)."""
    return {'The sign is turned round: `log_prob` is log P(x), which is minus the cost.': -want, 'This is a mean over the dimensions: add up.': want / dims, 'This is a mean, and its sign is turned round: add up log-probabilities.': -want / dims, 'These are bits, no nats: take the natural logarithm.': want / math.log(2)}

def logit_slips(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the usual misuses of logits (B, D) make of log-probabilities (B,)."""
    wide, bits = (logits.double(), x.double())
    outside = (wide < 0) | (wide > 1)
    taken = torch.where(outside, torch.nan, torch.where(bits > 0, wide, 1 - wide))
    return {'Zeros cost, too: log P(x = 0) is logsigmoid(-logit).': (bits * log_probs(wide, 1 + 0 * bits)).sum(1), 'Zero and one are swapped: the logit is that of P(x = 1).': log_probs(wide, 1 - bits).sum(1), 'This takes the sigmoid twice: log_prob starts from logits.': log_probs(wide.sigmoid(), bits).sum(1), 'forward gives logits, not probabilities.': taken.log().sum(1)}

def asked_log_prob(model: Handle, x: Tensor) -> Answer:
    """Ask a model of the student's for log P(x) of rows (B, D)."""
    call: Answer = model.call('log_prob', x=x)
    return call.hint(shape=ONE_PER_ROW, dtype=OF_THE_MODEL)

def judge_log_prob(got: Tensor, x: Tensor, logits: Tensor, wrong: str='') -> None:
    """Raise Failed unless an answer (B,) of `log_prob` fits these logits; says which mistake it is.

    A wrong unit, sign or mean does not make the model meaningless.
    """
    want = log_probs(logits, x).sum(1)
    tolerance = closeness(want, x.dtype)
    if gap(got, want) <= tolerance:
        return
    units = unit_slips(want, x.shape[1])
    other = wrong or said('`log_prob` is the sum of the log-probabilities by its own logits.')
    mistake = mistake_in(got, want, tolerance, other, {**units, **logit_slips(logits, x)})
    scale = unit_off('log_prob', got, want, tolerance)
    mild = False if mistake in units else None
    raise Failed(mistake, detail=detail_of(got, want, tolerance), scale=scale, essential=mild)

def require_mass(model: Handle, name: str, num_dims: int, dtype: torch.dtype) -> None:
    """Raise Failed unless the probabilities of all rows by `log_prob` sum to one."""
    x = every_row(num_dims, dtype)
    got = asked_log_prob(model, x).should_have_shape(len(x), dtype=dtype)
    mass = float(got.double().exp().sum())
    if abs(mass - 1) <= MASS:
        return
    message = said('The probabilities of all {count} rows by `{name}.log_prob` must sum to one over all rows. They do not: this is no distribution.', name=name, count=len(x))
    logits = model.call('forward', x=x).should_have_shape(*x.shape)
    judge_log_prob(got, x, logits, message)
    raise Failed(message, detail=said('They sum to {number}.', number=f'{mass:.6g}'))
