"""Tokens with their tables, and vectors of any length."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from ..shared.precision import tolerance

HIDDEN = True  # never released

# Of tokens: one text, a batch, more dimensions, a single token; and V, D. Once both are equal.
TOKENS = (((3,), 4, 2), ((2, 5), 5, 5), ((2, 1, 3), 6, 3), ((), 3, 4), ((1, 1), 1, 2))
# Shapes that broadcast; once a square, of which rows and columns look alike.
BROADCAST = (
    ((3,), (3,)),
    ((4, 3), (3,)),
    ((3, 1, 2), (4, 2)),
    ((4, 4), (4, 4)),
    ((2, 3, 5), (2, 3, 5)),
    ((5,), (2, 1, 5)),
    ((2, 1), (2, 1)),
)
# Powers of ten, of lengths: the least and the largest.
TINY_LENGTHS = ((-5.9, -5.0), (5.0, 5.9), (-5.9, 5.9))
EPSILONS = (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5)
COLUMNS = said("These are columns of the table: a token is the number of a row.")
DOWN = said("Vectors lie along the last dimension: this goes down the columns.")


def exact_cosine(a: Tensor, b: Tensor) -> Tensor:
    """Return cosines along the last dimension in float64, of any lengths."""
    one, other = (v.double() / v.double().norm(dim=-1, keepdim=True) for v in (a, b))
    cosines: Tensor = (one * other).sum(-1)
    return cosines


def drawn_tokens(
    ctx: Context, size: tuple[tuple[int, ...], int, int], dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    """Draw tokens, and a table with as many rows as there may be tokens."""
    shape, rows, dims = size
    return ctx.randint(rows, *shape), ctx.randn(rows, dims, dtype=dtype)


def embed_slips(tokens: Tensor, table: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `embed` answer."""
    found: SlipAnswers = {
        "Tokens count from 0: token 0 is the first row.": table.roll(1, 0)[tokens],
        "Nothing is multiplied: return the row as it is, without √D.": want * table.shape[1] ** 0.5,
        "Return the row as it is: this scales it to length 1.": want / want.norm(dim=-1)[..., None],
    }
    if table.shape[0] == table.shape[1]:
        found[COLUMNS] = table.T[tokens]
    return found


def drawn_pairs(
    ctx: Context, dtype: torch.dtype, least: float, largest: float
) -> Iterator[tuple[Tensor, Tensor]]:
    """Draw vectors of all shapes whose lengths are 10^least to 10^largest."""
    for shapes in BROADCAST:
        both = []
        for shape in shapes:
            way = ctx.randn(*shape, dtype=torch.float64)
            way = way / way.norm(dim=-1, keepdim=True)
            power = least + (largest - least) * ctx.rand(*shape[:-1], 1, dtype=torch.float64)
            both.append((way * 10**power).to(dtype))
        yield both[0], both[1]


def cosine_slips(a: Tensor, b: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `cosine` answer."""
    a, b = a.double(), b.double()
    dot, one, other = (a * b).sum(-1), a.norm(dim=-1), b.norm(dim=-1)
    found: SlipAnswers = {
        "This is the dot product: divide by both lengths.": dot,
        "Divide by the lengths, not by their squares.": dot / (one * other) ** 2,
        "Only one of the two lengths is divided by.": dot / one,
        "Only one of the two lengths is divided by: the other one is missing.": dot / other,
        "This is a distance, 1 − cosine: return the cosine.": 1 - want,
        "This is the angle: return its cosine.": want.clamp(-1, 1).acos(),
        "A cosine may be negative: do not take the absolute value.": want.abs(),
        "A cosine may be negative: do not cut it off at 0.": want.clamp(min=0),
        "Scaled to 0 … 1: a cosine goes from −1 to 1, leave it.": (1 + want) / 2,
        "Each vector has its own length: this divides by the length of all of them together.": dot
        / (a.norm() * b.norm()),
        "Sum the products over the last dimension: this is their mean.": want / a.shape[-1],
        "Lengths are those of the 2-norm, the root of the sum of squares.": dot
        / (a.abs().sum(-1) * b.abs().sum(-1)),
    }
    if a.shape == b.shape and a.ndim == 2 and a.shape[0] == a.shape[1]:
        found[DOWN] = exact_cosine(a.T, b.T)
    return found


def is_epsilon(a: Tensor, b: Tensor, got: Tensor) -> bool:
    """Say whether an epsilon beside the product of two lengths, or each of them, explains it."""
    a, b = a.double(), b.double()
    dot, one, other = (a * b).sum(-1), a.norm(dim=-1), b.norm(dim=-1)
    near = tolerance(got.dtype)
    for eps in EPSILONS:
        for below in (
            one * other + eps,
            (one * other).clamp(min=eps),
            (one + eps) * (other + eps),
            one.clamp(min=eps) * other.clamp(min=eps),
            ((one * other) ** 2 + eps).sqrt(),
            (one**2 + eps).sqrt() * (other**2 + eps).sqrt(),
        ):
            if torch.allclose(dot / below, got.double(), rtol=near, atol=near):
                return True
    return False
