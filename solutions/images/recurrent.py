"""Reference solutions of `images/recurrent`: the three layers of PixelRNN."""

import torch
import torch.nn.functional as F
from torch import Tensor


def skew(x: Tensor) -> Tensor:
    """Move row ``i`` by ``i`` places to the right: what was a diagonal becomes a column.

    Args:
        x: ``(B, C, H, W)``.

    Returns:
        ``(B, C, H, W + H - 1)``: ``skew(x)[..., i, i + j] = x[..., i, j]``, zeros elsewhere.

    Example:
        >>> skew(torch.tensor([[[[1, 2], [3, 4]]]]))
        tensor([[[[1, 2, 0],
                  [0, 3, 4]]]])
    """
    # About 3 lines: F.pad one row after the other, torch.stack.
    ### BEGIN SOLUTION
    height = x.shape[2]
    rows = [F.pad(row, (i, height - 1 - i)) for i, row in enumerate(x.unbind(2))]
    return torch.stack(rows, dim=2)
    ### END SOLUTION


def unskew(y: Tensor) -> Tensor:
    """Undo ``skew``.

    Args:
        y: ``(B, C, H, W + H - 1)``. What it holds where ``skew`` writes zeros does not matter.

    Returns:
        ``(B, C, H, W)``: ``unskew(skew(x))`` is ``x``.

    Example:
        >>> unskew(torch.tensor([[[[1, 2, 9], [9, 3, 4]]]]))
        tensor([[[[1, 2],
                  [3, 4]]]])
    """
    # About 3 lines: which part of row i is it?
    ### BEGIN SOLUTION
    width = y.shape[3] - y.shape[2] + 1
    return torch.stack([row[..., i : i + width] for i, row in enumerate(y.unbind(2))], dim=2)
    ### END SOLUTION


def row_lstm(inputs: Tensor, weight: Tensor) -> Tensor:
    """The Row LSTM: a whole row at a time, from the top, fed by the row above.

        gates = inputs + conv1d(h of the row above),    in four blocks of n channels: o, f, i, g
        c = sigmoid(f) * (c of the pixel above) + sigmoid(i) * tanh(g)
        h = sigmoid(o) * tanh(c)

    Above the image ``h`` and ``c`` are zero. See van den Oord et al., "Pixel Recurrent Neural
    Networks", 2016.

    Args:
        inputs: ``(B, 4n, H, W)``: what a masked convolution of the image adds to the gates.
        weight: ``(4n, n, k)`` of the convolution along the row, ``k`` odd, without a bias.

    Returns:
        ``(B, n, H, W)``: ``h``.

    Raises:
        ValueError: ``k`` is even.

    Example:
        >>> row_lstm(torch.zeros(2, 12, 5, 7), torch.zeros(12, 3, 3)).shape
        torch.Size([2, 3, 5, 7])
    """
    # About 11 lines: a loop over rows; F.conv1d with the padding that keeps the width.
    ### BEGIN SOLUTION
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError(f"the kernel's size must be odd, not {k}")
    batch, _, _, width = inputs.shape
    h = c = inputs.new_zeros(batch, n, width)
    rows = []
    for row in inputs.unbind(2):
        o, f, i, g = (row + F.conv1d(h, weight, padding=k // 2)).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        rows.append(h)
    return torch.stack(rows, dim=2)
    ### END SOLUTION


def diagonal_lstm(inputs: Tensor, weight: Tensor) -> Tensor:
    """One direction of the Diagonal BiLSTM: a whole diagonal at a time, from the upper left.

        gates = inputs + weight[:, :, 0] h_up + weight[:, :, 1] h_left,    blocks o, f, i, g
        c = sigmoid(f) * c_left + sigmoid(i) * tanh(g)
        h = sigmoid(o) * tanh(c)

    where ``up`` and ``left`` are the upper and the left neighbour. Outside the image both states
    are zero.

    Args:
        inputs: ``(B, 4n, H, W)``.
        weight: ``(4n, n, 2)``, without a bias.

    Returns:
        ``(B, n, H, W)``: ``h``.

    Example:
        >>> diagonal_lstm(torch.zeros(2, 12, 5, 7), torch.zeros(12, 3, 2)).shape
        torch.Size([2, 3, 5, 7])
    """
    # About 10 lines: skew, a loop over columns, unskew. In a skewed picture the left neighbour is
    # in the last column and the same row, the upper one in the last column and the row above.
    ### BEGIN SOLUTION
    batch, _, height, _ = inputs.shape
    h = c = inputs.new_zeros(batch, weight.shape[1], height)
    columns = []
    for column in skew(inputs).unbind(3):
        # With one zero on top, a kernel of two rows sees the upper and then the left neighbour.
        o, f, i, g = (column + F.conv1d(F.pad(h, (1, 0)), weight)).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        columns.append(h)
    return unskew(torch.stack(columns, dim=3))
    ### END SOLUTION


def diagonal_bilstm(inputs: Tensor, weight: Tensor) -> Tensor:
    """The Diagonal BiLSTM: from the upper left and from the upper right, added.

    Direction 0 is ``diagonal_lstm``. Direction 1 is the same from right to left: its neighbours
    are the upper and the right one. They are in the current row and come *later*, so its result
    is moved down by one row, with zeros in row 0, before it is added.

    Args:
        inputs: ``(2, B, 4n, H, W)``, one for each direction.
        weight: ``(2, 4n, n, 2)``, likewise; for direction 1 ``[..., 0]`` is of the upper and
            ``[..., 1]`` of the right neighbour.

    Returns:
        ``(B, n, H, W)``.

    Example:
        >>> diagonal_bilstm(torch.zeros(2, 2, 12, 5, 7), torch.zeros(2, 12, 3, 2)).shape
        torch.Size([2, 3, 5, 7])
    """
    # About 4 lines: flip before and after; F.pad on top, and drop the last row.
    ### BEGIN SOLUTION
    left = diagonal_lstm(inputs[0], weight[0])
    right = diagonal_lstm(inputs[1].flip(3), weight[1]).flip(3)
    return left + F.pad(right, (0, 0, 1, 0))[:, :, :-1]
    ### END SOLUTION
