"""Of which sizes likelihood functions are asked, drawn from the course secret."""

import torch

from autograder.checking.sizes import different

POWER = 1024.0  # of two: sums of its multiples are exact, however they are taken

# A dtype, and from where to draw the number of images, and the channels. No two sizes of one image
# are equal, so no axis can stand in for another unseen. One image alone shows who lets `squeeze`
# take the batch away; and some batches are larger than any that a visible check asks for.
BINARY_CASES: list[tuple[torch.dtype, tuple[int, int], int]] = [
    (torch.float32, (2, 3), 1),
    (torch.float64, (65, 90), 1),
    (torch.float32, (2, 3), 3),
    (torch.float64, (1, 1), 3),
]
# The same, with the number of values last.
VALUE_CASES: list[tuple[torch.dtype, tuple[int, int], int, tuple[int, int]]] = [
    (torch.float32, (2, 3), 1, (2, 2)),
    (torch.float64, (2, 3), 3, (3, 6)),
    (torch.float32, (1, 1), 3, (7, 12)),
    (torch.float32, (1, 2), 1, (257, 300)),
    (torch.float64, (65, 90), 1, (2, 5)),
]


def image_of(draw: torch.Generator, channels: int) -> list[int]:
    """Draw a shape (C, H, W)."""
    return [channels, *different(draw, 2, 4, 7)]
