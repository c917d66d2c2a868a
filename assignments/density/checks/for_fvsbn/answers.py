"""What an `FVSBN` answers: logits, log-probabilities, samples and gradients."""

import itertools
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.models.drawn import require_grid
from autograder.checking.models.sampler import Drawn
from autograder.checking.ratio import unit_off
from autograder.checking.reply import Expect, expected_tensors
from autograder.checking.student import Failed, Handle, NoGradient, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from ..shared.numbers import precisely, require_gradient, rounding, tolerance
from .model import NAMES, ONE_PER_ROW, Weights
from .slips import (
    gradient_of,
    gradient_slips,
    log_prob_of,
    log_prob_slips,
    logits_by,
    logits_slips,
)

MASS = 1e-5  # what float32 may take from a sum of probabilities
SAME = 1e-4  # nats: what another size of the batch may move in float32
CUT = 0.99  # of the cost of a sure mistake; less is cut off
BCE_CUT = 100.0  # nats at which F.binary_cross_entropy cuts a logarithm off
EXACT = 1e-11  # in float64, of a logit that nothing cuts off

LOG_OF_SIGMOID = said("The logarithm of a sigmoid: at −200 it is log 0.")
NO_EPSILON = said("No epsilon in the logarithm.")
NO_CLAMP = said("Do not clamp: neither logits nor probabilities.")
TWO_TENSORS = said("Two tensors were asked for: the gradient by `weight`, and that by `bias`.")


def require_logits(model: Handle, x: Tensor, weights: Weights) -> None:
    """Raise Failed unless `forward` gives the right logits, in its own precision."""
    precisely(
        model.call("forward", x=x),
        logits_by(weights, x),
        x.dtype,
        slips=lambda x: logits_slips(x, weights.weight, weights.bias),
    )


def require_log_prob(model: Handle, x: Tensor, weights: Weights) -> None:
    """Raise Failed unless `log_prob` gives the right numbers, in its own precision."""
    precisely(
        model.call("log_prob", x=x).hint(shape=ONE_PER_ROW),
        log_prob_of(x, logits_by(weights, x)),
        x.dtype,
        rough_unit="log_prob" in model.scales.by_name,
        slips=lambda x, want, got: log_prob_slips(x, weights.weight, weights.bias, want, got),
    )


def require_mass(model: Handle, dims: int) -> None:
    """Raise Failed unless the probabilities of all rows sum to one."""
    x = torch.tensor(list(itertools.product((0.0, 1.0), repeat=dims)))
    log_probs = model.call("log_prob", x).hint(shape=ONE_PER_ROW).should_have_shape(len(x))
    total = float(log_probs.double().exp().sum())
    if not abs(total - 1) <= MASS:
        message = said("The probabilities of all {count} rows must sum to one.", count=len(x))
        raise Failed(message, detail=said("They sum to {number}.", number=f"{total:.6g}"))


def require_large(model: Handle, x: Tensor, weights: Weights) -> None:
    """Raise Failed unless `log_prob` is right where logits are large."""
    logits = logits_by(weights, x.double())
    want = log_prob_of(x.double(), logits)
    allowed = rounding(logits.to(x.dtype), x.shape[1])
    if "log_prob" in model.scales.by_name:  # put right, of a constant in float32
        allowed += tolerance(torch.float32) * float(want.abs().max())
    answer = model.call("log_prob", x).hint(shape=ONE_PER_ROW)
    answer.should_equal(want, wrong=lambda got: _of_large(model, got, want), atol=allowed, rtol=0)


def _of_large(model: Handle, got: Tensor, want: Tensor) -> str:
    """Say what is wrong with log-probabilities of large logits."""
    worst = want.argmin()
    cut = bool(got.isfinite().all()) and bool(got[worst] > CUT * want[worst])
    if not got.isfinite().all() or (cut and abs(float(got[worst]) + BCE_CUT) < 1):
        return LOG_OF_SIGMOID
    if cut:
        return NO_EPSILON if _is_inexact(model) else NO_CLAMP
    return said("Log-probabilities are wrong for logits as large as ±10,000.")


def _is_inexact(model: Handle) -> bool:
    """Say whether a fair coin does not cost log 2: a number is added within the logarithm."""
    state = model.state_dict()
    model.mode(dtype=torch.float64)
    zeros = {name: torch.zeros_like(state[name]).double() for name in NAMES}
    model.load_state_dict({**state, **zeros})
    x = torch.ones(1, len(state["bias"]), dtype=torch.float64)
    got = model.call("log_prob", x).should_have_shape(1)
    return gap(got, log_prob_of(x, 0 * x)) > EXACT


def require_repeatable(model: Handle, x: Tensor) -> None:
    """Raise Failed unless rows are answered alike later, alone and among others, in both modes.

    Where only training mode does otherwise, it may still be a density in eval mode.
    """
    for training in (False, True):
        model.mode(train=training)
        for method in ("forward", "log_prob"):
            try:
                _require_same(model, method, x)
            except Failed as failed:
                failed.essential = False if training else failed.essential
                raise


def _require_same(model: Handle, method: str, x: Tensor) -> None:
    first = _asked(model, method, x)
    among_others = _asked(model, method, torch.cat([x[:1], 1 - x[1:]]))[:1]
    if gap(_asked(model, method, x), first) > SAME:
        raise Failed(
            said(
                "The same row must have the same answer: asked again, `{name}` gives another one. "
                "Look for dropout, noise, or something that is kept from call to call.",
                name=method,
            )
        )
    alone = torch.cat([_asked(model, method, row) for row in torch.split(x, 1)])
    if gap(alone, first) > SAME or gap(among_others, first[:1]) > SAME:
        raise Failed(said("The result depends on other rows of the batch: each has its own."))


def _asked(model: Handle, method: str, x: Tensor) -> Tensor:
    shape = x.shape if method == "forward" else x.shape[:1]
    return model.call(method, x).should_have_shape(*shape)


def require_learnable(
    student: Student, model: Handle, x: Tensor, share: Tensor, weights: Weights
) -> None:
    """Raise Failed unless `log_prob` has the right gradient by both parameters.

    Where `weight` does not count, its gradient has no effect, and is not looked at.
    """
    try:
        found = model.parameter_gradients("log_prob", x, cotangent=share)
    except NoGradient:
        message = said("`log_prob` has no gradient by `weight` and `bias`: is it detached?")
        raise Failed(message) from None
    if not set(NAMES) <= set(found):
        raise Failed(said("`weight` and `bias` must each be an nn.Parameter."))
    surprise = share.unsqueeze(1) * (x - logits_by(weights, x).sigmoid())
    want = {"weight": (surprise.T @ x).tril(-1), "bias": surprise.sum(0)}
    for name, right in want.items():
        got = student.scales.corrected("log_prob", found[name].double())
        require_gradient("log_prob", name, torch.where(right != 0, got, 0.0), right)


def require_gradients(student: Student, x: Tensor, weights: Weights) -> None:
    """Raise Failed unless `fvsbn_gradient` returns both gradients of the mean."""
    got, own = asked_gradients(student, x, weights, by_name=True), (weights.weight, weights.bias)
    want = torch.cat([one.flatten() for one in gradient_of(x, *own)])
    judge_gradients(student, got, want, lambda: gradient_slips(x, *own))


def judge_gradients(
    student: Student, got: Tensor, want: Tensor, slips: Callable[[], Mapping[str, Tensor]]
) -> None:
    """Raise Failed, naming the mistake, unless both gradients in one row are these."""
    allowed = tolerance(got.dtype) * max(1.0, float(want.abs().max()))
    got = student.scales.corrected("fvsbn_gradient", got)
    if gap(got, want) <= allowed:
        return
    wrong = said("`fvsbn_gradient` does not return the gradient of the mean log-likelihood.")
    message = mistake_in(got, want, allowed, wrong, slips())
    scale = unit_off("fvsbn_gradient", got, want, allowed)
    raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)


def asked_gradients(student: Student, x: Tensor, weights: Weights, *, by_name: bool) -> Tensor:
    """Ask for both gradients, and return them in one row, that of `weight` first."""
    name, dims = "fvsbn_gradient", weights.num_dims
    if by_name:
        answer = plain_by_name(student, name, x=x, weight=weights.weight, bias=weights.bias)
    else:
        answer = student.call_plain(name, x, weights.weight, weights.bias)
    if not isinstance(answer, list) or len(answer) != 2:
        raise WrongForm(TWO_TENSORS)
    expect = [Expect((dims, dims), x.dtype), Expect((dims,), x.dtype)]
    tensors = expected_tensors(answer, expect, f"`{name}`")
    return torch.cat([one.flatten() for one in tensors])


def require_certain(drawn: Drawn, bits: Tensor) -> None:
    """Raise Failed unless each row holds the bits that are certain."""
    require_grid(drawn)
    if (drawn.samples != bits.to(drawn.samples)).any():
        raise Failed(said("Bits that are certain come otherwise: logits of ±200 leave no choice."))
