"""What `autograder calibrate pixelcnn` trains: both models of the stack, and the VAE."""

import math
from functools import partial

import torch
from torch import Tensor

from autograder.checking.calibration import Calibrated, independent_images
from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel, ModelClass
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import PUBLISHED_LR, Handle, Student
from autograder.probes.order import Grid

from .classes import GATED, PIXELCNN, whole
from .vae_answers import encoded
from .vae_trained import DRAWS, LATENT, Protocol

HIDDEN = True  # never released

TOGETHER = 1 << 23  # log-probabilities that are asked for at a time: 64 MB of float64


def _images(ctx: Context) -> Split:
    """Return the images as models take them, v / (V - 1)."""
    images = ctx.dataset.images().float() / (ctx.dataset.num_values - 1)
    return Split.at(images, ctx.dataset.train)


def _course(student: Student, ctx: Context, kind: ModelClass) -> Course:
    one = ctx.dataset
    layout = ImageLayout(Grid(one.channels, one.side, one.side, one.num_values))
    return Course(student, ctx, kind, layout, _images(ctx))


def _trained(kind: ModelClass, student: Student, ctx: Context, seed: int, steps: int) -> AskedModel:
    hidden, layers = whole(ctx, "hidden_channels"), whole(ctx, "num_layers")
    wanted = Size(hidden, layers, whole(ctx, "batch_size"), steps, seed)
    course = _course(student, ctx, kind)
    return course.train(course.build(wanted), wanted)


def _nats(model: AskedModel, ctx: Context) -> float:
    grid, images = model.grid, _images(ctx).test
    few = max(1, TOGETHER // (grid.num_values * images[0].numel()))
    pieces = (images[n : n + few] for n in range(0, len(images), few))
    return -torch.cat([log_likelihood(model, x) for x in pieces]).mean().item()


def _trained_vae(student: Student, ctx: Context, seed: int, steps: int) -> Handle:
    batch = int(ctx.parameters.get("vae_batch_size", ctx.parameters["batch_size"]))
    protocol = Protocol(steps, PUBLISHED_LR, batch, seed)
    return protocol.trained(student, _images(ctx).train.flatten(1))


def _nats_of_vae(vae: Handle, ctx: Context) -> float:
    """Return the importance bound, as the check of the trained VAE asks for it."""
    codes = encoded(vae, _images(ctx).test.flatten(1), LATENT)
    noise = torch.randn((DRAWS, *codes.mean.shape), generator=ctx.generator("held back"))
    weights: Tensor = torch.stack([codes.log_weights(each) for each in noise])
    return (math.log(DRAWS) - torch.logsumexp(weights, 0)).mean().item()


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
