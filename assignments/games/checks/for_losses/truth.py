"""What losses, slopes and reports are, in float64, and what the usual mistakes make of them."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

SATURATING, NON_SATURATING = "saturating", "non_saturating"
OTHER = {SATURATING: NON_SATURATING, NON_SATURATING: SATURATING}

SIGNS = {
    SATURATING: said("log(1 − D) is minimised as it is, without a minus."),
    NON_SATURATING: said("A loss is minimised: −log D, with its minus."),
}
DEFAULT = said("That is the other kind: without a kind it is non_saturating.")


def discriminator_of(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Return the loss of a discriminator, ()."""
    return _pays(real_logits).mean() + _pays(-fake_logits).mean()


def _pays(logits: Tensor) -> Tensor:
    """Return −log sigmoid, of each."""
    return -F.logsigmoid(logits.double())


def each_of(fake_logits: Tensor, kind: str) -> Tensor:
    """Return a generator's loss of each sample."""
    return -_pays(-fake_logits) if kind == SATURATING else _pays(fake_logits)


def generator_of(fake_logits: Tensor, kind: str = NON_SATURATING) -> Tensor:
    """Return the loss of a generator, ()."""
    return each_of(fake_logits, kind).mean()


def slope_of(fake_logits: Tensor, kind: str = NON_SATURATING) -> Tensor:
    """Return the slope of each sample's loss, to full relative accuracy."""
    logits = fake_logits.detach().double()
    return -torch.sigmoid(logits if kind == SATURATING else -logits)


def discriminator_slips(real_logits: Tensor, fake_logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of a discriminator's loss."""
    real, fake = real_logits.double(), fake_logits.double()
    d_real, d_fake = real.sigmoid(), fake.sigmoid()
    real_sum, fake_sum = _pays(real).sum(), _pays(-fake).sum()
    n, m = len(real), len(fake)
    return {
        "Mean over the real plus mean over the fakes; you took one mean over both.": (
            (real_sum + fake_sum) / (n + m)
        ),
        "There is no factor ½ in front of the two means.": want / 2,
        "A loss is minimised: the sign is the other one.": -want,
        "Real and fake have changed places.": discriminator_of(fake, real),
        "Take a mean over the real and a mean over the fakes, not sums.": real_sum + fake_sum,
        "Each mean has its own number of samples: the fakes' is over M.": (real_sum + fake_sum) / n,
        "Each mean has its own number of samples: the real ones' is over N.": (
            (real_sum + fake_sum) / m
        ),
        "The fakes' mean is missing.": real_sum / n,
        "The real ones' mean is missing.": fake_sum / m,
        "These are bits: natural logarithms were asked for.": want / math.log(2),
        "The fakes are called real: of them log(1 − D) counts.": real_sum / n + _pays(fake).mean(),
        "Both means are paid, so they are added; here one is taken off.": real_sum / n
        - fake_sum / m,
        "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": (
            discriminator_of(d_real, d_fake)
        ),
        "The logarithm is missing: these are means of D and 1 − D.": (
            d_fake.mean() - 1 - d_real.mean()
        ),
        "Logarithms first, then the mean: this is the logarithm of a mean.": (
            -d_real.mean().log() - (1 - d_fake).mean().log()
        ),
        "These are squares, as in a least-squares GAN: take logarithms.": (
            (1 - d_real).square().mean() + d_fake.square().mean()
        ),
        "This is a hinge: take −log D and −log(1 − D).": (
            (1 - real).relu().mean() + (1 + fake).relu().mean()
        ),
        "These are means of logits, as in a Wasserstein GAN: take logarithms of D.": (
            fake.mean() - real.mean()
        ),
        "The labels are smoothed: a real sample counts as real altogether.": (
            0.9 * _pays(real).mean() + 0.1 * _pays(-real).mean() + fake_sum / m
        ),
    }


def generator_slips(fake_logits: Tensor, want: Tensor, kind: str = NON_SATURATING) -> SlipAnswers:
    """Return what mistakes make of a generator's loss."""
    fake = fake_logits.double()
    mean_d = fake.sigmoid().mean()
    return {
        "The two kinds have changed places.": generator_of(fake, OTHER[kind]),
        SIGNS[kind]: -want,
        "The mean over the fakes was asked for, not the sum.": want * len(fake),
        "These are bits: natural logarithms were asked for.": want / math.log(2),
        "There is no factor ½.": want / 2,
        "Logarithms first, then the mean: this is the logarithm of a mean.": (
            (1 - mean_d).log() if kind == SATURATING else -mean_d.log()
        ),
        "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": (
            generator_of(fake.sigmoid(), kind)
        ),
        "The logarithm is missing.": 1 - mean_d if kind == SATURATING else -mean_d,
        "This is minus the mean logit, as in a Wasserstein GAN: take a logarithm.": -fake.mean(),
        **({} if kind == SATURATING else _called_fake(fake)),
    }


def _called_fake(fake: Tensor) -> SlipAnswers:
    return {
        "The label of real ones is due: −log(1 − D) is what the discriminator pays.": (
            _pays(-fake).mean()
        ),
    }


def default_slips(fake_logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what another default makes of a generator's loss."""
    return {DEFAULT: generator_of(fake_logits, SATURATING), **generator_slips(fake_logits, want)}


def slope_slips(fake_logits: Tensor, want: Tensor, kind: str = NON_SATURATING) -> SlipAnswers:
    """Return what mistakes make of slopes."""
    fake = fake_logits.double()
    inner = fake.sigmoid() * (-fake).sigmoid()
    by_d = -1 / (-fake).sigmoid() if kind == SATURATING else -1 / fake.sigmoid()
    return {
        "The two kinds have changed places.": slope_of(fake, OTHER[kind]),
        "Each sample's own slope was asked for: no 1/M.": want / len(fake),
        "Slopes are negative, since both losses fall as the logit grows.": -want,
        "The slope by the logit, not by D: the factor D(1 − D) is missing.": by_d,
        "One factor too many: the derivative of the sigmoid itself, D(1 − D), is in the slope "
        "already.": want * inner,
        "This is the derivative of the sigmoid itself: the loss has a logarithm.": inner,
        **(
            {}
            if kind == SATURATING
            else {"This is D: the slope of −log D is D − 1.": fake.sigmoid()}
        ),
        "These are losses: their slopes were asked for.": each_of(fake, kind),
        "The slope of each sample was asked for, not their mean.": want.mean().expand(want.shape),
    }


def default_slope_slips(fake_logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what another default makes of slopes."""
    return {DEFAULT: slope_of(fake_logits, SATURATING), **slope_slips(fake_logits, want)}
