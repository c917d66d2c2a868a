"""Whether samples come from the generator that is given: from all its state, and nothing else."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.models.sampler import Drawn
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said


def require_generator(student: Student, ask: Callable[[Handle], Drawn], seed: int) -> None:
    """Raise Failed unless samples come from all of a generator's state, and move it on.

    Args: `ask` makes a batch with a generator; it is asked with some of this `seed`, in the same
    state and in others.
    """
    student.seed_everything(1)
    generator = student.generator(seed)
    first, second = ask(generator), ask(generator)
    student.seed_everything(2)
    told = {"name": first.name, "samples": first.words.samples}
    if not same_samples(first, ask(student.generator(seed))):
        raise Failed(
            said(
                "Two generators in the same state gave different {samples} of `{name}`. Pass "
                "`generator` to every draw, as in torch.multinomial(probs, 1, "
                "generator=generator).",
                **told,
            )
        )
    if same_samples(first, second):
        if bool((first.samples == first.samples[:1]).all()):
            raise Failed(
                said(
                    "`{name}` draws nothing: all its {samples} are the same, in a batch and from "
                    "call to call, though the model calls every value equally likely. Does it take "
                    "the most likely value (argmax)? Draw each value with its probability instead.",
                    **told,
                ),
                essential=True,
            )
        raise Failed(
            said(
                "Two calls of `{name}` with one generator gave the same {samples}. Draw from the "
                "generator itself: neither from a copy, nor after seeding it again.",
                **told,
            )
        )
    further = student.generator(seed)
    further.construct("set_state", _further(seed))
    if same_samples(first, ask(further)):
        raise Failed(
            said(
                "A generator that has been drawn from gave the same {samples} of `{name}` as a new "
                "one of the same seed. Draw from the generator itself: its seed says nothing of "
                "its state.",
                **told,
            )
        )


def _further(seed: int) -> Tensor:
    """Return the state of a generator of this seed from which others have drawn before."""
    moved = torch.Generator().manual_seed(seed)
    torch.rand(1_000, generator=moved)
    return moved.get_state()


def require_global(student: Student, ask: Callable[[], Drawn]) -> None:
    """Raise Failed unless samples come from torch's global generator where none is given.

    `ask` makes a batch without a generator: twice in a row, and after the same seed again.
    """
    student.seed_everything(3)
    first, second = ask(), ask()
    student.seed_everything(3)
    told = {"name": first.name, "samples": first.words.samples}
    if same_samples(first, second):
        raise Failed(
            said(
                "Without a generator, two calls of `{name}` gave the same {samples}. `None` is "
                "torch's global generator: draw from it, and seed nothing.",
                **told,
            )
        )
    if not same_samples(first, ask()):
        raise Failed(
            said(
                "Without a generator, `{name}` gave other {samples} after the same "
                "torch.manual_seed. `None` is torch's global generator: draw from it.",
                **told,
            )
        )


def same_samples(*calls: Drawn) -> bool:
    """Say whether all of several calls gave the same samples; one call alone did not."""
    first, *others = (call.samples for call in calls)
    return bool(others) and all(torch.equal(first, other) for other in others)
