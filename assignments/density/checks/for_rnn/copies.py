"""Rows that repeat themselves: what a model has to remember to predict them."""

import math

from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.compare import gap
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said

from ..shared.learned import number, whole
from ..shared.mass import asked_log_prob
from ..shared.nats import judge_log_prob, log_probs
from .steps import walked

HIDDEN = True  # never released

TRAIN, TEST = 3_000, 1_000
# A hurried training; all styles that we know need less than 4.6 nats after it, as they do after
# the published one, which decides where a model does not.
HURRIED_STEPS, HURRIED_RATE = 120, 3
CLOSE = 1.0  # nats above the ceiling at which another seed is tried
HONEST = 0.01  # nats of a row: much more than rounding, much less than matters
SURE = 0.5  # nats below the law's entropy, for the mean of 1,000 rows: some ten standard errors
COUNT = said("`hidden` says how many hidden units there are: here it changes nothing.")
OTHERWISE = said("Once it is trained, `log_prob` is not what start, read and update give.")
NOT_LEARNED = said(
    "Check that gradients reach back through `update` to the first bit, and that the state is wide "
    "enough to keep some bits."
)


def copies(ctx: Context, count: int) -> Tensor:
    """Draw rows that begin with fair coins and then repeat the bit of `rnn_lag` columns before."""
    dims, lag, flip = whole(ctx, "rnn_dims"), whole(ctx, "rnn_lag"), number(ctx, "rnn_flip")
    x = ctx.bernoulli(count, dims)
    for i in range(lag, dims):
        flipped = ctx.bernoulli(count, p=flip)
        x[:, i] = (x[:, i - lag] - flipped).abs()
    return x


def entropy(ctx: Context) -> float:
    """Return the entropy of one such row in nats."""
    dims, lag, flip = whole(ctx, "rnn_dims"), whole(ctx, "rnn_lag"), number(ctx, "rnn_flip")
    each = -flip * math.log(flip) - (1 - flip) * math.log(1 - flip)
    return lag * math.log(2) + (dims - lag) * each


def learns_copies(student: Student, ctx: Context) -> Passed:
    """Train an RNNDensity by the protocol; raises Failed above the ceiling on rows held back."""
    ceiling, train, test = number(ctx, "rnn_ceiling_nats"), copies(ctx, TRAIN), copies(ctx, TEST)
    steps, rate = whole(ctx, "rnn_steps"), number(ctx, "learning_rate")
    hurried = (HURRIED_STEPS, HURRIED_RATE * rate, ctx.between(0, 1 << 30))
    published = (steps, rate, 0), (steps, rate, 1)
    for size in (hurried, *published):
        nats = _trained_nats(student, ctx, train, test, size)
        if nats <= ceiling:
            return Passed(question=_question(nats, entropy(ctx)))
        # One seed of the published training may come close to the ceiling, or diverge.
        if size in published and ceiling + CLOSE < nats < math.inf:
            break
    told = said(
        "Trained on rows that repeat themselves, `RNNDensity` needs more than {nats} nats for a "
        "row: it has not learned to remember.",
        nats=f"{ceiling:g}",
    )
    raise Failed(listed([told, COUNT if _all_alike(student) else NOT_LEARNED]))


def _trained_nats(
    student: Student, ctx: Context, train: Tensor, test: Tensor, size: tuple[int, float, int]
) -> float:
    """Return the mean NLL of rows held back after so many steps at a rate, from a seed."""
    steps, rate, seed = size
    student.seed_everything(seed)
    model = student.construct("RNNDensity", hidden=whole(ctx, "rnn_hidden"))
    batch = whole(ctx, "batch_size")
    model.train(train, loss="log_prob", steps=steps, batch_size=batch, lr=rate, seed=seed)
    model.mode()
    # A hurried training may diverge; what is not finite after the published one is no density.
    nats = asked_log_prob(model, test).should_have_shape(TEST, finite=False)
    mean = -float(nats.mean())
    if not math.isfinite(mean):
        return math.inf
    _require_honest(nats, test, walked(model, test))
    return mean


def _require_honest(nats: Tensor, x: Tensor, logits: Tensor) -> None:
    """Raise Failed unless log_prob says of rows what the walk says, which cannot see what comes."""
    if gap(nats, log_probs(logits, x).sum(1)) <= HONEST:
        return
    try:
        judge_log_prob(nats, x, logits, OTHERWISE)
    except Failed as failed:
        failed.essential = True  # of shorter rows, in `rnn_values`, it told the truth
        raise


def _question(nats: float, least: float) -> str:
    if nats > least - SURE:
        return ""
    return said(
        "On rows of a known law it reaches {nats} nats, below its entropy of {least}: that cannot "
        "be, unless log_prob sees what it predicts.",
        nats=f"{nats:.2f}",
        least=f"{least:.2f}",
    )


def _all_alike(student: Student) -> bool:
    """Say whether two numbers of hidden units make models of the same size."""
    sizes = [
        [tuple(one.shape) for one in student.construct("RNNDensity", hidden).state_dict().values()]
        for hidden in (3, 32)
    ]
    return sizes[0] == sizes[1]
