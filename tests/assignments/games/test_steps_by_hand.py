"""The numbers that open checks of steps hold, and those of their pictures, computed again."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import evaluated
from autograder.probes.step import Loss, Taken, telling_after, unmoved, uphill
from solutions.games import duel, qlearning
from tests.assignments.games.facts import part


def row_of(step: Any, take: Any) -> Tensor:
    """Return the loss and the weights after a step of the reference, in one row."""
    nets = {name: net.twin() for name, net in step.nets.items()}
    stepper = step.optimiser.over(nets[step.learner])
    loss = take(nets, stepper)
    return Taken(loss, nets[step.learner].state_dict()).row()


def test_steps_of_the_duel() -> None:
    held = part("duel", "steps_by_hand")
    got = row_of(
        held["JUDGING"],
        lambda nets, sgd: duel.discriminator_step(**nets, optimizer=sgd, **held["ROWS"]),
    )
    torch.testing.assert_close(got, held["JUDGED"], rtol=0, atol=1e-5)
    for kind, want in held["MADE"].items():
        given = {"noise": held["ONES"], "kind": kind}
        got = row_of(
            held["MAKING"],
            lambda nets, sgd, given=given: duel.generator_step(**nets, optimizer=sgd, **given),
        )
        torch.testing.assert_close(got, want, rtol=0, atol=1e-5)


def test_the_step_of_q_learning() -> None:
    held = part("qlearning", "step_by_hand")
    got = row_of(
        held["STEP"],
        lambda nets, sgd: qlearning.dqn_step(
            **nets, optimizer=sgd, batch=held["BATCH"], gamma=held["GAMMA"]
        ),
    )
    torch.testing.assert_close(got, held["STEPPED"], rtol=0, atol=1e-5)


def test_where_mistakes_of_q_learning_lead() -> None:
    held, steps = part("qlearning", "step_by_hand"), part("qlearning", "steps")
    case = steps["Case"](held["NET"], held["TARGET_NET"], held["BATCH"], held["GAMMA"])
    losses: dict[str, Loss] = dict(steps["step_slips"](case))
    due = steps["loss_of"](case)
    found = {told: held["STEP"].taken(due, slip=slip).row() for told, slip in losses.items()}
    for told, way in (("after it", telling_after), ("not moved", unmoved), ("uphill", uphill)):
        found[told] = held["STEP"].taken(due, way=way).row()
    want = held["STEPPED"]
    stated = evaluated(held["STEP_SLIPS"], want, want, (), {})
    met = 0
    for told, number in stated.items():
        same = [row for key, row in found.items() if key == told or key in told]
        for row in same:
            torch.testing.assert_close(row, number, rtol=0, atol=1e-5)
        met += bool(same)
    assert met == len(stated) - 1  # all but the number of the best action in place of its value


def test_where_mistakes_of_the_duel_lead() -> None:
    held, truth = part("duel", "steps_by_hand"), part("duel", "truth")
    real, noise, want = held["REAL"], held["NOISE"], held["JUDGED"]
    due, slips = truth["judging"](real, noise), truth["judging_slips"](real, noise)
    stated = evaluated(held["JUDGED_SLIPS"], want, want, (), {})
    found = {told: held["JUDGING"].taken(due, slip=slip).row() for told, slip in slips.items()}
    for told, way in (("after it", telling_after), ("not moved", unmoved), ("uphill", uphill)):
        found[told] = held["JUDGING"].taken(due, way=way).row()
    for told, number in stated.items():
        (row,) = [one for key, one in found.items() if key == told or key in told]
        torch.testing.assert_close(row, number, rtol=0, atol=1e-4)
    for kind, after in held["AFTER"].items():
        making = truth["making"](held["ONES"], kind)
        row = held["MAKING"].taken(making, way=telling_after).row()
        assert float(row[0]) == pytest.approx(after, abs=1e-5)


def test_the_world_of_the_picture() -> None:
    held = part("qlearning", "picture")
    world = (held["THERE"], held["REWARD"], held["END"], held["GAMMA"])
    for sweeps, due in held["DUE"].items():
        q = qlearning.value_iteration(*world, sweeps)
        torch.testing.assert_close(q, due, rtol=0, atol=1e-6)
    for move, (down, right) in enumerate(((-1, 0), (0, 1), (1, 0), (0, -1))):
        for state in range(6):
            row, column = state // 3 + down, state % 3 + right
            inside = 0 <= row < 2 and 0 <= column < 3
            assert held["THERE"][state, move] == (3 * row + column if inside else state)


def test_huber_is_what_the_truth_says() -> None:
    targets = part("qlearning", "targets")
    q, target = torch.randn(6, 3, dtype=torch.float64), torch.randn(6, dtype=torch.float64)
    action = torch.randint(3, (6,))
    for delta in (0.3, 1.0, 2.0):
        erring = targets["Erring"](q, action, target, delta)
        want = F.huber_loss(q[torch.arange(6), action], target, reduction="none", delta=delta)
        torch.testing.assert_close(erring.losses(), want)
