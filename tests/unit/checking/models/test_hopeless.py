"""Which models are given up before the published training has ended: what was measured of them."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.checking.models import trained
from autograder.checking.models.asked import NotFinite
from autograder.checking.models.trained import Goal
from autograder.checking.models.training import Size

SIZE = Size(hidden=8, layers=2, batch=8, steps=100)


class Scripted:
    """A course whose model has an NLL of these nats after each part of its training."""

    def __init__(self, nats: list[float]) -> None:
        self.nats, self.looked, self.images = nats, 0, Scripted.Images

    class Images:
        test = None

    def build(self, size: Size) -> None:
        assert size.steps == SIZE.steps // 5

    def train_until(self, model: Any, size: Size, stops: Callable[[Any, int], bool]) -> Size:
        for rounds in range(1, size.rounds):
            if stops(model, rounds):
                return size
        raise AssertionError("it goes on to the end")

    def log_likelihood(self, *_: object) -> torch.Tensor:
        self.looked += 1
        nats = self.nats[self.looked - 1]
        if math.isnan(nats):
            raise NotFinite("It diverges.")
        return torch.tensor([-nats])


@pytest.mark.parametrize(
    ("hopeless", "ceiling", "nats", "given_up", "looks"),
    [
        # colour, 32 x 32: the plainest stack stands still at independent entries, and passes later
        (4512.0, 3900.0, [4923.0, 4570.0, 4360.0], False, 3),
        (4512.0, 3900.0, [15664.0, 14312.0, 13000.0], True, 2),  # its head alone learns
        # digits, 8 x 8
        (23.97, 20.0, [27.0, 23.4], False, 2),
        (23.97, 20.0, [35.07, 30.59, 29.03], True, 3),
        (23.97, 20.0, [23.0], False, 1),
        (23.97, 20.0, [24.58, 24.58], True, 2),  # it has learned how often each pixel is bright
        (23.97, 20.0, [39.0, 33.0, 28.0], False, 3),
        (23.97, 20.0, [24.0, 30.0], True, 2),
        (23.97, 20.0, [math.nan], False, 1),  # that decides with another seed
    ],
)
def test_who_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
    hopeless: float,
    ceiling: float,
    nats: list[float],
    given_up: bool,
    looks: int,
) -> None:
    goal = Goal(ceiling, hopeless, 1.0, [SIZE], SIZE, SIZE)
    course: Any = Scripted(nats)
    monkeypatch.setattr(trained, "log_likelihood", course.log_likelihood)
    assert trained._is_hopeless(course, hopeless + 1.0, goal) is given_up
    assert course.looked == looks


@pytest.mark.parametrize("hurried", [23.0, math.inf])
def test_what_the_small_model_has_learned_or_diverged_at_is_trained_in_full(hurried: float) -> None:
    course: Any = Scripted([])
    goal = Goal(20.0, 23.97, 1.0, [SIZE], SIZE, SIZE)
    assert not trained._is_hopeless(course, hurried, goal)
    assert course.looked == 0
