"""What is asked of the five functions, drawn from the secret."""

import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.games import Evaluator, Rules

from .asked import Case
from .games import nim, tic_tac_toe
from .nodes import Way
from .truth import RIGHT, How, Searched, searched

HIDDEN = True  # never released

# Scores that are nearer than this might be told apart otherwise by another order of operations.
MARGIN = 1e-5
JUNK = (math.nan, math.inf, -math.inf, 1e4, -1e4)
BOARDS = ("X...XO..O", "XO.X..O..", "X.O.O.X..", ".X..O.X.O")  # five moves are left, or four
# Positions in which one move wins, which is not the first.
HEAPS = (6, 7)
POSITIONS = ("X...XO..O", "XX.OO....", "XO.X..O..")


def drawn_legal(ctx: Context, *shape: int, least: int = 1) -> Tensor:
    """Draw which moves are legal, so many in each row, and never all where there are several."""
    moves = shape[-1]
    if moves == 1:
        return torch.ones(shape, dtype=torch.bool)
    count = least + ctx.randint(moves - least, *shape[:-1], 1)
    return ctx.rand(*shape).argsort(-1).argsort(-1) < count


def with_junk(ctx: Context, logits: Tensor, legal: Tensor, junk: Sequence[float]) -> Tensor:
    """Return logits that hold junk at all moves that are not legal, each time another one."""
    kinds = torch.tensor(junk, dtype=logits.dtype)
    return torch.where(legal, logits, kinds[ctx.randint(len(junk), *logits.shape)])


def drawn_scores(ctx: Context, moves: int, prior: torch.dtype, total: torch.dtype) -> list[Tensor]:
    """Draw a prior, visits, of which one is 0 where there are several, and totals."""
    visits = ctx.randint(40, moves) + 1
    if moves > 1:
        visits[ctx.randint(moves, 1)] = 0
    value = 2 * ctx.rand(moves, dtype=torch.float64) - 1
    law = ctx.randn(moves, dtype=torch.float64).softmax(0)
    return [law.to(prior), visits, (value * visits).to(total)]


def drawn_way(ctx: Context, length: int, dtype: torch.dtype) -> Way:
    """Draw a path of nodes of four moves, and a value that is far from 0."""
    visits, total = ctx.randint(9, length, 4) + 1, 3 * ctx.randn(length, 4, dtype=dtype)
    value = ctx.one_of((-1, 1)) * (0.3 + 0.7 * float(ctx.rand(1, dtype=torch.float64)))
    return Way(visits, total, ctx.randint(4, length).tolist(), value)


def drawn_evaluator(ctx: Context, rules: Rules, dtype: torch.dtype) -> Evaluator:
    """Draw logits and values of all states, finite ones for moves that are not legal, too."""
    logits = 1.5 * ctx.randn(*rules.legal.shape, dtype=dtype)
    values = (0.9 * ctx.randn(len(rules.states), dtype=torch.float64)).tanh().tolist()
    return Evaluator(logits, values)


def drawn_world(
    ctx: Context,
    *,
    levels: int,
    width: int,
    moves: int,
    shared: bool,
    ends_in: Sequence[int] = (-1, -1, 0, 1, 1),
) -> Rules:
    """Draw a game whose ends favour either side, or nobody.

    Where states are `shared`, several moves lead to one, and a state is a number; else it is the
    tuple of the moves that lead there. Of the moves one or two are not legal.
    """
    last = levels - 1
    rows: dict[int, list[tuple[int, ...]]] = {0: [(0,)]}
    for level in range(1, levels):
        before = rows[level - 1]
        rows[level] = (
            [(level, number) for number in range(width)]
            if shared
            else [(*one, a) for one in before for a in range(moves)]
        )
    states = [state for level in range(levels) for state in rows[level]]
    numbers = {state: number for number, state in enumerate(states)}
    legal = drawn_legal(ctx, len(states), moves, least=moves - 2)
    after = torch.zeros(legal.shape, dtype=torch.int64)
    results: list[float | None] = []
    for level in range(levels):
        for state in rows[level]:
            ends = level == last or (level >= 2 and ctx.between(0, 3) == 0)
            results.append(float(ctx.one_of(ends_in)) if ends else None)
            for a in range(moves if level < last else 0):
                below = rows[level + 1][ctx.between(0, width - 1)] if shared else (*state, a)
                after[numbers[state], a] = numbers[below]
    named = [*map(_named, range(len(states)))] if shared else states
    return Rules(named, legal, after, results)


def _named(number: int) -> int:
    """Return another number for a state: states are no places in a list."""
    return 7 + 13 * number


def clear(draw: Callable[[], Case], *mistakes: How) -> Case:
    """Draw a case until no two scores are so near that rounding may decide.

    And until each of some mistakes shows at the root.
    """
    for _ in range(200):
        case = draw()
        done = _done(case)
        shown = (not torch.equal(_done(case, how).visits, done.visits) for how in mistakes)
        if done.margin > MARGIN and all(shown):
            return case
    raise RuntimeError("no search among two hundred was free of ties, and telling")


def _done(case: Case, how: How = RIGHT) -> Searched:
    return searched(case.rules, case.evaluator, case.simulations, case.factor, how)


def drawn_cases(ctx: Context) -> list[Case]:
    """Draw searches of several games, sizes, c and dtypes; logits are finite everywhere."""
    f32, f64 = torch.float32, torch.float64

    def world(shared: bool, simulations: int, c: float | None, dtype: torch.dtype) -> Case:
        levels, width = (6, 4) if shared else (4, 0)
        moves = ctx.between(4, 5)
        rules = drawn_world(ctx, levels=levels, width=width, moves=moves, shared=shared)
        return Case(rules, drawn_evaluator(ctx, rules, dtype), simulations, c)

    def known(rules: Rules, simulations: int, c: float | None, dtype: torch.dtype) -> Case:
        return Case(rules, drawn_evaluator(ctx, rules, dtype), simulations, c)

    heap, board = nim(ctx.between(7, 9)), tic_tac_toe(ctx.one_of(BOARDS))
    return [
        *(world(True, simulations, 1.7, f32) for simulations in (0, 1)),
        clear(lambda: world(True, 2, 1.7, f32)),
        clear(lambda: world(True, 90, None, f64), How(table=True)),
        clear(lambda: world(True, 60, 2.7, f32), How(table=True)),
        clear(lambda: world(False, 60, 0.3, f64)),
        clear(lambda: known(heap, 60, 1.5, f32)),
        clear(lambda: known(board, 60, 2.0, f64)),
    ]


def drawn_junk(ctx: Context) -> list[Case]:
    """Draw searches in which logits of moves that are not legal are NaN, infinite or large."""

    def draw() -> Case:
        rules = drawn_world(ctx, levels=4, width=4, moves=4, shared=True)
        good = drawn_evaluator(ctx, rules, torch.float32)
        logits = with_junk(ctx, good.logits, rules.legal, JUNK)
        return Case(rules, Evaluator(logits, good.values), 30, 1.3)

    return [clear(draw) for _ in range(2)]


def drawn_tree(ctx: Context) -> Case:
    """Draw a search in a game in which each state is reached in one way."""

    def draw() -> Case:
        # Many draws, which are no reason to go on.
        ends = (-1, 0, 0, 1)
        rules = drawn_world(ctx, levels=4, width=0, moves=4, shared=False, ends_in=ends)
        return Case(rules, drawn_evaluator(ctx, rules, torch.float64), 40, 1.5)

    return clear(draw)


def drawn_paths(ctx: Context) -> Case:
    """Draw a search that comes to one state on several ways."""

    def draw() -> Case:
        rules = drawn_world(ctx, levels=5, width=3, moves=4, shared=True)
        return Case(rules, drawn_evaluator(ctx, rules, torch.float64), 30, 2.5)

    while max(_done(case := clear(draw)).asked) < 2:
        pass
    return case


def precise_cases(ctx: Context) -> Iterator[Case]:
    """Draw searches that a difference of 1e-9 decides: of two logits, and of two values."""
    rules, favourite = nim(9), ctx.between(1, 2)
    logits = torch.zeros(rules.legal.shape, dtype=torch.float64)
    logits[0, 2] = 1e-9  # else the second move would have the lowest number of two equals
    yield Case(rules, Evaluator(logits, [0.0] * len(rules.states)), 2, 1.0)
    values = [0.25] * len(rules.states)
    values[int(rules.after[0, favourite])] -= 1e-9  # worse for the opponent
    yield Case(rules, Evaluator(torch.zeros(rules.legal.shape), values), 4, 1.0)


def positions(ctx: Context) -> list[Case]:
    """Draw positions of both games, to be searched by one who knows the rules alone."""
    chosen = nim(ctx.one_of(HEAPS)), tic_tac_toe(ctx.one_of(POSITIONS))
    return [Case(rules, Evaluator.ignorant(rules), 300) for rules in chosen]
