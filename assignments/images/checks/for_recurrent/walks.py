"""LSTMs that walk from pixel to pixel, in float64: the truth, and the usual mistakes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True

ORDER = "ofig"
Place = tuple[int, int]
States = dict[Place, Tensor]


def step(gates: Tensor, c: Tensor, order: str = ORDER) -> tuple[Tensor, Tensor]:
    """Return h and c, (B, n), of gates (B, 4n) in an order, and of the state before."""
    part = dict(zip(order, gates.view(len(gates), 4, -1).unbind(1), strict=True))
    c = part["f"].sigmoid() * c + part["i"].sigmoid() * part["g"].tanh()
    return part["o"].sigmoid() * c.tanh(), c


def forgetting(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """Step as if there had been nothing before."""
    return step(gates, 0 * c)


def without_tanh(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """Step with h = s(o) c."""
    c = step(gates, c)[1]
    return gates.chunk(4, 1)[0].sigmoid() * c, c


def remembering(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """Step with a bias of one in the forget gate."""
    o, f, i, g = gates.chunk(4, 1)
    return step(torch.cat([o, f + 1, i, g], 1), c)


def with_sigmoid(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """Step with a sigmoid in place of the tanh of g."""
    o, f, i, g = (gate.sigmoid() for gate in gates.chunk(4, 1))
    c = f * c + i * g
    return o * c.tanh(), c


@dataclass(frozen=True)
class Walk:
    """One LSTM over inputs (B, 4n, H, W): from which pixels a pixel's state comes, and how.

    `taps` maps the offset of a pixel that feeds the gates to the column of `weight` (4n, n, k) that
    it is multiplied by; `memory` is the offset of the pixel whose c is kept. `wraps` maps a place
    outside the image to one inside, if it should not be zero there.
    """

    taps: Mapping[Place, int]
    memory: Place
    step: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = field(default=step)
    wraps: Callable[[Place, int], Place] = field(default=lambda place, width: place)
    upwards: bool = False
    leftwards: bool = False

    def __call__(self, inputs: Tensor, weight: Tensor) -> Tensor:
        """Return h, (B, n, H, W)."""
        height, width = inputs.shape[2:]
        zero = inputs.new_zeros(len(inputs), weight.shape[1])
        h: States = {}
        c: States = {}
        for i in range(height)[:: -1 if self.upwards else 1]:
            for j in range(width)[:: -1 if self.leftwards else 1]:
                gates = inputs[:, :, i, j]
                for (di, dj), tap in self.taps.items():
                    from_there = h.get(self.wraps((i + di, j + dj), width), zero)
                    gates = gates + from_there @ weight[:, :, tap].T
                before = c.get((i + self.memory[0], j + self.memory[1]), zero)
                h[i, j], c[i, j] = self.step(gates, before)
        rows = [torch.stack([h[i, j] for j in range(width)], -1) for i in range(height)]
        return torch.stack(rows, 2)


def in_order(order: str) -> Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Return a step whose gates stand in another order."""
    return lambda gates, c: step(gates, c, order)


def _row_taps(k: int, row: int = -1) -> dict[Place, int]:
    return {(row, a - k // 2): a for a in range(k)}


def row_walk(inputs: Tensor, weight: Tensor) -> Tensor:
    """Return what `row_lstm` should."""
    return Walk(_row_taps(weight.shape[2]), (-1, 0))(inputs, weight)


def _folded(x: Tensor) -> Tensor:
    """Put the images of a batch below one another, (1, …, B · H, W)."""
    return x.transpose(0, 1).flatten(1, 2).unsqueeze(0)


def _unfolded(h: Tensor, batch: int) -> Tensor:
    return torch.stack(h[0].chunk(batch, 1))


DIAGONAL = {(-1, 0): 0, (0, -1): 1}


def diagonal_walk(inputs: Tensor, weight: Tensor) -> Tensor:
    """Return what `diagonal_lstm` should."""
    return Walk(DIAGONAL, (0, -1))(inputs, weight)


def right_walk(inputs: Tensor, weight: Tensor) -> Tensor:
    """Return direction 1 before it is moved: from right to left."""
    return Walk({(-1, 0): 0, (0, 1): 1}, (0, 1), leftwards=True)(inputs, weight)


def both_walks(inputs: Tensor, weight: Tensor) -> Tensor:
    """Return what `diagonal_bilstm` should."""
    return diagonal_walk(inputs[0], weight[0]) + moved_down(right_walk(inputs[1], weight[1]))


def moved_down(h: Tensor) -> Tensor:
    """Move rows down by one; row 0 is zeros."""
    return torch.cat([0 * h[:, :, :1], h[:, :, :-1]], 2)


def _cell_slips(taps: Mapping[Place, int], memory: Place, x: Tensor, weight: Tensor) -> SlipAnswers:
    """Return what mistakes in a pixel's step make."""
    x, weight = x.double(), weight.double()

    def by(step: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]) -> Tensor:
        return Walk(taps, memory, step)(x, weight)

    return {
        "Gates stand in the order o, f, i, g: these are i, f, g, o.": by(in_order("ifgo")),
        "Gates stand in the order o, f, i, g: these are i, f, o, g.": by(in_order("ifog")),
        "The state c is forgotten: c = s(f) c_prev + s(i) tanh(g).": by(forgetting),
        "h is s(o) tanh(c): there is no tanh.": by(without_tanh),
        "g goes through tanh, not a sigmoid.": by(with_sigmoid),
        "No bias is added to the forget gate.": by(remembering),
        "Only inputs count: the weight has no effect.": Walk({}, memory)(x, weight),
    }


def row_slips(inputs: Tensor, weight: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of `row_lstm`."""
    k = weight.shape[2]
    taps = _row_taps(k)
    x, w = inputs.double(), weight.double()
    return {
        **_cell_slips(taps, (-1, 0), x, w),
        "c_prev is that of the pixel above: here it is the left one's.": Walk(taps, (0, -1))(x, w),
        "h and c start at zero for each image: they go on from the one before here.": (
            _unfolded(row_walk(_folded(x), w), len(x))
        ),
        "The kernel is flipped: conv1d does not.": row_walk(x, w.flip(2)),
        "The row above feeds a row: this goes up from the last one.": (
            Walk(_row_taps(k, 1), (1, 0), upwards=True)(x, w)
        ),
        "The kernel is centred: k // 2 zeros stand on both sides, not k − 1 on the left.": (
            Walk({(-1, a - k + 1): a for a in range(k)}, (-1, 0))(x, w)
        ),
        "Zero padding, outside the image h is 0: not circular.": (
            Walk(taps, (-1, 0), wraps=lambda place, width: (place[0], place[1] % width))(x, w)
        ),
    }


def diagonal_slips(inputs: Tensor, weight: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of `diagonal_lstm`."""
    x, w = inputs.double(), weight.double()
    return {
        **_cell_slips(DIAGONAL, (0, -1), x, w),
        "c_prev is the left neighbour's: here it is the upper one's.": Walk(DIAGONAL, (-1, 0))(
            x, w
        ),
        "weight[:, :, 0] is of the upper neighbour, [:, :, 1] of the left one.": (
            diagonal_walk(x, w.flip(2))
        ),
        "This is the upper left neighbour: skewed, the upper one is one column back, one row up.": (
            Walk({(-1, -1): 0, (0, -1): 1}, (0, -1))(x, w)
        ),
        "The upper neighbour has no effect: both feed the gates.": (
            Walk({(0, -1): 1}, (0, -1))(x, w)
        ),
        "The left neighbour has no effect: both feed the gates.": (
            Walk({(-1, 0): 0}, (0, -1))(x, w)
        ),
        "Outside the image h is 0: a row does not go on from the last one's end.": (
            Walk(DIAGONAL, (0, -1), wraps=_onwards)(x, w)
        ),
    }


def _onwards(place: Place, width: int) -> Place:
    return place if place[1] >= 0 else (place[0] - 1, width - 1)


def both_slips(inputs: Tensor, weight: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of `diagonal_bilstm`."""
    x, w = inputs.double(), weight.double()
    left, right = diagonal_walk(x[0], w[0]), right_walk(x[1], w[1])
    return {**_added_slips(left, right), **_mirrored_slips(left, x, w)}


def _added_slips(left: Tensor, right: Tensor) -> SlipAnswers:
    """Return what is made of two right directions that are not moved and added as they should."""
    return {
        "Direction 1 is moved down one row: before that it sees what lies to the right.": (
            left + right
        ),
        "The sum of both was asked for, not the mean.": (left + moved_down(right)) / 2,
        "Row 0 of direction 1 is zeros.": left + right.roll(1, 2),
        "Direction 0 stays where it is: both were moved.": moved_down(left + right),
        "Direction 1 is missing.": left,
        "Direction 1 is moved down one row: this moves it up.": left
        + moved_down(right.flip(2)).flip(2),
    }


def _mirrored_slips(left: Tensor, x: Tensor, w: Tensor) -> SlipAnswers:
    """Return what is made by a direction 1 that runs otherwise."""
    right, taps = right_walk(x[1], w[1]), {(-1, 0): 0, (0, 1): 1}
    return {
        "Direction 1 is mirrored before and after.": left + moved_down(diagonal_walk(x[1], w[1])),
        "Direction 1 is not mirrored back.": left + moved_down(right.flip(3)),
        "Both directions have their own weight.": left + moved_down(right_walk(x[1], w[0])),
        "Each direction has a weight of its own: they are swapped.": (
            diagonal_walk(x[0], w[1]) + moved_down(right_walk(x[1], w[0]))
        ),
        "Mirror columns alone: rows are turned round, too.": (
            left + moved_down(diagonal_walk(x[1].flip(2, 3), w[1]).flip(2, 3))
        ),
        "Mirror columns: of both directions together they are the last axis, 4.": (
            left + moved_down(diagonal_walk(x[1].flip(2), w[1]).flip(3))
        ),
        "Both directions have their own inputs.": left + moved_down(right_walk(x[0], w[1])),
        "Direction 1 runs from right to left: this runs from the last row up.": (
            left + moved_down(diagonal_walk(x[1].flip(2), w[1]).flip(2))
        ),
        "c_prev is the right neighbour's in direction 1: here it is the upper one's.": (
            left + moved_down(Walk(taps, (-1, 0), leftwards=True)(x[1], w[1]))
        ),
        "weight[1, ..., 0] is of the upper neighbour, [1, ..., 1] of the right one.": (
            left + moved_down(right_walk(x[1], w[1].flip(2)))
        ),
    }
