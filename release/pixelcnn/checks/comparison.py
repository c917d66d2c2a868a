"""Asking `compare`, and judging the cells of its table."""
import math
from collections.abc import Mapping, Sequence
from typing import Any
import torch
from torch import Tensor
from autograder.checking.arguments import called_by_name, shuffled
from autograder.checking.compare import require_agreement
from autograder.checking.reply import as_float
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import as_said, listed, said
from .played import COST, FLIPPED_COST, Models
from .scaled import scaled_mistakes
Rows = Mapping[str, Mapping[str, Any]]
NAMES = ('pixelcnn', 'vae', 'images')
KINDS = {'pixelcnn': 'exact', 'vae_elbo': 'bound', 'vae_importance': 'bound'}
TOLERANCE = 0.002
NUM_SAMPLES = 64

def asked(student: Student, models: Models, draw: torch.Generator | None=None, **more: int | Handle) -> Rows:
    """Ask `compare`, and return its table; raises Failed unless it has the contract's form.

    Where `draw` is given, it draws an order in which all arguments are given by name.
    """
    rows = _table(student, models, draw, more)
    if not isinstance(rows, dict) or not all((isinstance(rows.get(name), dict) for name in KINDS)):
        raise Failed(said('`compare` should return a dictionary of dictionaries: {names}.', names=', '.join(KINDS)))
    for name, kind in KINDS.items():
        for unit in ('nats', 'bits_per_dim'):
            if type(rows[name].get(unit)) not in (float, int):
                raise Failed(said('`{name}` should hold "{unit}", a float (a tensor has `.item()`).', name=name, unit=unit))
        if rows[name].get('kind') != kind:
            raise Failed(said('The "kind" of `{name}` should be "{kind}": which of the three is exact?', name=name, kind=kind))
    return rows

def _table(student: Student, models: Models, draw: torch.Generator | None, more: Mapping[str, Any]) -> Any:
    played = (models.pixelcnn.oracle(), models.vae.oracle(), models.images)
    if draw is None:
        return student.call_plain('compare', *played, **more)
    named = shuffled({**dict(zip(NAMES, played, strict=True)), **more}, draw)
    try:
        return student.call_plain('compare', **named)
    except StudentCrashed as crash:
        raise called_by_name(crash, named) from None

def require_cell(rows: Rows, name: str, images: Tensor, accepted: Sequence[Tensor], slips: Mapping[str, Tensor], hint: str='') -> None:
    """Raise Failed unless a cell's nats are one of `accepted`, and its bits are those nats.

    `hint` is said where none of the `slips` fits.
    """
    nats, size = (_number(rows, name, 'nats'), images[0].numel())
    if not any((abs(nats - want) <= TOLERANCE for want in accepted)):
        lead = said('`{name}` is not the mean cost of these images in nats.', name=name)
        wrong, of_cell = (listed([lead, hint]), _in_cell(name, slips))
        require_agreement(nats, accepted[0], tolerance=TOLERANCE, wrong=wrong, mistakes=of_cell)
    require_agreement(_number(rows, name, 'bits_per_dim'), nats / size / math.log(2), tolerance=TOLERANCE / size, wrong=said('`{name}`: bits_per_dim are not its nats per pixel in bits.', name=name), mistakes=_in_cell(name, _bits_slips(nats, size, len(images))))

def _in_cell(name: str, slips: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return slips whose sentences begin with the name of the cell."""
    return {said('`{name}`: {mistake}', name=name, mistake=as_said(slip)): answer for slip, answer in slips.items()}

def _bits_slips(nats: Tensor, size: int, images: int) -> SlipAnswers:
    """Return what the usual slips make of the bits per dimension of so many nats."""
    want = nats / size / math.log(2)
    return {'these bits are not divided by the dimensions.': want * size, 'bits_per_dim are still nats.': nats / size, 'bits are divided by the number of images, too.': want / images, 'bits are divided by log 2 twice.': want / math.log(2), 'bits are multiplied by log 2: divide.': want * math.log(2) ** 2}

def require_constant(rows: Rows, models: Models) -> None:
    """Raise Failed unless all cells of two models that see nothing are their exact NLL."""
    images, size = (models.images, models.images[0].numel())
    want, swapped = (COST.mean(), FLIPPED_COST.mean())
    slips = mean_slips(COST, size)
    second = said('0 and 1 are swapped: the second logit is that of a 1.')
    require_cell(rows, 'pixelcnn', images, [want], {**slips, second: swapped})
    slips[said('0 and 1 are swapped: the logit is that of a 1.')] = swapped
    require_cell(rows, 'vae_elbo', images, [want], slips)
    slips[said('log K is missing: take the mean of the weights.')] = want - math.log(NUM_SAMPLES)
    hint = said('Here q(z | x) is the prior: is one of log p(z) − log q(z | x), which is 0, missing?')
    require_cell(rows, 'vae_importance', images, [want], slips, hint)

def mean_slips(cost: Tensor, size: int) -> SlipAnswers:
    """Return what the usual slips make of the mean over the images of `cost` (B,)."""
    slips = scaled_mistakes(cost.mean(0, keepdim=True), size)
    return {'This is the sum over the images: report their mean.': cost.sum(), 'Only the first image is counted: report the mean over all images.': cost[0], **{name: wrong[0] for name, wrong in slips.items()}}

def _number(rows: Rows, name: str, unit: str) -> Tensor:
    return torch.tensor(as_float(rows[name][unit]), dtype=torch.float64)
