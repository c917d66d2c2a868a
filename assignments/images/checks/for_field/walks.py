"""Walks through stacks of masks: the fields of hidden checks, and of the usual mistakes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True

Steps = set[tuple[int, int]]


@dataclass(frozen=True)
class Stack:
    """Masks (k, k), the input's layer first, their dilations, and the side of the window."""

    masks: Sequence[Tensor]
    dilations: Sequence[int]
    size: int

    def field(
        self,
        dilations: Sequence[int] | None = None,
        walked: Callable[[Steps, Steps], Steps] | None = None,
    ) -> Tensor:
        """Return what the centre sees, bool (size, size), with other dilations or another walk.

        `walked` makes of the places so far, and of those a step further, the places from there on.
        """
        places: Steps = {(0, 0)}
        for mask, dilation in zip(self.masks, dilations or self.dilations, strict=True):
            steps = _steps(mask, dilation)
            further = {(h + dh, w + dw) for h, w in places for dh, dw in steps}
            places = walked(places, further) if walked else further
        return self._window(places)

    def slips(self) -> SlipAnswers:
        """Return what the usual mistakes see."""
        want, first = self.field(), self.dilations[:1] or [1]
        found: SlipAnswers = {
            "Dilation has no effect here: a step is `dilation` pixels long.": self.field(
                [1] * len(self.masks)
            ),
            "Each layer has its own dilation: all have the first one's here.": self.field(
                [*first] * len(self.masks)
            ),
            "Rows and columns are swapped.": want.T,
            "This is the field turned round: conv2d does not flip its kernel.": want.flip(0, 1),
            "A path takes one step in every layer: this keeps shorter paths, too.": (
                self.field(walked=lambda places, further: places | further)
            ),
            "Each mask has its own dilation: they are paired in another order.": (
                self.field(self.dilations[::-1])
            ),
            "Masks have no effect here: this is what whole kernels see.": (
                Stack([mask + 1 - mask for mask in self.masks], self.dilations, self.size).field()
            ),
            **self._border_slips(),
        }
        if self.masks:
            last = Stack(self.masks[-1:], self.dilations[-1:], self.size).field()
            found[said("Earlier layers count, too: this is the field of the last mask alone.")] = (
                last
            )
        else:
            found[said("Without layers it sees its own pixel.")] = ~want & want
        return found

    def _border_slips(self) -> SlipAnswers:
        """Return what is seen where the plane ends at the window."""
        return {
            "A plane without borders: what leaves the window does not come in on the other side.": (
                self.field(walked=lambda _, further: {self._wrapped(one) for one in further})
            ),
            "A plane without borders: a path may leave the window.": (
                self.field(walked=lambda _, further: {one for one in further if self._shows(one)})
            ),
        }

    def _shows(self, place: tuple[int, int]) -> bool:
        return max(map(abs, place)) <= self.size // 2

    def _wrapped(self, place: tuple[int, int]) -> tuple[int, int]:
        half = self.size // 2
        h, w = ((one + half) % self.size - half for one in place)
        return h, w

    def _window(self, places: Steps) -> Tensor:
        seen, half = torch.zeros(self.size, self.size, dtype=torch.bool), self.size // 2
        for h, w in places:
            if self._shows((h, w)):
                seen[h + half, w + half] = True
        return seen


def _steps(mask: Tensor, dilation: int) -> Steps:
    """Return where one entry of a mask looks, for all entries that are not zero."""
    half = len(mask) // 2
    return {(dilation * (a - half), dilation * (b - half)) for a, b in mask.nonzero().tolist()}


def drawn_stacks(ctx: Context) -> list[Stack]:
    """Draw stacks in which no path has to leave the window: what is then missed is another check's.

    Among them one of no layer, one of a mask of zeros alone, and windows of one pixel.
    """
    masks = [_drawn(ctx, size) for size in (3, 5, 1, 3)]
    return [
        Stack(masks[:2], (1, 2), 11),
        Stack(masks[1::-1], (2, 1), 13),
        Stack(masks, (2, 1, 5, 1), 11),
        Stack(masks[3:], (2,), 5),
        Stack([masks[0], 0 * masks[1]], (1, 1), 7),
        Stack(masks[:1], (1,), 1),
        Stack([], [], 5),
        Stack([], [], 1),
    ]


def _drawn(ctx: Context, size: int) -> Tensor:
    """Draw a mask, of ints half of the time, that is not its own image, transposed or turned."""
    while True:
        mask = ctx.bernoulli(size, size)
        if size == 1:
            return mask + 1 - mask
        alike = [mask.T, mask.flip(0, 1), torch.rot90(mask), mask.T.flip(0, 1)]
        if mask.any() and not any(torch.equal(mask, one) for one in alike):
            return mask.long() if ctx.between(0, 1) else mask
