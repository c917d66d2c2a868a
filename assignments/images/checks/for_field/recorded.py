"""A net that the grader plays to see which images it is shown."""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

HIDDEN = True

NEAR = 1e-5  # of an entry that was given, or delta was added to


@dataclass(frozen=True)
class Recorded:
    """A net with two features, the image's mean over channels and its negative, that keeps x."""

    x: Tensor
    shown: list[Tensor] = field(default_factory=list)

    def oracle(self) -> Oracle:
        """Return the net as an argument for the student's code."""
        return Oracle({"forward": self._answer})

    def _answer(self, x: Tensor) -> Tensor:
        if x.shape[1:] != self.x.shape[1:]:
            raise Failed(said("The net takes images (B, C, H, W) like x."))
        self.shown.append(x.double())
        mean = x.mean(1, keepdim=True)
        return torch.cat([mean, -mean], 1)

    def require_single_changes(self, delta: float) -> None:
        """Raise Failed unless each image was x, or x with `delta` on one entry, and each entry was.

        Other images tell nothing of what one entry does.
        """
        moved = (torch.cat([*self.shown, self.x.double()]) - self.x.double()).flatten(1)
        changed = moved.abs() > NEAR
        if (changed.sum(1) > 1).any():
            raise Failed(
                said(
                    "The net was shown an image that differs from x in more than one entry: each "
                    "change starts from x again, in one channel of one pixel."
                )
            )
        if ((moved - delta).abs() > NEAR)[changed].any():
            raise Failed(said("An entry was changed by something else than delta: add it once."))
        if not changed.any(0).all():
            raise Failed(said("Some entry was never changed: each has a number of its own."))
