"""Checks of `games/experience`: trying, remembering, and learning from rewards."""
from functools import partial
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_experience import by_hand, memory
from .for_experience.picture import drawn_returns
WHOLE = said('Actions are whole numbers, int64, one for each row: (B,).')
GREEDY = said('With epsilon 0 nobody tries: a row takes any action with probability epsilon, not 1 − epsilon.')
EACH_STEP = said('One return for each step was asked for: (T,).')
SCALAR = said('One number was asked for, (): a mean over rows.')

@check(visible=True, about='epsilon_greedy')
def epsilon_greedy_by_hand(student: Student, ctx: Context) -> None:
    """With epsilon 0, the best action of each row"""
    answer = student.call('epsilon_greedy', by_hand.Q, 0.0).hint(shape=WHOLE, dtype=WHOLE)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=GREEDY)

@check
def epsilon_greedy_values(student, ctx):
    """With epsilon 0, a best action of any rows, in both precisions, whatever else is as good"""
    raise RuntimeError('this check is asked in grading only')

@check
def epsilon_greedy_law(student, ctx):
    """Tries come with probability epsilon in each row by itself, and are any action"""
    raise RuntimeError('this check is asked in grading only')

@check
def epsilon_greedy_generator(student, ctx):
    """Equal generator states give equal actions, whatever the global seed; a call moves it on"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about=memory.NAME)
def replay_buffer_by_hand(student: Student, ctx: Context) -> None:
    """Room for three, and five that come"""
    added = [1, 2, 3, 4, 5]
    for count in range(len(added) + 1):
        buffer = memory.filled(student, 3, added[:count])
        memory.require_items(student, buffer, added[:count], 3)

@check
def replay_buffer_objects(student, ctx):
    """Any objects, in buffers of any size, each by itself"""
    raise RuntimeError('this check is asked in grading only')

@check
def replay_buffer_law(student, ctx):
    """`sample` draws entries that are there, none twice, all equally likely, and keeps them"""
    raise RuntimeError('this check is asked in grading only')

@check
def replay_buffer_generator(student, ctx):
    """Equal generator states give equal handfuls, whatever the global seed; a call moves it on"""
    raise RuntimeError('this check is asked in grading only')

@check
def replay_buffer_errors(student, ctx):
    """No room, and more than there are, are refused with a ValueError"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='discounted_returns')
def discounted_returns_by_hand(student: Student, ctx: Context) -> Passed:
    """Rewards of 1, 0 and 2 at a discount of one half"""
    draw = partial(drawn_returns, student)
    with explained(draw):
        answer = student.call('discounted_returns', by_hand.REWARD, by_hand.GAMMA)
        answer.hint(shape=EACH_STEP).should_equal(by_hand.RETURNS, slips=by_hand.RETURNS_SLIPS)
    return Passed(picture=draw)

@check
def discounted_returns_values(student, ctx):
    """Episodes of one step, of a few, and of hundreds, at any discount"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='reinforce_loss')
def reinforce_loss_by_hand(student: Student, ctx: Context) -> None:
    """Three rows: without a baseline, with a number, with one for each row"""
    given = (by_hand.LOGITS, by_hand.ACTION, by_hand.BROUGHT)
    plain = student.call('reinforce_loss', *given).hint(shape=SCALAR)
    plain.should_equal(by_hand.PLAIN, slips=by_hand.PLAIN_SLIPS)
    number = student.call('reinforce_loss', *given, by_hand.BASELINE)
    number.should_equal(by_hand.NUMBER, slips=by_hand.NUMBER_SLIPS)
    rows = student.call('reinforce_loss', *given, by_hand.BASELINES)
    rows.should_equal(by_hand.ROWS, slips=by_hand.ROWS_SLIPS)

@check
def reinforce_loss_values(student, ctx):
    """Any rows, actions and returns, with a baseline of every kind"""
    raise RuntimeError('this check is asked in grading only')

@check
def reinforce_loss_extreme(student, ctx):
    """Logits up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def reinforce_loss_gradient(student, ctx):
    """The gradient by the logits, and none into returns or baseline"""
    raise RuntimeError('this check is asked in grading only')
