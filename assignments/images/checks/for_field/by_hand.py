"""What students see asked of `field`: small nets and maps, and what the usual mistakes answer."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from autograder.checking.compare import named_mistake
from autograder.checking.given import network
from autograder.checking.slips import SlipAnswers, Slips
from autograder.checking.student import Answer, Failed, Handle, Student
from autograder.records.verdict import Picture
from autograder.text.i18n import as_said, said

PLACE = (0, 1)  # its row is no other's column
SLOPES = torch.tensor([0.5, 1.0, -1.0, 0.25])
START = 0.4
TWO_INTS = said("An int was asked for: return two Python ints, missed and leaked.")
ONE_INT = said("An int was asked for: return one Python int.")
BOOLEAN = said("A boolean was asked for.")
PLANE = said("The window is of shape (size, size).")
EACH_CHANNEL = said("Are channels put together? Each entry (c, h, w) has a number of its own.")
OTHER_FIELD = said("`stack_field` returns another field.")

# Row by row: 1 where the pixel is seen. Missed are (0, 3) and (1, 1), leaked is (1, 2) itself.
SEEN = torch.tensor([[1, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 0]]) > 0
MISSED_AND_LEAKED = (2, 1)
MASK_A = torch.tensor([[1.0, 1, 1], [1, 0, 0], [0, 0, 0]])
MASK_B = torch.tensor([[1.0, 1, 1], [1, 1, 0], [0, 0, 0]])
WEDGES = (
    "0000 0000 0000 000111000 000100000 0000 0000 0000 0000",
    "0000 0000 001111100 001111000 001100000 0000 0000 0000 0000",
    "0000 011111110 011111100 011111000 011100000 0000 0000 0000 0000",
)
KEPT = "0000 011111110 011111100 011111000 011110000 0000 0000 0000 0000"
LAST = "0000 0000 0000 000111000 000110000 0000 0000 0000 0000"
SIZE = 9


def window(rows: str) -> Tensor:
    """Return a field that is written row by row, 1 where it sees."""
    return torch.tensor([[mark == "1" for mark in row.ljust(SIZE, ".")] for row in rows.split()])


def one_by_one(student: Student) -> Handle:
    """Make a net of four features, each a multiple of the pixel at its own place."""
    return network(student, (4, 2, 2), linear=torch.kron(SLOPES.unsqueeze(1), torch.eye(4)))


def stepping(student: Student) -> Handle:
    """Make a net of two features: a quarter of the pixel, and half of it with a step on top."""
    shares = torch.tensor([[0.25], [0.5]])
    steps = torch.kron(torch.tensor([[0.0], [1.0]]), torch.eye(4))
    return network(student, (2, 2, 2), linear=torch.kron(shares, torch.eye(4)), steps=steps)


def at_place(value: float, row: int = PLACE[0], column: int = PLACE[1]) -> Tensor:
    """Return a map (1, 2, 2) of zeros but for one entry."""
    found = torch.zeros(1, 2, 2)
    found[0, row, column] = value
    return found


GRADIENT_SLIPS: Slips = {
    "You differentiate the sum of the features: +1 and −1 cancel.": at_place(0.75),
    "This is the mean over features.": at_place(0.6875),
    "This is the sum over features: the largest was asked for.": at_place(2.75),
    "This is the root of the sum of squares over features.": at_place(2.3125**0.5),
    "Only feature 0 is looked at.": at_place(0.5),
    "`.grad` holds what an earlier call left there: use torch.autograd.grad.": at_place(1.5),
    "The gradient at all places is added up: one place was asked about.": torch.ones(1, 2, 2),
    "The place is (row, column).": at_place(1.0, 1, 0),
}
# delta 0.3 from 0.4 crosses the step at one half, delta −0.3 does not.
CHANGES: Mapping[float, Tensor] = {0.3: at_place(1.15), -0.3: at_place(0.15)}


def intervention_slips(delta: float) -> SlipAnswers:
    """Return what mistakes make of the stepping net."""
    up = delta > 0
    change = 1.15 if up else 0.15
    piled = torch.tensor([[[0.0, change], [change, change]]])
    return {
        "Add delta to the entry: here the entry is set to delta.": at_place(0.05 if up else 0.35),
        "The changes pile up: each entry starts from x again.": piled,
        "This is the slope times delta: a step has none.": at_place(0.15),
        "This is divided by delta: the change itself was asked for.": (at_place(change / 0.3)),
        "The sign is left in: take absolute values before the largest.": at_place(
            1.15 if up else -0.075
        ),
        "Only feature 0 is looked at.": at_place(0.075),
        "This is the sum over features: the largest was asked for.": at_place(
            1.225 if up else 0.225
        ),
        "This is the mean over features: the largest was asked for.": (
            at_place(0.6125 if up else 0.1125)
        ),
        "The place is (row, column).": at_place(change, 1, 0),
        "Look at `place` alone, whichever entry is changed.": torch.full((1, 2, 2), change),
    }


def blind_spot_slips() -> SlipAnswers:
    """Return what mistakes count in the map of three rows."""
    return {
        "`place` itself is not before it: if it is seen, it has leaked.": torch.tensor([2, 0]),
        "The rest of its own row comes later: it cannot be missed.": torch.tensor([3, 0]),
        "Rows come first: this order goes by columns.": torch.tensor([3, 1]),
        "missed comes first: the two are swapped.": torch.tensor([1, 2]),
        "Missed are the pixels before `place` that are not seen.": torch.tensor([4, 1]),
        "Only a pixel that is seen can leak.": torch.tensor([2, 5]),
        "Pixel (i, j) is number i · W + j, not i · H + j.": torch.tensor([1, 1]),
    }


def receptive_slips() -> SlipAnswers:
    """Return what mistakes say of two layers of 3×3, the second dilated by two."""
    return {
        "A kernel of k has k − 1 steps, each `dilation` long.": torch.tensor([10]),
        "Dilation has no effect here: a step is `dilation` pixels long.": torch.tensor([5]),
        "This is the reach to one side: it goes to both.": torch.tensor([4]),
        "The output's own pixel counts, too.": torch.tensor([6]),
        "Fields of layers do not multiply: each layer adds its own reach.": torch.tensor([15]),
    }


def no_layer_slips() -> SlipAnswers:
    """Return what mistakes say of no layer."""
    return {"Without layers an output sees its own pixel: 1.": torch.tensor([0])}


def wedge_slips(layers: int) -> SlipAnswers:
    """Return what mistakes draw for the stack of so many layers."""
    due, centre, end = window(WEDGES[layers - 1]), SIZE // 2, SIZE - layers
    whole, from_corner = torch.zeros_like(due), torch.zeros_like(due)
    whole[centre - layers : centre + layers + 1, centre - layers : centre + layers + 1] = True
    from_corner[layers:, layers:] = due[:end, :end]
    found: SlipAnswers = {
        "Rows and columns are swapped.": due.T,
        "This is the field turned round: conv2d does not flip its kernel.": due.flip(0, 1),
        "Masks have no effect here: this is what whole kernels see.": whole,
        "Offsets are counted from the kernel's centre, (k // 2, k // 2).": from_corner,
    }
    if layers == len(WEDGES):
        kept, last = window(KEPT), window(LAST)
        found[said("A path takes one step in every layer: this keeps shorter paths, too.")] = kept
        found[said("Earlier layers count, too: this is the field of the last mask alone.")] = last
    return found


def require_field(
    answer: Answer,
    want: Tensor,
    slips: Callable[[], SlipAnswers],
    draw: Callable[[], Picture | None] | None = None,
) -> None:
    """Raise Failed, with a picture if there is one, unless the answer is the field `want`."""
    got = answer.hint(shape=PLANE, dtype=BOOLEAN).should_have_shape(*want.shape, dtype=torch.bool)
    if torch.equal(got, want):
        return
    # One pixel is seen or not: that names no mistake.
    known = slips().items() if want.numel() > 1 else ()
    mistakes: dict[str, Tensor] = {as_said(text): one.double() for text, one in known}
    told = named_mistake(got.double(), want.double(), mistakes, 0.01)
    raise Failed(told or OTHER_FIELD, picture=draw() if draw else None)
