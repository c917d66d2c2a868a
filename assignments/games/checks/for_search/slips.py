"""What the usual mistakes answer, to any numbers."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from . import words
from .asked import Case
from .nodes import (
    ALL_MOVES,
    AT_THE_ACTION,
    COUNT,
    FROM_ROOT,
    FROM_ROOT_TOO,
    MEAN,
    MINUS,
    NO_SIGN,
    REPLACED,
    THE_MOVERS,
    UNTOLD,
    VALUE_COUNTED,
    Way,
)
from .truth import How, searched

HIDDEN = True  # never released

MISTAKES: Mapping[str, How] = {
    words.NO_SIGN: How(alternating=False),
    words.NO_SIGN_AT_ALL: How(alternating=False, of_value=-1, of_result=-1),
    words.OPPOSITE: How(of_value=-1, of_result=-1),
    words.EVALUATION: How(of_value=-1),
    words.RESULT: How(of_result=-1),
    words.AGAIN: How(again="draw"),
    words.NEVER_AGAIN: How(again="nothing"),
    words.OVER: How(over="evaluate"),
    words.PRIOR_OF_ALL: How(prior="all"),
    words.PRIOR_UNIFORM: How(prior="uniform"),
    words.PRIOR_LOGITS: How(prior="logits"),
    words.C_IGNORED: How(c=1.0),
    words.ROOT_OF_MORE: How(root="one more"),
    words.ROOT_OF_MORE_BELOW: How(root="one more below"),
    words.ROOT_OF_ONE: How(root="one at least"),
    words.OPTIMISTIC: How(unvisited=1e6),
    words.LAST: How(last=True),
    words.TABLE: How(table=True),
    words.FEWER: How(fewer=1),
    words.TOTALS: How(q="sum"),
    words.ONE_MORE: How(q="one more"),
    words.NO_ROOT: How(spread="sum"),
    words.OWN_VISITS: How(spread="own"),
    words.UCB: How(spread="ucb"),
}


def visits_of(cases: Sequence[Case], how: How) -> Tensor:
    """Return the visits of all cases in a row, if one goes about it so."""
    rows = (searched(one.rules, one.evaluator, one.simulations, one.factor, how) for one in cases)
    return torch.cat([row.visits for row in rows])


def search_mistakes(cases: Sequence[Case]) -> dict[str, Tensor]:
    """Return what each mistake finds in all cases, in a row."""
    return {text: visits_of(cases, how).double() for text, how in MISTAKES.items()}


def policy_slips(logits: Tensor, legal: Tensor) -> SlipAnswers:
    """Return what mistakes of `legal_policy` answer where nothing is infinite."""
    right = logits.masked_fill(~legal, -torch.inf)
    whole = logits.softmax(-1)
    return {
        "What is left has to sum to one: the softmax is over legal moves alone.": whole * legal,
        "This is a softmax over all moves: those that are not legal get exactly 0.": whole,
        "Take the softmax over the moves of each row, the last dimension.": _over_rows(right),
        "The logits decide among legal moves: yours are all the same.": legal
        / legal.sum(-1, keepdim=True),
        "These are logarithms of probabilities.": right.log_softmax(-1).masked_fill(~legal, 0.0),
    }


def _over_rows(logits: Tensor) -> Tensor:
    """Return the softmax over the first dimension; NaN where that is the last."""
    return logits.softmax(0) if logits.ndim > 1 else torch.full_like(logits, torch.nan)


def score_slips(prior: Tensor, visits: Tensor, total: Tensor, c: float) -> SlipAnswers:
    """Return what mistakes of `puct_scores` answer."""
    prior, count = prior.double(), visits.double()
    q = total.double() / count.clamp(min=1)
    root, parts = count.sum().sqrt(), 1 + count
    right = c * prior * root / parts
    return {
        "c multiplies the curiosity alone, not Q.": c * q + right,
        "`c` is not used: it multiplies the curiosity.": q + prior * root / parts,
        "Q is total / visits: do not divide by 1 + visits.": total.double() / parts + right,
        "Q is total / visits, a mean: this is the total.": total.double() + right,
        "Q is missing.": right,
        "The curiosity is missing.": q,
        "Take the root of the sum of visits, not the sum.": q + right * root,
        "The root is of the visits of all moves together.": q + c * prior * count.sqrt() / parts,
        "The root is of the sum of the visits, without one more.": q
        + c * prior * (count.sum() + 1).sqrt() / parts,
        "Divide by 1 + visits.": q + c * prior * root / count.clamp(min=1),
        "Divide the curiosity by 1 + visits, not by its root.": q + c * prior * root / parts.sqrt(),
        "The prior is missing: it multiplies the curiosity.": q + c * root / parts,
        "The signs differ: the curiosity is added to Q.": q - right,
    }


def visit_slips(visits: Tensor, temperature: float) -> SlipAnswers:
    """Return what mistakes of `visit_policy` answer at temperatures above 0."""
    count = visits.double()
    return {
        "Take visits to the power 1/T, not T.": _normalised(count**temperature),
        "This is a softmax of visits; of their logarithms it would be right.": (
            count / temperature
        ).softmax(0),
        "`temperature` is not used.": _normalised(count),
        "A move that was never visited has 0: add nothing.": _normalised(
            (count + 1) ** (1 / temperature)
        ),
        "Normalise: probabilities sum to one.": count ** (1 / temperature),
        "Normalise after the power, not before it alone.": _normalised(count) ** (1 / temperature),
        "1/T is an exponent, no factor.": count / count.sum() / temperature,
    }


def _normalised(parts: Tensor) -> Tensor:
    return parts / parts.sum()


def backup_slips(ways: Sequence[Way]) -> dict[str, Tensor]:
    """Return what mistakes of `backup` leave behind on all ways, in a row."""
    each = [_left_by(way) for way in ways]
    return {text: torch.cat([one[text] for one in each]) for text in each[0]}


def _left_by(way: Way) -> dict[str, Tensor]:
    """Return what mistakes of `backup` leave behind, visits and totals in a row."""
    length, chosen = len(way.actions), way.chosen()
    level = torch.arange(length, dtype=torch.float64)[:, None]
    from_end, from_root, last = _signs(length - level), _signs(level), level == length - 1
    visits, total, value = way.visits.double(), way.total.double(), way.value
    right, ones = value * from_end * chosen, torch.ones_like(chosen)
    mean = (right - total) / (visits + 1) * chosen
    told = {
        NO_SIGN: (chosen, value * chosen),
        THE_MOVERS: (chosen, -right),
        FROM_ROOT: (chosen, -value * from_root * chosen),
        FROM_ROOT_TOO: (chosen, value * from_root * chosen),
        MINUS: (chosen, -value * chosen),
        ALL_MOVES: (chosen * last, right * last),
        AT_THE_ACTION: (ones, value * from_end * ones),
        MEAN: (chosen, mean),
        COUNT: (0 * chosen, right),
        UNTOLD: (chosen, 0 * right),
        VALUE_COUNTED: (right, right),
        REPLACED: (chosen, right - total * chosen),
    }
    return {text: way.row(visits + more, total + by) for text, (more, by) in told.items()}


def left_after(way: Way) -> Tensor:
    """Return what is right to find after a way, in a row."""
    length = len(way.actions)
    steps = length - torch.arange(length, dtype=torch.float64)[:, None]
    gain = way.value * _signs(steps) * way.chosen()
    return way.row(way.visits + way.chosen(), way.total.double() + gain)


def _signs(steps: Tensor) -> Tensor:
    """Return 1 where steps are even, -1 where they are odd."""
    return 1 - 2 * (steps % 2)
