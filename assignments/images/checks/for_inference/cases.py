"""What hidden checks draw to ask of `inference`."""

import itertools
from collections.abc import Iterator
from typing import Any

import torch

from autograder.checking.check import Context

from .laws import LARGE, USUAL, Law
from .pixels import Pixel
from .prefixes import Classes, Prefix

HIDDEN = True

GREY, COLOUR = (1, 3, 5), (3, 4, 2)
# 23 and 24 values: v / (V - 1) · (V - 1) falls below some v.
PREFIXES = ((2, GREY, USUAL), (5, COLOUR, USUAL), (23, GREY, USUAL), (24, COLOUR, LARGE))
PIXELS = (
    (3, (3, 2, 2), USUAL),
    (4, (1, 3, 2), USUAL),
    (2, (1, 2, 4), USUAL),
    (2, (1, 5, 2), USUAL),
    (3, GREY, LARGE),
)
IMAGES = 3


def drawn_prefixes(ctx: Context) -> Iterator[Prefix]:
    """Draw laws and images, and ask about every number of rows."""
    for num_values, size, scale in PREFIXES:
        law = Law.drawn(ctx, num_values, size, scale)
        values = law.draw(ctx, max(IMAGES, -(-2 * num_values // 15)))
        for rows in range(size[1] + 1):
            yield Prefix(law, values, rows)
    law = Law.drawn(ctx, 5, GREY)
    # Of five values the first and the last alone occur: how many there are, the logits say.
    yield Prefix(law, 4 * (law.draw(ctx, IMAGES) % 2), 2)


def drawn_classes(ctx: Context) -> Iterator[Classes]:
    """Draw one class and three, with unequal priors, and ask about no row, some, and all."""
    for size, count, scale in ((GREY, 3, USUAL), (COLOUR, 1, USUAL), (COLOUR, 3, LARGE)):
        laws = [Law.drawn(ctx, 4, size, scale) for _ in range(count)]
        values = laws[0].draw(ctx, IMAGES + 1)
        prior = (2 * ctx.randn(count, dtype=torch.float64)).log_softmax(0)
        for rows in sorted({0, 1, size[1]}):
            yield Classes(laws, values, prior, rows)


def drawn_pixels(ctx: Context) -> Iterator[Pixel]:
    """Draw laws and images, and ask about every place."""
    for num_values, size, scale in PIXELS:
        law = Law.drawn(ctx, num_values, size, scale)
        values = law.draw(ctx, IMAGES)
        for c, i, j in itertools.product(*map(range, size)):
            yield Pixel(law, values, (c, i, j))


def kept(ctx: Context, name: str, dtype: torch.dtype) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Return arguments by their names for one function, and the shape of its answer."""
    law = Law.drawn(ctx, 3, COLOUR)
    x = law.images(law.draw(ctx, IMAGES), dtype)
    if name == "prefix_log_prob":
        return {"model": law.oracle(), "x": x, "rows": 2}, (IMAGES,)
    if name == "pixel_posterior":
        return {"model": law.oracle(), "x": x, "place": (1, 2, 0)}, (IMAGES, 3)
    models = [law.oracle(), Law.drawn(ctx, 3, COLOUR).oracle()]
    prior = ctx.randn(2, dtype=dtype).log_softmax(0)
    return {"models": models, "x": x, "log_prior": prior, "rows": 2}, (IMAGES, 2)
