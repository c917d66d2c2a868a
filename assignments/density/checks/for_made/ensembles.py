"""What hidden checks ask of `ensemble_log_prob`: models that are played, and the student's."""

import math

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, NoGradient, Student
from autograder.text.i18n import said

from ..shared.differences import largest
from ..shared.mass import OF_THE_MODEL, ONE_PER_ROW, every_row
from ..shared.nats import forward, log_probs
from .by_hand import played
from .model import built

HIDDEN = True  # never released

CLOSE = 1e-7  # of gradients in float64, by their largest entry
UNDERFLOW = said("Probabilities underflow: never compute them. Take the logsumexp of the logs.")


def require_ensemble(
    student: Student, ctx: Context, count: int, scale: float, dtype: torch.dtype
) -> None:
    """Raise Failed unless the log of the mean probability of some played models is right."""
    x, nats = _drawn(ctx, count, scale, dtype)
    oracles = [played(x, one).oracle() for one in nats]
    models = tuple(oracles) if ctx.between(0, 1) else oracles
    want = nats.double().logsumexp(0) - math.log(count)
    answer = student.call("ensemble_log_prob", models, x)
    got = answer.hint(shape=ONE_PER_ROW, dtype=OF_THE_MODEL).should_have_shape(len(x), dtype=dtype)
    if not torch.isfinite(got).all():
        raise Failed(UNDERFLOW)
    answer.should_equal(
        want.to(dtype),
        slips=lambda: _slips(nats.double(), want),
        wrong=UNDERFLOW if scale > 100 else "",
        atol=1e-9 if dtype == torch.float64 and scale < 100 else 1e-5,
    )


def _slips(nats: Tensor, want: Tensor) -> SlipAnswers:
    return {
        "The mean of the logs is a bound (Jensen), less than the log of the mean.": nats.mean(0),
        "Take log K off: this is the sum of the probabilities, not their mean.": nats.logsumexp(0),
        "This is the product of the probabilities.": nats.sum(0),
        "The mean over all models was asked for, not the best.": nats.amax(0),
        "Take log K off, of the number of models, not of rows.": (
            nats.logsumexp(0) - math.log(len(want))
        ),
    }


def require_asked_once(student: Student, ctx: Context) -> None:
    """Raise Failed unless each played model is asked once about all rows."""
    x, nats = _drawn(ctx, 3, 3.0, torch.float32)
    models = [played(x, one) for one in nats]
    call = student.call("ensemble_log_prob", [one.oracle() for one in models], x)
    call.should_have_shape(len(x))
    if any(len(one.asked) != 1 for one in models):
        raise Failed(said("Each model is asked once, about all rows together."))


def require_ensemble_gradient(student: Student, ctx: Context) -> None:
    """Raise Failed unless the gradient reaches two models of the student's by their shares."""
    models = [built(student, ctx, torch.arange(4), (6,), torch.float64) for _ in range(2)]
    x, rows = ctx.bernoulli(3, 4, dtype=torch.float64), ctx.randn(3, dtype=torch.float64)
    nats = torch.stack([log_probs(forward(model, x), x).sum(1) for model in models])
    for model, share in zip(models, nats.softmax(0), strict=True):
        wanted = model.parameter_gradients("log_prob", x, cotangent=share * rows)
        try:
            found = model.parameter_gradients(
                "ensemble_log_prob", models, x, cotangent=rows, function_of=student
            )
        except NoGradient:
            raise Failed(said("The result of `ensemble_log_prob` has no gradient.")) from None
        most = CLOSE * max(1.0, largest([*wanted.values()]))
        for name, want in wanted.items():
            due = model.scales.corrected("log_prob", want)
            if not bool(((found[name] - due).abs() <= most).all()):
                raise Failed(said("The gradient of `ensemble_log_prob` by a model is wrong."))


def _drawn(ctx: Context, count: int, scale: float, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw rows, no two of them equal, and log-probabilities (K, B) of them by some models."""
    x = every_row(5, dtype)[torch.randperm(32, generator=ctx.stream)[:7]]
    return x, -scale * (1 + ctx.rand(count, len(x), dtype=dtype))
