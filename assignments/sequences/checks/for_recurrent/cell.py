"""The right answer of `lstm_step`, and what mistakes make of any arguments."""

from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from . import by_hand

HIDDEN = True  # never released


@dataclass(frozen=True)
class Cell:
    """The arguments of `lstm_step`, by the contract's names."""

    x: Tensor
    h: Tensor
    c: Tensor
    weight_x: Tensor
    weight_h: Tensor
    bias: Tensor

    @property
    def named(self) -> dict[str, Any]:
        """Return the arguments by name."""
        return vars(self)

    @property
    def given(self) -> tuple[Tensor, ...]:
        """Return the arguments in the contract's order."""
        return tuple(self.named.values())

    @property
    def size(self) -> tuple[int, int]:
        """Return (B, H)."""
        batch, hidden = self.h.shape
        return batch, hidden

    @property
    def double(self) -> "Cell":
        """Return the same in float64."""
        return Cell(**{name: value.double() for name, value in self.named.items()})

    @property
    def blocks(self) -> tuple[Tensor, ...]:
        """Return the four blocks of arguments, each (B, H)."""
        found = self.x @ self.weight_x.T + self.h @ self.weight_h.T + self.bias
        return found.chunk(4, 1)


def lstm(cell: Cell) -> tuple[Tensor, Tensor]:
    """Return h' and c'."""
    return _gated(cell, *cell.blocks)


def lstm_step(*given: Tensor) -> tuple[Tensor, Tensor]:
    """Return the right answer of `lstm_step`, for gradients."""
    return lstm(Cell(*given))


def lstm_row(cell: Cell) -> Tensor:
    """Return all entries of h', then of c'."""
    return _row(*lstm(cell))


def lstm_slips(cell: Cell) -> SlipAnswers:
    """Return what mistakes make of one step of an LSTM."""
    i, f, g, o = cell.blocks
    h, c = lstm(cell)
    tanh, sigma = torch.tanh, torch.sigmoid
    others = {
        by_hand.SWAPPED: (c, h),
        by_hand.FORGET_BIAS: _gated(cell, i, f + 1, g, o),
        by_hand.G_LOGISTIC: _shown(o, sigma(f) * cell.c + sigma(i) * sigma(g)),
        by_hand.G_BARE: _shown(o, sigma(f) * cell.c + sigma(i) * g),
        by_hand.COUPLED: _shown(o, sigma(f) * cell.c + (1 - sigma(f)) * tanh(g)),
        by_hand.NO_INPUT_GATE: _shown(o, sigma(f) * cell.c + tanh(g)),
        by_hand.NO_FORGET_GATE: _shown(o, cell.c + sigma(i) * tanh(g)),
        by_hand.NO_CELL: _shown(o, sigma(i) * tanh(g)),
        by_hand.BARE_CELL: (sigma(o) * c, c),
        by_hand.OLD_CELL: (sigma(o) * tanh(cell.c), c),
        by_hand.LOGISTIC_CELL: (sigma(o) * sigma(c), c),
        by_hand.NO_BIAS: lstm(replace(cell, bias=0 * cell.bias)),
        by_hand.NO_OUTPUT: lstm(replace(cell, weight_h=0 * cell.weight_h)),
        by_hand.NO_X: lstm(replace(cell, weight_x=0 * cell.weight_x)),
        by_hand.BIAS_TWICE: lstm(replace(cell, bias=2 * cell.bias)),
        by_hand.INTERLEAVED: _interleaved(cell),
    }
    found = {told: _row(*pair) for told, pair in others.items()}
    return _in_other_orders(cell) | found


def _in_other_orders(cell: Cell) -> SlipAnswers:
    """Return what all other 23 orders of the blocks give."""
    found: SlipAnswers = {}
    for order in permutations("ifgo"):
        held = dict(zip(order, cell.blocks, strict=True))
        if order != tuple("ifgo"):
            row = _row(*_gated(cell, *(held[gate] for gate in "ifgo")))
            found[by_hand.in_order(", ".join(order))] = row
    return found


def _interleaved(cell: Cell) -> tuple[Tensor, Tensor]:
    """Return what comes of rows that are read as four numbers of each unit in turn."""
    every = torch.cat(cell.blocks, 1).view(len(cell.h), -1, 4)
    return _gated(cell, *every.unbind(2))


def _gated(cell: Cell, i: Tensor, f: Tensor, g: Tensor, o: Tensor) -> tuple[Tensor, Tensor]:
    kept = torch.sigmoid(f) * cell.c
    return _shown(o, kept + torch.sigmoid(i) * torch.tanh(g))


def _shown(o: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    return torch.sigmoid(o) * torch.tanh(c), c


def _row(h: Tensor, c: Tensor) -> Tensor:
    return torch.cat([h.flatten(), c.flatten()])
