"""Checks of `games/experience`: trying, remembering, and learning from rewards."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.text.i18n import said

from .for_experience import by_hand, choices, handfuls, memory
from .for_experience.picture import drawn_returns
from .for_experience.policy import (
    drawn_rows,
    extreme_rows,
    loss_of,
    reinforce_slips,
    require_no_gradient,
    told_of_large,
)
from .for_experience.returns import UNDERFLOW, drawn_episodes, long_episodes, returns_slips
from .for_experience.seeds import require_seeded
from .shared.precision import BOTH, precisely, tolerance

WHOLE = said("Actions are whole numbers, int64, one for each row: (B,).")
GREEDY = said(
    "With epsilon 0 nobody tries: a row takes any action with probability epsilon, not 1 − epsilon."
)
BEST = said("With epsilon 0 each row takes its best action.")
EACH_STEP = said("One return for each step was asked for: (T,).")
SCALAR = said("One number was asked for, (): a mean over rows.")
ROOM = said("a buffer has room for one entry at least")
ENOUGH = said("there are fewer entries than that, and none is drawn twice")


@check(visible=True, about="epsilon_greedy")
def epsilon_greedy_by_hand(student: Student, ctx: Context) -> None:
    """With epsilon 0, the best action of each row"""
    answer = student.call("epsilon_greedy", by_hand.Q, 0.0).hint(shape=WHOLE, dtype=WHOLE)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=GREEDY)


@check(after=epsilon_greedy_by_hand, about="epsilon_greedy", essential=True)
def epsilon_greedy_values(student: Student, ctx: Context) -> None:
    """With epsilon 0, a best action of any rows, in both precisions, whatever else is as good"""
    for dtype in BOTH:
        for rows, actions in ((1, 1), (1, 4), (5, 2), (9, 3), (3, 3)):
            q = ctx.randint(3, rows, actions).to(dtype) * ctx.one_of((1.0, 1e4, -0.5))
            named: dict[str, Any] = {"q": q, "epsilon": 0.0}
            answer = student.call("epsilon_greedy", **named).hint(shape=WHOLE, dtype=WHOLE)
            got = answer.should_have_shape(rows, dtype=torch.int64)
            if not _are_best(q, got):
                raise Failed(BEST)
            tried = student.call("epsilon_greedy", q=q, epsilon=0.7, generator=None)
            tried.should_have_shape(rows, dtype=torch.int64)


def _are_best(q: Tensor, actions: Tensor) -> bool:
    if not bool(((actions >= 0) & (actions < q.shape[1])).all()):
        return False
    return torch.equal(q.gather(1, actions[:, None])[:, 0], q.amax(1))


def _choose(student: Student, generator: Handle | None, q: Tensor, epsilon: float) -> Tensor:
    """Ask for actions; raises Failed unless they are actions."""
    given = {} if generator is None else {"generator": generator}
    expect = Expect((len(q),), torch.int64)
    got = student.call("epsilon_greedy", q, epsilon, expect=expect, **given)
    if not bool(((got >= 0) & (got < q.shape[1])).all()):
        raise Failed(said("Actions are numbers from 0 to A − 1."))
    return got


# Four laws, and one look at how many rows of a batch try.
@check(
    weight=2,
    after=epsilon_greedy_by_hand,
    false_alarm=len(choices.CASES) * choices.ALPHA + choices.WINDOW_ALPHA,
    about="epsilon_greedy",
)
def epsilon_greedy_law(student: Student, ctx: Context) -> None:
    """Tries come with probability epsilon in each row by itself, and are any action"""
    choose = partial(_choose, student, student.generator(ctx.between(0, 1 << 30)))
    choices.require_own_rows(ctx, choose)
    for case in choices.drawn_choosing(ctx):
        choices.require_law(choose, case)


# Two calls agree in 64 rows with probability 0.8 at most, each: of epsilon 0.8 and 50 actions.
@check(after=epsilon_greedy_by_hand, false_alarm=5 * 0.22**64, about="epsilon_greedy")
def epsilon_greedy_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal actions, whatever the global seed; a call moves it on"""
    q = ctx.rand(64, 50)
    require_seeded(
        student,
        lambda generator: _choose(student, generator, q, 0.9).tolist(),
        ctx.between(0, 1 << 30),
    )


@check(visible=True, about=memory.NAME)
def replay_buffer_by_hand(student: Student, ctx: Context) -> None:
    """Room for three, and five that come"""
    added = [1, 2, 3, 4, 5]
    for count in range(len(added) + 1):
        buffer = memory.filled(student, 3, added[:count])
        memory.require_items(student, buffer, added[:count], 3)


@check(weight=1.5, after=replay_buffer_by_hand, about=memory.NAME)
def replay_buffer_objects(student: Student, ctx: Context) -> None:
    """Any objects, in buffers of any size, each by itself"""
    added: list[Any] = [None, "a", {"move": 1}, [1, [2]], 0, None, 0.5, False, ctx.randn(2), "a"]
    added += [ctx.randn(1), ctx.randn(3, 1), {"move": 1}]
    for capacity in (1, 2, 4, 7, 40):
        buffer, other = student.construct(memory.NAME, capacity), student.construct(memory.NAME, 3)
        memory.require_items(student, buffer, [], capacity)
        for count, entry in enumerate(added, 1):
            buffer.construct("add", entry)
            memory.require_items(student, buffer, added[:count], capacity)
        if memory.listed_of(other.call_plain("items"), memory.LIST):
            raise Failed(
                said("What is added to one buffer is in another: each buffer has its own.")
            )
    buffer.construct("add", student.generator(0))
    memory.require_length(student, buffer, len(added) + 1)


# One law of entries, pairs and sets of three.
@check(weight=1.5, after=replay_buffer_by_hand, false_alarm=handfuls.ALPHA, about=memory.NAME)
def replay_buffer_law(student: Student, ctx: Context) -> None:
    """`sample` draws entries that are there, none twice, all equally likely, and keeps them"""
    first = ctx.between(10, 99)
    for capacity, count in ((4, 9), (1, 3), (30, 6), (6, 6), (5, 1)):
        handfuls.require_handfuls(student, capacity, list(range(first, first + count)))
    handfuls.require_equal_entries(student)
    handfuls.require_as_they_are(student)
    generator = student.generator(ctx.between(0, 1 << 30))
    handfuls.require_uniform(student, list(range(first, first + 10)), generator)


# Two handfuls of 30 of 60 are one set with probability 1 in 1e17.
@check(after=replay_buffer_by_hand, false_alarm=1e-16, about=memory.NAME)
def replay_buffer_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal handfuls, whatever the global seed; a call moves it on"""
    require_seeded(student, handfuls.drawing(student, 60, 30), ctx.between(0, 1 << 30))


@check(weight=0.5, after=replay_buffer_by_hand, about=memory.NAME, form=True)
def replay_buffer_errors(student: Student, ctx: Context) -> None:
    """No room, and more than there are, are refused with a ValueError"""
    for capacity in (0, -1, -7):
        student.call(memory.NAME, capacity).should_raise(ValueError, why=ROOM)
    for capacity, count, size in ((5, 3, 4), (3, 7, 4), (4, 0, 1), (2, 2, 9)):
        buffer = memory.filled(student, capacity, list(range(count)))
        buffer.call("sample", size).should_raise(ValueError, why=ENOUGH)


@check(visible=True, about="discounted_returns")
def discounted_returns_by_hand(student: Student, ctx: Context) -> Passed:
    """Rewards of 1, 0 and 2 at a discount of one half"""
    draw = partial(drawn_returns, student)
    with explained(draw):
        answer = student.call("discounted_returns", by_hand.REWARD, by_hand.GAMMA)
        answer.hint(shape=EACH_STEP).should_equal(by_hand.RETURNS, slips=by_hand.RETURNS_SLIPS)
    return Passed(picture=draw)


@check(weight=1.5, after=discounted_returns_by_hand, about="discounted_returns")
def discounted_returns_values(student: Student, ctx: Context) -> None:
    """Episodes of one step, of a few, and of hundreds, at any discount"""
    for dtype in BOTH:
        for episode in drawn_episodes(ctx, dtype):
            answer = student.call("discounted_returns", **vars(episode)).hint(shape=EACH_STEP)
            precisely(answer, episode.want, dtype, slips=returns_slips)
        for episode in long_episodes(ctx, dtype):
            answer = student.call("discounted_returns", **vars(episode))
            precisely(answer, episode.want, dtype, slips=returns_slips, wrong=_told_of_long)


def _told_of_long(got: Tensor) -> str:
    return UNDERFLOW


@check(visible=True, about="reinforce_loss")
def reinforce_loss_by_hand(student: Student, ctx: Context) -> None:
    """Three rows: without a baseline, with a number, with one for each row"""
    given = by_hand.LOGITS, by_hand.ACTION, by_hand.BROUGHT
    plain = student.call("reinforce_loss", *given).hint(shape=SCALAR)
    plain.should_equal(by_hand.PLAIN, slips=by_hand.PLAIN_SLIPS)
    number = student.call("reinforce_loss", *given, by_hand.BASELINE)
    number.should_equal(by_hand.NUMBER, slips=by_hand.NUMBER_SLIPS)
    rows = student.call("reinforce_loss", *given, by_hand.BASELINES)
    rows.should_equal(by_hand.ROWS, slips=by_hand.ROWS_SLIPS)


@check(weight=1.5, after=reinforce_loss_by_hand, about="reinforce_loss", essential=True)
def reinforce_loss_values(student: Student, ctx: Context) -> None:
    """Any rows, actions and returns, with a baseline of every kind"""
    for dtype in BOTH:
        for rows in drawn_rows(ctx, dtype):
            answer = student.call("reinforce_loss", **rows.named).hint(shape=SCALAR)
            precisely(answer, rows.want, dtype, slips=reinforce_slips)


@check(weight=0.5, after=reinforce_loss_by_hand, about="reinforce_loss")
def reinforce_loss_extreme(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000"""
    for dtype in BOTH:
        for rows in extreme_rows(ctx, dtype):
            answer = student.call("reinforce_loss", **rows.named)
            precisely(answer, rows.want, dtype, slips=reinforce_slips, wrong=told_of_large)


@check(after=reinforce_loss_by_hand, about="reinforce_loss")
def reinforce_loss_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the logits, and none into returns or baseline"""
    for dtype in BOTH:
        one, near = torch.ones((), dtype=dtype), 10 * tolerance(dtype)
        for rows in (*drawn_rows(ctx, dtype), *extreme_rows(ctx, dtype)):
            answer = student.call("reinforce_loss", **rows.named)
            require_projected(answer, loss_of, one, ["logits"], rtol=near)
            require_no_gradient(answer, one)
