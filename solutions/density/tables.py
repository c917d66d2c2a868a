"""Reference solutions of `density/tables`: what a table costs, learns and is worth."""

import torch
from torch import Tensor


def parameter_counts(
    num_dims: int, order: int, components: int, num_values: int = 2
) -> dict[str, int]:
    """Free numbers of four models over ``D`` dimensions that take one of ``V`` values each.

    A distribution over ``V`` values has ``V - 1`` free numbers, since they sum to one.

    ===========  ==================================================  =============================
    ``table``    one probability for each of the ``V^D`` rows        ``V^D - 1``
    ``markov``   a table of each dimension given the last ``k``      ``sum_i V^min(i, k) (V - 1)``
                 ones; at the start there are fewer                  for ``i = 0 ... D - 1``
    ``mixture``  ``K`` weights, and ``K`` products of independent    ``K - 1 + K D (V - 1)``
                 dimensions
    ``fvsbn``    ``V - 1`` logits for each dimension, each with a    ``(V - 1) D (D + 1) / 2``
                 bias and one weight for every earlier dimension
    ===========  ==================================================  =============================

    Args:
        num_dims: ``D``, at least 1.
        order: ``k``, how many of the last dimensions ``markov`` looks at, ``0 <= k < D``.
        components: ``K``, at least 1.
        num_values: ``V``, at least 2.

    Returns:
        Those four keys; exact Python ints, however large.

    Raises:
        ValueError: ``order`` is outside ``0 ... D - 1``, or ``components`` is below 1.

    Example:
        >>> parameter_counts(3, order=1, components=2)
        {'table': 7, 'markov': 5, 'mixture': 7, 'fvsbn': 6}
    """
    # About 9 lines: two checks, four formulas. Python's own ints never overflow; floats do.
    ### BEGIN SOLUTION
    if not 0 <= order < num_dims:
        raise ValueError(f"order must be one of 0 to {num_dims - 1}, not {order}")
    if components < 1:
        raise ValueError(f"components must be at least 1, not {components}")
    free = num_values - 1
    return {
        "table": num_values**num_dims - 1,
        "markov": sum(num_values ** min(i, order) for i in range(num_dims)) * free,
        "mixture": components - 1 + components * num_dims * free,
        "fvsbn": free * num_dims * (num_dims + 1) // 2,
    }
    ### END SOLUTION


def fit_table(x: Tensor) -> Tensor:
    """Return the table under which the rows of ``x`` are most probable: their shares, counted.

        table[x_1, ..., x_D] = (how many rows are x) / N

    Args:
        x: ``(N, D)``, zeros and ones; ``N >= 1``, ``D >= 1``.

    Returns:
        ``(2,) * D`` in the dtype of ``x``; the sum is one.

    Example:
        >>> fit_table(torch.tensor([[0.0, 1], [0, 1], [1, 1], [0, 0]]))
        tensor([[0.2500, 0.5000],
                [0.0000, 0.2500]])
    """
    # About 4 lines. A row that occurs three times counts three times: `table[index] += 1` does not
    # do that. One way: number the rows from 0 to 2^D - 1 (x_1 is worth most), torch.bincount, view.
    ### BEGIN SOLUTION
    num_dims = x.shape[1]
    worth = 2 ** torch.arange(num_dims - 1, -1, -1, device=x.device)
    counts = torch.bincount((x.long() * worth).sum(1), minlength=2**num_dims)
    return counts.to(x.dtype).view((2,) * num_dims) / len(x)
    ### END SOLUTION


def chain_log_probs(table: Tensor, x: Tensor) -> Tensor:
    """The factors of the chain rule, read off a table.

        P(x_i | x_1, ..., x_{i-1}) = P(x_1, ..., x_i) / P(x_1, ..., x_{i-1})

    where both are sums of the table over the dimensions that are not named.

    Args:
        table: ``(2,) * D``, probabilities above zero that sum to one; ``D >= 1``.
        x: ``(B, D)``, zeros and ones in the dtype of ``table``.

    Returns:
        ``(B, D)``: column ``i`` holds ``log P(x_i | x_1, ..., x_{i-1})``, nats; a row's sum is
        ``log table[x_1, ..., x_D]``.

    Example:
        The first is a fair coin, the second repeats it with probability 0.9.

        >>> copies = torch.tensor([[0.45, 0.05], [0.05, 0.45]])
        >>> chain_log_probs(copies, torch.tensor([[1.0, 1], [1, 0]])).exp()
        tensor([[0.5000, 0.9000],
                [0.5000, 0.1000]])
    """
    # About 8 lines. P(x_1, ..., x_i) for all beginnings at once is
    # table.reshape(2 ** i, -1).sum(1); a tensor is indexed by a tuple of columns.
    ### BEGIN SOLUTION
    columns = tuple(x.long().unbind(1))
    before = torch.ones_like(x[:, 0])
    factors = []
    for i in range(1, len(columns) + 1):
        beginnings = table.reshape(2**i, -1).sum(1).view((2,) * i)
        now = beginnings[columns[:i]]
        factors.append((now / before).log())
        before = now
    return torch.stack(factors, dim=1)
    ### END SOLUTION


def cross_entropy(p: Tensor, q: Tensor) -> Tensor:
    """What a code made for ``q`` costs on average when the rows come from ``p``.

        H(p, q) = -sum_x p(x) log q(x)

    Args:
        p, q: two tables of one shape ``(2,) * D``; both may hold zeros.

    Returns:
        ``()``: nats. A row that ``p`` never gives costs nothing, whatever ``q`` says of it
        (``0 log 0 = 0``); where ``q`` is 0 and ``p`` is not, the cost is ``+inf``.

    Example:
        >>> cross_entropy(torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75]))
        tensor(0.8370)
    """
    # About 2 lines. In floating point 0 * log 0 is NaN: torch.xlogy(p, q) is p log q without that.
    # Its gradient at 0, 0 still divides 0 by 0; another number in place of that q prevents it.
    ### BEGIN SOLUTION
    q = torch.where((p == 0) & (q == 0), 1, q)
    return -torch.xlogy(p, q).sum()
    ### END SOLUTION


def kl_divergence(p: Tensor, q: Tensor) -> Tensor:
    """The surcharge for coding rows from ``p`` with a code that was made for ``q``.

        KL(p || q) = sum_x p(x) log(p(x) / q(x)) = H(p, q) - H(p),        H(p) = H(p, p)

    Args:
        p, q: two tables of one shape ``(2,) * D``; both may hold zeros.

    Returns:
        ``()``: nats; zero for equal tables, ``+inf`` where ``q`` is 0 and ``p`` is not; never NaN.

    Example:
        >>> kl_divergence(torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75]))
        tensor(0.1438)
    """
    # 1 line, with the function above.
    ### BEGIN SOLUTION
    return cross_entropy(p, q) - cross_entropy(p, p)
    ### END SOLUTION
