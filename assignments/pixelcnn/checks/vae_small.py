"""A small VAE of a submission, of secret size, and what is asked of its methods."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.calls import require_kept
from autograder.checking.check import Context
from autograder.checking.sizes import between
from autograder.checking.student import Expect, Handle, Student

from .vae_answers import Codes
from .vae_built import build

HIDDEN = True  # never released

LARGEST = 3e3  # a logit, where an ELBO is asked about large ones


@dataclass(frozen=True)
class Small:
    """Sizes of a small VAE, and the seed of its first weights."""

    pixels: int
    hidden: int
    latent: int
    seed: int

    @classmethod
    def drawn(cls, draw: torch.Generator) -> "Small":
        """Draw sizes, more pixels among them than any visible check asks for, and a seed."""
        pixels, hidden = between(draw, 65, 90), between(draw, 10, 20)
        return cls(pixels, hidden, between(draw, 2, 7), between(draw, 0, 1 << 20))

    def build(self, student: Student, ctx: Context, dtype: torch.dtype, steps: int) -> Handle:
        """Build it, and train it a little: a new one may have weights that are all zero."""
        vae = build(
            student, self.seed, num_pixels=self.pixels, latent=self.latent, hidden=self.hidden
        )
        if steps:
            images = coins((40, self.pixels), ctx.generator("a little"), torch.float32)
            vae.train(images, loss="elbo", steps=steps, batch_size=8)
        vae.mode(dtype=dtype)
        return vae


def coins(shape: tuple[int, int], draw: torch.Generator, dtype: torch.dtype) -> Tensor:
    """Draw images of zeros and ones."""
    return torch.randint(2, shape, generator=draw).to(dtype)


def require_kept_methods(codes: Codes, noise: Tensor) -> None:
    """Raise Failed when what a VAE has returned changes once it is asked about other images."""
    vae, x, shape = codes.vae, codes.x, Expect(tuple(codes.x.shape))
    code, each = Expect(tuple(codes.mean.shape)), Expect((len(x),))
    require_kept(vae, "elbo", (x, noise), (1 - x, noise), expect=each)
    require_kept(vae, "decode", (noise,), (-noise,), expect=shape)
    for part in (0, 1):
        require_kept(vae, "encode", (x,), (1 - x,), expect=code, part=part)


def require_large_logits(codes: Codes, noise: Tensor) -> None:
    """Raise Failed when `elbo` is wrong where `decode` gives logits of thousands.

    The noise is scaled until it does, in float64; where it cannot, nothing is asked.
    """
    std, pixels = codes.log_var.mul(0.5).exp(), codes.x.shape[1]
    scale = 1e4
    for _ in range(2):
        z = codes.mean + std * scale * noise
        logits = codes.vae.call("decode", z, expect=Expect(tuple(codes.x.shape)))
        scale *= LARGEST / max(1e-9, float(logits.abs().max()))
    if not LARGEST / 100 <= float(logits.abs().max()) <= 2 * LARGEST:
        return
    noise = (z - codes.mean) / std
    codes.vae.call("elbo", x=codes.x, noise=noise).should_equal(
        codes.elbo(noise),
        atol=1e-8 * LARGEST * pixels,
        rtol=0,
        wrong="`elbo` is wrong, or not finite, where `decode` gives logits of thousands: go from "
        "logits to log-probabilities in one step.",
    )
