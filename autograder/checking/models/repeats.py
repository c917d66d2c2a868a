"""Does a model answer the same to the same, at any time, in any batch, and leave it as it was?"""

from collections.abc import Sequence

import torch

from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.response import responding
from autograder.checking.student import Failed, Student
from autograder.probes.causality import batch_independence, repetition
from autograder.text.i18n import quoted, said

EVAL = quoted("eval")
MODES = (EVAL, said("training"))
IMAGES = 8


def is_repeatable(
    student: Student,
    kind: ModelClass,
    plan: Plan,
    draw: torch.Generator,
    modes: Sequence[str] = MODES,
) -> None:
    """Ask the same twice, later again, and alone instead of in a batch; in both modes.

    `modes`, `MODES[:1]` of a model that may have dropout.
    """
    model = responding(lambda: kind.born(student, plan, draw).after_steps(draw), draw)
    for mode in modes:
        images = model.grid.images(model.grid.draw(IMAGES, draw))
        if not model.keeps(images):
            raise Failed(model.words.changed(model.name, mode))
        require_repeatable(model, images, mode)
        require_apart(model, draw, mode)
        model.training()


def require_apart(model: AskedModel, draw: torch.Generator, mode: str = EVAL) -> None:
    """Raise Failed when an answer depends on what else is in the batch."""
    batch = batch_independence(model, model.grid, draw, model.dtype)
    if not batch.same:
        message, moved = model.words.by_batch(mode), _moved_by(batch.gap)
        raise Failed(message, detail=moved, essential=mode == EVAL)


def require_repeatable(model: AskedModel, images: torch.Tensor, mode: str = EVAL) -> None:
    """Raise Failed when images (B, C, H, W) are answered otherwise a second or a third time."""
    again = repetition(model, images, 1 - images, model.dtype)
    if not again.same:
        message = model.words.two_answers(model.name, mode)
        # What answers otherwise while it is trained may be a density once it is.
        raise Failed(message, detail=_moved_by(again.gap), essential=mode == EVAL)


def _moved_by(gap: float) -> str:
    return said("Log-probabilities moved by up to {nats} nats.", nats=f"{gap:.2g}")
