"""Images of 32 x 32 pixels in three colours with something to learn, for courses of tests.

    python -m tests.courses.shapes shapes.npz

Each is a slope of colour with up to three discs and boxes before it, in the colours of old web
pages: of the 256 values of a channel every 51st. So a model has much to learn, and learns it in a
hundred steps. The same call gives the same images.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE, COUNT = 32, 700
STEP = 51


def shapes(count: int = COUNT, side: int = SIDE) -> NDArray[Any]:
    """Return images (N, 3, side, side), uint8 of 0 … 255."""
    draw = np.random.default_rng(7)
    return np.stack([_image(draw, side) for _ in range(count)])


def _image(draw: np.random.Generator, side: int) -> NDArray[Any]:
    down, right = np.mgrid[:side, :side] / side
    from_, to = draw.integers(40, 216, (2, 3, 1, 1))
    angle = draw.uniform(0, 2 * np.pi)
    along = np.clip((np.cos(angle) * down + np.sin(angle) * right + 1) / 2, 0, 1)
    image = from_ + (to - from_) * along
    for _ in range(draw.integers(1, 4)):
        centre, radius = draw.uniform(0.2, 0.8, 2), draw.uniform(0.1, 0.3)
        away = np.abs(down - centre[0]), np.abs(right - centre[1])
        disc = away[0] ** 2 + away[1] ** 2 < radius**2
        inside = disc if draw.integers(2) else np.maximum(*away) < radius
        image = np.where(inside, draw.integers(0, 256, (3, 1, 1)), image)
    return np.asarray(np.round(np.clip(image, 0, 255) / STEP) * STEP, np.uint8)


if __name__ == "__main__":
    np.savez_compressed(Path(sys.argv[1]), images=shapes())
