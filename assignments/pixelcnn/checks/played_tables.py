"""A VAE that the grader plays for `compare`, whose every number can be worked out again."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.models.played import ROWS_AT_ONCE, windows
from autograder.checking.sizes import between, one_of

from .costs import bernoulli_cost, categorical_cost
from .gaussians import exact_kl, gaussian
from .played import Models, PlayedVAE, played_pixelcnn

HIDDEN = True  # never released

SPACING, LOG_VAR = 1.0, -6.0  # means one apart, draws 0.05 wide: a draw belongs to one image

SIZES = [(3, 4), (4, 3), (2, 6), (6, 2), (3, 5), (5, 3)]  # more pixels than a visible check's


@dataclass(frozen=True)
class TableVAE(PlayedVAE):
    """A VAE whose decoder is `logit + slope · sin(z wave)`.

    Any function of z will do, and this one makes the weights of different draws differ by nats.
    Each number that `compare` may report can be worked out from the very draws that it used.
    """

    logit: Tensor
    slope: Tensor
    wave: Tensor

    def elbos(self) -> list[Tensor]:
        """Return every sound reading of the ELBOs behind a mean of them, float64 (M,) each."""
        calls = [self.bound(which, noise) for which, noise in self.bounded]
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
            yield torch.cat([which for which, _ in window]), torch.cat([n for _, n in window])

    def _by_image(self, which: Tensor, noise: Tensor, num_samples: int) -> Tensor | None:
        """Return parts of log-weights (3, K, N), or None unless each image has K different
        draws.
        """
        counts = torch.bincount(which, minlength=len(self.images))
        if not (counts == num_samples).all():
            return None
        rows = noise[which.argsort(stable=True)].view(len(self.images), num_samples, -1)
        if any(len(set(map(tuple, draws))) < num_samples for draws in rows.tolist()):
            return None
        return torch.stack([self._parts(draw) for draw in rows.unbind(1)], 1)

    def _parts(self, noise: Tensor) -> Tensor:
        """Return log p(x | z), log p(z) and −log q(z | x) of one draw per image, (3, N)."""
        every = torch.arange(len(noise))
        z = self._z(every, noise)
        prior, known = gaussian(0 * z, 0 * z), gaussian(self.mean, self.log_var)
        codes = prior.log_prob(z).sum(1), -known.log_prob(z).sum(1)
        return torch.stack([-self._cost(every, z), *codes])

    def bound(self, which: Tensor, noise: Tensor) -> Tensor:
        """Return log p(x | z) − KL for z = mean + std · noise."""
        kl = exact_kl(self.mean, self.log_var)[which]
        return -self._cost(which, self._z(which, noise)) - kl

    def _cost(self, which: Tensor, z: Tensor) -> Tensor:
        return bernoulli_cost(self.logits(z), self.images.flatten(1)[which]).sum(-1)

    def logits(self, z: Tensor) -> Tensor:
        """Return logits that move with z."""
        return self.logit + self.slope * torch.sin(z @ self.wave)

    def _z(self, which: Tensor, noise: Tensor) -> Tensor:
        return self.mean[which] + self.log_var[which].mul(0.5).exp() * noise

    def _noise_of(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Return for each z its image, the one whose mean is nearest, and its noise."""
        parts = torch.split(z, ROWS_AT_ONCE)
        which = torch.cat([torch.cdist(part, self.mean).argmin(1) for part in parts])
        return which, (z - self.mean[which]) / self.log_var[which].mul(0.5).exp()


@dataclass(frozen=True)
class Tables(Models):
    """Two models that answer from tables, and the images (N, 1, H, W) to compare them on."""

    vae: TableVAE

    def pixelcnn_cost(self) -> Tensor:
        """Return the PixelCNN's exact NLL of each image, float64 (N,)."""
        return categorical_cost(self.pixelcnn.answers, self.images.long()).flatten(1).sum(1)


def table_models(draw: torch.Generator, dtype: torch.dtype = torch.float32) -> Tables:
    """Return models that answer each of some 200 different small images from a random table.

    The number of images, their size and that of z are drawn, too; `dtype` is that of the images.
    """
    (height, width), latent = one_of(draw, SIZES), between(draw, 2, 3)
    size, number = height * width, between(draw, 150, 220)
    chosen = torch.randperm(2**size, generator=draw)[:number]
    images = (chosen.unsqueeze(1) >> torch.arange(size) & 1).to(dtype).view(-1, 1, height, width)
    logits = torch.randn((number, 2, 1, height, width), generator=draw)
    side = math.ceil(number ** (1 / latent))
    places = torch.arange(number).unsqueeze(1) // side ** torch.arange(latent) % side
    vae = TableVAE(
        images,
        SPACING * (places - side / 2).double(),
        LOG_VAR + torch.rand((number, latent), generator=draw).double() - 0.5,
        torch.randn(size, generator=draw).double(),
        torch.full((size,), 2.0, dtype=torch.float64),
        torch.randn((latent, size), generator=draw).double() * math.exp(-LOG_VAR / 2),
    )
    return Tables(images, played_pixelcnn(images, logits), vae)
