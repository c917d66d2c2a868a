"""Reference solutions of `density/compare`: one table, and an honest choice from it."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def mixture_log_prob(x: Tensor, weight_logits: Tensor, logits: Tensor) -> Tensor:
    """``log P(x)`` of a mixture of ``K`` products of independent coins.

        P(x) = sum_k w_k prod_i P_k(x_i),    w = softmax(weight_logits),    P_k(1) = sigmoid(logit)

    One coin for the whole row picks the component ``k``; only then are the dimensions independent.

    Args:
        x: ``(B, D)``, zeros and ones in the dtype of ``logits``.
        weight_logits: ``(K,)``.
        logits: ``(K, D)``; ±10,000 must not overflow.

    Returns:
        ``(B,)``: nats, exact, no bound.

    Example:
        Two components that disagree in everything: the row (1, 1) comes from the first.

        >>> sure = torch.tensor([[200.0, 200.0], [-200.0, -200.0]])
        >>> mixture_log_prob(torch.ones(1, 2), torch.zeros(2), sure).exp()
        tensor([0.5000])
    """
    # About 4 lines: the log-likelihood of each row under each component, (B, K), plus the log of
    # the weights; then torch.logsumexp.
    ### BEGIN SOLUTION
    size = (len(x), *logits.shape)
    rows, coins = x.unsqueeze(1).expand(size), logits.expand(size)
    nll = F.binary_cross_entropy_with_logits(coins, rows, reduction="none").sum(2)
    return (weight_logits.log_softmax(0) - nll).logsumexp(1)
    ### END SOLUTION


@torch.no_grad()
def report(
    model: nn.Module, train: Tensor, test: Tensor, batch_size: int = 256
) -> dict[str, float]:
    """What a model costs, on rows that it was trained on and on others.

    Args:
        model: any object with ``log_prob(rows) -> (B,)``, nats. It is asked for every row of both
            once, for at most ``batch_size`` rows at a time.
        train: ``(N, D)``, zeros and ones in the dtype of the model.
        test: ``(M, D)``, likewise; ``M`` need not be ``N``.
        batch_size: at least 1; it need not divide ``N`` or ``M``.

    Returns:
        Python floats: ``"train_nats"`` and ``"test_nats"``, the mean negative log-likelihood of a
        row; ``"bits_per_dim"``, that of ``test`` in bits per dimension; ``"gap_nats"``, ``test``
        less ``train``.
    """
    # About 8 lines. The last part of `torch.split(rows, batch_size)` may be shorter: take the mean
    # over all rows, not the mean of the parts' means.
    ### BEGIN SOLUTION
    nats = []
    for rows in (train, test):
        parts = torch.split(rows, batch_size)
        log_probs = torch.cat([model.log_prob(part) for part in parts])  # type: ignore[operator]
        nats.append(-log_probs.double().mean().item())
    return {
        "train_nats": nats[0],
        "test_nats": nats[1],
        "bits_per_dim": nats[1] / (test.shape[1] * math.log(2)),
        "gap_nats": nats[1] - nats[0],
    }
    ### END SOLUTION


def choose(rows: dict[str, dict[str, float]]) -> tuple[str, float]:
    """Choose a model by its *validation* figure, and say what it costs on the test set.

    The test set must not take part in the choice: the least of many test figures is too good.

    Args:
        rows: for each name ``"train_nats"``, ``"valid_nats"`` and ``"test_nats"``.

    Returns:
        The name with the least ``"valid_nats"``, and its ``"test_nats"``.

    Raises:
        ValueError: there are no rows.

    Example:
        >>> a = {"train_nats": 18.0, "valid_nats": 20.0, "test_nats": 20.5}
        >>> b = {"train_nats": 15.0, "valid_nats": 21.0, "test_nats": 20.1}
        >>> choose({"a": a, "b": b})
        ('a', 20.5)
    """
    # About 4 lines: `min` with a key.
    ### BEGIN SOLUTION
    if not rows:
        raise ValueError("there are no rows to choose from")
    best = min(rows, key=lambda name: rows[name]["valid_nats"])
    return best, rows[best]["test_nats"]
    ### END SOLUTION
