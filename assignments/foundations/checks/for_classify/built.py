"""A student's `CNN` in the precision in which it works: float64 where it does, as it should."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.student import Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import said

from ..shared.hints import hinted
from .network import features_of, logits_of

HIDDEN = True  # never released

CLOSE = {torch.float32: 1e-4, torch.float64: 1e-9}
DOUBLE = said(
    "It works in float32 alone: in float64, images come in float64, too, and nothing may be "
    "turned into another dtype."
)


@dataclass(frozen=True)
class Network:
    """A network that is asked in one precision; images may come in any."""

    handle: Handle
    dtype: torch.dtype

    @property
    def close(self) -> float:
        """By how much answers may differ that should be the same."""
        return CLOSE[self.dtype]

    def features(self, x: Tensor) -> Tensor:
        """Return maps (B, F, H/4, W/4) of images."""
        return features_of(self.handle, x.to(self.dtype))

    def answers(self, x: Tensor) -> Tensor:
        """Return all features and logits of images 8×8, a row for each."""
        maps, logits = self.features(x), logits_of(self.handle, x.to(self.dtype))
        return torch.cat([maps.flatten(1), logits], dim=1)

    def mode(self, *, train: bool) -> None:
        """Put it in train or eval mode."""
        self.handle.mode(train=train)

    def require_double(self) -> None:
        """Raise what float64 raises, where it does not work: that costs points once, here."""
        if self.dtype != torch.float64:
            self.handle.mode(dtype=torch.float64)
            with hinted(DOUBLE):
                Network(self.handle, torch.float64).answers(torch.zeros(1, 1, 8, 8))


def built(student: Student, seed: int, **sizes: int) -> Network:
    """Return a network in evaluation mode, with initial values from a seed."""
    double = _made(student, seed, torch.float64, **sizes)
    try:
        double.features(torch.zeros(1, 1, 8, 8))
    except (Failed, StudentCrashed):
        return _made(student, seed, torch.float32, **sizes)
    return double


def _made(student: Student, seed: int, dtype: torch.dtype, **sizes: int) -> Network:
    student.seed_everything(seed)
    model = student.construct("CNN", **sizes)
    model.mode(dtype=dtype)
    return Network(model, dtype)
