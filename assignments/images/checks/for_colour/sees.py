"""What a `ColourPixelCNN` has to look at, and does not."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from autograder.checking.models import seen
from autograder.checking.models.asked import Plan
from autograder.checking.student import Failed, Student
from autograder.probes.order import Grid
from autograder.text.i18n import listed, said

from .model import colour_class, plan_of

HIDDEN = True

WIDE = 24  # eight maps for each channel: rectifiers of all of them are rarely shut
BLIND = said("Channels are blind to each other inside a pixel: G may see R, and B both.")
ORDERED = said(
    "A channel is blind to later channels of other pixels: only the centre pixel's channels are "
    "ordered. G sees B, and R sees both, in all pixels that come before."
)
UP_RIGHT = said(
    "The upper right neighbour is not seen: the rows above are shown in their full width."
)
NAMES = ("R", "G", "B")


def _missed(
    student: Student, dilations: Sequence[int], plan: Plan, draw: torch.Generator, wanted: Tensor
) -> list[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """Return what should matter and never does, as pairs of (row, column, channel)."""
    found = seen.covered(student, colour_class(dilations), plan, draw, wanted)
    place = plan.layout.grid.place
    return [(place(s), place(t)) for s, t in found.missed.nonzero().tolist()]


def require_channels(student: Student, draw: torch.Generator) -> None:
    """Raise Failed unless G sees R, and B sees R and G, of the pixel in the middle."""
    plan = plan_of(3, 3, 4, hidden=WIDE)
    grid = plan.layout.grid
    wanted, first = torch.zeros(grid.size, grid.size, dtype=torch.bool), grid.entry(1, 1)
    for channel in (1, 2):
        wanted[first + channel, first : first + channel] = True
    missed = [(a[2], b[2]) for a, b in _missed(student, (1, 2, 1), plan, draw, wanted)]
    if len(missed) == int(wanted.sum()):
        raise Failed(BLIND)
    if missed:
        one, other = missed[0]
        raise Failed(
            said(
                "{channel} does not see {other} of its own pixel.",
                channel=NAMES[one],
                other=NAMES[other],
            )
        )


def require_neighbours(student: Student, dilations: Sequence[int], draw: torch.Generator) -> None:
    """Raise Failed unless each logit sees all colours of the four neighbours before it."""
    plan = plan_of(4, 3, 4, hidden=WIDE)
    wanted = _neighbours(plan.layout.grid)
    missed = _missed(student, dilations, plan, draw, wanted)
    if missed:
        raise Failed(_told(missed))


def _neighbours(grid: Grid) -> Tensor:
    """Want the left, upper left, upper and upper right neighbour, in all channels, (n, n)."""
    wanted = torch.zeros(grid.size, grid.size, dtype=torch.bool)
    for s in range(grid.size):
        i, j, _ = grid.place(s)
        for row, column in ((i, j - 1), (i - 1, j - 1), (i - 1, j), (i - 1, j + 1)):
            if row >= 0 and 0 <= column < grid.width:
                first = grid.entry(row, column)
                wanted[s, first : first + 3] = True
    return wanted


def _told(missed: Iterable[tuple[tuple[int, int, int], tuple[int, int, int]]]) -> str:
    pairs = list(missed)
    if all(other[2] > own[2] for own, other in pairs):
        return ORDERED
    steps = {(other[0] - own[0], other[1] - own[1]) for own, other in pairs}
    if steps == {(-1, 1)}:
        return UP_RIGHT
    words = {
        (0, -1): said("the left neighbour"),
        (-1, -1): said("the upper left neighbour"),
        (-1, 0): said("the upper neighbour"),
        (-1, 1): said("the upper right neighbour"),
    }
    lead = said("Some channel of a neighbour is never seen:")
    return listed([lead, listed([words[step] for step in sorted(steps)], between=", ")])


def require_reach(student: Student, dilations: Sequence[int], draw: torch.Generator) -> None:
    """Raise Failed unless each logit depends on the pixels Σ dilations to the left and above."""
    far = sum(dilations)
    plan = plan_of(far + 1, far + 1, 2, hidden=WIDE)
    grid, own = plan.layout.grid, plan.layout.grid.entry(far, far)
    wanted = torch.zeros(grid.size, grid.size, dtype=torch.bool)
    ends = [grid.entry(far, 0), grid.entry(0, far)]
    for channel in range(3):
        for end in ends:
            wanted[own + channel, end : end + 3] = True
    found = seen.covered(student, colour_class(dilations), plan, draw, wanted)
    for channel in range(3):
        for end, side in zip(ends, (said("to the left"), said("above")), strict=True):
            if not found.used[own + channel, end : end + 3].any():
                raise Failed(
                    said(
                        "With dilations {dilations} it does not reach the pixel {count} {side}: "
                        "some dilation has no effect.",
                        dilations=str(tuple(dilations)),
                        count=far,
                        side=side,
                    )
                )
