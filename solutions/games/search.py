"""Reference solutions of `games/search`: the tree search of AlphaGo."""

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor


def legal_policy(logits: Tensor, legal: Tensor) -> Tensor:
    """The probabilities of legal moves; all others have exactly 0.

    Args:
        logits: ``(A,)`` or ``(B, A)``. At moves that are not legal they may hold anything,
            infinities and NaN as well.
        legal: bool, of the same shape.

    Returns:
        Probabilities of that shape: the softmax over the legal moves.

    Raises:
        ValueError: a row has no legal move.

    Example:
        >>> legal_policy(torch.tensor([0.0, 9.0, 0.0]), torch.tensor([True, False, True]))
        tensor([0.5000, 0.0000, 0.5000])
    """
    # About 3 lines. The exponential of minus infinity is 0.
    ### BEGIN SOLUTION
    if not legal.any(-1).all():
        raise ValueError("there is a row without a legal move")
    return logits.masked_fill(~legal, -math.inf).softmax(-1)
    ### END SOLUTION


def puct_scores(prior: Tensor, visits: Tensor, total: Tensor, c: float) -> Tensor:
    """How promising each move is: what it has won so far, plus how little is known of it.

        Q + c * prior * sqrt(sum of visits) / (1 + visits),    Q = total / visits

    See Silver et al., "Mastering the game of Go without human knowledge", 2017.

    Args:
        prior: ``(A,)``, the policy's probabilities.
        visits: int ``(A,)``, how often each move was chosen.
        total: ``(A,)``, the sum of what it won.
        c: how much curiosity counts.

    Returns:
        ``(A,)`` in the dtype of ``prior``; Q is 0 where there were no visits.

    Example:
        >>> prior, total = torch.tensor([0.5, 0.5]), torch.tensor([2.0, 0.0])
        >>> puct_scores(prior, torch.tensor([4, 0]), total, c=1.0)
        tensor([0.7000, 1.0000])
    """
    # About 3 lines. total is 0 where visits are 0; what must not happen is 0 / 0.
    ### BEGIN SOLUTION
    counts = visits.to(prior.dtype)
    value = torch.where(visits > 0, total.to(prior.dtype) / counts.clamp(min=1), 0.0)
    return value + c * prior * counts.sum().sqrt() / (1 + counts)
    ### END SOLUTION


def backup(path: list[tuple[Any, int]], value: float) -> None:
    """Tell all moves on the way what has come of them.

    Two players alternate, and what is good for one is bad for the other.

    Args:
        path: pairs (node, action), the root first. A node has ``visits``, int ``(A,)``, and
            ``total``, float ``(A,)``. Both are changed in place at the action: 1 more visit, and
            the value for the player who chose there.
        value: for the player *to move* in the state after the last action.

    Example:
        >>> node = SimpleNamespace(visits=torch.zeros(2, dtype=torch.int64), total=torch.zeros(2))
        >>> backup([(node, 1)], -1.0)  # the other one has lost
        >>> node.visits.tolist(), node.total.tolist()
        ([0, 1], [0.0, 1.0])
    """
    # About 4 lines. From the last move to the first; who has just moved is not who is to move.
    ### BEGIN SOLUTION
    for node, action in reversed(path):
        value = -value
        node.visits[action] += 1
        node.total[action] += value
    ### END SOLUTION


def visit_policy(visits: Tensor, temperature: float) -> Tensor:
    """Probabilities of moves, by how often the search chose them.

    Args:
        visits: int ``(A,)``, at least one visit in all.
        temperature: ``T >= 0``; probabilities are proportional to visits^(1/T). With 0, moves that
            were visited most share all equally.

    Returns:
        ``(A,)`` in float64. Never NaN for a million visits and ``T`` of 0.001.

    Raises:
        ValueError: ``temperature`` is negative.

    Example:
        >>> visit_policy(torch.tensor([1, 3, 0]), 1.0)
        tensor([0.2500, 0.7500, 0.0000], dtype=torch.float64)
    """
    # About 6 lines. Powers of 1,000 overflow; log(visits) / T does not, and softmax does the rest.
    ### BEGIN SOLUTION
    if temperature < 0:
        raise ValueError(f"temperature is at least 0, not {temperature}")
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    logs = visits.double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
    ### END SOLUTION


def search(
    game: Any,
    state: Any,
    evaluate: Callable[[Any], tuple[Tensor, float]],
    simulations: int,
    c: float = 1.0,
) -> Tensor:
    """Look ahead: grow a tree of moves where it is promising, and count.

    First the root is expanded: evaluated, with ``legal_policy`` of its logits as its prior. A
    simulation goes down from the root by the largest of ``puct_scores`` among legal moves (of
    equals, the one with the lowest number), to a state that is new, which becomes a node. Its value
    is ``result`` if the game is over there (also each time it is met again), else that of
    ``evaluate``. Then ``backup``.

    Each node belongs to its path: states that are reached in two ways are two nodes. All numbers
    are float64.

    Args:
        game: has ``legal(state) -> bool (A,)``, ``step(state, action) -> state`` and
            ``result(state)``: ``None`` while the game goes on, else the value, a float, for the
            player to move: 1 won, -1 lost, 0 draw. States are never changed.
        state: where the game goes on.
        evaluate: gives logits ``(A,)`` and the value, a float, for the player to move. It is asked
            once for each node where the game goes on, never for others.
        simulations: how many.
        c: as in ``puct_scores``.

    Returns:
        int ``(A,)``: visits at the root; they sum to ``simulations``.
    """

    # About 25 lines. A node: state, result, value, prior, legal, visits, total, children by action.
    ### BEGIN SOLUTION
    def opened(state: Any) -> SimpleNamespace:
        """Make a node, with its value for the player to move."""
        result = game.result(state)
        if result is not None:
            return SimpleNamespace(over=True, value=result)
        logits, value = evaluate(state)
        legal = game.legal(state)
        prior = legal_policy(logits.detach().double(), legal)
        visits, total = torch.zeros_like(prior, dtype=torch.int64), torch.zeros_like(prior)
        numbers = {"legal": legal, "prior": prior, "visits": visits, "total": total}
        return SimpleNamespace(over=False, value=value, state=state, children={}, **numbers)

    root = opened(state)
    for _ in range(simulations):
        node, path, new = root, [], False
        while not (node.over or new):
            scores = puct_scores(node.prior, node.visits, node.total, c)
            action = int(scores.masked_fill(~node.legal, -math.inf).argmax())
            path.append((node, action))
            new = action not in node.children
            if new:
                node.children[action] = opened(game.step(node.state, action))
            node = node.children[action]
        backup(path, node.value)
    visits: Tensor = root.visits
    return visits
    ### END SOLUTION
