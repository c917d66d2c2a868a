"""Reference solutions of `games/qlearning`: what an action is worth, from a table to a network."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def value_iteration(
    next_state: Tensor, reward: Tensor, done: Tensor, gamma: float, sweeps: int
) -> Tensor:
    """What each action is worth in a world that is known.

    Q is 0 at first. Each sweep replaces *all* entries at once:

        Q(s, a) = reward(s, a) + gamma * (1 - done(s, a)) * max_b Q(next_state(s, a), b)

    See Bellman, "Dynamic Programming", 1957.

    Args:
        next_state: int ``(S, A)``, where each action leads to.
        reward: ``(S, A)``, what is received on the way.
        done: bool ``(S, A)``, whether the game is over then.
        gamma: the discount, what a reward is worth that comes one step later.
        sweeps: how many, 0 or more.

    Returns:
        ``(S, A)`` in the dtype of ``reward``.

    Example:
        A corridor of three states. Action 1 goes right; the end is worth 1.

        >>> there = torch.tensor([[0, 1], [0, 2], [1, 2]])
        >>> end = torch.tensor([[False, False], [False, True], [False, True]])
        >>> value_iteration(there, end.float(), end, 0.5, 2)
        tensor([[0.0000, 0.5000],
                [0.0000, 1.0000],
                [0.5000, 1.0000]])
    """
    # About 5 lines. `best[next_state]` looks up all entries at once.
    ### BEGIN SOLUTION
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        best = q.max(1).values
        q = reward + gamma * best[next_state].masked_fill(done, 0.0)
    return q
    ### END SOLUTION


def td_target(reward: Tensor, done: Tensor, next_q: Tensor, gamma: float) -> Tensor:
    """What the Q-value of an action that was taken should have been, by what came of it.

    Args:
        reward: ``(B,)``.
        done: bool ``(B,)``, whether the game was over then.
        next_q: ``(B, A)``, Q-values of the state after. In finished rows it may hold anything,
            infinities and NaN as well.
        gamma: the discount.

    Returns:
        ``(B,)``: ``reward + gamma * max next_q``, and ``reward`` alone where done. It is a
        constant: no gradient goes through it.

    Example:
        >>> next_q = torch.tensor([[2.0, 4.0], [2.0, 4.0]])
        >>> td_target(torch.tensor([1.0, 1.0]), torch.tensor([False, True]), next_q, 0.5)
        tensor([3., 1.])
    """
    # About 2 lines. NaN times 0 is NaN: choose, do not multiply.
    ### BEGIN SOLUTION
    best = next_q.max(1).values.masked_fill(done, 0.0)
    return (reward + gamma * best).detach()
    ### END SOLUTION


def td_loss(q: Tensor, action: Tensor, target: Tensor, delta: float = 1.0) -> Tensor:
    """How far the Q-values of the actions that were taken are from their targets.

        e = q[b, action[b]] - target[b]
        e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2);  the mean over rows

    See Huber, "Robust Estimation of a Location Parameter", 1964.

    Args:
        q: ``(B, A)``.
        action: int ``(B,)``.
        target: ``(B,)``; no gradient goes into it.
        delta: from where on the loss is a straight line.

    Returns:
        ``()`` in the dtype of ``q``.

    Example:
        Errors of 0.5 and of 3: (0.125 + 2.5) / 2.

        >>> q = torch.tensor([[0.5, 9.0], [9.0, 3.0]])
        >>> td_loss(q, torch.tensor([0, 1]), torch.zeros(2))
        tensor(1.3125)
    """
    # About 2 lines. `gather` picks one entry of each row; F.huber_loss knows the rest.
    ### BEGIN SOLUTION
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return F.huber_loss(chosen, target.detach(), delta=delta)
    ### END SOLUTION


def dqn_step(
    net: nn.Module,
    target_net: nn.Module,
    optimizer: torch.optim.Optimizer,
    batch: tuple[Tensor, Tensor, Tensor, Tensor, Tensor],
    gamma: float,
) -> float:
    """Take one step of deep Q-learning: ``net`` moves towards targets from ``target_net``.

    See Mnih et al., "Human-level control through deep reinforcement learning", 2015.

    Args:
        net: any network from states to Q-values ``(B, A)``; its parameters are changed.
        target_net: one like it. It stays as it is: weights, ``.grad``, mode.
        optimizer: holds the parameters of ``net``; ``step()`` is called once. What their ``.grad``
            held before has no effect.
        batch: state ``(B, ...)``, action int ``(B,)``, reward ``(B,)``, next state ``(B, ...)``,
            done bool ``(B,)``.
        gamma: the discount.

    Returns:
        A Python float: ``td_loss`` (with its default delta) *before* the step.

    Example:
        >>> net, frozen = nn.Linear(1, 2, bias=False), nn.Linear(1, 2, bias=False)
        >>> for layer in (net, frozen):
        ...     _ = nn.init.zeros_(layer.weight)
        >>> one, sgd = torch.ones(1, 1), torch.optim.SGD(net.parameters(), lr=1.0)
        >>> batch = (one, torch.tensor([1]), torch.tensor([0.5]), one, torch.tensor([True]))
        >>> print(dqn_step(net, frozen, sgd, batch, 0.9), net.weight.tolist())
        0.125 [[0.0], [0.5]]
    """
    # About 8 lines. Under torch.no_grad(), target_net leaves no gradient behind.
    ### BEGIN SOLUTION
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    return loss.item()
    ### END SOLUTION
