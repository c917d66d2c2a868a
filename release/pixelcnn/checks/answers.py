"""Asking a likelihood function of the student, and judging what it answers."""
import itertools
import math
from typing import Any
import torch
from torch import Tensor
from autograder.checking.answer import Answer
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said
TOLERANCE = 1e-05
ONE_PER_IMAGE = said('One number for each image: neither sum nor average over the batch.')

def rounding(logits: Tensor) -> float:
    """Return the absolute error in nats that the contract allows: 2·eps·max|logit|·dimensions."""
    largest = max(1.0, float(logits.abs().max()))
    dims = logits[0].numel()
    return max(TOLERANCE, 2 * torch.finfo(logits.dtype).eps * largest * dims)

def nats(student: Student, name: str, *args: Any, **named: Any) -> Answer:
    """Ask a likelihood function of the student for its numbers, one for each image."""
    call: Answer = student.call(name, *args, **named)
    return call.hint(shape=ONE_PER_IMAGE)

def all_images(values: int, shape: tuple[int, ...]) -> Tensor:
    """Return every image of a shape, int64 (values ** prod(shape), *shape)."""
    rows = itertools.product(range(values), repeat=math.prod(shape))
    return torch.tensor(list(rows)).view(-1, *shape)

def require_mass_one(nll: Tensor, over: str, named: str='') -> None:
    """Raise Failed unless Σ exp(−nll) is 1, which the chain rule makes exact, up to 1e-5.

    `named` is the sentence for a mistake that has been recognised already.
    """
    mass = float(nll.double().neg().exp().sum())
    if abs(mass - 1) <= TOLERANCE:
        return
    message = said('The probabilities exp(-NLL) of {over} should sum to 1.', over=over)
    detail = said('They sum to {number}.', number=f'{mass:.6g}')
    raise Failed(listed([message, named]), detail=detail)
