"""`games/qlearning`: tables against a fixed point, losses by hand, and steps that touch one net."""

import copy
import math

import pytest
import torch
from torch import Tensor

from solutions.games.qlearning import dqn_step, td_loss, td_target, value_iteration
from tests.assignments.density.facts import DTYPES, seeded
from tests.assignments.foundations.facts import kept
from tests.assignments.games.facts import Seen, randn, small


def world(seed: int, states: int = 6, actions: int = 3) -> tuple[Tensor, Tensor, Tensor]:
    draw = seeded(seed)
    there = torch.randint(states, (states, actions), generator=draw)
    done = torch.rand(states, actions, generator=draw) < 0.2
    return there, randn(states, actions, seed=seed), done


def by_steps(
    tables: tuple[Tensor, Tensor, Tensor], gamma: float, left: int, s: int, a: int
) -> float:
    """Return the most that `left` moves can bring, the first being `a`: by trying them all."""
    there, reward, done = (table.tolist() for table in tables)
    if left == 0:
        return 0.0
    after = range(len(there[0]))
    best = max(by_steps(tables, gamma, left - 1, there[s][a], b) for b in after)
    return float(reward[s][a] + (0.0 if done[s][a] else gamma * best))


@pytest.mark.parametrize("gamma", [0.0, 0.7, 1.0])
@pytest.mark.parametrize("sweeps", [0, 1, 2, 4])
def test_so_many_sweeps_look_so_many_moves_ahead(sweeps: int, gamma: float) -> None:
    tables = world(1, states=4, actions=2)
    with kept(*tables):
        q = value_iteration(*tables, gamma, sweeps)
    want = [[by_steps(tables, gamma, sweeps, s, a) for a in range(2)] for s in range(4)]
    torch.testing.assert_close(q, torch.tensor(want, dtype=torch.float64))


def test_many_sweeps_reach_the_solution_of_the_linear_system() -> None:
    """That of the greedy policy, which no single move improves."""
    there, reward, done = world(2)
    q = value_iteration(there, reward, done, 0.8, 200)
    states, best = torch.arange(6), q.argmax(1)
    moves = torch.zeros(6, 6, dtype=torch.float64)
    moves[states, there[states, best]] = (~done[states, best]).double()
    solved = torch.linalg.solve(torch.eye(6).double() - 0.8 * moves, reward[states, best])
    torch.testing.assert_close(q.max(1).values, solved)
    again = reward + 0.8 * solved[there] * (~done)
    torch.testing.assert_close(q, again)


@pytest.mark.parametrize("junk", [0.0, math.nan, math.inf, -math.inf])
@DTYPES
def test_what_comes_after_the_end_does_not_matter(junk: float, dtype: torch.dtype) -> None:
    next_q = torch.tensor([[1.0, 3.0], [junk, junk], [-2.0, -1.0]], dtype=dtype, requires_grad=True)
    reward, done = torch.tensor([1.0, 5.0, 0.0], dtype=dtype), torch.tensor([False, True, False])
    target = td_target(reward, done, next_q, 0.5)
    assert target.tolist() == [2.5, 5.0, -0.5]
    assert target.dtype == dtype and not target.requires_grad


@pytest.mark.parametrize(("delta", "want"), [(1.0, (0.02 + 0.5 + 2.5) / 3), (3.0, 5.02 / 3)])
def test_the_loss_is_a_square_up_to_delta_and_then_a_line(delta: float, want: float) -> None:
    q = torch.tensor([[0.2, 9.0], [9.0, -1.0], [3.0, 9.0]], requires_grad=True)
    target = torch.zeros(3, requires_grad=True)
    loss = td_loss(q, torch.tensor([0, 1, 0]), target, delta)
    assert loss.item() == pytest.approx(want)
    of_q, of_target = torch.autograd.grad(loss, (q, target), allow_unused=True)
    slopes = torch.tensor([[0.2, 0.0], [0.0, -1.0], [min(3.0, delta), 0.0]]) / 3
    torch.testing.assert_close(of_q, slopes)
    assert of_target is None


@pytest.mark.parametrize("train", [True, False])
def test_a_step_moves_the_network_alone(train: bool) -> None:
    net, frozen = small(3, 4, 1).train(not train), small(3, 4, 2).train(train)
    twin = copy.deepcopy(net)
    optimiser, own = (torch.optim.Adam(n.parameters(), lr=0.05) for n in (net, twin))
    for step in range(2):
        state, after = randn(2, 6, 3, seed=step)
        action = torch.randint(4, (6,), generator=seeded(step))
        reward, done = 2 * randn(6, seed=20 + step), torch.arange(6) % 3 == step
        before, modes = Seen.of(frozen), Seen.of(net).modes
        loss = dqn_step(net, frozen, optimiser, (state, action, reward, after, done), 0.9)
        before.assert_same(Seen.of(frozen))
        assert Seen.of(net).modes == modes
        target = (reward + 0.9 * frozen(after).max(1).values * ~done).detach()
        e = twin(state)[torch.arange(6), action] - target
        want = torch.where(e.abs() <= 1, e**2 / 2, e.abs() - 0.5).mean()
        own.zero_grad()
        want.backward()  # type: ignore[no-untyped-call]
        own.step()
        assert type(loss) is float and loss == pytest.approx(want.item(), abs=1e-12)
        for one, due in zip(net.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(one, due, rtol=1e-12, atol=1e-12)
