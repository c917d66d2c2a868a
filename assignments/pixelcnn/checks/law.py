"""A secret law: a model that is trained on it comes close to its entropy, and none goes below."""

from dataclasses import replace

from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import PUBLISHED_LR, Failed
from autograder.probes.mesh import MarkovMesh, floor, learned_share

from .asked import Asked
from .secret_images import Law, drawn_law
from .training import Course, Size, log_likelihood

MESH_IMAGES = 200  # 26 nats each: a model that sees its pixels is far above 20.7 nats in total
# Of a secret law right models learn 0.9 to 0.98, those with weights of their own for each pixel
# 0.6 in the short training and 0.75 in the long one. What knows other images is below zero.
SHARE = 0.5


def require_possible(model: Asked, ctx: Context, name: str) -> None:
    """Raise Failed when the model beats the true law of images that it cannot know."""
    draw = ctx.generator("mesh")
    mesh = MarkovMesh.drawn(model.grid.height, model.grid.width, draw)
    images = mesh.sample(MESH_IMAGES, draw)
    _require_floor(log_likelihood(model, images), mesh.log_prob(images), name)


def _require_floor(found: Tensor, law: Tensor, name: str) -> None:
    if not floor(found, law).possible:
        raise Failed(
            f"On images of a known law the NLL of `{name}` is lower than the law itself allows: "
            f"it must have seen what it predicts. Find the leak first; a low NLL means nothing "
            f"until then."
        )


def require_law_learned(course: Course, first: Size) -> None:
    """Raise Failed unless a model learns most of what a secret law has to tell, and no more.

    Few steps teach most models all of it; one that learns every pixel again is given more.
    """
    _, _, height, width = course.images.train.shape
    draw = course.ctx.generator("law")
    short = replace(first, batch=16, steps=first.steps // 5, seed=first.seed + 1)
    long = replace(first, batch=32, steps=250, seed=first.seed + 2)
    for size in (short, long, replace(long, seed=first.seed + 3, lr=PUBLISHED_LR)):
        law = drawn_law(height, width, draw)
        if _learns_law(replace(course, images=law.images), law, size):
            return
    raise Failed(
        f"Trained on {len(law.images.train)} images of a law that is drawn again for this, "
        f"`{course.name}` has learned less than half of what a pixel's neighbours tell about it: "
        f"what it knows of digits does not come from training. Check that it learns from the "
        f"images that it is trained on, through every layer, and holds none of its own."
    )


def _learns_law(course: Course, law: Law, size: Size) -> bool:
    model = course.train(course.build(size), size)
    try:
        found = log_likelihood(model, law.images.test)
    except Failed as failed:
        if "NaN" not in failed.message:
            raise
        return False
    _require_floor(found, law.log_probs, course.name)
    share = learned_share(-found.mean().item(), law.log_probs, model.grid.size)
    return share >= SHARE
