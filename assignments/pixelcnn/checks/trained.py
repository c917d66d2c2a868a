"""What `pixelcnn/stack` asks of a model that is trained: images that no student holds."""

from dataclasses import replace
from functools import partial

from autograder.checking.calibration import independent_images
from autograder.checking.check import Context, Passed
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.trained import Data, Goal, learns
from autograder.checking.models.training import Size
from autograder.checking.student import Student
from autograder.probes.order import Grid
from autograder.text.i18n import said

from .classes import CLASSES, course_grid, whole
from .secret_images import inverted_images, turned_images

HIDDEN = True  # never released

# Over the published ceiling, since images that are inverted or turned are not those of the handout:
# of digits, from 0.5 nats of 20 easier to 0.2 harder for right models. What is broken reaches 21.4.
LEEWAY = 1 / 40
# Of what independent pixels cost, 24.6 nats of digits. A small model that is no better after its
# short training is given a fifth of the protocol at the published size, where the plainest reaches
# 21 nats, before it is given up.
HOPELESS = 0.975

# Large steps, few of them, in rounds until it is below the ceiling: the references reach it in two
# or three, 0.4 and 0.6 s, where the published size takes ten times as long. Then smaller steps on
# fewer images, which transformers need: two or three rounds. Batches of larger images are smaller:
# 28 × 28 binary clothes take 0.7 s.
HURRIED = {
    "PixelCNN": (
        Size(hidden=16, layers=4, batch=32, steps=55, lr=0.007, rounds=3),
        Size(hidden=16, layers=4, batch=16, steps=80, lr=0.004, rounds=4),
    ),
    "GatedPixelCNN": (
        Size(hidden=16, layers=2, batch=24, steps=65, lr=0.015, rounds=4),
        Size(hidden=16, layers=2, batch=16, steps=80, lr=0.006, rounds=4),
    ),
}
# Of the secret law, 8 × 8 at most: most models learn all of it in this.
LAW = {
    "PixelCNN": Size(hidden=16, layers=4, batch=16, steps=33, lr=0.007),
    "GatedPixelCNN": Size(hidden=16, layers=2, batch=16, steps=26, lr=0.015),
}
PIXELS_AT_ONCE = 2048  # of a hurried batch
LEAST_BATCH = 4

ON_INVERTED = said("It was trained on inverted images.")
NOT_LEARNED = said(
    "Check that every layer has a nonlinearity after it, that the kernels see the neighbours, and "
    "that logits are not squashed by a sigmoid or softmax at the end."
)
NOTHING_LEARNED = said(
    "It predicts pixels no better than one by one, by how often each is bright: it makes no use of "
    "the earlier ones. Check that gradients reach every layer (detach, no_grad, a layer that is "
    "not registered) and that logits are not squashed by a sigmoid or softmax at the end."
)


def learns_images(student: Student, ctx: Context, name: str) -> Passed:
    """Ask whether a model learns images that are turned by the secret, and a law drawn from it."""
    layout = ImageLayout(course_grid(ctx))
    data = Data(turned_images(ctx), partial(inverted_images, ctx))
    hidden, layers = whole(ctx, "hidden_channels"), whole(ctx, "num_layers")
    ceiling = float(ctx.parameters["ceiling_nats"])
    goal = Goal(
        ceiling=ceiling * (1 + LEEWAY),
        hopeless=HOPELESS * independent_images(ctx.dataset),
        suspicious=float(ctx.parameters.get("suspicious_nats", 0.7 * ceiling)),
        hurried=[at_size(size, layout.grid) for size in HURRIED[name]],
        published=Size(hidden, layers, whole(ctx, "batch_size"), whole(ctx, "train_steps")),
        law=LAW[name],
        about=ON_INVERTED,
        advice=NOT_LEARNED,
        advice_hopeless=NOTHING_LEARNED,
    )
    return learns(student, ctx, CLASSES[name], layout, data, goal)


def at_size(size: Size, grid: Grid) -> Size:
    """Return a small size for images of a grid: of large ones, batches have fewer."""
    batch = min(size.batch, max(LEAST_BATCH, PIXELS_AT_ONCE // (grid.height * grid.width)))
    return replace(size, batch=batch, hidden=12 if grid.channels == 3 else size.hidden)
