"""Training round by round, and what is watched meanwhile."""

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
import torch

from assignments.pixelcnn.checks.classes import PIXELCNN
from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import (
    Course,
    Size,
    enough,
    in_batches,
    log_likelihood,
)
from autograder.checking.student import Student
from autograder.probes.order import Grid
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.models import notebook

GRID = Grid(1, 4, 4)
SIZE = Size(hidden=12, layers=2, batch=4, steps=3, rounds=3)


def course() -> Course:
    torch.set_num_threads(1)
    draw = torch.Generator().manual_seed(0)
    images = GRID.images(GRID.draw(40, draw)).float()
    ctx = Context({}, ROOT, 3, SimpleNamespace())
    student = Student(LocalTransport(notebook()))
    return Course(student, ctx, PIXELCNN, ImageLayout(GRID), Split.at(images, 30))


def weights(model: AskedModel) -> torch.Tensor:
    state = model.handle.state_dict()
    return torch.cat([state[name].double().flatten() for name in sorted(state)])


def test_rounds_that_nobody_stops_are_those_of_a_plain_training() -> None:
    one, plan = course(), SIZE
    whole = one.train(one.build(plan), plan)
    watched = one.build(plan)
    asked: list[int] = []

    def stops(model: AskedModel, rounds: int) -> bool:
        asked.append(rounds)
        return False

    assert one.train_until(watched, plan, stops) == plan
    assert asked == [1, 2]  # after the last one there is nothing to stop
    assert torch.equal(weights(whole), weights(watched))


def test_a_training_that_was_stopped_can_be_done_again() -> None:
    """What is trained again in another process has to become the same model."""
    one = course()
    model = one.build(SIZE)
    size = one.train_until(model, SIZE, lambda model, rounds: rounds == 2)
    assert size == replace(SIZE, rounds=2)
    assert torch.equal(weights(model), weights(one.train(one.build(size), size)))


def test_one_run_in_parts_is_the_training_itself() -> None:
    """The optimiser and the draw of batches go on, whatever is asked in between."""
    one, whole = course(), replace(SIZE, steps=9, rounds=1)
    parts = replace(SIZE, one_run=True)
    model = one.build(parts)

    def stops(model: AskedModel, _: int) -> bool:
        model.log_probs(one.images.test)
        return False

    assert one.train_until(model, parts, stops) == parts
    assert torch.equal(weights(model), weights(one.train(one.build(whole), whole)))
    assert not torch.equal(weights(model), weights(one.train(one.build(SIZE), SIZE)))


def test_a_second_run_of_a_model_begins_anew() -> None:
    one, parts = course(), replace(SIZE, one_run=True)
    again = one.train(one.train(one.build(parts), parts), parts)
    begun = one.train(one.build(parts), parts)
    restarted = replace(SIZE, steps=9, rounds=1)
    assert torch.equal(weights(again), weights(one.train(begun, restarted)))


def test_every_round_has_batches_of_its_own() -> None:
    one = course()
    once, twice = (replace(SIZE, rounds=rounds) for rounds in (1, 2))
    again = one.train(one.build(once), once)
    again = one.train(again, once)
    assert not torch.equal(weights(again), weights(one.train(one.build(twice), twice)))


@pytest.mark.parametrize(
    ("seen", "left", "done"),
    [
        ([25.0], 2, False),
        ([20.4], 2, True),
        ([25.0, 22.0], 1, False),  # 3 nats a round: 19 after the next
        ([25.0, 24.0], 2, True),  # 22 at best
        ([22.0, 23.0], 3, True),  # it becomes worse
        ([math.nan], 2, False),
    ],
)
def test_a_watched_model_stops_when_it_is_there_or_will_not_be(
    seen: list[float], left: int, done: bool
) -> None:
    assert enough(seen, left, 20.5) is done


def test_what_is_watched_is_not_trained_on_nor_held_back() -> None:
    values = torch.arange(30.0).view(30, 1, 1, 1)
    split = Split.at(values, 20)
    rest, watched = split.watched(6, torch.Generator().manual_seed(1))
    assert torch.equal(rest.test, split.test) and len(watched) == 6
    assert sorted(torch.cat([rest.train, watched]).flatten().tolist()) == list(range(20))


@pytest.mark.parametrize("count", [1, 7, 8, 9, 20])
def test_scoring_asks_batches_of_one_size_alone(count: int) -> None:
    images = torch.arange(float(count)).view(-1, 1, 1, 1)
    pieces = in_batches(images, 8)
    assert {len(one) for one in pieces} == {8}
    assert torch.equal(torch.cat(list(pieces))[:count], images)
    assert len(pieces) == -(-count // 8)


def test_a_model_is_scored_in_batches_of_the_protocol() -> None:
    """Of any other size it was not asked whether it leaks."""
    sizes: list[int] = []

    class Asked:
        grid, at_once = Grid(1, 2, 2), 100

        def log_probs(self, x: torch.Tensor) -> torch.Tensor:
            sizes.append(len(x))
            return torch.full((len(x), 2, 1, 2, 2), 0.5, dtype=torch.float64).log()

    found = log_likelihood(cast(AskedModel, Asked()), torch.zeros(30, 1, 2, 2), batch=16)
    assert sizes == [16, 16] and found.tolist() == pytest.approx([4 * math.log(0.5)] * 30)
