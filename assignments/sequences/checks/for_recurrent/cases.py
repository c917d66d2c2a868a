"""What hidden checks ask of the functions of `recurrent`: arguments of any size, drawn."""

from collections.abc import Iterator

import torch

from autograder.checking.check import Context

from .cell import Cell
from .truth import Network

HIDDEN = True  # never released

# Batch, units, numbers of a token; and the length of a text. Square ones tell who turns a matrix
# round, all sizes unequal who adds up the wrong axis, a batch as long as the text who swaps both.
SIZES = ((3, 4, 2), (1, 5, 3), (4, 4, 4), (2, 1, 1), (2, 6, 6))
LENGTHS = (5, 2, 4, 3, 6)
SCALES = (1.0, 4.0)
LARGE = 1e3  # arguments of σ, for which exp overflows, in float64, too
FADING = 0.05  # of W_h: after 60 tokens some 1e-100 of the beginning are left
LONG = 60


def steps(ctx: Context, dtype: torch.dtype) -> Iterator[Network]:
    """Draw the arguments of `rnn_step`, of each size at each scale."""
    for scale in SCALES:
        for batch, hidden, dim in SIZES:
            yield drawn(ctx, (batch,), (hidden, dim), dtype, scale)


def walks(ctx: Context, dtype: torch.dtype) -> Iterator[Network]:
    """Draw the arguments of `rnn`, of each size."""
    for (batch, hidden, dim), length in zip(SIZES, LENGTHS, strict=True):
        scale = SCALES[length % 2]
        yield drawn(ctx, (batch,), (hidden, dim), dtype, scale, length)


def drawn(
    ctx: Context,
    batch: tuple[int, ...],
    size: tuple[int, int],
    dtype: torch.dtype,
    scale: float = 1.0,
    length: int | None = None,
) -> Network:
    """Draw arguments of H units and D numbers a token; `batch` is () for one text alone.

    No state is at the bound of 0 and 1, so that none hides a mistake.
    """
    hidden, dim = size
    tokens = () if length is None else (length,)
    return Network(
        h=0.1 + 0.8 * ctx.rand(*batch, hidden, dtype=dtype),
        e=ctx.randn(*batch, *tokens, dim, dtype=dtype),
        weight_h=scale * ctx.randn(hidden, hidden, dtype=dtype) / hidden**0.5,
        weight_e=ctx.randn(hidden, dim, dtype=dtype) / dim**0.5,
        bias=0.5 + ctx.rand(hidden, dtype=dtype),
    )


def large(ctx: Context, dtype: torch.dtype) -> Network:
    """Draw arguments of one step whose σ has arguments of ±1,000."""
    net = drawn(ctx, (3,), (4, 2), dtype)
    signs = 2.0 * torch.tensor([1, -1, 1, -1], dtype=dtype)
    return Network(**{**net.named, "bias": LARGE * signs / 2})


def texts(ctx: Context, dtype: torch.dtype) -> Iterator[Network]:
    """Draw single texts for `gradient_norms`."""
    for hidden, dim, length in ((4, 2, 7), (3, 3, 1), (1, 2, 5), (5, 1, 12)):
        yield drawn(ctx, (), (hidden, dim), dtype, 1.0, length)


def fading(ctx: Context) -> Network:
    """Draw a long text of whose beginning next to nothing is left, in float64."""
    return drawn(ctx, (), (3, 2), torch.float64, FADING, LONG)


def cells(ctx: Context, dtype: torch.dtype) -> Iterator[Cell]:
    """Draw the arguments of `lstm_step`: also D = H, D = 4H, B = 1, and one unit."""
    for scale in SCALES:
        for batch, hidden, dim in ((3, 2, 5), (1, 3, 3), (4, 2, 8), (2, 1, 1), (4, 4, 4)):
            yield drawn_cell(ctx, (batch, hidden, dim), dtype, scale)


def drawn_cell(
    ctx: Context, size: tuple[int, int, int], dtype: torch.dtype, scale: float = 1.0
) -> Cell:
    """Draw the arguments of one step of an LSTM, for B texts, H units and D numbers of input."""
    batch, hidden, dim = size
    return Cell(
        x=ctx.randn(batch, dim, dtype=dtype),
        h=ctx.randn(batch, hidden, dtype=dtype).tanh(),
        c=2 * ctx.randn(batch, hidden, dtype=dtype),
        weight_x=scale * ctx.randn(4 * hidden, dim, dtype=dtype) / dim**0.5,
        weight_h=scale * ctx.randn(4 * hidden, hidden, dtype=dtype) / hidden**0.5,
        bias=ctx.randn(4 * hidden, dtype=dtype),
    )


def large_cell(ctx: Context, dtype: torch.dtype) -> Cell:
    """Draw arguments whose gates are open or shut for good: exp(1,000) is infinite."""
    cell = drawn_cell(ctx, (2, 3, 2), dtype)
    signs = torch.tensor([1.0, -1, 1, 1, 1, -1, -1, 1, 1, 1, 1, -1], dtype=dtype)
    return Cell(**{**cell.named, "bias": LARGE * signs})
