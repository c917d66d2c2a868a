"""What a VAE should say, recomputed from its own encoder and decoder, and the usual slips."""
import math
from dataclasses import dataclass
import torch
from torch import Tensor
from autograder.checking.arguments import called_by_name
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import listed, said
from .costs import bernoulli_cost
from .gaussians import HALF, exact_kl, gaussian
TOLERANCE = 1e-05
PROBABILITIES = said('`decode` gives probabilities: logits are asked for, any real numbers.')

def bound_slips(log_weights: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the importance bound of log-weights (K, B)."""
    wide = log_weights.double()
    total = torch.logsumexp(wide, 0)
    top, count, images = (wide.amax(0), len(wide), wide.shape[1])
    slips: SlipAnswers = {'log K is missing: it is the logarithm of a *mean* of K weights, not of their sum.': total, 'log K is added: dividing by K subtracts it.': total + math.log(len(wide)), 'You divide by K outside the logarithm: the mean is inside.': total / len(wide), 'This is the mean of the log-weights, the ELBO: take the logarithm of the mean.': wide.mean(0), 'This is the largest log-weight: take the logarithm of the mean.': top, 'This is the largest log-weight minus log K: take the logarithm of the mean.': top - math.log(count), 'The logarithm of the number of images is subtracted: log K belongs there.': total - math.log(images), 'The sign is wrong: this is a bound on log p(x), not on the NLL.': math.log(len(wide)) - total, 'These are the mean weights: their logarithm is missing.': wide.exp().mean(0)}
    if count == images:
        slips[said('The mean runs over the wrong axis: the draws lie along dimension 0.')] = torch.logsumexp(wide, 1) - math.log(images)
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
        logits = self.vae.call('decode', z, expect=Expect(tuple(self.x.shape)))
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
        logits = self.vae.call('decode', self.mean + std * noise, expect=Expect(tuple(self.x.shape)))
        kl, fit = (exact_kl(self.mean, self.log_var), -bernoulli_cost(logits, self.x).sum(1))
        pixels, square = (self.x.shape[1], (self.x - logits.sigmoid()).square())
        wide = self.mean + self.log_var.exp() * noise
        unit = self.mean + noise
        return {'The sign is wrong: the ELBO is to be made large, so it is not a loss.': kl - fit, 'The sign of the KL divergence is wrong: the code costs, so subtract it.': fit + kl, 'The KL divergence is missing.': fit, 'The reconstruction is missing: log p(x | z) is the other half of the ELBO.': -kl, 'The reconstruction is a mean over the pixels, the KL a sum.': fit / pixels - kl, 'Pixels are binary: -log p(x | z) is a Bernoulli NLL, not a squared error.': -square.sum(1) - kl, 'The squared error is no log-likelihood of binary pixels, nor its mean.': -square.mean(1) - kl, 'The squared error of Gaussian pixels is used: pixels are binary.': -0.5 * square.sum(1) - kl, listed([HALF, said('So the ELBO is too low.')]): fit - 2 * kl, 'The KL divergence is a mean over the dimensions of z: sum it.': fit - kl / self.mean.shape[1], 'The KL divergence is weighted by the number of pixels.': fit - kl / pixels, 'The noise is ignored: z is a draw, not the mean.': -self.cost(self.mean) - kl, 'The noise is scaled by the variance, not the standard deviation.': -self.cost(wide) - kl, 'The noise is not scaled by the standard deviation.': -self.cost(unit) - kl, 'A sigmoid is taken twice: decode gives logits.': -bernoulli_cost(logits.sigmoid(), self.x).sum(1) - kl, PROBABILITIES: -bernoulli_cost(logits.logit(1e-09), self.x).sum(1) - kl}

    def weighted(self, noise: Tensor, got: Tensor) -> SlipAnswers:
        """Return the ELBO with a weight on one of its terms, as `got` would have it, (B,).

        One weight can explain three images or more only if it is there.
        """
        if len(got) < 3 or not torch.isfinite(got).all():
            return {}
        z = self.mean + self.log_var.mul(0.5).exp() * noise
        kl, fit, got = (exact_kl(self.mean, self.log_var), -self.cost(z), got.double())
        beta, share = ((fit - got) @ kl / (kl @ kl), (got + kl) @ fit / (fit @ fit))
        return {'The KL divergence has a weight: the ELBO is log p(x | z) − KL, without one.': fit - beta * kl, 'The reconstruction has a weight: the ELBO is log p(x | z) − KL, without one.': share * fit - kl}

def build(student: Student, seed: int, *num_pixels: int, **named: int) -> Handle:
    """Construct a VAE under a seed, in eval mode: its first weights never depend on the clock."""
    student.seed_everything(seed)
    try:
        vae = student.construct('VAE', *num_pixels, **named)
    except StudentCrashed as crash:
        raise called_by_name(crash, named) from None
    vae.mode()
    return vae

def encoded(vae: Handle, x: Tensor, latent: int, *, finite: bool=False) -> Codes:
    """Ask the encoder about images (B, num_pixels); `finite`, whether its numbers have to be."""
    expect = Expect((len(x), latent), finite=finite)
    try:
        mean, log_var = vae.call_many('encode', x, expect=[expect, expect])
    except Failed as failed:
        if 'finite' in failed.message:
            raise
        more = said('`encode(x)` gives mean and log_var, both (B, latent).')
        raise Failed(listed([failed.message, more]), detail=failed.detail) from None
    return Codes(vae, x, mean, log_var)
