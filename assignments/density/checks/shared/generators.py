"""Whether rows come from a generator, and from the global one where none is given."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import torch

from autograder.checking.check import Context
from autograder.checking.models.generators import (
    require_generator,
    require_global,
    same_samples,
)
from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import listed, said

HIDDEN = True  # never released

ROWS = 12
# Rows of 6 bits are the same by chance; four such pairs. A model that is not trained may be sure
# of a bit up to 0.8: two draws are then the same with probability 0.68.
FAIR = 4 * 0.68 ** (6 * ROWS)
NOT_YOURS = said(
    "The generator that was given seeds torch's global generator: seed nothing, the global "
    "generator is not yours."
)


def require_own_generator(
    student: Student,
    sampler: Sampler,
    ctx: Context,
    after: Mapping[str, Any] = MappingProxyType({}),
    **given: Any,
) -> None:
    """Raise Failed unless rows come from the generator that is given, or from the global one.

    Args: `given`, the arguments before the number of samples, and those `after` it.
    """
    seed = ctx.between(0, 1 << 30)
    ask = partial(_ask, sampler, given, after)
    try:
        require_generator(student, ask, seed)
    except Failed as failed:
        if not _seeds_the_global(student, ask, seed):
            raise
        message = listed([failed.message, NOT_YOURS])
        raise Failed(message, essential=failed.essential) from None
    require_global(student, lambda: ask(None))


def _ask(
    sampler: Sampler, given: Mapping[str, Any], after: Mapping[str, Any], generator: Handle | None
) -> Drawn:
    return sampler.draw(ROWS, generator, **given, num_samples=ROWS, **after)


def _seeds_the_global(student: Student, ask: Any, seed: int) -> bool:
    """Say whether the global generator goes on alike from two seeds once one was given."""
    found = []
    for other in (5, 6):
        student.seed_everything(other)
        ask(student.generator(seed))
        found.append(ask(None))
    return same_samples(*found) and bool(torch.isfinite(found[0].samples).all())
