"""What the usual mistakes make of the game of two known laws."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .truth import (
    NON_SATURATING,
    OTHER,
    SATURATING,
    gradient_of,
    kl_of,
    losses_of,
    value_of,
)

HIDDEN = True  # never released

DEFAULT = said("That is the other kind: without a kind it is non_saturating.")


def best_slips(p: Tensor, q: Tensor, want: Tensor, got: Tensor) -> SlipAnswers:
    """Return what mistakes make of the optimal discriminator."""
    p, q = p.double(), q.double()
    neither, both = (p + q) == 0, (p > 0) & (q > 0)
    epsilon = (p / got.double() - p - q)[both]
    added = epsilon.median() if len(epsilon) else torch.tensor(math.nan)
    return {
        "Where both are zero it is ½, not 0.": want.where(~neither, 0.0),
        "Where both are zero it is ½, not 1.": want.where(~neither, 1.0),
        "That is P(fake): the share of p was asked for.": 1 - want,
        "p / q: a ratio of p and q is no probability. Divide by p + q.": (
            (p / q).where(q > 0, math.nan)
        ),
        "D was asked for, not its logit: take the sigmoid.": (
            (p.log() - q.log()).where(both, math.nan)
        ),
        "p / (p + q) is D already: no sigmoid on top.": want.sigmoid(),
        "Which is the likelier side is no probability: D says how much likelier.": (
            (p > q).double().where(~neither, 0.5)
        ),
        "These are the data's probabilities: divide by p + q.": p,
        "Divide by p + q, not by their mean.": 2 * want,
        "The discriminator knows the laws as they are: nothing is added to the denominator.": (
            p / (p + q + added)
        ).where(~neither, math.nan),
    }


def value_slips(p: Tensor, q: Tensor, logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of the game's value."""
    p, q, logits = p.double(), q.double(), logits.double()
    real, fake = -losses_of(logits, NON_SATURATING), losses_of(logits, SATURATING)
    d = logits.sigmoid()
    nothing = torch.zeros_like(p)
    return {
        "The loss has the other sign: the discriminator maximises it.": -want,
        "p and q have changed places.": value_of(q, p, logits),
        "Expectations are weighted by p and by q: these are plain means.": (
            real.mean() + fake.mean()
        ),
        "Expectations are weighted by p and by q: these are plain means of the values that come.": (
            real[p > 0].mean() + fake[q > 0].mean()
        ),
        "Expectations are weighted by p and by q: these are plain sums.": real.sum() + fake.sum(),
        "An expectation is a sum over values, weighted: there is no division by V.": want / len(p),
        "There is no factor ½.": want / 2,
        "These are bits: natural logarithms were asked for.": want / math.log(2),
        "The generator's part is missing: add E_q log(1 − D).": value_of(p, nothing, logits),
        "The data's part is missing: add E_p log D.": value_of(nothing, q, logits),
        "Of the generator's values log(1 − D) counts, not log D.": value_of(p + q, nothing, logits),
        "The two expectations are added; here one is taken off.": (
            value_of(p, nothing, logits) - value_of(nothing, q, logits)
        ),
        "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": value_of(p, q, d),
        "The logarithms are missing.": (p * d).sum() + (q * (1 - d)).sum(),
        "Logarithms first, then the mean: this is the logarithm of a mean.": (
            (p * d).sum().log() + (q * (1 - d)).sum().log()
        ),
    }


def divergence_slips(p: Tensor, q: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of the Jensen-Shannon divergence."""
    p, q = p.double(), q.double()
    middle = (p + q) / 2
    from_p, from_q = kl_of(p, middle), kl_of(q, middle)
    return {
        "Each of the two divergences counts half.": 2 * want,
        "Nats were asked for: natural logarithms.": want / math.log(2),
        "That is its root: its root is a distance; the divergence was asked for.": want.sqrt(),
        "It has the other sign: a divergence is never negative.": -want,
        "This is KL(p ‖ q): take both laws against their mean m.": kl_of(p, q),
        "This is KL(q ‖ p): take both laws against their mean m.": kl_of(q, p),
        "This is the mean of KL(p ‖ q) and KL(q ‖ p): take both against their mean m.": (
            (kl_of(p, q) + kl_of(q, p)) / 2
        ),
        "This is KL(p ‖ q) + KL(q ‖ p): take each against m, and half.": (
            kl_of(p, q) + kl_of(q, p)
        ),
        "This is KL(p ‖ m): it takes both laws, each against m.": from_p,
        "This is KL(q ‖ m): it takes both laws, each against m.": from_q,
        "This is half KL(p ‖ m) alone: it takes both laws, each against m.": from_p / 2,
        "KL is not symmetric: KL(p ‖ m) and KL(q ‖ m), not the other way round.": (
            (kl_of(middle, p) + kl_of(middle, q)) / 2
        ),
        "m is the mean of p and q: half their sum.": want - math.log(2),
        "An expectation is a sum over values: there is no division by V.": want / len(p),
        "That is the value of the game: add log 4, and take half.": 2 * want - math.log(4),
        "That is half the absolute difference: take logarithms.": (p - q).abs().sum() / 2,
    }


def gradient_slips(
    theta: Tensor, logits: Tensor, want: Tensor, kind: str = NON_SATURATING
) -> SlipAnswers:
    """Return what mistakes make of the generator's gradient."""
    q, losses = theta.double().softmax(0), losses_of(logits, kind)
    centred = losses - (q * losses).sum()
    slope = -torch.sigmoid(logits.double() if kind == SATURATING else -logits.double())
    given = theta.double()
    return {
        "The two kinds have changed places.": gradient_of(theta, logits, OTHER[kind]),
        "The gradient was asked for, not the direction downhill.": -want,
        "q · loss alone: a softmax sums to one, so what one value gains the others lose. Take the "
        "mean loss off.": q * losses,
        "The gradient is weighted by q: the factor q_y in front is missing.": centred,
        "The mean loss is weighted by q: here it is a plain mean.": q * (losses - losses.mean()),
        "That is the gradient by q: theta goes through a softmax.": losses,
        "q is the softmax of theta: here theta itself is taken for it.": (
            given * (losses - (given * losses).sum())
        ),
        "By theta: the discriminator is fixed, and this is the gradient by its logits.": (
            q * slope
        ),
        "q_y (1 − q_y) is the diagonal alone: every q_x depends on every theta_y.": (
            q * (1 - q) * losses
        ),
        "An expectation is a sum over values, weighted: there is no division by V.": (
            want / len(theta)
        ),
        "The loss of a value is −log D or log(1 − D): here the logit itself is taken.": (
            q * ((q * logits.double()).sum() - logits.double())
        ),
        "The sigmoid is taken twice: these are logits, D is the sigmoid of one.": (
            gradient_of(theta, logits.double().sigmoid(), kind)
        ),
    }


def default_gradient_slips(theta: Tensor, logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what another default makes of the generator's gradient."""
    other = gradient_of(theta, logits, SATURATING)
    return {DEFAULT: other, **gradient_slips(theta, logits, want)}
