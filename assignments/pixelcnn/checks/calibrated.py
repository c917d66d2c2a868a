"""What `autograder calibrate pixelcnn` trains: both models of the stack, and the VAE."""

from functools import partial

from autograder.checking.calibration import Calibrated, independent_images
from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel, ModelClass
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import PUBLISHED_LR, Handle, Student

from .classes import GATED, PIXELCNN, course_grid, whole
from .secret_images import images
from .vae_answers import encoded
from .vae_trained import LATENT, Protocol, batch_size, bound

HIDDEN = True  # never released


def _images(ctx: Context) -> Split:
    return Split.at(images(ctx), ctx.dataset.train)


def _course(student: Student, ctx: Context, kind: ModelClass) -> Course:
    return Course(student, ctx, kind, ImageLayout(course_grid(ctx)), _images(ctx))


def _trained(kind: ModelClass, student: Student, ctx: Context, seed: int, steps: int) -> AskedModel:
    hidden, layers = whole(ctx, "hidden_channels"), whole(ctx, "num_layers")
    wanted = Size(hidden, layers, whole(ctx, "batch_size"), steps, seed)
    course = _course(student, ctx, kind)
    return course.train(course.build(wanted), wanted)


def _nats(model: AskedModel, ctx: Context) -> float:
    return -log_likelihood(model, _images(ctx).test).mean().item()


def _trained_vae(student: Student, ctx: Context, seed: int, steps: int) -> Handle:
    protocol = Protocol(steps, PUBLISHED_LR, batch_size(ctx), seed)
    return protocol.trained(student, _images(ctx).train.flatten(1))


def _nats_of_vae(vae: Handle, ctx: Context) -> float:
    """Return the importance bound, as the check of the trained VAE asks for it."""
    codes = encoded(vae, _images(ctx).test.flatten(1), LATENT)
    return bound(codes, ctx).mean().item()


def _independent(ctx: Context) -> float:
    return independent_images(ctx.dataset)


CALIBRATED = (
    *(
        Calibrated(
            "stack",
            kind.name,
            "ceiling_nats",
            "train_steps",
            partial(_trained, kind),
            _nats,
            _independent,
            "suspicious_nats",
        )
        for kind in (PIXELCNN, GATED)
    ),
    Calibrated(
        "vae", "VAE", "vae_ceiling_nats", "vae_steps", _trained_vae, _nats_of_vae, _independent
    ),
)
