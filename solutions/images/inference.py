"""Reference solutions of `images/inference`: what exact likelihoods are good for."""

import math
from collections.abc import Callable, Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def prefix_log_prob(model: Callable[[Tensor], Tensor], x: Tensor, rows: int) -> Tensor:
    """Log-probability of the upper part of an image, whatever is below it.

    In raster order the first rows come first: their factors of the chain rule are their
    probability, and nothing has to be summed out.

    Args:
        model: maps ``x`` to logits ``(B, V, C, H, W)``, causal in raster order.
        x: ``(B, C, H, W)``, values ``v / (V - 1)``.
        rows: how many rows, from 0 to ``H``.

    Returns:
        ``(B,)``: nats, in the dtype of the logits; zeros for no row.

    Example:
        >>> fair = lambda x: torch.zeros(len(x), 2, *x.shape[1:])
        >>> prefix_log_prob(fair, torch.ones(1, 1, 3, 4), rows=2) / math.log(2)
        tensor([-8.])
    """
    # About 4 lines. x * (V - 1) may fall just below v in floating point: round it.
    ### BEGIN SOLUTION
    logits = model(x)
    values = (x * (logits.shape[1] - 1)).round().long()
    nll = F.cross_entropy(logits, values, reduction="none")
    return -nll[:, :, :rows].sum((1, 2, 3))
    ### END SOLUTION


def class_posterior(
    models: Sequence[Callable[[Tensor], Tensor]],
    x: Tensor,
    log_prior: Tensor,
    rows: int | None = None,
) -> Tensor:
    """Log-probability of each class, given the upper part of an image: Bayes' rule.

        p(class | rows) is proportional to p(class) p(rows | class)

    Args:
        models: ``K`` of them, one trained on each class.
        x: ``(B, C, H, W)``, values ``v / (V - 1)``.
        log_prior: ``(K,)``, nats.
        rows: how many rows are seen; ``None``: all of them.

    Returns:
        ``(B, K)``: nats; each row's probabilities sum to one.

    Example:
        Before anything is seen, the prior comes back:

        >>> fair = lambda x: torch.zeros(len(x), 2, *x.shape[1:])
        >>> prior = torch.tensor([0.25, 0.75]).log()
        >>> class_posterior([fair, fair], torch.ones(1, 1, 3, 4), prior, rows=0).exp()
        tensor([[0.2500, 0.7500]])
    """
    # About 3 lines, with the function above.
    ### BEGIN SOLUTION
    rows = x.shape[2] if rows is None else rows
    likelihoods = torch.stack([prefix_log_prob(model, x, rows) for model in models], dim=1)
    return (likelihoods + log_prior).log_softmax(1)
    ### END SOLUTION


def pixel_posterior(
    model: Callable[[Tensor], Tensor], x: Tensor, place: tuple[int, int, int]
) -> Tensor:
    """Log-probability of each value of one entry, given *all* others, later ones too.

    The model's own conditional knows what came before. What comes after is evidence, too: each
    value is as probable as the whole image with it, so all factors of the chain rule count.

    Args:
        model: maps ``x`` to logits ``(B, V, C, H, W)``; called at most ``V + 1`` times.
        x: ``(B, C, H, W)``, values ``v / (V - 1)``. What it holds at ``place`` does not matter;
            not modified.
        place: ``(c, i, j)``: channel, row, column.

    Returns:
        ``(B, V)``: nats, in the dtype of the logits; each row's probabilities sum to one.

    Example:
        >>> fair = lambda x: torch.zeros(len(x), 4, *x.shape[1:])
        >>> pixel_posterior(fair, torch.ones(1, 1, 3, 4), (0, 2, 1)).exp()
        tensor([[0.2500, 0.2500, 0.2500, 0.2500]])
    """
    # About 10 lines: the image's log-probability with each of the values at that place. One call
    # tells V.
    ### BEGIN SOLUTION
    x = x.clone()
    x[(slice(None), *place)] = 0
    num_values = model(x).shape[1]
    log_probs = []
    for value in range(num_values):
        tried = x.clone()
        tried[(slice(None), *place)] = value / (num_values - 1)
        log_probs.append(prefix_log_prob(model, tried, x.shape[2]))
    return torch.stack(log_probs, dim=1).log_softmax(1)
    ### END SOLUTION


@torch.no_grad()
def nll_table(
    models: Mapping[str, Callable[[Tensor], Tensor]], train: Tensor, test: Tensor
) -> dict[str, dict[str, float]]:
    """The table of a paper: what each model costs, on images it was trained on and on others.

    Args:
        models: a name and a model each, mapping images to logits.
        train: ``(N, C, H, W)``, values ``v / (V - 1)``.
        test: ``(M, C, H, W)``, likewise; ``M`` need not be ``N``.

    Returns:
        For each name ``"train"`` and ``"test"``, mean nats per image; ``"bits_per_dim"`` of
        ``test``; ``"gap"``, ``test`` less ``train``; all Python floats. ``"rank"``, an int: 1 for
        the lowest ``"test"``.

    Example:
        >>> fair = lambda x: torch.zeros(len(x), 2, *x.shape[1:])
        >>> train, test = torch.ones(3, 1, 1, 2), torch.ones(2, 1, 1, 2)
        >>> nll_table({"fair": fair}, train, test)["fair"]["rank"]
        1
    """
    # About 12 lines: first all models' means, then who is first.
    ### BEGIN SOLUTION
    table: dict[str, dict[str, float]] = {}
    for name, model in models.items():
        nats = [
            -prefix_log_prob(model, images, images.shape[2]).double().mean().item()
            for images in (train, test)
        ]
        table[name] = {
            "train": nats[0],
            "test": nats[1],
            "bits_per_dim": nats[1] / (test[0].numel() * math.log(2)),
            "gap": nats[1] - nats[0],
        }
    for rank, name in enumerate(sorted(table, key=lambda one: table[one]["test"]), start=1):
        table[name]["rank"] = rank
    return table
    ### END SOLUTION
