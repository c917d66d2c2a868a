"""What hidden checks ask of `pixel_posterior`, and what the usual mistakes answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .laws import Law

HIDDEN = True

HOLE = 0.37  # what x holds at the place; no value of a grid


@dataclass(frozen=True)
class Pixel:
    """A law, images of whole numbers (B, C, H, W), and the place (c, i, j) to ask about."""

    law: Law
    values: Tensor
    place: tuple[int, int, int]

    def images(self, dtype: torch.dtype) -> Tensor:
        """Return the images as they are handed in, with something else at the place."""
        x = self.law.images(self.values, dtype)
        x[(slice(None), *self.place)] = HOLE
        return x

    def want(self, phase: Tensor | None = None) -> Tensor:
        """Return the log-posterior, float64 (B, V)."""
        return self._each(phase).sum((2, 3, 4)).log_softmax(1)

    def slips(self) -> SlipAnswers:
        """Return what the usual mistakes answer."""
        channel, row, column = self.place
        each, want = self._each(), self.want()
        joint, own = each.sum((2, 3, 4)), each[:, :, channel, row, column]
        below = each[:, :, :, row + 1 :].sum((2, 3, 4))
        found: SlipAnswers = {
            "This is the model's own conditional: what comes later is evidence, too.": own,
            "Later factors alone: its own counts, too.": (joint - own).log_softmax(1),
            "The rest of its row comes later, too.": (own + below).log_softmax(1),
            "Normalise over values.": joint,
            "Normalise over values: this is over images.": joint.log_softmax(0),
            "These are probabilities, not their logarithms.": want.exp(),
            "The sign: a log-probability is at most 0.": -want,
        }
        if column < self.values.shape[2] and row < self.values.shape[3]:
            swapped = Pixel(self.law, self.values, (channel, column, row))
            found[said("place is (c, i, j).")] = swapped.want()
        found[said("Set the channel that was asked about, not all of the pixel.")] = self._pixels()
        whole = self._each(shown=range(self.law.num_values))
        found[said("The values are v / (V − 1): these are whole numbers.")] = whole.sum(
            (2, 3, 4)
        ).log_softmax(1)
        return found

    def _pixels(self) -> Tensor:
        """Return the posterior where all channels of a pixel bear one value."""
        joint = []
        for value in range(self.law.num_values):
            tried = self.values.clone()
            tried[(slice(None), slice(None), *self.place[1:])] = value
            joint.append(self.law.log_probs(tried).sum((1, 2, 3)))
        return torch.stack(joint, 1).log_softmax(1)

    def _each(self, phase: Tensor | None = None, shown: Sequence[float] = ()) -> Tensor:
        """Return log-probabilities of entries with each value at the place, (B, V, C, H, W).

        Args: `shown`, what the model sees there instead, for each value.
        """
        found = []
        for value in range(self.law.num_values):
            tried = self.values.clone()
            tried[(slice(None), *self.place)] = value
            x = self.law.images(tried, torch.float64)
            if shown:
                x[(slice(None), *self.place)] = shown[value]
            found.append(self.law.log_probs_at(x, tried, phase))
        return torch.stack(found, 1)
