"""Paths through the masks that came, and what a student's MADE depends on."""

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.checking.student import Expect, Handle, Student
from autograder.pictures.order_map import leaks_of, missed_of
from autograder.pictures.paths import Network, dependence, paths
from autograder.records.verdict import Picture
from autograder.text.i18n import said

ORDER = (2, 0, 3, 1, 4)
UNITS = 12  # of each degree in each of two hidden layers
MOVED = 1e-9  # of a logit in float64


def drawn_paths(degrees: Sequence[Tensor], masks: Sequence[Tensor]) -> Picture:
    """Draw where masks lead, inputs and outputs in the order of their degrees.

    Args: `degrees` of inputs and hidden units; `masks`, one more than hidden layers.
    """
    order = degrees[0].argsort()
    kept = [(mask != 0).double() for mask in masks]
    kept[0], kept[-1] = kept[0][:, order], kept[-1][order]
    ends = [str(int(d)) for d in order]
    inner = [[str(int(degree)) for degree in layer] for layer in degrees[1:]]
    network = Network(kept, [ends, *inner, ends])
    return paths(network, "count_paths(made_masks(degrees))", diagnosis(network.counts()))


def asked_dependence(student: Student) -> Tensor:
    """Return which inputs move which logits of a MADE when flipped, sorted by its order, (D, D).

    After some steps of training, over all rows.
    """
    size, order = len(ORDER), torch.tensor(ORDER)
    student.seed_everything(0)
    hidden = (UNITS * (size - 1),) * 2
    model = student.construct("MADE", num_dims=size, hidden_sizes=hidden, order=order)
    model.mode(dtype=torch.float64)
    x = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * size).double()
    model.train(x[::3], loss="log_prob", steps=10, batch_size=16, lr=0.02)
    model.mode(dtype=torch.float64)
    return _moved(model, x)[order][:, order]


def _moved(model: Handle, x: Tensor) -> Tensor:
    size = x.shape[1]
    flips = [x, *((x - unit).abs() for unit in torch.eye(size).double())]
    logits = model.forward(torch.cat(flips), Expect((len(x) * (size + 1), size)))
    before, *after = torch.split(logits.double(), len(x))
    moved = [~((one - before).abs() <= MOVED).all(0) for one in after]
    return torch.stack(moved, 1).double()


def diagnosis(seen: Tensor) -> str:
    """Say in one sentence what a map shows."""
    if leaks_of(seen).any():
        return said("Some output sees its own dimension or one that comes later: see the frames.")
    if missed_of(seen).any():
        return said("No output sees what it must not, but some do not see all that they may.")
    return said("Each output sees all that comes before it in the order, and nothing else.")


def drawn_dependence(student: Student) -> Picture:
    """Draw how many paths are due, beside what was seen to move the logits."""
    seen = asked_dependence(student)
    # Between n degrees there are n(n + 1)/2 ways to choose two that do not fall.
    steps = (torch.arange(len(ORDER)).unsqueeze(1) - torch.arange(len(ORDER))).clamp(min=0).double()
    due = UNITS**2 * steps * (steps + 1) / 2
    labels = [str(d) for d in ORDER]
    return dependence(due, seen, labels, f"MADE(5, …, order={list(ORDER)})", diagnosis(seen))
