"""Reference solutions of `sequences/embedding`: words as vectors, and words made of pieces."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def embed(tokens: Tensor, table: Tensor) -> Tensor:
    """The vector of each token: a row of the table.

    Args:
        tokens: int64 of any shape, values in ``[0, V)``.
        table: ``(V, D)``; row ``v`` is the vector of token ``v``.

    Returns:
        ``(*tokens.shape, D)`` in the dtype of ``table``. A token that occurs several times adds up
        its gradients in its one row of ``table``.

    Example:
        >>> embed(torch.tensor([[2, 0]]), torch.tensor([[1.0, 2], [3, 4], [5, 6]]))
        tensor([[[5., 6.],
                 [1., 2.]]])
    """
    # 1 line.
    ### BEGIN SOLUTION
    return table[tokens]
    ### END SOLUTION


def cosine(a: Tensor, b: Tensor) -> Tensor:
    """The cosine of the angle between vectors: 1 for the same direction, 0 for a right angle.

        cosine = a . b / (|a| |b|)

    Args:
        a: ``(..., D)``. No vector is zero; lengths are between 1e-6 and 1e6.
        b: ``(..., D)``. The shapes of ``a`` and ``b`` broadcast.

    Returns:
        ``(...)``, the broadcast shape without its last dimension.

    Example:
        >>> cosine(torch.tensor([[2.0, 0], [0, 3]]), torch.tensor([5.0, 0]))
        tensor([1., 0.])
    """
    # About 2 lines: bring each vector to length 1 before you multiply.
    ### BEGIN SOLUTION
    return (F.normalize(a, dim=-1) * F.normalize(b, dim=-1)).sum(-1)
    ### END SOLUTION


def nearest(table: Tensor, query: Tensor, k: int = 1, exclude: Sequence[int] = ()) -> Tensor:
    """The rows of a table that point most nearly where a query points, by their cosine.

    Args:
        table: ``(V, D)``; no row is zero.
        query: ``(D,)``, not zero. It need not be a row of ``table``.
        k: how many rows are asked for.
        exclude: rows that do not count. One may be named twice.

    Returns:
        ``(k,)``, int64: indices of rows, the largest cosine first. There are no ties.

    Raises:
        ValueError: fewer than ``k`` rows are left.

    Example:
        >>> table = torch.tensor([[1.0, 0], [9, 9], [0, 1]])
        >>> nearest(table, torch.tensor([5.0, 1]), k=2), nearest(table, table[0], exclude=[0])
        (tensor([0, 1]), tensor([1]))
    """
    # About 6 lines: cosines, -inf for what is excluded, topk.
    ### BEGIN SOLUTION
    left = len(table) - len(set(exclude))
    if left < k:
        raise ValueError(f"{k} rows were asked for, but only {left} are left")
    scores = cosine(table, query)
    scores[list(exclude)] = -torch.inf
    return scores.topk(k).indices
    ### END SOLUTION


def analogy(table: Tensor, a: int, b: int, c: int) -> int:
    """The word for: ``a`` is to ``b`` as ``c`` is to ... (man : king = woman : queen).

    Rows are brought to length 1 *first*; call them ``e``. The answer is the row with the largest
    cosine to ``e_b - e_a + e_c``, except ``a``, ``b`` and ``c`` themselves.

    Args:
        table: ``(V, D)`` with ``V >= 4``; no row is zero.
        a: a row of ``table``, as are ``b`` and ``c``.
        b: what ``a`` turns into.
        c: what is to turn in the same way.

    Returns:
        The row, as an ``int``.

    Example:
        >>> man, woman, king, queen = range(4)
        >>> table = torch.tensor([[1.0, 0, 0], [0, 1, 0], [1, 0, 1], [0, 1, 1]])
        >>> analogy(table, man, king, woman) == queen
        True
    """
    # About 2 lines.
    ### BEGIN SOLUTION
    unit = F.normalize(table, dim=1)
    return int(nearest(unit, unit[b] - unit[a] + unit[c], exclude=(a, b, c)))
    ### END SOLUTION


def encode(text: str, pieces: Sequence[str]) -> list[int]:
    """Cut a text into pieces: from the left, and always the longest piece that fits.

    Args:
        text: any string.
        pieces: distinct strings, none of them empty, in any order. The token of a piece is its
            place in this sequence.

    Returns:
        The tokens of the pieces, which joined give ``text``; ``[]`` for an empty text.

    Raises:
        ValueError: at some place no piece fits.

    Example:
        >>> encode("unhappy", ["u", "n", "h", "a", "p", "y", "un", "happ", "unha"])
        [8, 4, 4, 5]
    """
    # About 8 lines: text.startswith(piece, place) tells whether a piece fits at a place.
    ### BEGIN SOLUTION
    tokens: list[int] = []
    place = 0
    while place < len(text):
        fitting = [piece for piece in pieces if text.startswith(piece, place)]
        if not fitting:
            raise ValueError(f"no piece fits at {text[place:]!r}")
        piece = max(fitting, key=len)
        tokens.append(pieces.index(piece))
        place += len(piece)
    return tokens
    ### END SOLUTION
