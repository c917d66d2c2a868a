"""Checks of `games/search`: the tree search of AlphaGo."""
from contextlib import nullcontext
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_search import by_hand
from .for_search.asked import require_visits
from .for_search.nodes import require_backed_up
from .for_search.picture import drawn_search
from .shared.hints import hinted
ROWS = said('One probability for each move, in the shape of the logits.')
NAN = said('Logits of moves that are not legal may be NaN or infinite: do not compute with them.')
FLOAT64 = said('The result is float64.')
FORMULA = said('The scores are Q + c · prior · √(sum of visits) / (1 + visits), with Q = total / visits, and a Q of 0 where there were no visits.')
UNVISITED = said('An unvisited move has a Q of 0: 0 / 0 is NaN.')
NOTHING = said('At T = 0 nothing can be divided by T: the most visited moves share alike.')

@check(visible=True, about='legal_policy')
def legal_policy_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, of which the second is not legal"""
    for logits in (by_hand.FINITE, by_hand.LOGITS):
        answer = student.call('legal_policy', logits, by_hand.LEGAL).hint(shape=ROWS)
        answer.should_equal(by_hand.POLICY, slips=by_hand.POLICY_SLIPS, wrong=_told_nan)

def _told_nan(got: torch.Tensor) -> str:
    """Say of numbers that are NaN where these come from."""
    return '' if torch.isfinite(got).all() else NAN

@check
def legal_policy_values(student, ctx):
    """Moves of one state, and of several at once"""
    raise RuntimeError('this check is asked in grading only')

@check
def legal_policy_junk(student, ctx):
    """Logits that are infinite, NaN or large where moves are not legal, and single moves"""
    raise RuntimeError('this check is asked in grading only')

@check
def legal_policy_gradient(student, ctx):
    """The gradient in the logits, those of ±10,000 as well"""
    raise RuntimeError('this check is asked in grading only')

@check
def legal_policy_errors(student, ctx):
    """A row without a legal move is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='puct_scores')
def puct_scores_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, visited three times, once and never"""
    given = (by_hand.PRIOR, by_hand.VISITS, by_hand.TOTAL, 1.0)
    answer = student.call('puct_scores', *given)
    answer.should_equal(by_hand.SCORES, slips=by_hand.SCORE_SLIPS, wrong=_told_unvisited)

def _told_unvisited(got: torch.Tensor) -> str:
    """Say of numbers that are NaN where these come from."""
    return FORMULA if torch.isfinite(got).all() else UNVISITED

@check
def puct_scores_values(student, ctx):
    """Any moves and c, no visits at all, both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='backup')
def backup_by_hand(student: Student, ctx: Context) -> None:
    """Three moves to a lost game, and two to a value of 0.3"""
    want, slips = (by_hand.BACKED_UP, by_hand.BACKUP_SLIPS)
    require_backed_up(student, by_hand.WAYS, want, slips, near=1e-05, by_name=False)

@check
def backup_values(student, ctx):
    """Paths of any length, any values, nodes that were visited before"""
    raise RuntimeError('this check is asked in grading only')

@check
def backup_in_place(student, ctx):
    """`backup` changes the nodes' own tensors, and not the list of the path"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='visit_policy')
def visit_policy_by_hand(student: Student, ctx: Context) -> None:
    """One, three, no and three visits, at three temperatures"""
    for temperature, parts in by_hand.POLICIES.items():
        want = torch.tensor(parts, dtype=torch.float64) / sum(parts)
        answer = student.call('visit_policy', by_hand.COUNTS, temperature).hint(dtype=FLOAT64)
        slips = by_hand.visit_slips(temperature)
        wrong = '' if temperature else NOTHING
        with hinted(NOTHING) if temperature == 0 else nullcontext():
            answer.should_equal(want, slips=slips, dtype=torch.float64, wrong=wrong)

@check
def visit_policy_values(student, ctx):
    """Any visits and temperatures"""
    raise RuntimeError('this check is asked in grading only')

@check
def visit_policy_extreme(student, ctx):
    """A million visits, a temperature of 0.001"""
    raise RuntimeError('this check is asked in grading only')

@check
def visit_policy_errors(student, ctx):
    """A temperature below 0 is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='search')
def search_by_hand(student: Student, ctx: Context) -> Passed:
    """Nim with two left and with five, and tic-tac-toe one move from winning, and two"""
    drawn = partial(drawn_search, student)
    with explained(drawn):
        want, slips = (by_hand.VISITS_DUE, by_hand.SEARCH_SLIPS)
        require_visits(student, by_hand.SEARCHES, want, lambda: slips, by_name=False)
    return Passed(picture=drawn)

@check
def search_counts(student, ctx):
    """Visits in Nim, in tic-tac-toe, and in games whose ends favour either side"""
    raise RuntimeError('this check is asked in grading only')

@check
def search_evaluations(student, ctx):
    """`evaluate` is asked once for each unfinished node, never for others"""
    raise RuntimeError('this check is asked in grading only')

@check
def search_precision(student, ctx):
    """Searches that a difference of 1e-9 decides"""
    raise RuntimeError('this check is asked in grading only')

@check
def search_wins(student, ctx):
    """In positions that are won, most visits go to a best move, as minimax finds it"""
    raise RuntimeError('this check is asked in grading only')
