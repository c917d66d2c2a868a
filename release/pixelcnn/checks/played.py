"""Models that the grader plays for `compare`; they see and keep all that they are asked."""
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
import torch
from torch import Tensor
from autograder.checking.models.played import BUDGET, ROWS_AT_ONCE, Known, PlayedTable, windows
from autograder.checking.oracle import TEMPORARIES, broadcast
from autograder.checking.student import Cost, Failed, Oracle
from autograder.text.i18n import said
from .costs import bernoulli_cost, categorical_cost
from .gaussians import exact_kl, gaussian

def played_pixelcnn(images: Tensor, logits: Tensor) -> PlayedTable:
    """Return a PixelCNN with logits (N, 2, 1, H, W) for the images (N, 1, H, W) that it knows."""
    sentence = said('The PixelCNN should be called with images (B, 1, H, W).')
    return PlayedTable(Known(images, sentence, _unknown('pixelcnn')), logits)

def _unknown(name: str) -> str:
    return said('`{name}` was given something else than the images to compare on.', name=name)

@dataclass(frozen=True)
class PlayedVAE:
    """A VAE of the images (N, 1, H, W) that it knows, with z of two dimensions.

    The posterior of image n is N(mean[n], diag exp log_var[n]); the decoder is
    `logit + slope · sin(z wave)`: any function of z will do, and this one makes the weights of
    different draws differ by nats. Everything it is asked is kept, so each number that `compare`
    may report can be worked out from the very draws that it used.
    """
    images: Tensor
    mean: Tensor
    log_var: Tensor
    logit: Tensor
    slope: Tensor
    wave: Tensor
    decoded: list[Tensor] = field(default_factory=list)
    bounded: list[tuple[Tensor, Tensor]] = field(default_factory=list)

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        methods: dict[str, Callable[..., Any]] = {'encode': self.encode, 'decode': self.decode, 'elbo': self.elbo}
        return Oracle(methods, BUDGET, dict.fromkeys(methods, self.cost_of))

    def cost_of(self, given: Tensor, noise: Tensor | None=None) -> Cost:
        """Return what a call takes: arrays of as many pixels as rows, those of noise and images."""
        shapes = [given.shape[:-1]] + ([] if noise is None else [noise.shape[:-1]])
        rows = math.prod(broadcast(*shapes))
        pixels = self.images[0].numel()
        return Cost(rows, 8 * TEMPORARIES * rows * pixels + self._known('vae').looking_up(given))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Answer mean and log_var (B, Z)."""
        which = self._known('vae.encode').which(x)
        return (self.mean[which].to(x), self.log_var[which].to(x))

    def decode(self, z: Tensor) -> Tensor:
        """Answer logits (B, H·W), and keep z."""
        if z.ndim < 2 or z.shape[-1] != self.mean.shape[1]:
            raise Failed(said('`vae.decode` takes z of shape (B, Z), Z as in the mean of `encode`.'))
        self.decoded.append(z.double().flatten(0, -2))
        return self._logits(z.double()).to(z)

    def elbo(self, x: Tensor, noise: Tensor) -> Tensor:
        """Answer log p(x | z) − KL (B,), and keep images and noise."""
        which = self._known('vae.elbo').which(x)
        if noise.ndim < 2 or noise.shape[-1] != self.mean.shape[1]:
            raise Failed(said('`vae.elbo` takes noise of shape (B, Z), as the mean of `encode`.'))
        rows = noise.double() + 0 * which.unsqueeze(-1)
        which = which.expand(rows.shape[:-1])
        self.bounded.append((which.flatten(), rows.flatten(0, -2)))
        return self._elbo(which, rows).to(x)

    def elbos(self) -> list[Tensor]:
        """Return every sound reading of the ELBOs behind a mean of them, float64 (M,) each."""
        calls = [self._elbo(which, noise) for which, noise in self.bounded]
        return [torch.cat(list(window)) for window in windows(calls)]

    def log_weights(self, num_samples: int) -> list[Tensor]:
        """Return every sound reading of the log-weights, float64 (3, K, N) each.

        They are the sums over the first axis: of log p(x | z), log p(z) and −log q(z | x). The
        draws are those that were decoded; or, where nothing was, those of the ELBOs, from which
        the weights can be had, too. Readings without `num_samples` different draws for each
        image are left out.
        """
        found = [self._by_image(which, noise, num_samples) for which, noise in self._draws()]
        return [weights for weights in found if weights is not None]

    def elbo_noise(self) -> Tensor:
        """Return the rows of noise (M, Z) that `elbo` was asked with."""
        return torch.cat([noise for _, noise in self.bounded] or [self.mean[:0]])

    def decoded_noise(self) -> Tensor:
        """Return the noise (M, Z) from which the decoded z were made."""
        return torch.cat([self._noise_of(z)[1] for z in self.decoded] or [self.mean[:0]])

    def _draws(self) -> Iterator[tuple[Tensor, Tensor]]:
        if self.decoded:
            yield self._noise_of(torch.cat(self.decoded))
            return
        for window in windows(self.bounded):
            yield (torch.cat([which for which, _ in window]), torch.cat([n for _, n in window]))

    def _by_image(self, which: Tensor, noise: Tensor, num_samples: int) -> Tensor | None:
        """Return parts of log-weights (3, K, N), or None unless each image has K different
        draws.
        """
        counts = torch.bincount(which, minlength=len(self.images))
        if not (counts == num_samples).all():
            return None
        rows = noise[which.argsort(stable=True)].view(len(self.images), num_samples, -1)
        if any((len(set(map(tuple, draws))) < num_samples for draws in rows.tolist())):
            return None
        return torch.stack([self._parts(draw) for draw in rows.unbind(1)], 1)

    def _parts(self, noise: Tensor) -> Tensor:
        """Return log p(x | z), log p(z) and −log q(z | x) of one draw per image, (3, N)."""
        every = torch.arange(len(noise))
        z = self._z(every, noise)
        prior, known = (gaussian(0 * z, 0 * z), gaussian(self.mean, self.log_var))
        codes = (prior.log_prob(z).sum(1), -known.log_prob(z).sum(1))
        return torch.stack([-self._cost(every, z), *codes])

    def _elbo(self, which: Tensor, noise: Tensor) -> Tensor:
        kl = exact_kl(self.mean, self.log_var)[which]
        return -self._cost(which, self._z(which, noise)) - kl

    def _cost(self, which: Tensor, z: Tensor) -> Tensor:
        return bernoulli_cost(self._logits(z), self.images.flatten(1)[which]).sum(-1)

    def _logits(self, z: Tensor) -> Tensor:
        return self.logit + self.slope * torch.sin(z @ self.wave)

    def _z(self, which: Tensor, noise: Tensor) -> Tensor:
        return self.mean[which] + self.log_var[which].mul(0.5).exp() * noise

    def _noise_of(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Return for each z its image, the one whose mean is nearest, and its noise."""
        parts = torch.split(z, ROWS_AT_ONCE)
        which = torch.cat([torch.cdist(part, self.mean).argmin(1) for part in parts])
        return (which, (z - self.mean[which]) / self.log_var[which].mul(0.5).exp())

    def _known(self, name: str) -> Known:
        sentence = said('`{name}` takes images as rows of pixels, (B, H·W).', name=name)
        return Known(self.images.flatten(1), sentence, _unknown(name))

@dataclass(frozen=True)
class Models:
    """Both models, and the images (N, 1, H, W) to compare them on."""
    images: Tensor
    pixelcnn: PlayedTable
    vae: PlayedVAE

    def pixelcnn_cost(self) -> Tensor:
        """Return the PixelCNN's exact NLL of each image, float64 (N,)."""
        return categorical_cost(self.pixelcnn.answers, self.images.long()).flatten(1).sum(1)

def constant_models(height: int, width: int) -> Models:
    """Return models that think every pixel is 1 with probability 3/4, whatever they see.

    The code of the VAE then says nothing, its posterior is the prior, and every log-weight is
    log p(x): exact values, with whatever noise.
    """
    size = height * width
    images = torch.tensor([[1.0] * size, [1.0] * (size - 1) + [0.0], [0.0] * size])
    images = images.view(3, 1, height, width)
    logits = torch.zeros(3, 2, 1, height, width)
    logits[:, 1] = math.log(3)
    codes = torch.zeros(3, 2, dtype=torch.float64)
    logit = torch.full((size,), math.log(3), dtype=torch.float64)
    wave = torch.zeros(2, size, dtype=torch.float64)
    vae = PlayedVAE(images, codes, codes, logit, 0 * logit, wave)
    return Models(images, played_pixelcnn(images, logits), vae)
