"""Does a model leak as the protocol trains it: after as many steps, in batches of its size?

Other questions train for a few steps, and ask batches of other sizes. What counts its calls, or
knows the protocol's batch by its size, is honest there.
"""

from dataclasses import replace

import torch
from torch import Tensor

from autograder.checking.models.asked import LOGITS_AT_ONCE, AskedModel
from autograder.checking.models.repeats import EVAL, MODES, require_repeatable
from autograder.checking.models.training import Size
from autograder.checking.student import Failed
from autograder.probes.causality import repetition
from autograder.probes.large import in_batch
from autograder.text.i18n import said

GENTLE = 1e-6  # a learning rate at which a trained model stays what it is
FEW = 2  # data of a step that only counts, since it costs half a step to count
SOME = 4  # data, to tell noise from a leak


def require_causal_as_trained(
    model: AskedModel,
    had: Size,
    published: Size,
    draw: torch.Generator,
    held_back: Tensor | None = None,
) -> None:
    """Raise Failed when a trained model leaks in a batch of the protocol's, after all its steps.

    It gets the steps that it has not had, on a few random data, so it is to be scored before.
    What leaks or is noisy in any batch of training mode is for other checks to name, and is asked
    in eval mode alone. Args: `had`, how it was trained; `held_back`, images of its grid that it was
    scored on: what has looked them up sees all of an image.
    """
    asked = _small_enough(model, published.batch)
    modes = MODES if _is_honest_in_training(asked, draw) else MODES[:1]
    known = model.grid.values(held_back) if held_back is not None and asked is model else None
    left = published.steps - had.steps * had.rounds
    if left > 0:
        asked.handle.train(
            asked.given(_some(asked, FEW, draw))[-1],
            loss=asked.kind.loss,
            before=asked.layout.before,
            steps=left,
            batch_size=FEW,
            lr=GENTLE,
        )
    for mode in modes:
        asked.handle.mode(train=mode != EVAL)
        _require_causal(asked, published, mode, draw, known)


def _is_honest_in_training(model: AskedModel, draw: torch.Generator) -> bool:
    model.training()
    images = _some(model, SOME, draw)
    if not repetition(model, images, 1 - images, model.dtype).same:
        return False
    return in_batch(model, model.grid, draw, model.dtype, SOME).causal


def _require_causal(
    model: AskedModel, published: Size, mode: str, draw: torch.Generator, known: Tensor | None
) -> None:
    found = in_batch(model, model.grid, draw, model.dtype, published.batch, known)
    if found.causal:
        return
    require_repeatable(model, _some(model, SOME, draw), mode)
    t, s = found.worst
    message = said(
        "`{name}` leaks as the course's protocol trains it: in {mode} mode, in a batch of {batch}, "
        "after {steps} optimiser steps. Fewer steps, other batches or other data show no leak: "
        "look for something that counts calls, that depends on the size of the batch, or that "
        "looks data up.",
        name=model.name,
        mode=mode,
        batch=published.batch,
        steps=published.steps,
    )
    # What leaks while it is trained alone is a density once it is.
    moved = model.words.moved(f"{found.furthest:.2g}", s, t)
    raise Failed(message, detail=moved, essential=mode == EVAL)


def _some(model: AskedModel, count: int, draw: torch.Generator) -> Tensor:
    return model.grid.images(model.grid.draw(count, draw))


def _small_enough(model: AskedModel, batch: int) -> AskedModel:
    """Return the model, asked about small data where a whole batch does not fit one question."""
    if model.at_once >= batch:
        return model
    small = model.layout.cropped(LOGITS_AT_ONCE // batch)
    return replace(model, plan=replace(model.plan, layout=small))
