"""Models that the grader plays for `compare`; they see and keep all that they are asked."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.played import BUDGET, Known, PlayedTable
from autograder.checking.oracle import TEMPORARIES, broadcast
from autograder.checking.student import Cost, Failed, Oracle
from autograder.text.i18n import said

THREE = torch.tensor([[1.0] * 6, [1.0] * 5 + [0.0], [0.0] * 6]).view(3, 1, 2, 3)
# What these images cost where every pixel is 1 with probability 3/4, and with probability 1/4.
COST = torch.tensor([1.726092, 2.824705, 8.317766], dtype=torch.float64)
FLIPPED_COST = torch.tensor([8.317766, 7.219154, 1.726092], dtype=torch.float64)


def played_pixelcnn(images: Tensor, logits: Tensor) -> PlayedTable:
    """Return a PixelCNN with logits (N, 2, 1, H, W) for the images (N, 1, H, W) that it knows."""
    sentence = said("The PixelCNN should be called with images (B, 1, H, W).")
    return PlayedTable(Known(images, sentence, _unknown("pixelcnn")), logits)


def _unknown(name: str) -> str:
    return said("`{name}` was given something else than the images to compare on.", name=name)


@dataclass(frozen=True)
class PlayedVAE(ABC):
    """A VAE of the images (N, 1, H, W) that it knows, with z of a few dimensions.

    The posterior of image n is N(mean[n], diag exp log_var[n]). Everything it is asked is kept.
    """

    images: Tensor
    mean: Tensor
    log_var: Tensor
    decoded: list[Tensor] = field(default_factory=list, kw_only=True)
    bounded: list[tuple[Tensor, Tensor]] = field(default_factory=list, kw_only=True)

    @abstractmethod
    def logits(self, z: Tensor) -> Tensor:
        """Return the logits (B, H·W) of codes z (B, Z), float64."""

    @abstractmethod
    def bound(self, which: Tensor, noise: Tensor) -> Tensor:
        """Return the ELBO of images by their numbers, with this noise, float64."""

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        methods: dict[str, Callable[..., Any]] = {
            "encode": self.encode,
            "decode": self.decode,
            "elbo": self.elbo,
        }
        return Oracle(methods, BUDGET, dict.fromkeys(methods, self.cost_of))

    def cost_of(self, given: Tensor, noise: Tensor | None = None) -> Cost:
        """Return what a call takes: arrays of as many pixels as rows, those of noise and images."""
        shapes = [given.shape[:-1]] + ([] if noise is None else [noise.shape[:-1]])
        rows = math.prod(broadcast(*shapes))
        pixels = self.images[0].numel()
        return Cost(rows, 8 * TEMPORARIES * rows * pixels + self._known("vae").looking_up(given))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Answer mean and log_var (B, Z)."""
        which = self._known("vae.encode").which(x)
        return self.mean[which].to(x), self.log_var[which].to(x)

    def decode(self, z: Tensor) -> Tensor:
        """Answer logits (B, H·W), and keep z."""
        if z.ndim < 2 or z.shape[-1] != self.mean.shape[1]:
            raise Failed(
                said("`vae.decode` takes z of shape (B, Z), Z as in the mean of `encode`.")
            )
        self.decoded.append(z.double().flatten(0, -2))
        return self.logits(z.double()).to(z)

    def elbo(self, x: Tensor, noise: Tensor) -> Tensor:
        """Answer log p(x | z) − KL (B,), and keep images and noise."""
        which = self._known("vae.elbo").which(x)
        if noise.ndim < 2 or noise.shape[-1] != self.mean.shape[1]:
            raise Failed(said("`vae.elbo` takes noise of shape (B, Z), as the mean of `encode`."))
        rows = noise.double() + 0 * which.unsqueeze(-1)  # one noise may serve many images
        which = which.expand(rows.shape[:-1])
        self.bounded.append((which.flatten(), rows.flatten(0, -2)))
        return self.bound(which, rows).to(x)

    def _known(self, name: str) -> Known:
        sentence = said("`{name}` takes images as rows of pixels, (B, H·W).", name=name)
        return Known(self.images.flatten(1), sentence, _unknown(name))


@dataclass(frozen=True)
class ConstantVAE(PlayedVAE):
    """A VAE whose code says nothing: its logits are all the same, and its bound is in a table."""

    logit: float
    elbos: Tensor  # of each image, (N,)

    def logits(self, z: Tensor) -> Tensor:
        """Return the same logits for all codes."""
        size = self.images[0].numel()
        return torch.full((*z.shape[:-1], size), self.logit, dtype=torch.float64)

    def bound(self, which: Tensor, noise: Tensor) -> Tensor:
        """Return the entry of each image."""
        return self.elbos[which]


@dataclass(frozen=True)
class Models:
    """Both models, and the images (N, 1, H, W) to compare them on."""

    images: Tensor
    pixelcnn: PlayedTable
    vae: PlayedVAE


def constant_models() -> Models:
    """Return models that think every pixel is 1 with probability 3/4, whatever they see.

    The code of the VAE then says nothing, its posterior is the prior, and every log-weight is
    log p(x): exact values, with whatever noise.
    """
    logits = torch.zeros(3, 2, 1, 2, 3)
    logits[:, 1] = math.log(3)
    codes = torch.zeros(3, 2, dtype=torch.float64)
    vae = ConstantVAE(THREE, codes, codes, math.log(3), -COST)
    return Models(THREE, played_pixelcnn(THREE, logits), vae)
