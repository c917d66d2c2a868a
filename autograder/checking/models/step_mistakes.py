"""The usual mistakes of one step of an optimiser, told by where each would have led."""

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.compare import gap, named_mistake
from autograder.checking.ratio import constant_ratio
from autograder.probes.step import (
    Loss,
    Nets,
    Step,
    Taken,
    Way,
    adding_up,
    clipped,
    telling_after,
    unmoved,
    uphill,
)
from autograder.text.i18n import as_said, said

OTHER = said("The weights after the step are others than one step on this loss leads to.")
LOSS = said("The step is right, but what is returned is not the loss before the step.")
FACTOR = said(
    "The step goes the right way, but not as far as the gradient says: nothing is clipped, and no "
    "factor stands in front."
)
MODES = said(
    "The networks answer in the modes that they are in: change neither train nor eval mode, not "
    "for a moment either."
)
INFINITE = said("The loss or the weights are not finite: an overflow, or the log of 0?")
OLD = said("What .grad held before must not count: zero_grad comes before backward.")
AFTER = said("The loss *before* the step is to be returned; this is the one after it.")
NEARLY = said(
    "Nearly right, but digits are missing: compute in the dtype that comes, clamp nothing, and add "
    "no epsilon within a logarithm."
)
NEAR = 1e-4  # relative: what is as close as this has lost digits
CLIPPED = said("The gradient is taken as it is: nothing is clipped.")
WAYS: Sequence[tuple[str, Way]] = (
    (
        said(
            "The weights have not moved: call zero_grad before backward, step after it, and detach "
            "nothing of what learns."
        ),
        unmoved,
    ),
    (said("The step goes uphill: the loss is minimised."), uphill),
    (OLD, adding_up),
    (AFTER, telling_after),
    *((CLIPPED, clipped(norm=most)) for most in (0.1, 0.5, 1.0, 5.0, 10.0)),
    *((CLIPPED, clipped(value=most)) for most in (0.01, 0.1, 0.5, 1.0, 10.0, 100.0)),
)


def mistake_of(
    step: Step, loss: Loss, slips: Mapping[str, Loss], time: int, got: Tensor, units: Tensor
) -> str:
    """Return which mistake leads to a row of numbers after so many steps, "" if none is known.

    Args: `slips`, by the sentence that names a mistake, the loss that it takes the step on;
    `units`, how far each number may be off.
    """
    found: dict[str, Tensor] = {}
    for told, row in _rows(step, loss, slips, time):
        if told not in found or gap(got / units, row / units) < gap(got / units, found[told]):
            found[told] = row / units
    want = step.taken(loss, time).row()
    named = named_mistake(got / units, want / units, found, 1.0)
    if named:
        return named
    if not torch.isfinite(got).all():
        return INFINITE
    if gap(got / (1 + want.abs()), want / (1 + want.abs())) <= NEAR:
        return NEARLY
    stepped_else = time == 1 and gap(got[:1], want[:1]) <= float(units[0])
    return FACTOR if stepped_else and _is_factor(step, got[1:], want[1:]) else ""


def _rows(
    step: Step, loss: Loss, slips: Mapping[str, Loss], time: int
) -> Iterator[tuple[str, Tensor]]:
    """Return where mistakes lead, the likeliest first; several may bear one name."""
    for told, slip in slips.items():
        yield as_said(told), step.taken(loss, time, slip=slip).row()
    for told, way in WAYS:
        yield told, step.taken(loss, time, way=way).row()
    for names in (*((name,) for name in step.nets), tuple(step.nets)):
        for train in (True, False):
            yield MODES, step.taken(loss, time, slip=_in_mode(loss, names, train)).row()


def _in_mode(loss: Loss, names: Sequence[str], train: bool) -> Loss:
    """Return the loss of networks some of which are put into train or eval mode."""

    def in_mode(nets: Nets) -> Tensor:
        for name in names:
            nets[name].train(train)
        return loss(nets)

    return in_mode


def _is_factor(step: Step, got: Tensor, want: Tensor) -> bool:
    """Say whether a step of plain descent is a multiple of the right one."""
    if step.optimiser.kind != "SGD":
        return False
    before = Taken(0.0, step.nets[step.learner].state).row()[1:]
    moved = want - before
    return constant_ratio(got - before, moved, 1e-3 * float(moved.abs().max())) is not None
