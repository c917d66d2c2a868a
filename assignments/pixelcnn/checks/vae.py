"""Checks of pixelcnn/vae: a bound, and a fair comparison with an exact likelihood."""

import math

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.sizes import between
from autograder.checking.student import Expect, Failed, Student
from autograder.text.i18n import said

from . import vae_numbers as known
from .comparison import FALSE_ALARM, Rows, asked, require_constant, require_draws
from .comparison_cells import require_elbo, require_importance, require_pixelcnn
from .gaussians import draw_slips, exact_kl, kl_slips
from .played import constant_models
from .played_tables import table_models
from .tightness import (
    require_by_hand,
    require_ordered,
)
from .vae_answers import (
    bound_slips,
    directional_gap,
    encoded,
    require_repeatable,
)
from .vae_built import TOLERANCE, asked_code, build
from .vae_small import (
    Small,
    coins,
    require_kept_methods,
    require_large_logits,
)
from .vae_trained import learns

f32, f64 = torch.float32, torch.float64
NO_KL = said("`gaussian_kl` is not KL(N(mean, diag exp log_var) ‖ N(0, I)).")
GRADIENT_TOLERANCE = 1e-4
LARGE = 1e4


@check(weight=1.0, visible=True, about="gaussian_kl")
def kl_by_hand(student: Student, ctx: Context) -> None:
    """The KL divergence is zero at the prior, and half a nat at mean 1"""
    student.call("gaussian_kl", known.MEAN, known.LOG_VAR).should_equal(
        known.DIVERGENCE,
        slips=known.KL_SLIPS,
        wrong="Each dimension costs half of mean² + var − 1 − log_var, with var = exp(log_var).",
    )


@check(weight=1.0, after=kl_by_hand, draws="kl", about="gaussian_kl")
def kl_values(student: Student, ctx: Context) -> None:
    """`gaussian_kl` for any number of dimensions, narrow and wide, and its gradient"""
    for dtype, few, some in ((f32, (5, 9), (3, 4)), (f64, (2, 4), (9, 20)), (f64, (1, 1), (5, 8))):
        shape = ctx.between(*few), ctx.between(*some)
        mean, log_var = 2 * ctx.randn(2, *shape, dtype=dtype)
        kl = student.call("gaussian_kl", mean=mean, log_var=log_var)
        kl.should_equal(exact_kl(mean, log_var), slips=kl_slips, wrong=NO_KL, dtype=dtype)
    kl.should_outlive(-log_var, mean)
    gradient = kl.gradient("mean", "log_var")
    wrong = said("The gradient of `gaussian_kl` is wrong: is something detached?")
    gradient.should_equal(mean, log_var.exp() / 2 - 0.5, wrong=wrong, rtol=0)


@check(weight=0.75, visible=True, about="reparameterize")
def draw_by_hand(student: Student, ctx: Context) -> None:
    """A variance of 4 is a standard deviation of 2"""
    student.call("reparameterize", *known.CODE, known.NOISE).should_equal(
        torch.tensor([[2.0, 3.0, -0.5], [-1.0, -3.0, -1.0]]),
        slips=known.DRAW_SLIPS,
        wrong="z is the mean plus the standard deviation times the noise.",
    )


@check(weight=0.75, after=draw_by_hand, draws="draw", about="reparameterize")
def draw_values(student: Student, ctx: Context) -> None:
    """`reparameterize` in both precisions, and its gradients"""
    wrong = said("`reparameterize` is not mean + standard deviation · noise.")
    for dtype, few, some in ((f32, (1, 1), (2, 6)), (f64, (4, 9), (9, 20))):
        shape = ctx.between(*few), ctx.between(*some)
        mean, log_var, noise = ctx.randn(3, *shape, dtype=dtype)
        std = log_var.mul(0.5).exp()
        z = student.call("reparameterize", mean=mean, log_var=log_var, noise=noise)
        z.should_equal(mean + std * noise, slips=draw_slips, wrong=wrong, dtype=dtype, rtol=0)
    z.should_outlive(noise, mean, log_var)
    gradient = z.gradient("mean", "log_var", "noise")
    gradient.should_equal(torch.ones_like(mean), std * noise / 2, std, rtol=0)


@check(weight=0.75, visible=True, about="importance_bound")
def bound_by_hand(student: Student, ctx: Context) -> Passed:
    """The logarithm of the mean weight: log 2 for weights 1 and 3"""
    require_by_hand(student)
    return Passed(picture=require_ordered(student))


@check(weight=1.0, after=bound_by_hand, draws="bound", about="importance_bound")
def bound_values(student: Student, ctx: Context) -> None:
    """`importance_bound` for any K, thousands of nats below zero or above, and its gradient"""
    count, images = ctx.different(2, 3, 12)
    for dtype, scale, shift in (
        (torch.float32, 3.0, 0.0),
        (torch.float64, 3.0, -40.0),
        (torch.float32, 20.0, -LARGE),
        (torch.float64, LARGE / 4, 0.0),
        (torch.float64, 1.0, LARGE),
    ):
        given = scale * ctx.randn(count, images, dtype=dtype) + shift
        rounding = 4 * torch.finfo(dtype).eps * float(given.abs().max())
        bound = student.call("importance_bound", log_weights=given)
        bound.should_equal(
            torch.logsumexp(given.double(), 0) - math.log(count),
            slips=bound_slips,
            wrong=_no_bound,
            atol=max(TOLERANCE, rounding),
            rtol=0,
            dtype=dtype,
        )
        bound.gradient("log_weights").should_equal(
            given.double().softmax(0),
            wrong="The gradient of `importance_bound` is not the weights, normalised over K.",
            atol=max(GRADIENT_TOLERANCE, rounding),
            rtol=0,
        )
        count, images = ctx.different(2, 1, 80)
    bound.should_outlive(-given)


def _no_bound(got: torch.Tensor) -> str:
    """Return what is wrong with an importance bound that makes none of the usual mistakes."""
    if torch.isfinite(got).all():
        return said("`importance_bound` is not the logarithm of the mean weight.")
    return said("`importance_bound` overflows or underflows: never compute the weights.")


@check(weight=0.5, visible=True, about="VAE", form=True)
def vae_shapes(student: Student, ctx: Context) -> None:
    """`encode` gives mean and log-variance of z, `decode` a logit for each pixel"""
    for pixels, named in ((12, {"hidden": 16, "latent": 3}), (64, {}), (30, {"latent": 1})):
        latent = named.get("latent", 8)
        vae = build(student, pixels, pixels, **named)
        for images in (5, 1):
            x = (torch.rand((images, pixels), generator=ctx.generator("x")) > 0.5).float()
            asked_code(vae, x, latent, finite=True)
            logits, nats = Expect((images, pixels), finite=True), Expect((images,), finite=True)
            vae.call("decode", torch.zeros(images, latent), expect=logits)
            vae.call("elbo", x, torch.zeros(images, latent), expect=nats)


@check(weight=2.0, after=[vae_shapes], about="VAE")
def elbo_adds_up(student: Student, ctx: Context) -> None:
    """`elbo` is log p(x | z) − KL, recomputed from your `encode` and `decode`"""
    draw = ctx.generator("elbo")
    for dtype, steps, images in (  # several images first: one alone cannot tell a weight
        (torch.float32, 20, 5),
        (torch.float64, 0, 1),
        (torch.float64, 20, 6),
    ):
        small = Small.drawn(draw)
        vae = small.build(student, ctx, dtype, steps)
        codes = encoded(vae, coins((images, small.pixels), draw, dtype), small.latent)
        noise = torch.randn((images, small.latent), generator=draw, dtype=dtype)
        elbo = vae.call("elbo", x=codes.x, noise=noise)
        require_repeatable(elbo, images, dtype)
        elbo.should_equal(
            codes.elbo(noise),
            atol=TOLERANCE if dtype == torch.float64 else 10 * TOLERANCE,
            rtol=0,
            wrong="`elbo` is not log p(x | z) − KL of its own encoder and decoder.",
            slips=[codes.slips, codes.weighted],
        )
    require_large_logits(codes, noise)
    require_kept_methods(codes, noise)


@check(weight=0.5, after=[elbo_adds_up], about="VAE")
def elbo_gradient(student: Student, ctx: Context) -> None:
    """`elbo` can be differentiated: its gradient is its slope"""
    draw = ctx.generator("elbo gradient")
    small = Small.drawn(draw)
    vae = small.build(student, ctx, torch.float64, 20)
    codes = encoded(vae, coins((4, small.pixels), draw, torch.float64), small.latent)
    noise, *directions = torch.randn((7, 4, small.latent), generator=draw, dtype=torch.float64)
    if not directional_gap(codes, noise, directions) <= GRADIENT_TOLERANCE:
        raise Failed(
            said(
                "The gradient of `elbo` with respect to the noise is not its slope: something "
                "between noise and result is detached, so the encoder cannot learn what to send."
            )
        )


# The law of secret images accuses a right bound once in 1e9, see `probes.mesh.floor`, in 3 tries.
@check(weight=1.5, after=[vae_shapes, elbo_adds_up], false_alarm=3e-9, about="VAE")
def trained_below_the_ceiling(student: Student, ctx: Context) -> Passed:
    """Trained with its own `elbo`, the bound on held-back images is below the ceiling"""
    return learns(student, ctx)


@check(weight=1.5, visible=True, about="compare")
def compare_known_answers(student: Student, ctx: Context) -> None:
    """For two models of the same distribution all three numbers are the same, and known"""
    models = constant_models()
    require_constant(asked(student, models), models)


@check(weight=0.75, after=[compare_known_answers], about="compare")
def compare_pixelcnn(student: Student, ctx: Context) -> None:
    """The PixelCNN's cell: its exact NLL, the mean over the images"""
    draw = ctx.generator("tables")
    models = table_models(draw, torch.float64)
    generator = student.generator(1)
    rows = asked(student, models, draw, num_samples=between(draw, 1, 3), generator=generator)
    require_pixelcnn(rows, models)


# The law of the noise is judged once.
@check(weight=0.75, after=[compare_known_answers], false_alarm=FALSE_ALARM, about="compare")
def compare_elbo(student: Student, ctx: Context) -> None:
    """The VAE's first cell: what `vae.elbo` said, for noise from N(0, I)"""
    draw = ctx.generator("tables")
    models, count = table_models(draw), between(draw, 3, 6)
    rows = asked(student, models, num_samples=count, generator=student.generator(2))
    require_elbo(rows, models, count)
    require_draws(models.vae.elbo_noise(), said("`vae.elbo`"))


# The law of the noise is judged for each of three numbers of samples.
@check(weight=1.0, after=[compare_known_answers], false_alarm=3 * FALSE_ALARM, about="compare")
def compare_importance(student: Student, ctx: Context) -> None:
    """The VAE's second cell: the importance bound of exactly `num_samples` draws for each image"""
    for num_samples in (between(ctx.generator("number"), 20, 30), 1):
        models = table_models(ctx.generator(f"tables {num_samples}"))
        generator = student.generator(num_samples)
        rows = asked(student, models, num_samples=num_samples, generator=generator)
        require_importance(rows, models, num_samples)
        require_draws(models.vae.decoded_noise(), said("the draws of z"))


# A mean varies by a tenth of a nat, in steps of 1e-6 where it is float32: other noise gives the
# same number with probability 1e-5 at most, two others with 1e-10.
@check(weight=0.5, after=[compare_known_answers], false_alarm=2e-10, about="compare")
def compare_generator(student: Student, ctx: Context) -> None:
    """All noise comes from `generator`: the same state gives the same numbers"""

    def ask(seed: int, everywhere: int) -> Rows:
        student.seed_everything(everywhere)
        models = table_models(ctx.generator("tables"))
        return asked(student, models, num_samples=3, generator=student.generator(seed))

    first, same, others = ask(5, 1), ask(5, 2), (ask(6, 1), ask(7, 1))
    for name in ("vae_elbo", "vae_importance"):
        if first[name]["nats"] != same[name]["nats"]:
            raise Failed(
                said(
                    "`{name}` draws noise that is not from `generator`, but from elsewhere.",
                    name=name,
                )
            )
        if all(first[name]["nats"] == other[name]["nats"] for other in others):
            raise Failed(
                said("`{name}` is the same for any `generator`: does it draw no noise?", name=name)
            )
