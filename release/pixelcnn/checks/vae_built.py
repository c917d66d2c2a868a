"""Building a VAE of the student's, and asking its encoder."""

from torch import Tensor

from autograder.checking.arguments import called_by_name
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import listed, said

TOLERANCE = 1e-5  # nats: rounding in float32 stays below it at the sizes asked here


def build(student: Student, seed: int, *num_pixels: int, **named: int) -> Handle:
    """Construct a VAE under a seed, in eval mode: its first weights never depend on the clock."""
    student.seed_everything(seed)
    try:
        vae = student.construct("VAE", *num_pixels, **named)
    except StudentCrashed as crash:
        raise called_by_name(crash, named) from None
    vae.mode()
    return vae


def asked_code(
    vae: Handle, x: Tensor, latent: int, *, finite: bool = False
) -> tuple[Tensor, Tensor]:
    """Return what the encoder answers about images (B, num_pixels), two tensors (B, latent).

    `finite`, whether its numbers have to be.
    """
    expect = Expect((len(x), latent), finite=finite)
    try:
        mean, log_var = vae.call_many("encode", x, expect=[expect, expect])
    except Failed as failed:
        if "finite" in failed.message:
            raise
        more = said("`encode(x)` gives mean and log_var, both (B, latent).")
        raise Failed(listed([failed.message, more]), detail=failed.detail) from None
    return mean, log_var
