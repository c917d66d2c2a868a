"""The published training, ended early: who is given up, and who is there before its end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch

from autograder.checking.models import trained
from autograder.checking.models.published import GivenUp, Glimpse, in_parts, is_given_up
from autograder.checking.models.split import Split
from autograder.checking.models.trained import Goal
from autograder.checking.models.training import Size
from autograder.checking.student import Failed
from autograder.probes.order import Grid

SIZE = Size(hidden=8, layers=2, batch=8, steps=100, lr=0.01)
GOAL = Goal(20.0, 23.97, 1.0, [SIZE], SIZE, SIZE)


@pytest.mark.parametrize(
    ("hopeless", "ceiling", "nats", "given_up"),
    [
        # colour, 32 x 32: the plainest stack stands still at independent entries, and passes later
        (4512.0, 3900.0, [4923.0, 4570.0, 4360.0], False),
        (4512.0, 3900.0, [15664.0, 14312.0], True),  # its head alone learns
        # digits, 8 x 8
        (23.97, 20.0, [27.0, 23.4], False),
        (23.97, 20.0, [35.07, 30.59], False),
        (23.97, 20.0, [35.07, 30.59, 29.03], True),
        (23.97, 20.0, [35.07, 30.59, 29.5, 29.03], False),  # no time was saved any more
        (23.97, 20.0, [24.5], False),  # after one part nothing is known
        (23.97, 20.0, [24.58, 24.58], True),  # it has learned how often each pixel is bright
        (23.97, 20.0, [39.0, 33.0, 28.0], False),
        (23.97, 20.0, [24.0, 30.0], True),
        (23.97, 20.0, [24.0, math.inf], False),  # it diverges, and another seed decides
        (23.97, 20.0, [math.inf, 24.0], False),
    ],
)
def test_who_is_given_up(
    hopeless: float, ceiling: float, nats: list[float], given_up: bool
) -> None:
    assert is_given_up(nats, 5, hopeless, ceiling) is given_up


@pytest.mark.parametrize(("steps", "parts"), [(250, 5), (333, 3), (251, 1), (4, 4)])
def test_the_parts_are_the_whole_training(steps: int, parts: int) -> None:
    size = in_parts(replace(SIZE, steps=steps))
    assert (size.rounds, size.steps * size.rounds, size.one_run) == (parts, steps, True)


def test_a_glimpse_of_harder_data_tells_what_those_held_back_would_cost() -> None:
    """Where half of the data are noise, what is seen is put right by what noise costs."""
    grid, draw = Grid(1, 4, 4), torch.Generator().manual_seed(0)
    easy = torch.zeros(300, 1, 4, 4)
    hard = torch.randint(2, (300, 1, 4, 4), generator=draw).float()
    alike = Glimpse.at(Split(easy, easy[:100]), grid, draw)
    assert len(alike.data) == 256 and abs(alike.harder) < 0.1
    mixed = torch.stack([easy, hard], 1).flatten(0, 1)
    harder = Glimpse.at(Split(mixed, easy[:100]), grid, draw)
    # a quarter of all pixels are bright: a dark one costs 0.29 nats, one of noise 0.84
    assert 3.0 < harder.harder < 5.5


class Scripted:
    """A course whose model costs these nats after each part; asked for in the same order."""

    def __init__(self, nats: Sequence[float], score: Callable[[Size], float | None]) -> None:
        self.nats, self.score = list(nats), score
        self.images = Split(torch.zeros(64, 1, 4, 4), torch.zeros(16, 1, 4, 4))
        self.layout = self.ctx = self
        self.grid = Grid(1, 4, 4)
        self.trained: list[Size] = []

    def generator(self, _: str) -> torch.Generator:
        return torch.Generator().manual_seed(0)

    def build(self, _: Size) -> None:
        return None

    def train(self, _: Any, size: Size) -> None:
        self.trained.append(size)

    def train_until(self, _: Any, size: Size, stops: Callable[[Any, int], bool]) -> Size:
        for rounds in range(1, size.rounds):
            if stops(None, rounds):
                size = replace(size, rounds=rounds)
                break
        self.trained.append(size)
        return size


def _published(
    monkeypatch: pytest.MonkeyPatch, course: Any, *, doubtful: bool = False
) -> float | None:
    """Train by the protocol and return the score, None for one that has diverged."""

    class Told:
        def __init__(self, nll: float) -> None:
            self.nll = nll

    def scored(course: Any, _: Any, size: Size, goal: Goal) -> Told | None:
        nll = course.score(size)
        return None if nll is None else Told(nll)

    monkeypatch.setattr(Glimpse, "nats", lambda self, model: course.nats.pop(0))
    monkeypatch.setattr(trained, "_score", scored)
    found = trained._as_published(course, SIZE, GOAL, doubtful=doubtful)
    return None if found is None else found.nll


def test_what_is_below_the_ceiling_is_trained_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    course = Scripted([22.0, 19.7], lambda size: 19.9)
    assert _published(monkeypatch, course) == 19.9
    assert [(size.rounds, size.steps) for size in course.trained] == [(2, 20)]


def test_what_only_seemed_to_be_there_has_its_whole_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = Scripted([19.0], lambda size: 20.1 if size.one_run else 18.0)
    assert _published(monkeypatch, course) == 18.0
    assert course.trained[-1] == SIZE


@pytest.mark.parametrize("score", [20.6, None])
def test_the_end_of_the_training_decides(
    monkeypatch: pytest.MonkeyPatch, score: float | None
) -> None:
    """Near the ceiling nothing is guessed: what is above it at the end has been trained so long."""
    course = Scripted([24.2, 22.4, 21.44, 21.07], lambda size: score)
    assert _published(monkeypatch, course) == score
    assert [(size.rounds, size.steps) for size in course.trained] == [(5, 20)]


def test_only_what_a_small_model_has_not_learned_either_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flat = [24.6, 24.6, 24.6, 24.6]
    with pytest.raises(GivenUp):
        _published(monkeypatch, Scripted(flat, lambda size: 24.6), doubtful=True)
    assert _published(monkeypatch, Scripted(flat, lambda size: 24.6)) == 24.6


@pytest.mark.parametrize(
    ("hurried", "doubtful"), [(24.5, True), (23.0, False), (math.inf, False), (None, False)]
)
def test_who_is_doubted(
    monkeypatch: pytest.MonkeyPatch, hurried: float | None, doubtful: bool
) -> None:
    seen: list[bool] = []

    class Told:
        nll = hurried

    def published(*_: Any, doubtful: bool) -> None:
        seen.append(doubtful)
        raise GivenUp

    monkeypatch.setattr(trained, "_in_a_hurry", lambda *_: None if hurried is None else Told())
    monkeypatch.setattr(trained, "_as_published", published)
    monkeypatch.setattr(trained, "replace", lambda one, **_: one)
    course: Any = Scripted([], lambda size: None)
    course.kind = course.words = course
    course.name, course.not_learned = "Model", lambda *_: "It has not learned."
    data: Any = trained.Data(course.images, lambda: course.images)
    with pytest.raises(Failed, match="has not learned"):
        trained._below_ceiling(course, data, GOAL)
    assert seen == [doubtful]
