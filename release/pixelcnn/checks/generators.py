"""Whether images come from the generator that is given: from all its state, and nothing else."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

from .drawn import Drawn


def require_generator(
    student: Student, ask: Callable[[Handle], Drawn], name: str, seed: int
) -> None:
    """Ask with generators of one seed, in the same state and in others."""
    student.seed_everything(1)
    generator = student.generator(seed)
    first, second = ask(generator), ask(generator)
    student.seed_everything(2)
    if not same_images(first, ask(student.generator(seed))):
        raise Failed(
            f"Two generators in the same state gave different images of `{name}`. Pass "
            f"`generator` to every draw, as in torch.multinomial(probs, 1, generator=generator)."
        )
    if same_images(first, second):
        if bool((first.images == first.images[:1]).all()):
            raise Failed(
                said(
                    "`{name}` draws nothing: all its images are the same, in a batch and from call "
                    "to call, though the model calls every value equally likely. Does it take the "
                    "most likely value (argmax)? Draw each value with its probability instead.",
                    name=name,
                )
            )
        raise Failed(
            f"Two calls of `{name}` with one generator gave the same images. Draw from the "
            f"generator itself: neither from a copy, nor after seeding it again."
        )
    further = student.generator(seed)
    further.construct("set_state", _further(seed))
    if same_images(first, ask(further)):
        raise Failed(
            f"A generator that has been drawn from gave the same images of `{name}` as a new one "
            f"of the same seed. Draw from the generator itself: its seed says nothing of its state."
        )


def _further(seed: int) -> Tensor:
    """Return the state of a generator of this seed from which others have drawn before."""
    moved = torch.Generator().manual_seed(seed)
    torch.rand(1_000, generator=moved)
    return moved.get_state()


def require_global(student: Student, ask: Callable[[], Drawn], name: str) -> None:
    """Ask without a generator, twice in a row and after the same seed again."""
    student.seed_everything(3)
    first, second = ask(), ask()
    student.seed_everything(3)
    if same_images(first, second):
        raise Failed(
            f"Without a generator, two calls of `{name}` gave the same images. `None` is torch's "
            f"global generator: draw from it, and seed nothing."
        )
    if not same_images(first, ask()):
        raise Failed(
            f"Without a generator, `{name}` gave other images after the same torch.manual_seed. "
            f"`None` is torch's global generator: draw from it."
        )


def same_images(*calls: Drawn) -> bool:
    """Say whether all of several calls gave the same images; one call alone did not."""
    first, *others = (call.images for call in calls)
    return bool(others) and all(torch.equal(first, other) for other in others)
