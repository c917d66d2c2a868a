"""Checks of `games/search`: the tree search of AlphaGo."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_search import by_hand, words
from .for_search.asked import found, require_illegal_zero, require_visits
from .for_search.cases import (
    JUNK,
    drawn_cases,
    drawn_junk,
    drawn_legal,
    drawn_paths,
    drawn_scores,
    drawn_tree,
    drawn_way,
    positions,
    precise_cases,
    with_junk,
)
from .for_search.evaluations import require_evaluations
from .for_search.nodes import require_backed_up, require_in_place
from .for_search.picture import drawn_search
from .for_search.slips import (
    backup_slips,
    left_after,
    policy_slips,
    score_slips,
    search_mistakes,
    visit_slips,
    visits_of,
)
from .for_search.truth import RIGHT, worths
from .shared.hints import hinted
from .shared.precision import BOTH, precisely, tolerance

ROWS = said("One probability for each move, in the shape of the logits.")
LARGE = said(
    "Put minus infinity where a move is not legal: a number such as -1000 is not small beside "
    "logits of -10,000."
)
NAN = said("Logits of moves that are not legal may be NaN or infinite: do not compute with them.")
FLOAT64 = said("The result is float64.")
LOGARITHMS = said("Large powers overflow: compute visits^(1/T) in logarithms, as exp(log(v) / T).")
FORMULA = said(
    "The scores are Q + c · prior · √(sum of visits) / (1 + visits), with Q = total / visits, and "
    "a Q of 0 where there were no visits."
)
UNVISITED = said("An unvisited move has a Q of 0: 0 / 0 is NaN.")
NOTHING = said("At T = 0 nothing can be divided by T: the most visited moves share alike.")
SCORES = said("The scores have the dtype of `prior`, whatever that of `total`.")


@check(visible=True, about="legal_policy")
def legal_policy_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, of which the second is not legal"""
    for logits in (by_hand.FINITE, by_hand.LOGITS):
        answer = student.call("legal_policy", logits, by_hand.LEGAL).hint(shape=ROWS)
        answer.should_equal(by_hand.POLICY, slips=by_hand.POLICY_SLIPS, wrong=_told_nan)


def _told_nan(got: torch.Tensor) -> str:
    """Say of numbers that are NaN where these come from."""
    return "" if torch.isfinite(got).all() else NAN


@check(weight=1.5, after=legal_policy_by_hand, about="legal_policy", essential=True)
def legal_policy_values(student: Student, ctx: Context) -> None:
    """Moves of one state, and of several at once"""
    for dtype in BOTH:
        for shape in ((5,), (1,), (4, 3), (2, 6), (1, 4)):
            legal = drawn_legal(ctx, *shape)
            logits = 2 * ctx.randn(*shape, dtype=dtype)
            want = ctx.reference.legal_policy(logits.double(), legal)
            answer = student.call("legal_policy", logits=logits, legal=legal).hint(shape=ROWS)
            require_illegal_zero(precisely(answer, want, dtype, slips=policy_slips), legal)


@check(after=legal_policy_values, about="legal_policy")
def legal_policy_junk(student: Student, ctx: Context) -> None:
    """Logits that are infinite, NaN or large where moves are not legal, and single moves"""
    for dtype in BOTH:
        legal = drawn_legal(ctx, 6, 5)
        legal[0] = torch.arange(5) == ctx.between(0, 4)
        logits = ctx.randn(6, 5, dtype=dtype)
        logits[0], logits[1], logits[2] = -1e4, logits[1] - 1e4, logits[2] + 9990
        given = with_junk(ctx, logits, legal, JUNK)
        for row, may in ((given, legal), (given[0], legal[0])):
            want = ctx.reference.legal_policy(row.double(), may)
            answer = student.call("legal_policy", logits=row, legal=may)
            require_illegal_zero(precisely(answer, want, dtype, wrong=_told_junk), may)


def _told_junk(got: torch.Tensor) -> str:
    """Say which logits were too much."""
    return LARGE if torch.isfinite(got).all() else NAN


@check(weight=0.5, after=legal_policy_values, about="legal_policy")
def legal_policy_gradient(student: Student, ctx: Context) -> None:
    """The gradient in the logits, those of ±10,000 as well"""
    legal = drawn_legal(ctx, 3, 5)
    logits = ctx.randn(3, 5, dtype=torch.float64)
    large = torch.where(legal, logits.sign() * 1e4, logits)
    for given in (logits, with_junk(ctx, logits, legal, (1e4, -1e4)), large):
        law = ctx.reference.legal_policy(given, legal)
        rows = ctx.randn(2, 3, 5, dtype=torch.float64)
        want = law * (rows - (rows * law).sum(-1, keepdim=True))
        answer = student.call("legal_policy", logits=given, legal=legal)
        wrong = said("The gradient of legal_policy is another one, or not finite.")
        answer.gradient("logits", rows=rows).should_equal(want, wrong=wrong, atol=1e-9)


@check(weight=0.5, after=legal_policy_by_hand, about="legal_policy", form=True)
def legal_policy_errors(student: Student, ctx: Context) -> None:
    """A row without a legal move is refused"""
    none, some = torch.zeros(4, dtype=torch.bool), drawn_legal(ctx, 3, 4)
    some[ctx.between(0, 2)] = False
    for legal in (none, some):
        answer = student.call("legal_policy", logits=ctx.randn(*legal.shape), legal=legal)
        answer.should_raise(ValueError, why="a row has no legal move")


@check(visible=True, about="puct_scores")
def puct_scores_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, visited three times, once and never"""
    given = by_hand.PRIOR, by_hand.VISITS, by_hand.TOTAL, 1.0
    answer = student.call("puct_scores", *given)
    answer.should_equal(by_hand.SCORES, slips=by_hand.SCORE_SLIPS, wrong=_told_unvisited)


def _told_unvisited(got: torch.Tensor) -> str:
    """Say of numbers that are NaN where these come from."""
    return FORMULA if torch.isfinite(got).all() else UNVISITED


@check(weight=2, after=puct_scores_by_hand, about="puct_scores", essential=True)
def puct_scores_values(student: Student, ctx: Context) -> None:
    """Any moves and c, no visits at all, both precisions"""
    for dtype in BOTH:
        for other in BOTH:
            for moves, c, seen in ((4, 1.0, 1), (6, 2.5, 1), (5, 0.0, 1), (3, 0.7, 0), (1, 1.3, 1)):
                prior, visits, total = drawn_scores(ctx, moves, dtype, other)
                visits, total = visits * seen, total * seen
                want = ctx.reference.puct_scores(prior.double(), visits, total.double(), c)
                answer = student.call(
                    "puct_scores", prior=prior, visits=visits, total=total, c=c
                ).hint(dtype=SCORES)
                mixed = 1e-5 if torch.float32 in (dtype, other) else 1e-9
                precisely(answer, want, dtype, slips=score_slips, wrong=FORMULA, rounding=mixed)


@check(visible=True, about="backup")
def backup_by_hand(student: Student, ctx: Context) -> None:
    """Three moves to a lost game, and two to a value of 0.3"""
    want, slips = by_hand.BACKED_UP, by_hand.BACKUP_SLIPS
    require_backed_up(student, by_hand.WAYS, want, slips, near=1e-5, by_name=False)


@check(weight=2, after=backup_by_hand, about="backup", essential=True)
def backup_values(student: Student, ctx: Context) -> None:
    """Paths of any length, any values, nodes that were visited before"""
    for dtype in BOTH:
        ways = [drawn_way(ctx, length, dtype) for length in (1, 2, 3, 6, 2)]
        ways[-1] = replace(ways[-1], value=0.0)  # a draw is a visit, too
        want, near = torch.cat([left_after(way) for way in ways]), tolerance(dtype)
        require_backed_up(student, ways, want, backup_slips(ways), near=near)


@check(after=backup_by_hand, about="backup")
def backup_in_place(student: Student, ctx: Context) -> None:
    """`backup` changes the nodes' own tensors, and not the list of the path"""
    for length in (1, 4):
        require_in_place(student, drawn_way(ctx, length, torch.float64))


@check(visible=True, about="visit_policy")
def visit_policy_by_hand(student: Student, ctx: Context) -> None:
    """One, three, no and three visits, at three temperatures"""
    for temperature, parts in by_hand.POLICIES.items():
        want = torch.tensor(parts, dtype=torch.float64) / sum(parts)
        answer = student.call("visit_policy", by_hand.COUNTS, temperature).hint(dtype=FLOAT64)
        slips = by_hand.visit_slips(temperature)
        wrong = "" if temperature else NOTHING
        with hinted(NOTHING) if temperature == 0 else nullcontext():
            answer.should_equal(want, slips=slips, dtype=torch.float64, wrong=wrong)


@check(weight=1.5, after=visit_policy_by_hand, about="visit_policy", essential=True)
def visit_policy_values(student: Student, ctx: Context) -> None:
    """Any visits and temperatures"""
    for temperature in (0.3, 0.75, 1, 1.6, 5.0, 0):
        for moves in (1, 4, 7):
            visits = ctx.randint(30, moves) + (torch.arange(moves) != 1).long()
            want = ctx.reference.visit_policy(visits, temperature)
            answer = student.call("visit_policy", visits=visits, temperature=temperature)
            slips = visit_slips if temperature else None
            precisely(answer.hint(dtype=FLOAT64), want, torch.float64, slips=slips)


@check(weight=0.5, after=visit_policy_by_hand, about="visit_policy")
def visit_policy_extreme(student: Student, ctx: Context) -> None:
    """A million visits, a temperature of 0.001"""
    most = 10**6
    near = most - ctx.between(1, 900)
    for visits in ([most, near, 0], [0, near, near], [most], [1, 0], [3, 2, 3], [most, 1]):
        for temperature in (1e-3, 0.02, 100.0):
            count = torch.tensor(visits)
            want = ctx.reference.visit_policy(count, temperature)
            answer = student.call("visit_policy", visits=count, temperature=temperature)
            answer.should_equal(want, dtype=torch.float64, wrong=LOGARITHMS, atol=1e-9)


@check(weight=0.5, after=visit_policy_by_hand, about="visit_policy", form=True)
def visit_policy_errors(student: Student, ctx: Context) -> None:
    """A temperature below 0 is refused"""
    for temperature in (-0.1, -1.0):
        answer = student.call("visit_policy", visits=by_hand.COUNTS, temperature=temperature)
        answer.should_raise(ValueError, why="a temperature is at least 0")


@check(weight=1.5, visible=True, about="search")
def search_by_hand(student: Student, ctx: Context) -> Passed:
    """Nim with two left and with five, and tic-tac-toe one move from winning, and two"""
    drawn = partial(drawn_search, student)
    with explained(drawn):
        want, slips = by_hand.VISITS_DUE, by_hand.SEARCH_SLIPS
        require_visits(student, by_hand.SEARCHES, want, lambda: slips, by_name=False)
    return Passed(picture=drawn)


@check(weight=4, after=search_by_hand, about="search")
def search_counts(student: Student, ctx: Context) -> None:
    """Visits in Nim, in tic-tac-toe, and in games whose ends favour either side"""
    cases = drawn_cases(ctx)
    want = visits_of(cases, RIGHT)
    require_visits(student, cases, want, lambda: search_mistakes(cases))
    cases = drawn_junk(ctx)
    want = visits_of(cases, RIGHT)
    require_visits(student, cases, want, dict, otherwise=words.JUNK)


@check(weight=1.5, after=search_by_hand, about="search")
def search_evaluations(student: Student, ctx: Context) -> None:
    """`evaluate` is asked once for each unfinished node, never for others"""
    require_evaluations(student, drawn_tree(ctx), drawn_paths(ctx))


@check(weight=0.5, after=search_counts, about="search")
def search_precision(student: Student, ctx: Context) -> None:
    """Searches that a difference of 1e-9 decides"""
    cases = list(precise_cases(ctx))
    want = visits_of(cases, RIGHT)
    require_visits(student, cases, want, dict, otherwise=words.FLOAT64)


@check(after=search_by_hand, about="search")
def search_wins(student: Student, ctx: Context) -> None:
    """In positions that are won, most visits go to a best move, as minimax finds it"""
    for case in positions(ctx):
        visits = found(student, case).visits
        worth = worths(case.rules)
        moves = zip(case.rules.legal[0].tolist(), case.rules.after[0].tolist(), strict=True)
        values = [-worth[after] if may else -2.0 for may, after in moves]
        if values[int(visits.argmax())] < max(values):
            raise Failed(words.MISLED)
