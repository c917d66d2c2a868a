"""Masks of any degrees, right ones and those of the usual mistakes."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.text.i18n import said

HIDDEN = True  # never released


def degrees(dims: int, sizes: Sequence[int], order: Tensor | None) -> list[Tensor]:
    """Return the degrees of inputs and hidden units."""
    inputs = torch.arange(dims) if order is None else order.argsort()
    return [inputs + 1, *(1 + torch.arange(size) % (dims - 1) for size in sizes)]


def masks(units: Sequence[Tensor], hidden_from: int = 0, outputs_from: int = 1) -> list[Tensor]:
    """Return masks that keep weights where degree(out) - degree(in) is so much, or more."""
    layers = [*units, units[0]]
    least = [hidden_from] * (len(units) - 1) + [outputs_from]
    return [
        (out.unsqueeze(1) - into >= gap).float()
        for into, out, gap in zip(layers[:-1], layers[1:], least, strict=True)
    ]


def mask_slips(units: Sequence[Tensor]) -> dict[str, list[Tensor]]:
    """Return the masks of the usual mistakes."""
    right, counted = masks(units), torch.arange(len(units[0])) + 1
    turned = [(out.unsqueeze(1) <= into).float() for into, out in pairwise(units)]
    found: dict[str, list[Tensor]] = {
        said("Strict in hidden layers, too: the dimension just before is never seen."): masks(
            units, 1
        ),
        said("A path leads from a dimension to its own prediction: the outputs are not strict."): (
            masks(units, 0, 0)
        ),
        said(
            "Into hidden layers degree(out) >= degree(in), into the outputs degree(out) > "
            "degree(in): here they are swapped."
        ): masks(units, 1, 0),
        said("The comparisons are turned round."): [
            *turned,
            (units[0].unsqueeze(1) < units[-1]).float(),
        ],
        said("The outputs have the degrees of the inputs."): [
            *right[:-1],
            (counted.unsqueeze(1) > units[-1]).float(),
        ],
    }
    if len({len(one) for one in units[:-1]}) == 1:
        found[said("Compare with the previous layer, not with the inputs.")] = [
            *((out.unsqueeze(1) >= units[0]).float() for out in units[1:]),
            right[-1],
        ]
    return found


def paths(given: Sequence[Tensor]) -> Tensor:
    """Return how many paths lead from each input to each output."""
    found = given[0]
    for mask in given[1:]:
        found = mask @ found
    return found


def path_slips(want: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of the right numbers of paths."""
    return {
        "[i, j] counts from input j to output i.": want.T,
        "It says whether, not how many paths there are.": (want > 0).to(want),
        "The diagonal says how many paths lead from a dimension to itself: do not clear it.": (
            want - want.diag().diag()
        ),
    }


def require_masks_kept(student: Student, ctx: Context) -> None:
    """Raise Failed when `count_paths` writes into the masks that it is given."""
    try:
        kept = student.construct("made_masks", degrees(4, [6], None))
        before = kept.construct("__getitem__", 0).call("clone").should_have_shape(6, 4)
    except (Failed, StudentCrashed):
        return  # told of `made_masks`
    student.construct("count_paths", kept)
    after = kept.construct("__getitem__", 0).call("clone").should_have_shape(6, 4)
    if not torch.equal(before, after):
        raise Failed(said("A mask is modified by `count_paths`: leave what it is given as it was."))
