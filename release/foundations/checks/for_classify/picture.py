"""What the untrained network makes of a digit."""

import numpy as np
import torch

from autograder.checking.check import Context
from autograder.checking.student import Handle
from autograder.pictures.reading import Reading, reading
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .network import features_of, logits_of

DIGIT, MAPS = 14, 3
UNTRAINED = said(
    "Nothing is learned yet: the logits are small, and the network would guess. Each place of a "
    "map sees ten by ten pixels, which is most of this small image."
)


def drawn_reading(model: Handle, ctx: Context) -> Picture:
    """Draw a digit, the maps with most contrast, and the logits."""
    with np.load(ctx.file("digits16.npz")) as stored:
        image = torch.from_numpy(stored["images"][DIGIT]).float() / 16
    maps = features_of(model, image[None, None])[0]
    likely = maps.flatten(1).std(1).argsort(descending=True)[:MAPS]
    logits = logits_of(model, image[None, None])[0]
    return reading(Reading(image, maps[likely], logits, "CNN()(x)"), UNTRAINED)
