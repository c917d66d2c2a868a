"""Whether draws come from all of a generator's state, or from the global one without one."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

HIDDEN = True  # never released

Ask = Callable[[Handle | None], object]  # what was drawn: lists or numbers, to compare

GENERATOR = said(
    "Equal generator states gave different draws: pass `generator` to every draw, such as "
    "torch.rand(n, generator=generator)."
)
STANDS_STILL = said(
    "Two calls with one generator gave the same: a call moves the state on. Draw from the "
    "generator itself, not from a copy, and seed nothing."
)
SEED_ALONE = said(
    "A generator that others have drawn from gave the same as a new one of the same seed: draw "
    "from the generator itself. Its seed says nothing of its state."
)
NOTHING_DRAWN = said(
    "Without a generator two calls gave the same: None is torch's global generator. Seed nothing."
)
NOT_GLOBAL = said(
    "Without a generator, the same torch.manual_seed gave different draws: None is torch's global "
    "generator."
)


def require_seeded(student: Student, ask: Ask, seed: int) -> None:
    """Raise Failed unless draws are those of the generator; `ask` must be able to differ."""
    student.seed_everything(1)
    generator = student.generator(seed)
    first, second = ask(generator), ask(generator)
    student.seed_everything(2)
    if ask(student.generator(seed)) != first:
        raise Failed(GENERATOR)
    if first == second:
        raise Failed(STANDS_STILL)
    further = student.generator(seed)
    further.construct("set_state", _further(seed))
    if ask(further) == first:
        raise Failed(SEED_ALONE)
    _require_global(student, ask)


def _require_global(student: Student, ask: Ask) -> None:
    student.seed_everything(3)
    first, second = ask(None), ask(None)
    student.seed_everything(3)
    if first == second:
        raise Failed(NOTHING_DRAWN)
    if ask(None) != first:
        raise Failed(NOT_GLOBAL)


def _further(seed: int) -> Tensor:
    """Return the state of a generator of this seed from which others have drawn before."""
    moved = torch.Generator().manual_seed(seed)
    torch.rand(1_000, generator=moved)
    return moved.get_state()
