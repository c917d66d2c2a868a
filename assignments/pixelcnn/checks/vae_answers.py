"""What a VAE should say, recomputed from its own encoder and decoder, and the usual slips."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle
from autograder.text.i18n import listed, said

from .costs import bernoulli_cost
from .gaussians import HALF, exact_kl, gaussian
from .vae_built import asked_code

HIDDEN = True  # never released

IDLE_NATS = 0.5  # a code that costs less says next to nothing; trained ones cost about 5
PROBABILITIES = said("`decode` gives probabilities: logits are asked for, any real numbers.")


def bound_slips(log_weights: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the importance bound of log-weights (K, B)."""
    wide = log_weights.double()
    total = torch.logsumexp(wide, 0)
    top, count, images = wide.amax(0), len(wide), wide.shape[1]
    slips: SlipAnswers = {
        "log K is missing: it is the logarithm of a *mean* of K weights, not of their sum.": total,
        "log K is added: dividing by K subtracts it.": total + math.log(len(wide)),
        "You divide by K outside the logarithm: the mean is inside.": total / len(wide),
        "This is the mean of the log-weights, the ELBO: take the logarithm of the mean.": (
            wide.mean(0)
        ),
        "This is the largest log-weight: take the logarithm of the mean.": top,
        "This is the largest log-weight minus log K: take the logarithm of the mean.": (
            top - math.log(count)
        ),
        "The logarithm of the number of images is subtracted: log K belongs there.": (
            total - math.log(images)
        ),
        "The sign is wrong: this is a bound on log p(x), not on the NLL.": (
            math.log(len(wide)) - total
        ),
        "These are the mean weights: their logarithm is missing.": wide.exp().mean(0),
    }
    if count == images:  # else the shape tells
        slips[said("The mean runs over the wrong axis: the draws lie along dimension 0.")] = (
            torch.logsumexp(wide, 1) - math.log(images)
        )
    return slips


@dataclass(frozen=True)
class Codes:
    """A VAE in the student's process, and what its encoder says about a batch of images."""

    vae: Handle
    x: Tensor
    mean: Tensor
    log_var: Tensor

    def cost(self, z: Tensor) -> Tensor:
        """Return -log p(x | z) for one z per image, from the student's decoder, float64 (B,)."""
        logits = self.vae.call("decode", z, expect=Expect(tuple(self.x.shape)))
        return bernoulli_cost(logits, self.x).sum(1)

    def elbo(self, noise: Tensor) -> Tensor:
        """Return log p(x | z) − KL for z = mean + std · noise, float64 (B,)."""
        z = self.mean + self.log_var.mul(0.5).exp() * noise
        return -self.cost(z) - exact_kl(self.mean, self.log_var)

    def log_weights(self, noise: Tensor) -> Tensor:
        """Return log p(x, z) − log q(z | x) for z = mean + std · noise, float64 (B,)."""
        z = self.mean + self.log_var.mul(0.5).exp() * noise
        prior = gaussian(torch.zeros_like(z), torch.zeros_like(z))
        known = gaussian(self.mean, self.log_var)
        difference: Tensor = prior.log_prob(z) - known.log_prob(z)
        return difference.sum(1) - self.cost(z)

    def slips(self, noise: Tensor) -> SlipAnswers:
        """Return what the usual slips make of the ELBO with this noise."""
        std = self.log_var.mul(0.5).exp()
        logits = self.vae.call(
            "decode", self.mean + std * noise, expect=Expect(tuple(self.x.shape))
        )
        kl, fit = exact_kl(self.mean, self.log_var), -bernoulli_cost(logits, self.x).sum(1)
        pixels, square = self.x.shape[1], (self.x - logits.sigmoid()).square()
        wide = self.mean + self.log_var.exp() * noise
        unit = self.mean + noise
        return {
            "The sign is wrong: the ELBO is to be made large, so it is not a loss.": kl - fit,
            "The sign of the KL divergence is wrong: the code costs, so subtract it.": fit + kl,
            "The KL divergence is missing.": fit,
            "The reconstruction is missing: log p(x | z) is the other half of the ELBO.": -kl,
            "The reconstruction is a mean over the pixels, the KL a sum.": fit / pixels - kl,
            "Pixels are binary: -log p(x | z) is a Bernoulli NLL, not a squared error.": (
                -square.sum(1) - kl
            ),
            "The squared error is no log-likelihood of binary pixels, nor its mean.": (
                -square.mean(1) - kl
            ),
            "The squared error of Gaussian pixels is used: pixels are binary.": (
                -0.5 * square.sum(1) - kl
            ),
            listed([HALF, said("So the ELBO is too low.")]): fit - 2 * kl,
            "The KL divergence is a mean over the dimensions of z: sum it.": (
                fit - kl / self.mean.shape[1]
            ),
            "The KL divergence is weighted by the number of pixels.": fit - kl / pixels,
            "The noise is ignored: z is a draw, not the mean.": -self.cost(self.mean) - kl,
            "The noise is scaled by the variance, not the standard deviation.": (
                -self.cost(wide) - kl
            ),
            "The noise is not scaled by the standard deviation.": -self.cost(unit) - kl,
            "A sigmoid is taken twice: decode gives logits.": (
                -bernoulli_cost(logits.sigmoid(), self.x).sum(1) - kl
            ),
            PROBABILITIES: -bernoulli_cost(logits.logit(1e-9), self.x).sum(1) - kl,
        }

    def weighted(self, noise: Tensor, got: Tensor) -> SlipAnswers:
        """Return the ELBO with a weight on one of its terms, as `got` would have it, (B,).

        One weight can explain three images or more only if it is there.
        """
        if len(got) < 3 or not torch.isfinite(got).all():
            return {}
        z = self.mean + self.log_var.mul(0.5).exp() * noise
        kl, fit, got = exact_kl(self.mean, self.log_var), -self.cost(z), got.double()
        beta, share = (fit - got) @ kl / (kl @ kl), (got + kl) @ fit / (fit @ fit)
        return {
            "The KL divergence has a weight: the ELBO is log p(x | z) − KL, without one.": (
                fit - beta * kl
            ),
            "The reconstruction has a weight: the ELBO is log p(x | z) − KL, without one.": (
                share * fit - kl
            ),
        }


def encoded(vae: Handle, x: Tensor, latent: int, *, finite: bool = False) -> Codes:
    """Ask the encoder about images (B, num_pixels); `finite`, whether its numbers have to be."""
    return Codes(vae, x, *asked_code(vae, x, latent, finite=finite))


def directional_gap(codes: Codes, noise: Tensor, directions: Sequence[Tensor]) -> float:
    """Return the median difference of elbo's slopes along `directions` from its own gradients.

    Central differences with h = 1e-6 in float64, relative to the largest slope; the median,
    because a kink of a ReLU may lie between the two points. Right models are below 1e-7.
    """
    images, step = len(noise), 1e-6
    row = torch.ones(1, images, dtype=noise.dtype)
    (pulled,) = codes.vae.vjp("elbo", codes.x, noise, wrt=[1], cotangents=row)
    expect = Expect((images,))
    differences, slopes = [], []
    for direction in directions:
        ahead, behind = (
            codes.vae.call("elbo", codes.x, noise + sign * step * direction, expect=expect)
            for sign in (1, -1)
        )
        slopes.append(float((ahead - behind).sum()) / (2 * step))
        differences.append(abs(slopes[-1] - float((pulled[0] * direction).sum())))
    largest = max(1e-3, *(abs(slope) for slope in slopes))
    return float(torch.tensor(differences).median()) / largest


def require_repeatable(elbo: Answer, images: int, dtype: torch.dtype) -> None:
    """Raise Failed when the same images and noise do not give the same ELBO again."""
    first, again = (elbo.should_have_shape(images, dtype=dtype) for _ in range(2))
    if not torch.equal(first, again):
        raise Failed(
            said(
                "`elbo` gives another number for the same images and the same noise: all "
                "randomness has to come from `noise`."
            )
        )


def require_below(
    nats: float, ceiling: float, codes: Codes, steps: int, independent: float
) -> None:
    """Raise Failed, saying what does not learn, when a bound on held-back images is too high."""
    if not nats <= ceiling:
        idle = float(exact_kl(codes.mean, codes.log_var).mean()) < IDLE_NATS
        logits = codes.vae.call("decode", codes.mean, expect=Expect(tuple(codes.x.shape)))
        why = (
            said(
                "Its code says almost nothing about the image: can the encoder learn, or does the "
                "gradient of log p(x | z) not reach it?"
            )
            if idle
            else said(
                "Independent pixels cost {nats}. Does every part of the model learn?",
                nats=f"{independent:.1f}",
            )
        )
        if ((logits >= 0) & (logits <= 1)).all():
            why = PROBABILITIES
        lead = said(
            "After {steps} steps held-back images cost more than {ceiling} nats.",
            steps=steps,
            ceiling=f"{ceiling}",
        )
        detail = said("The bound is {number} nats per image.", number=f"{nats:.2f}")
        raise Failed(listed([lead, why]), detail=detail)


def suspicion(nats: float, least: float) -> str:
    """Return the question for a person about a bound that is too good to be true; '' if it is not.

    The images are public, so a model may have learned them before, and that is no proof of a leak.
    """
    if nats >= least:
        return ""
    return said(
        "The VAE's bound on held-back images is {nats} nats, below {least}: better than "
        "any model we know. Does `decode` know more than z, or does the notebook hold the images?",
        nats=f"{nats:.2f}",
        least=f"{least:g}",
    )
