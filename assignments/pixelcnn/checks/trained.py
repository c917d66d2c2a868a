"""What `pixelcnn/stack` asks of a model that is trained: digits that no student holds."""

from functools import partial

from autograder.checking.check import Context, Passed
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.trained import Data, Goal, learns
from autograder.checking.models.training import Size
from autograder.checking.student import Student
from autograder.probes.order import Grid
from autograder.text.i18n import said

from .classes import CLASSES, whole
from .secret_images import inverted_digits, turned_digits

HIDDEN = True  # never released

# Over the published ceiling, since digits that are inverted or turned are not those of the handout:
# from 0.5 nats easier to 0.2 harder for right models. What is broken reaches 21.4 at best.
LEEWAY = 0.5
# Independent pixels reach 25.3 nats. A small model that is no better after its short training is
# given a fifth of the protocol at the published size, where the plainest reaches 21 nats, before
# it is given up.
HOPELESS = 24.0

# Large steps, few of them: the references reach 19.2 nats in 0.4 s, and 19.6 in 0.5 s, where the
# published size takes ten times as long; every right model we know, a transformer too, passes.
HURRIED = Size(hidden=16, layers=4, batch=32, steps=165, lr=0.007)
HURRIED_GATED = Size(hidden=16, layers=2, batch=24, steps=130, lr=0.015)
FIRST = {"PixelCNN": HURRIED, "GatedPixelCNN": HURRIED_GATED}

ON_DIGITS = said("It was trained on inverted digits.")
NOT_LEARNED = said(
    "Check that every layer has a nonlinearity after it, that the kernels see the neighbours, and "
    "that logits are not squashed by a sigmoid or softmax at the end."
)
NOTHING_LEARNED = said(
    "It predicts pixels no better than one by one, by how often each is bright: it makes no use of "
    "the earlier ones. Check that gradients reach every layer (detach, no_grad, a layer that is "
    "not registered) and that logits are not squashed by a sigmoid or softmax at the end."
)


def learns_digits(student: Student, ctx: Context, name: str) -> Passed:
    """Ask whether a model learns digits that are turned by the secret, and a law drawn from it."""
    side, values = whole(ctx, "image_size"), whole(ctx, "num_values")
    data = Data(turned_digits(ctx), partial(inverted_digits, ctx))
    keys = ("hidden_channels", "num_layers", "batch_size", "train_steps")
    goal = Goal(
        ceiling=float(ctx.parameters["ceiling_nats"]) + LEEWAY,
        hopeless=HOPELESS,
        suspicious=float(ctx.parameters.get("suspicious_nats", 14.0)),
        first=FIRST[name],
        published=Size(*(whole(ctx, key) for key in keys)),
        about=ON_DIGITS,
        advice=NOT_LEARNED,
        advice_hopeless=NOTHING_LEARNED,
    )
    layout = ImageLayout(Grid(1, side, side, values))
    return learns(student, ctx, CLASSES[name], layout, data, goal)
