"""What hidden checks of `duel` and `qlearning` draw tells mistakes apart, whatever the secret."""

import pytest
import torch

from autograder.checking.check import Context
from solutions.games import duel
from tests.assignments.games.facts import part
from tests.conftest import ROOT

SEEDS = range(12)


def context(seed: int) -> Context:
    return Context({"noise_std": 0.4}, ROOT / "assignments" / "games", seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["discriminator_step", "generator_step"])
def test_every_mistake_of_a_step_shows_in_some_batch(name: str, seed: int) -> None:
    steps = part("duel", "steps")
    batch = steps["sheets"](context(seed), (4, 3), torch.float64)
    step, kinds = batch.step(name, steps["SGD"]), ("non_saturating", "saturating")
    for kind in kinds if name == "generator_step" else kinds[:1]:
        right = step.taken(batch.loss(name, kind)).row()
        for told, slip in batch.slips(name, kind).items():
            row = step.taken(batch.loss(name, kind), slip=slip).row()
            assert (row - right).abs().max() > 1e-5, told


@pytest.mark.parametrize("seed", SEEDS)
def test_every_mistake_of_q_learning_shows_in_some_batch(seed: int) -> None:
    steps = part("qlearning", "steps")
    case = steps["case"](context(seed), steps["ROWS"], 6, torch.float64)
    step, due = case.step(steps["SGD"]), steps["loss_of"](case)
    right = step.taken(due).row()
    for told, slip in steps["step_slips"](case).items():
        assert (step.taken(due, slip=slip).row() - right).abs().max() > 1e-5, told


@pytest.mark.parametrize("seed", SEEDS)
def test_worlds_tell_sweeps_in_place_from_all_at_once(seed: int) -> None:
    worlds = part("qlearning", "worlds")
    drawn = list(worlds["drawn_worlds"](context(seed), torch.float64))
    right = [worlds["swept"](world, world.sweeps) for world in drawn]
    slips = [worlds["world_slips"](**vars(world)) for world in drawn]
    for told in slips[0]:
        pairs = zip(slips, right, strict=True)
        gaps = [float((some[told] - want).abs().nan_to_num().max()) for some, want in pairs]
        assert max(gaps) > 1e-3, told
    assert any(world.done.any() and not world.done.all() for world in drawn)


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_are_away_from_the_radius(seed: int) -> None:
    reports = part("duel", "reports")
    missed = False
    for found in reports["drawn_reports"](context(seed)):
        nearest = found.distances().min(1).values
        assert (nearest - found.radius).abs().min() > 1e-4
        report = duel.mode_report(found.samples, found.centres, found.radius)
        assert report["good"] > 0
        missed = missed or (report["good"] < 1 and report["modes"] < len(found.centres))
    assert missed


@pytest.mark.parametrize("seed", SEEDS)
def test_secret_clouds_are_a_square_near_that_of_the_handout(seed: int) -> None:
    trained = part("duel", "trained")
    clouds = trained["drawn_clouds"](context(seed))
    middle = clouds.centres.mean(0)
    arms = (clouds.centres - middle).norm(dim=1)
    torch.testing.assert_close(arms, torch.full((4,), 1.2 * 2**0.5))
    assert middle.abs().max() <= 0.2 + 1e-6
    assert torch.cdist(clouds.centres, clouds.centres).max() == pytest.approx(
        2.4 * 2**0.5, abs=1e-4
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_logits_of_extreme_batches_are_huge(seed: int) -> None:
    steps = part("duel", "steps")
    for batch in steps["extreme_batches"](context(seed)):
        judge, made = batch.discriminator.twin(), batch.generator.twin()
        logits = torch.cat([judge(batch.real), judge(made(batch.noise))])
        assert logits.abs().min() > 500
        assert logits.abs().max() < 2e4
