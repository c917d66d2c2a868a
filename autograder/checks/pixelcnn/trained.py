"""A model trained by the course's protocol has to land between a ceiling and a floor."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from autograder.check import World
from autograder.checks.pixelcnn.asked import Asked, whole
from autograder.probes.likelihood import mean_nll
from autograder.probes.mesh import MarkovMesh, floor
from autograder.probes.order import Grid
from autograder.student import Failed, Student

TRAIN_IMAGES = 1500  # the first ones; the rest is held back
MESH_IMAGES = 400  # 26 nats each: a model that sees its pixels is far above 20.7 nats in total
CLOSE = 1.5  # nats: five times what one seed differs from another


@dataclass(frozen=True)
class Size:
    """How large a model is trained, and from which seed."""

    hidden: int
    layers: int
    seed: int = 0


def digits(world: World) -> Tensor:
    """Give the assignment's images, float32 (N, 1, 8, 8) of zeros and ones."""
    with np.load(world.data / "digits.npz") as stored:
        return torch.from_numpy(stored["images"]).float().unsqueeze(1)


def learns(student: Student, world: World, name: str, first: Size) -> None:
    """Train, compare the NLL on held-back digits with the ceiling, and a secret law's with p.

    A small model is tried first, since most pass with it; the ceiling is promised for the
    published size, so that one decides, and where it is close, from a second seed.
    """
    published = whole(world, "hidden_channels"), whole(world, "num_layers")
    images, ceiling = digits(world), float(world.parameters["ceiling_nats"])
    for size in (first, Size(*published), Size(*published, seed=1)):
        model = _trained(student, world, name, size, images[:TRAIN_IMAGES])
        nll = _nll(model, images[TRAIN_IMAGES:])
        if nll <= ceiling:
            return _require_possible(model, world, name)
        if size != first and nll > ceiling + CLOSE:
            break
    steps = whole(world, "train_steps")
    raise Failed(
        f"After {steps} steps of the course's protocol the NLL of `{name}` on held-back digits is "
        f"above {ceiling:g} nats per image: it has not learned. Check that every layer has a "
        f"nonlinearity after it, that the kernels see the neighbours, and that logits are not "
        f"squashed by a sigmoid or softmax at the end."
    )


def _trained(student: Student, world: World, name: str, size: Size, images: Tensor) -> Asked:
    student.seed_everything(size.seed)
    values = whole(world, "num_values")
    sizes = {"hidden_channels": size.hidden, "num_layers": size.layers}
    handle = student.construct(name, in_channels=1, num_values=values, **sizes)
    handle.train(
        images,
        loss="categorical",
        steps=whole(world, "train_steps"),
        batch_size=whole(world, "batch_size"),
        seed=size.seed,
    )
    handle.mode()
    _, channels, height, width = images.shape
    return Asked(handle, Grid(channels, height, width, values), torch.float32)


def _nll(model: Asked, images: Tensor) -> float:
    # Training may diverge to NaN: that is a bad NLL, and another seed may do better.
    if model.logits(images).isnan().any():
        return float("inf")
    return mean_nll(model, images)


def _require_possible(model: Asked, world: World, name: str) -> None:
    """Raise Failed when the model beats the true law of images that it cannot know."""
    draw = world.generator("mesh")
    mesh = MarkovMesh.drawn(model.grid.height, model.grid.width, draw)
    images = mesh.sample(MESH_IMAGES, draw)
    answers = model.log_probs(images)
    values = images.long().unsqueeze(1)
    found = floor(answers.gather(1, values).flatten(1).sum(1), mesh.log_prob(images))
    if not found.possible:
        raise Failed(
            f"On images of a known law the NLL of `{name}` is lower than the law itself allows: "
            f"it must have seen what it predicts. Find the leak first; a low NLL means nothing "
            f"until then."
        )
