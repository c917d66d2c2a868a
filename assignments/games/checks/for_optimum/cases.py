"""Hidden laws of the data and of the generator, with and without zeros, and logits for them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context

HIDDEN = True  # never released

Laws = tuple[Tensor, Tensor]

SIZES = (5, 2, 8, 3, 5)  # values; one size twice, for what remembers by the size
SCALES = (10_000.0, 800.0, 100.0, 40.0, 15.0)  # the largest first: its mistakes have names
RARE = 1e-12
OTHERS = ("minimax", "non-saturating", "Saturating", "", "wasserstein")


def drawn_laws(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw two laws that are nowhere 0, of several sizes."""
    for size in SIZES:
        p, q = (1.2 * ctx.randn(2, size, dtype=torch.float64)).softmax(1)
        yield p.to(dtype), q.to(dtype)


def laws_with_zeros(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw laws with zeros in p alone, in q alone, in both, nothing in common; one value alone."""
    for p_zeros, q_zeros in (
        ((0, 1), ()),
        ((), (2,)),
        ((0, 3), (1, 3)),
        ((0, 1, 2), (3, 4, 5)),
        ((4,), (4,)),
    ):
        p, q = ctx.rand(2, 6, dtype=torch.float64) + 0.2
        p[list(p_zeros)], q[list(q_zeros)] = 0.0, 0.0
        order = torch.randperm(6, generator=ctx.stream)
        yield (p / p.sum())[order].to(dtype), (q / q.sum())[order].to(dtype)
    one = torch.ones(1, dtype=dtype)
    yield one, one


def rare_laws(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw laws with values that are rare in both, so that an epsilon is seen."""
    p, q = ctx.rand(2, 4, dtype=torch.float64) + 0.2
    p[:2], q[:2] = torch.tensor([1.0, 3.0]) * RARE, torch.tensor([2.0, 0.5]) * RARE
    yield (p / p.sum()).to(dtype), (q / q.sum()).to(dtype)


def equal_laws(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw a law that both have, and one of which half is 0."""
    p = ctx.randn(6, dtype=torch.float64).softmax(0).to(dtype)
    yield p, p.clone()
    half = torch.cat([p[:3] / p[:3].sum(), torch.zeros(3, dtype=dtype)])
    yield half, half.clone()


@dataclass(frozen=True)
class Game:
    """Two laws and the discriminator's logits, (V,) each."""

    p: Tensor
    q: Tensor
    logits: Tensor


def drawn_games(ctx: Context, dtype: torch.dtype) -> Iterator[Game]:
    """Draw laws with zeros and without, and usual logits."""
    for p, q in (*drawn_laws(ctx, dtype), *laws_with_zeros(ctx, dtype)):
        yield Game(p, q, (2 * ctx.rand(len(p), dtype=torch.float64) * 3 - 3).to(dtype))


def extreme_games(ctx: Context, dtype: torch.dtype) -> Iterator[Game]:
    """Draw laws, and large logits on either side."""
    for scale in SCALES:
        for p, q in list(drawn_laws(ctx, dtype))[:2]:
            size = scale * (1 - 0.2 * ctx.rand(len(p), dtype=torch.float64))
            signs = torch.tensor([1.0, -1.0, 1.0, -1.0, 1e-3])[: len(p)].double()
            yield Game(p, q, (size * signs).to(dtype))


def sure_games(ctx: Context, dtype: torch.dtype) -> Iterator[Game]:
    """Draw laws with zeros, and infinite logits where only one of the two has mass, or none."""
    for p, q in laws_with_zeros(ctx, dtype):
        logits = (2 * ctx.rand(len(p), dtype=torch.float64) * 3 - 3).to(dtype)
        logits = logits.masked_fill(q == 0, math.inf).masked_fill(p == 0, -math.inf)
        yield Game(p, q, logits)
        yield Game(p, q, logits.where((p + q) > 0, math.inf))


def lost_games(ctx: Context, dtype: torch.dtype) -> Iterator[Game]:
    """Draw games in which mass meets log 0: of p, of q, and of both."""
    for game in list(drawn_games(ctx, dtype))[4:8]:
        for of_p, of_q in ((True, False), (False, True), (True, True)):
            logits = game.logits.clone()
            if of_p:
                logits[int(game.p.argmax())] = -math.inf
            if of_q:
                logits[_last_with_mass(game, of_p)] = math.inf
            yield Game(game.p, game.q, logits)


def _last_with_mass(game: Game, of_p: bool) -> int:
    """Return where q has mass, and p has not its most where that is taken."""
    free = game.q.clone()
    if of_p:
        free[int(game.p.argmax())] = 0
    return int(free.argmax())


def drawn_moves(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw theta and usual logits, of one value up to eight."""
    for size in (*SIZES, 1):
        theta = 1.2 * ctx.randn(size, dtype=torch.float64)
        logits = 6 * ctx.rand(size, dtype=torch.float64) - 3
        yield theta.to(dtype), logits.to(dtype)


def extreme_moves(ctx: Context, dtype: torch.dtype) -> Iterator[Laws]:
    """Draw theta beside large logits, and large theta beside usual ones."""
    for scale in SCALES:
        theta, logits = ctx.randn(2, 5, dtype=torch.float64)
        signs = torch.tensor([1.0, -1.0, 1.0, -1.0, 1e-3]).double()
        yield theta.to(dtype), (scale * signs * (1 - 0.2 * ctx.rand(5).double())).to(dtype)
        yield (0.99 * scale * signs + theta).round().to(dtype), logits.to(dtype)
