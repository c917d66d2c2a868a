"""A model trained by the course's protocol has to land between a ceiling and a floor.

On data that no student can hold: the course's, changed by the secret, and a law that is drawn
from it, whose entropy is known.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.models.apart import NO_TWIN, Original
from autograder.checking.models.as_trained import require_causal_as_trained
from autograder.checking.models.asked import AskedModel, ModelClass, NotFinite
from autograder.checking.models.law import require_law_learned, require_possible
from autograder.checking.models.layout import ModelLayout
from autograder.checking.models.published import MANY, GivenUp, Glimpse, in_parts, is_given_up
from autograder.checking.models.split import Split
from autograder.checking.models.training import (
    Course,
    Size,
    enough,
    in_batches,
    log_likelihood,
    log_probs,
)
from autograder.checking.student import Failed, Student
from autograder.probes.commit import commitment
from autograder.text.i18n import listed, said

CLOSE = 1 / 40  # of the ceiling: half a nat of 20, five times what one seed differs from another
WATCHED = 128  # data, and an eighth of them where one has many logits
SOME = 16
UNTRAINED = 6400  # entries that a model has to predict badly before it is trained
GAIN = 1 / 4  # of the ceiling, that training must bring; right models start at twice the ceiling


@dataclass(frozen=True)
class Goal:
    """What a model has to reach on data that are held back, in nats for one of them.

    Args: `ceiling`, above which it has not learned; `hopeless`, which independent entries do not
    reach; `suspicious`, below which a person is asked; `hurried`, small sizes that are tried first,
    in this order, one of several rounds until it is likely below the ceiling; `published`, the
    size for which the ceiling is promised; `law`, the size that a secret law is tried with first;
    `gain`, the share of the ceiling that training must bring; `about`, a sentence on the data;
    `advice` and `advice_hopeless`, on where to look when it is not learned.
    """

    ceiling: float
    hopeless: float
    suspicious: float
    hurried: Sequence[Size]
    published: Size
    law: Size
    gain: float = GAIN
    about: str = ""
    advice: str = ""
    advice_hopeless: str = ""


@dataclass(frozen=True)
class Data:
    """`secret` data, which nobody holds, and `public`, for which the ceiling was found."""

    secret: Split
    public: Callable[[], Split]


@dataclass(frozen=True)
class Scored:
    """A trained model, and what it said of the data that are held back: float64 (B, n, V)."""

    model: AskedModel
    course: Course
    size: Size
    original: Original
    answers: Tensor

    @property
    def nll(self) -> float:
        """Return the mean NLL of the data that are held back, nats."""
        return -log_probs(self.answers, self.model.grid, self.course.images.test).mean().item()


def learns(
    student: Student, ctx: Context, kind: ModelClass, layout: ModelLayout, data: Data, goal: Goal
) -> Passed:
    """Train, and compare the NLL on secret data with the ceiling and on a law with its entropy.

    A small model, trained in a hurry, is tried first, since most pass with it; the ceiling is
    promised for the published protocol, so that one decides. All in one process, which has ended
    before another is asked whether it would have said the same.
    """
    with student.fresh() as one:
        course = Course(one, ctx, kind, layout, data.secret)
        drawn = int(torch.randint(1 << 31, (), generator=ctx.generator("seed")))
        goal = replace(goal, hurried=[replace(size, seed=drawn) for size in goal.hurried])
        scored = _below_ceiling(course, data, goal)
        require_possible(scored.model, ctx)
        _require_gain(scored, goal.gain * goal.ceiling)
        require_law_learned(
            course, replace(goal.law, seed=drawn + 1), goal.hurried[0], goal.published.lr
        )
        require_causal_as_trained(
            scored.model,
            scored.size,
            goal.published,
            ctx.generator("as trained"),
            scored.course.images.test,
        )
    with student.fresh() as two:
        question = _require_committed(scored, replace(scored.course, student=two))
    return Passed(question=question or _question(scored.nll, goal.suspicious))


def _below_ceiling(course: Course, data: Data, goal: Goal) -> Scored:
    """Return the first trained model that is below the ceiling; raises Failed when there is none.

    The published size is trained on data by whose like the ceiling was found; its seed is the
    handout's and, where that comes close or diverges, another one.
    """
    nll, published = math.inf, goal.published
    for size in goal.hurried:
        scored = _in_a_hurry(course, size, goal)
        nll = math.inf if scored is None else scored.nll
        if scored is not None and nll <= goal.ceiling:
            return scored
    public = replace(course, images=data.public())
    for size in (published, replace(published, seed=1)):
        doubtful = size == published and goal.hopeless <= nll < math.inf
        try:
            scored = _as_published(public, size, goal, doubtful=doubtful)
        except GivenUp:
            break
        nll = math.inf if scored is None else scored.nll
        if scored is not None and nll <= goal.ceiling:
            return scored
        if size == published and goal.ceiling * (1 + CLOSE) < nll < math.inf:
            break
    told = course.layout.words.not_learned(course.kind.name, published.steps, f"{goal.ceiling:g}")
    hint = goal.advice_hopeless if nll >= goal.hopeless else goal.advice
    raise Failed(listed([told, goal.about, hint]))


def _in_a_hurry(course: Course, size: Size, goal: Goal) -> Scored | None:
    """Train a small model until it is likely below the ceiling; None when training has diverged.

    Watched on data that it does not train on and that it is not scored on. What would not get there
    in the rounds that are left, were they as good as the last, is given no more.
    """
    if size.rounds == 1:
        return _scored(course, size, goal)
    grid = course.layout.grid
    some = WATCHED if grid.size * grid.num_values <= MANY else WATCHED // 8
    images, watched = course.images.watched(some, course.ctx.generator("watched"))
    course, least = replace(course, images=images), goal.ceiling * (1 + CLOSE)
    seen: list[float] = []

    def stops(model: AskedModel, rounds: int) -> bool:
        seen.append(-log_likelihood(model, watched).mean().item())
        return enough(seen, size.rounds - rounds, least)

    model = course.build(size)
    try:
        trained = course.train_until(model, size, stops)
    except NotFinite:
        return None
    return _score(course, model, trained, goal)


def _scored(course: Course, size: Size, goal: Goal) -> Scored | None:
    """Train and ask about the data that are held back; None when training has diverged."""
    return _score(course, course.train(course.build(size), size), size, goal)


def _score(course: Course, model: AskedModel, size: Size, goal: Goal) -> Scored | None:
    """Ask a trained model about the data that are held back; None when training has diverged."""
    try:
        # Taken down before it has seen what it is scored on.
        original = Original.of(model, course.ctx.generator("calibration"))
        batch = min(goal.published.batch, model.at_once)
        pieces = in_batches(course.images.test, batch)
        answers = torch.cat([model.grid.per_entry(model.log_probs(x)) for x in pieces])
        answers = answers[: len(course.images.test)]
    except NotFinite:
        return None
    return Scored(model, course, size, original, answers)


def _as_published(course: Course, size: Size, goal: Goal, *, doubtful: bool) -> Scored | None:
    """Train by the protocol, to its end or until it is below the ceiling; None when it diverged.

    Raises GivenUp for a `doubtful` model, of which a small one has learned nothing, either.
    """
    draw = course.ctx.generator("glimpse")
    parts, glimpse = in_parts(size), Glimpse.at(course.images, course.layout.grid, draw)
    seen: list[float] = []

    def stops(model: AskedModel, _: int) -> bool:
        seen.append(glimpse.nats(model))
        if doubtful and is_given_up(seen, parts.rounds, goal.hopeless, goal.ceiling):
            raise GivenUp
        return seen[-1] <= goal.ceiling * (1 - CLOSE / 2)

    model = course.build(parts)
    trained = course.train_until(model, parts, stops)
    scored = _score(course, model, trained, goal)
    if trained == parts or (scored is not None and scored.nll <= goal.ceiling):
        return scored
    return _scored(course, size, goal)  # it was not there yet, and the whole training decides


def _question(nll: float, suspicious: float) -> str:
    """Ask a person about a number that is better than any model we know."""
    if nll >= suspicious:
        return ""
    return said(
        "On held-back data it reaches {nats} nats, below {least}: better than any model we know. "
        "No leak was found. The data are public, though they were changed here: has it been "
        "fitted to those that are held back?",
        nats=f"{nll:.2f}",
        least=f"{suspicious:g}",
    )


def _require_gain(scored: Scored, gain: float) -> None:
    """Raise Failed when a model that is not trained is as good, on data that it may know."""
    course = scored.course
    model = course.build(scored.size)
    model.handle.mode()
    some = max(SOME, UNTRAINED // model.grid.size)
    untrained = -log_likelihood(model, course.images.train[:some]).mean()
    if untrained.item() < scored.nll + gain:
        raise Failed(model.words.untrained(model.name), essential=True)


def _require_committed(scored: Scored, course: Course) -> str:
    """Raise Failed unless a process that is not shown the rest of an image predicts the same.

    Returns a question for a person where no second process holds the same model.
    """
    draw, grid, size = course.ctx.generator("commit"), scored.model.grid, scored.size
    held_back, rest = (grid.values(images) for images in (course.images.test, course.images.train))
    others = rest[torch.randint(len(rest), (len(held_back),), generator=draw)]
    twin = scored.original.twin(lambda: course.build(size), lambda model: course.train(model, size))
    if twin is None:
        return NO_TWIN
    found = commitment(scored.answers, twin, grid, held_back, others, draw, scored.original.dtype)
    if not found.same:
        raise Failed(twin.words.cut_off(twin.name), essential=True)
    return ""
