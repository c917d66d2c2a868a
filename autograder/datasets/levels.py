"""Images of 0 … 255 cut to size, and their grey levels: equal bins of 0 … 255."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import CourseError


def cropped(images: NDArray[Any], side: int, where: str) -> NDArray[Any]:
    """Cut the middle out of images (…, H, W), `side` pixels either way.

    Raises CourseError where they are smaller.
    """
    height, width = images.shape[-2:]
    if min(height, width) < side:
        raise CourseError(
            f"{where}: crop = {side} is more than the images have, {height} x {width} pixels. "
            f"Write a smaller one, or remove it."
        )
    top, left = (height - side) // 2, (width - side) // 2
    return images[..., top : top + side, left : left + side]


def scaled(images: NDArray[Any], side: int, where: str) -> NDArray[Any]:
    """Average squares of pixels of images (…, H, W), so that `side` of them are left either way.

    Half is rounded up. Raises CourseError where the images are not square, or `side` is no part of
    theirs.
    """
    *outer, height, width = images.shape
    if height != width or height % side:
        raise CourseError(
            f"{where}: scale = {side} needs square images whose side is a multiple of it; these "
            f"have {height} x {width} pixels. Cut them by crop first, or write another scale."
        )
    factor = height // side
    squares = images.reshape(*outer, side, factor, side, factor).astype(np.int64)
    total, count = squares.sum(axis=(-3, -1)), factor * factor
    return np.asarray((2 * total + count) // (2 * count), np.uint8)


def binned(images: NDArray[Any], num_values: int) -> NDArray[Any]:
    """Return the level of each value 0 … 255, in `num_values` equal bins: two part at 128."""
    return (images.astype(np.int64) * num_values // 256).astype(np.uint8)
