"""Asking `compare`, and recomputing every cell of its table."""
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
from .costs import bernoulli_cost, categorical_cost, scaled_mistakes
from .played import Models
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

def require_pixelcnn(rows: Rows, models: Models) -> None:
    """Raise Failed unless the PixelCNN's cell is its exact NLL, the mean over the images."""
    swapped = categorical_cost(models.pixelcnn.answers.flip(1), models.images.long())
    cost, size = (models.pixelcnn_cost(), models.images[0].numel())
    slips: SlipAnswers = {**_mean_slips(cost, size), '0 and 1 are swapped: the second logit is that of a 1.': swapped.sum() / len(cost)}
    for elbo in models.vae.elbos():
        slips[said("This is the VAE's number: the cells are swapped.")] = -elbo.mean()
    require_cell(rows, 'pixelcnn', models.images, [cost.mean()], slips)

def require_constant(rows: Rows, models: Models) -> None:
    """Raise Failed unless both cells of a VAE that ignores z are its exact NLL."""
    images = models.images.flatten(1)
    cost = bernoulli_cost(models.vae.logit.expand_as(images), images).sum(1)
    swapped = bernoulli_cost(-models.vae.logit.expand_as(images), images).sum(1)
    slips: SlipAnswers = {**_mean_slips(cost, images.shape[1]), '0 and 1 are swapped: the logit is that of a 1.': swapped.mean()}
    require_cell(rows, 'vae_elbo', models.images, [cost.mean()], slips)
    without = said('log K is missing: take the mean of the weights.')
    slips[without] = cost.mean() - math.log(NUM_SAMPLES)
    hint = said('Here q(z | x) is the prior: is one of log p(z) − log q(z | x), which is 0, missing?')
    require_cell(rows, 'vae_importance', models.images, [cost.mean()], slips, hint)

def _mean_slips(cost: Tensor, size: int) -> SlipAnswers:
    """Return what the usual slips make of the mean over the images of `cost` (B,)."""
    slips = scaled_mistakes(cost.mean(0, keepdim=True), size)
    return {'This is the sum over the images: report their mean.': cost.sum(), 'Only the first image is counted: report the mean over all images.': cost[0], **{name: wrong[0] for name, wrong in slips.items()}}

def _number(rows: Rows, name: str, unit: str) -> Tensor:
    return torch.tensor(as_float(rows[name][unit]), dtype=torch.float64)
