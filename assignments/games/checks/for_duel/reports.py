"""Hidden questions about `mode_report`, and what mistakes answer to them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from ..shared.figures import require_figures, row
from .by_hand import NANS

HIDDEN = True  # never released

NAME = "mode_report"
INFINITE = said('Where nothing hits, "kl" is infinite: math.inf, no NaN and no 0.')
EDGE = said("A sample hits if the distance is at most the radius: exactly the radius is enough.")
FLOAT = said('"kl": a Python float was asked for.')
NAN = math.nan  # what a mistake leaves open


@dataclass(frozen=True)
class Found:
    """Samples (N, d), centres (K, d) and a radius."""

    samples: Tensor
    centres: Tensor
    radius: float

    def distances(self) -> Tensor:
        """Return all distances (N, K), float64."""
        apart = self.samples.double()[:, None] - self.centres.double()
        return apart.square().sum(2).sqrt()


def drawn_reports(ctx: Context) -> Iterator[Found]:
    """Draw samples about centres, some of them missed; no distance is near the radius."""
    for dtype in (torch.float32, torch.float64):
        for count, dims, rows in ((3, 2, 17), (1, 1, 4), (6, 5, 30), (4, 3, 1), (2, 1, 9)):
            centres = 2.0 * ctx.randn(count, dims, dtype=dtype)
            which = ctx.randint(max(1, count - 1), rows)  # the last centre has nothing of its own
            samples = centres[which] + ctx.randn(rows, dims, dtype=dtype)
            yield from (Found(samples, centres, radius) for radius in _radii(samples, centres))
    far = torch.tensor([[0.0, 0.0], [40.0, 0.0], [0.0, 40.0]])
    lonely = torch.cat([ctx.randn(500, 2), far[1:2] + ctx.randn(1, 2)])
    yield Found(lonely, far, 15.0)  # one hit of many is a mode, too


def _radii(samples: Tensor, centres: Tensor) -> list[float]:
    """Return a radius in the widest gap of the distances that count, and one that all are within.

    Of one sample it is half as much again as its distance.
    """
    distances = Found(samples, centres, 0.0).distances()
    nearest = distances.min(1).values.sort().values
    gaps = nearest.diff()
    place = int(gaps.argmax()) if len(gaps) else 0
    middle = float(nearest[place] + gaps[place] / 2) if len(gaps) else 1.5 * float(nearest[0])
    return [middle, float(distances.max()) + 1.0]


def report_slips(found: Found) -> SlipAnswers:
    """Return what mistakes answer, in the order of modes, good and kl."""
    distances, count = found.distances(), len(found.centres)
    nearest, place = distances.min(1)
    hits = torch.bincount(place[nearest <= found.radius], minlength=count).double()
    every = (distances <= found.radius).double().sum(0)
    owned = torch.bincount(place, minlength=count).double()
    good, rows = float(hits.sum()) / len(found.samples), len(found.samples)
    modes = float((hits > 0).sum())
    squares = nearest.square() <= found.radius
    by_square = torch.bincount(place[squares], minlength=count).double()
    kl = _kl(hits / hits.sum())
    return {
        "A sample hits its nearest centre alone, not every one that is near enough.": row(
            float((every > 0).sum()), NAN, _kl(every / every.sum())
        ),
        "The radius bounds the distance, not its square.": row(
            float((by_square > 0).sum()), float(by_square.sum()) / rows, NAN
        ),
        "Shares of the hits were asked for: samples that miss do not count.": row(
            modes, good, _kl(hits / rows)
        ),
        "Shares of the hits were asked for: here every sample counts, near enough or not.": row(
            modes, good, _kl(owned / rows)
        ),
        "This is the entropy. Even shares have a kl of 0: sum h log(K h).": row(
            modes, good, math.log(count) - kl
        ),
        "K is the number of all centres, hit or not.": row(
            modes, good, kl - math.log(count / modes)
        )
        if modes
        else row(NAN, NAN, NAN),
        "It is sum h log(K h), nats, not divided by K.": row(modes, good, kl / count),
        "Nats were asked for: natural logarithms.": row(modes, good, kl / math.log(2)),
        "The share of samples that hit was asked for, not their number.": row(
            modes, float(hits.sum()), kl
        ),
        "That is the share of samples that miss.": row(modes, 1 - good, kl),
    }


def _kl(shares: Tensor) -> float:
    return float(torch.xlogy(shares, len(shares) * shares).sum())


def require_reports(student: Student, ctx: Context) -> None:
    """Raise Failed unless reports are right."""
    for found in drawn_reports(ctx):
        want = ctx.reference.mode_report(found.samples, found.centres, found.radius)
        answer = plain_by_name(student, NAME, **vars(found))
        require_figures(student, NAME, answer, want, partial(report_slips, found), NANS)


def require_edge(student: Student, ctx: Context) -> None:
    """Raise Failed unless a distance that is exactly the radius hits."""
    far = torch.tensor([[0.0, 0.0], [64.0, 0.0]])
    for sample, radius in (
        (far.new_tensor([[3.0, 4.0]]), 5.0),
        (far.new_tensor([[0.5, 0.0]]), 0.5),
    ):
        samples = torch.cat([sample, far[1:] + radius * torch.tensor([[0.0, 1.0]])])
        answer = plain_by_name(student, NAME, samples=samples, centres=far, radius=radius)
        if isinstance(answer, dict) and answer.get("modes") != 2:
            raise Failed(EDGE)
        require_figures(student, NAME, answer, {"modes": 2, "good": 1.0, "kl": 0.0}, {})


def require_none(student: Student, ctx: Context) -> None:
    """Raise Failed unless nothing that hits gives an infinite divergence."""
    for rows, count in ((3, 2), (1, 1)):
        centres = ctx.randn(count, 2)
        found = Found(centres[:1] + 9.0 + ctx.rand(rows, 2), centres, 0.5)
        answer = plain_by_name(student, NAME, **vars(found))
        due = {"modes": 0, "good": 0.0, "kl": 0.0}
        if not isinstance(answer, dict) or set(answer) != set(due):
            require_figures(student, NAME, answer, due, {})
        assert isinstance(answer, dict)
        if type(answer["kl"]) is not float:
            raise WrongForm(FLOAT)
        if answer["kl"] != math.inf:
            raise Failed(INFINITE)
        require_figures(student, NAME, {**answer, "kl": 0.0}, due, {})
