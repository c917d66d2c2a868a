"""Does all that a model may look at ever matter to it?"""

from functools import partial
from itertools import chain

import torch
from torch import Tensor

from autograder.checking.check import Passed
from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.leaks import forbidden
from autograder.checking.models.looks import Looks, shown, slopes
from autograder.checking.student import Failed, Student
from autograder.probes.coverage import Coverage, all_earlier, coverage, neighbours
from autograder.probes.model import Differentiable, Model
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

MORE = 5  # initialisations, where one leaves something unused: rectifiers may be shut


def uses_neighbours(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, hint: str = ""
) -> None:
    """Ask whether the left and the upper neighbour and a pixel's earlier channels ever matter.

    Of rows, whether the dimension of the step before does. `hint` says where else to look.
    """
    wanted = neighbours(plan.layout.grid)
    found, words = covered(student, kind, plan, draw, wanted), plan.layout.words
    if not found.complete:
        s, t = found.missed.nonzero()[0].tolist()
        message = listed([words.unused(kind.name, s, t), hint])
        raise Failed(message, detail=said("Seen at {place}.", place=words.place(s)))


def uses_all_earlier(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, hint: str = ""
) -> Passed:
    """Ask whether every earlier entry matters to a model that is deep enough.

    A picture shows it of images, which only a visible check may do. `hint` says where else to look.
    """
    grid, words = plan.layout.grid, plan.layout.words
    found = covered(student, kind, plan, draw, all_earlier(grid))
    # The worst entry, else one in the middle of a lower row, which has most to see.
    missed = found.missed.sum(1)
    s = int(missed.argmax()) if missed.any() else grid.entry(grid.height * 2 // 3, grid.width // 2)
    count = int(missed[s])
    sentence = words.blind_spot(count, s, plan.layers)
    if count:
        sentence = listed([sentence, words.pattern(found.missed), hint])
    draw_it = partial(_picture, kind, plan, s, found, sentence)
    if count:
        raise Failed(listed([words.blind_at(s), sentence]), picture=draw_it())
    return Passed(words.all_matter, draw_it)


def _picture(
    kind: ModelClass, plan: Plan, s: int, found: Coverage, sentence: str
) -> Picture | None:
    used = found.used & ~forbidden(plan.layout.grid)  # what is not earlier is not asked about here
    looks = Looks(used, found.strength, found.missed)
    passed = not found.missed.any()
    return shown(plan.layout, kind.name, looks, s, sentence, passed=passed)


def covered(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, wanted: Tensor
) -> Coverage:
    """Unite what matters in up to six initialisations, until all that is wanted, (n, n), does."""
    first = kind.born(student, plan, draw).after_steps(draw)
    # Lazily, since one initialisation is mostly enough.
    more = (kind.born(student, plan, draw).after_steps(draw) for _ in range(MORE))

    def slopes_of(model: Model) -> Differentiable | None:
        if isinstance(model, AskedModel) and slopes(model, draw)[0] is not None:
            return model
        return None

    models = chain([first], more)
    return coverage(models, first.grid, wanted, draw, dtype=first.dtype, slopes_of=slopes_of)
