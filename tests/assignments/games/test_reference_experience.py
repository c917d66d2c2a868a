"""`games/experience`: laws by counting, memories by identity, gradients by enumeration."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from solutions.games.experience import (
    ReplayBuffer,
    discounted_returns,
    epsilon_greedy,
    reinforce_loss,
)
from tests.assignments.density.facts import DTYPES, require_generator, seeded
from tests.assignments.foundations.facts import kept
from tests.assignments.games.facts import randn

Q = torch.tensor([[0.0, 2.0, 1.0, -1.0], [5.0, 2.0, 1.0, 0.0]])


@pytest.mark.parametrize("epsilon", [0.0, 0.3, 1.0])
def test_actions_follow_their_law_in_each_row_by_itself(epsilon: float) -> None:
    actions = epsilon_greedy(Q.repeat(20_000, 1), epsilon, seeded(1)).view(-1, 2)
    assert actions.dtype == torch.int64
    for row, best in enumerate((1, 0)):
        shares = torch.bincount(actions[:, row], minlength=4) / len(actions)
        want = torch.full((4,), epsilon / 4)
        want[best] += 1 - epsilon
        # The seed is fixed, so this holds always or never; 0.0035 is the standard deviation.
        assert (shares - want).abs().max().item() < 0.014
    both = (actions != torch.tensor([1, 0])).all(1).double().mean().item()
    assert both == pytest.approx((0.75 * epsilon) ** 2, abs=0.014)


def test_actions_listen_to_the_generator() -> None:
    require_generator(lambda generator: epsilon_greedy(Q.repeat(50, 1), 0.7, generator))


def filled(capacity: int, count: int) -> ReplayBuffer:
    buffer = ReplayBuffer(capacity)
    for number in range(count):
        buffer.add(number)
    return buffer


@pytest.mark.parametrize(("capacity", "count"), [(1, 3), (3, 2), (3, 3), (4, 11)])
def test_a_buffer_keeps_the_latest_in_their_order(capacity: int, count: int) -> None:
    buffer = filled(capacity, count)
    assert buffer.items() == list(range(max(0, count - capacity), count))
    assert len(buffer) == min(capacity, count)


def test_a_buffer_holds_objects_as_they_are() -> None:
    things: list[Any] = [object(), {"a": 1}, torch.zeros(2), None]
    buffer = ReplayBuffer(4)
    for thing in things:
        buffer.add(thing)
    assert all(one is thing for one, thing in zip(buffer.items(), things, strict=True))
    assert {id(one) for one in buffer.sample(4, seeded(0))} == {id(thing) for thing in things}
    assert len(buffer) == 4


def test_entries_are_drawn_uniformly_and_without_replacement() -> None:
    buffer, draw, pairs = filled(4, 6), seeded(2), torch.zeros(6, 6)
    for _ in range(6000):
        first, second = buffer.sample(2, draw)
        pairs[first, second] += 1
    shares = pairs / pairs.sum()
    want = torch.zeros(6, 6)
    want[2:, 2:] = (1 - torch.eye(4)) / 12
    assert (shares - want).abs().max().item() < 0.015


def test_draws_listen_to_the_generator() -> None:
    buffer = filled(50, 50)
    require_generator(lambda generator: torch.tensor(buffer.sample(20, generator)))


def test_what_cannot_be_held_or_drawn_is_refused() -> None:
    for capacity in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            ReplayBuffer(capacity)
    with pytest.raises(ValueError, match="cannot be drawn"):
        filled(5, 3).sample(4)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("length", [1, 2, 7])
@DTYPES
def test_returns_are_sums_of_what_follows(length: int, gamma: float, dtype: torch.dtype) -> None:
    reward = randn(length, dtype=dtype)
    with kept(reward):
        returns = discounted_returns(reward, gamma)
    assert returns.dtype == dtype
    for t in range(length):
        want = math.fsum(gamma**k * reward[t + k].item() for k in range(length - t))
        assert returns[t].item() == pytest.approx(want, rel=1e-6, abs=1e-6)


def test_long_episodes_keep_their_digits() -> None:
    returns = discounted_returns(torch.full((20_000,), 0.1), 1.0)
    assert returns[0].item() == pytest.approx(20_000 * torch.tensor(0.1).item(), rel=1e-7)


@pytest.mark.parametrize("baseline", [0.0, 1.5])
def test_on_average_the_gradient_is_that_of_the_expected_return(baseline: float) -> None:
    logits, brought = randn(4, seed=1), randn(4, seed=2)
    at = logits.clone().requires_grad_()
    (want,) = torch.autograd.grad(-(at.softmax(0) * brought).sum(), at)
    mean = torch.zeros(4, dtype=torch.float64)
    for action, share in enumerate(logits.softmax(0)):
        row = logits[None].clone().requires_grad_()
        loss = reinforce_loss(row, torch.tensor([action]), brought[action, None], baseline)
        mean += share * torch.autograd.grad(loss, row)[0][0]
    torch.testing.assert_close(mean, want)


def test_a_baseline_for_each_row_and_no_gradient_into_it() -> None:
    logits, action = randn(3, 2, seed=3).requires_grad_(), torch.tensor([1, 0, 1])
    returns, baseline = randn(3, seed=4).requires_grad_(), randn(3, seed=5).requires_grad_()
    loss = reinforce_loss(logits, action, returns, baseline)
    each = [
        reinforce_loss(logits[n, None], action[n, None], returns[n, None], baseline[n].item())
        for n in range(3)
    ]
    torch.testing.assert_close(loss, torch.stack(each).mean())
    for gradient in torch.autograd.grad(loss, (returns, baseline), allow_unused=True):
        assert gradient is None


def test_large_logits_are_fine() -> None:
    logits: Tensor = torch.tensor([[1e4, -1e4]], requires_grad=True)
    loss = reinforce_loss(logits, torch.tensor([1]), torch.tensor([1.0]))
    assert loss.item() == 2e4
    assert torch.autograd.grad(loss, logits)[0].tolist() == [[1.0, -1.0]]
