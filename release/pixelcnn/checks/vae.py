"""Checks of pixelcnn/vae: a bound, and a fair comparison with an exact likelihood."""
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Expect, Student
from . import vae_numbers as known
from .comparison import asked, require_constant
from .played import constant_models
from .tightness import require_by_hand, require_ordered
from .vae_built import asked_code, build

@check(weight=1.0, visible=True, about='gaussian_kl')
def kl_by_hand(student: Student, ctx: Context) -> None:
    """The KL divergence is zero at the prior, and half a nat at mean 1"""
    student.call('gaussian_kl', known.MEAN, known.LOG_VAR).should_equal(known.DIVERGENCE, slips=known.KL_SLIPS, wrong='Each dimension costs half of mean² + var − 1 − log_var, with var = exp(log_var).')

@check
def kl_values(student, ctx):
    """`gaussian_kl` for any number of dimensions, narrow and wide, and its gradient"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, visible=True, about='reparameterize')
def draw_by_hand(student: Student, ctx: Context) -> None:
    """A variance of 4 is a standard deviation of 2"""
    student.call('reparameterize', *known.CODE, known.NOISE).should_equal(torch.tensor([[2.0, 3.0, -0.5], [-1.0, -3.0, -1.0]]), slips=known.DRAW_SLIPS, wrong='z is the mean plus the standard deviation times the noise.')

@check
def draw_values(student, ctx):
    """`reparameterize` in both precisions, and its gradients"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, visible=True, about='importance_bound')
def bound_by_hand(student: Student, ctx: Context) -> Passed:
    """The logarithm of the mean weight: log 2 for weights 1 and 3"""
    require_by_hand(student)
    return Passed(picture=require_ordered(student))

@check
def bound_values(student, ctx):
    """`importance_bound` for any K, thousands of nats below zero or above, and its gradient"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='VAE', form=True)
def vae_shapes(student: Student, ctx: Context) -> None:
    """`encode` gives mean and log-variance of z, `decode` a logit for each pixel"""
    for pixels, named in ((12, {'hidden': 16, 'latent': 3}), (64, {}), (30, {'latent': 1})):
        latent = named.get('latent', 8)
        vae = build(student, pixels, pixels, **named)
        for images in (5, 1):
            x = (torch.rand((images, pixels), generator=ctx.generator('x')) > 0.5).float()
            asked_code(vae, x, latent, finite=True)
            logits, nats = (Expect((images, pixels), finite=True), Expect((images,), finite=True))
            vae.call('decode', torch.zeros(images, latent), expect=logits)
            vae.call('elbo', x, torch.zeros(images, latent), expect=nats)

@check
def elbo_adds_up(student, ctx):
    """`elbo` is log p(x | z) − KL, recomputed from your `encode` and `decode`"""
    raise RuntimeError('this check is asked in grading only')

@check
def elbo_gradient(student, ctx):
    """`elbo` can be differentiated: its gradient is its slope"""
    raise RuntimeError('this check is asked in grading only')

@check
def trained_below_the_ceiling(student, ctx):
    """Trained with its own `elbo`, the bound on held-back images is below the ceiling"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='compare')
def compare_known_answers(student: Student, ctx: Context) -> None:
    """For two models of the same distribution all three numbers are the same, and known"""
    models = constant_models()
    require_constant(asked(student, models), models)

@check
def compare_pixelcnn(student, ctx):
    """The PixelCNN's cell: its exact NLL, the mean over the images"""
    raise RuntimeError('this check is asked in grading only')

@check
def compare_elbo(student, ctx):
    """The VAE's first cell: what `vae.elbo` said, for noise from N(0, I)"""
    raise RuntimeError('this check is asked in grading only')

@check
def compare_importance(student, ctx):
    """The VAE's second cell: the importance bound of exactly `num_samples` draws for each image"""
    raise RuntimeError('this check is asked in grading only')

@check
def compare_generator(student, ctx):
    """All noise comes from `generator`: the same state gives the same numbers"""
    raise RuntimeError('this check is asked in grading only')
