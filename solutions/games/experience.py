"""Reference solutions of `games/experience`: trying, remembering, and learning from rewards."""

from collections import deque
from typing import Any

import torch
from torch import Tensor


def epsilon_greedy(q: Tensor, epsilon: float, generator: torch.Generator | None = None) -> Tensor:
    """Choose actions: mostly the best one, now and then any.

    Args:
        q: ``(B, A)``, Q-values.
        epsilon: the probability, in each row by itself, of an action that is drawn uniformly from
            *all*, the best one included.
        generator: where all randomness comes from: equal states give equal actions, and a call
            moves the state on. ``None`` is torch's global generator.

    Returns:
        int ``(B,)``. Of equally good actions it may be any.

    Example:
        >>> epsilon_greedy(torch.tensor([[0.0, 2.0, 1.0], [5.0, 2.0, 1.0]]), epsilon=0.0)
        tensor([1, 0])
    """
    # About 4 lines: torch.rand says which rows try, torch.randint what.
    ### BEGIN SOLUTION
    rows, actions = q.shape
    tries = torch.rand(rows, generator=generator) < epsilon
    tried = torch.randint(actions, (rows,), generator=generator)
    return torch.where(tries, tried, q.argmax(1))
    ### END SOLUTION


class ReplayBuffer:
    """A memory of what happened; when it is full, the oldest entry goes.

    Args:
        capacity: how many entries it holds.

    Raises:
        ValueError: ``capacity`` is less than 1.

    Example:
        >>> buffer = ReplayBuffer(2)
        >>> for item in ("a", "b", "c"):
        ...     buffer.add(item)
        >>> len(buffer), buffer.items()
        (2, ['b', 'c'])
    """

    def __init__(self, capacity: int) -> None:
        """Begin without entries."""
        # About 3 lines: deque(maxlen=...) forgets the oldest by itself.
        ### BEGIN SOLUTION
        if capacity < 1:
            raise ValueError(f"capacity is at least 1, not {capacity}")
        self.entries: deque[Any] = deque(maxlen=capacity)
        ### END SOLUTION

    def add(self, item: Any) -> None:
        """Remember ``item``, any object, as it is."""
        # 1 line.
        ### BEGIN SOLUTION
        self.entries.append(item)
        ### END SOLUTION

    def __len__(self) -> int:
        """How many entries there are."""
        # 1 line.
        ### BEGIN SOLUTION
        return len(self.entries)
        ### END SOLUTION

    def items(self) -> list[Any]:
        """All entries, the oldest first."""
        # 1 line.
        ### BEGIN SOLUTION
        return list(self.entries)
        ### END SOLUTION

    def sample(self, batch_size: int, generator: torch.Generator | None = None) -> list[Any]:
        """Draw ``batch_size`` entries uniformly, no entry twice.

        Args:
            batch_size: how many.
            generator: as in ``epsilon_greedy``.

        Returns:
            A list of entries; they stay in the buffer.

        Raises:
            ValueError: there are fewer entries.
        """
        # About 4 lines: torch.randperm shuffles numbers.
        ### BEGIN SOLUTION
        if batch_size > len(self.entries):
            raise ValueError(f"{batch_size} of {len(self.entries)} entries cannot be drawn")
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
        ### END SOLUTION


def discounted_returns(reward: Tensor, gamma: float) -> Tensor:
    """What an episode still brings from each of its steps on.

        G_t = reward_t + gamma * G_{t+1},    G_T = 0

    Args:
        reward: ``(T,)``, ``T >= 1``; episodes may be long.
        gamma: the discount.

    Returns:
        ``(T,)`` in the dtype of ``reward``.

    Example:
        >>> discounted_returns(torch.tensor([1.0, 0.0, 2.0]), 0.5)
        tensor([1.5000, 1.0000, 2.0000])
    """
    # About 6 lines: from the end to the beginning. Sums of thousands want float64.
    ### BEGIN SOLUTION
    total, returns = 0.0, []
    for one in reversed(reward.tolist()):
        total = one + gamma * total
        returns.append(total)
    return torch.tensor(returns[::-1], dtype=reward.dtype)
    ### END SOLUTION


def reinforce_loss(
    logits: Tensor, action: Tensor, returns: Tensor, baseline: float | Tensor = 0.0
) -> Tensor:
    """A loss whose gradient is REINFORCE's estimate of (minus) that of the expected return.

        -mean_b (returns_b - baseline_b) log softmax(logits_b)[action_b]

    See Williams, "Simple Statistical Gradient-Following Algorithms", 1992.

    Args:
        logits: ``(B, A)``, of the policy; ±10,000 are fine.
        action: int ``(B,)``, what was done.
        returns: ``(B,)``, what came of it.
        baseline: a number or ``(B,)``, what was to be expected.

    Returns:
        ``()`` in the dtype of ``logits``. No gradient goes into ``returns`` or ``baseline``.

    Example:
        Two equal actions; the first was chosen, and brought 2 where 1 was expected.

        >>> loss = reinforce_loss(torch.zeros(1, 2), torch.tensor([0]), torch.tensor([2.0]), 1.0)
        >>> print(f"{loss:.4f}")
        0.6931
    """
    # About 3 lines.
    ### BEGIN SOLUTION
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * log_prob).mean()
    ### END SOLUTION
