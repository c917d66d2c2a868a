"""A secret law: a model that is trained on it comes close to its entropy, and none goes below."""

from dataclasses import replace

from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel, NotFinite
from autograder.checking.models.split import Law, drawn_law
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import Failed
from autograder.probes.mesh import MarkovMesh, floor, learned_share
from autograder.probes.stepped import SteppedMesh

MESH_ENTRIES = 12_800  # 200 images of 64: what sees what it predicts is beyond 20.7 nats in total
MESH_IMAGES = 16  # at least
# Of a secret law right models learn 0.9 to 0.98, those with weights of their own for each pixel
# 0.6 in the short training and 0.75 in the long one. What knows other images is below zero.
SHARE = 0.5


def require_possible(model: AskedModel, ctx: Context) -> None:
    """Raise Failed when the model beats the true law of images that it cannot know."""
    draw, grid = ctx.generator("mesh"), model.grid
    count = max(MESH_IMAGES, MESH_ENTRIES // grid.size)
    if grid.num_values == 2 and grid.channels == 1:
        mesh = MarkovMesh.drawn(*model.layout.plane, draw)
        images = mesh.sample(count, draw)
        found = log_likelihood(model, images.view(-1, *grid.shape))
        _require_floor(found, mesh.log_prob(images), model)
        return
    law = SteppedMesh.drawn(grid, draw)
    values = law.sample(count, draw)
    _require_floor(log_likelihood(model, grid.images(values)), law.log_prob(values), model)


def _require_floor(found: Tensor, law: Tensor, model: AskedModel) -> None:
    if not floor(found, law).possible:
        raise Failed(model.words.below_law(model.name), essential=True)


def require_law_learned(course: Course, short: Size, first: Size, lr: float) -> None:
    """Raise Failed unless a model learns most of what a secret law has to tell, and no more.

    The `short` training teaches most models all of it; one that learns every pixel again is given
    more, of the size `first`, at last at the rate `lr` of the protocol.
    """
    draw, layout = course.ctx.generator("law"), course.layout.binary
    course = replace(course, layout=layout)
    long = replace(first, batch=32, steps=250, seed=first.seed + 2, rounds=1)
    for size in (short, long, replace(long, seed=first.seed + 3, lr=lr)):
        law = drawn_law(layout.grid, layout.plane, draw)
        if _learns_law(replace(course, images=law.images), law, size):
            return
    # It is good on data that it may know, and learns nothing of a law that it cannot know.
    message = layout.words.law_not_learned(course.kind.name, len(law.images.train))
    raise Failed(message, essential=True)


def _learns_law(course: Course, law: Law, size: Size) -> bool:
    model = course.train(course.build(size), size)
    try:
        found = log_likelihood(model, law.images.test)
    except NotFinite:
        return False
    _require_floor(found, law.log_probs, model)
    share = learned_share(-found.mean().item(), law.log_probs, model.grid.size)
    return share >= SHARE
