"""Which channels of a pixel see which, as a table."""

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel
from autograder.checking.models.looks import looks_at
from autograder.pictures.mask import mask_picture
from autograder.probes.causality import interventions
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .model import NAME

CHANNELS = ("R", "G", "B")
SWEEPS = 2


def drawn_channels(model: AskedModel, draw: torch.Generator) -> Picture:
    """Draw the 3 × 3 table of the pixel in the middle: what each channel looks at there."""
    grid = model.grid
    found = interventions(model, grid, draw, model.dtype, sweeps=SWEEPS)
    seen, _, _ = looks_at(model, found, draw)
    first = grid.entry(grid.height // 2, grid.width // 2)
    got = seen[first : first + 3, first : first + 3].float()
    want = torch.ones(3, 3).tril(-1)
    return mask_picture(
        got,
        want,
        title=NAME,
        sentence=_told(got, want),
        rows=CHANNELS,
        columns=CHANNELS,
        axes=said("Rows are what is predicted, columns what it looks at, in one pixel."),
    )


def _told(got: Tensor, want: Tensor) -> str:
    if got.diagonal().any():
        return said("A channel sees itself.")
    if torch.equal(got, want.T):
        return said("Inside a pixel the order is B, G, R: R, G, B was asked for.")
    if (got > want).any():
        return said("A channel sees a later one of its own pixel.")
    if torch.equal(got, want):
        return said("Inside a pixel G sees R, and B sees R and G.")
    return said("Inside a pixel some channel does not see one that comes before it.")
