"""Checks of `sequences/window`: the fixed-window language model, and its price."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_window import by_hand
from .for_window.picture import drawn_die, drawn_windows
from .for_window.poison import told_of_poison
from .shared.hints import hinted
from .shared.precision import precisely
EVERY_PLACE = said('One window for each place, from the first token on: (B, T, size).')
TOKENS = said('Windows hold tokens: int64, as `tokens`.')
WHOLE = said('W is (H, n·D): it takes the vectors of all n tokens, one after the other.')
ONE_EACH = said('One cost for each text, (B,).')
ONE = said('One number for the whole corpus, ().')
ENDS = said('Behind the end of a text a token may be −1: replace it before you look it up.')

@check(visible=True, about='windows')
def windows_by_hand(student: Student, ctx: Context) -> Passed:
    """The cat sat on the mat, three tokens at a time"""
    given, draw = ((by_hand.TEXT, by_hand.SIZE, by_hand.PAD), partial(drawn_windows, student))
    with explained(draw):
        answer = student.call('windows', *given).hint(shape=EVERY_PLACE, dtype=TOKENS)
        answer.should_equal(by_hand.WINDOWS, slips=by_hand.WINDOW_SLIPS)
    return Passed(picture=draw)

@check
def windows_values(student, ctx):
    """Windows of any size, longer than the text, too, and any padding"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='window_logits')
def window_logits_by_hand(student: Student, ctx: Context) -> None:
    """A window of two tokens, whose vectors are 1 and 2"""
    with hinted(WHOLE):
        answer = student.call('window_logits', *by_hand.NETWORK)
        precisely(answer, by_hand.LOGITS, torch.float32, slips=by_hand.LOGIT_SLIPS)

@check
def window_logits_values(student, ctx):
    """Networks and windows of any size"""
    raise RuntimeError('this check is asked in grading only')

@check
def window_logits_large(student, ctx):
    """Logits of up to ±10,000, and sums that saturate the tanh"""
    raise RuntimeError('this check is asked in grading only')

@check
def window_logits_gradient(student, ctx):
    """The gradient by the table and by all weights"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='sequence_nll')
def sequence_nll_by_hand(student: Student, ctx: Context) -> None:
    """A text of three tokens, and one of which a single token counts"""
    answer = student.call('sequence_nll', by_hand.SCORES, by_hand.TOKENS, by_hand.COUNTS)
    precisely(answer.hint(shape=ONE_EACH), by_hand.NLL, torch.float32, slips=by_hand.NLL_SLIPS)

@check(weight=0.5, visible=True, after=sequence_nll_by_hand, about='sequence_nll')
def sequence_nll_padding_by_hand(student: Student, ctx: Context) -> None:
    """The same texts, with NaN and −1 behind the end of the second one"""
    with hinted(ENDS):
        given = (by_hand.POISONED, by_hand.CUT_OFF, by_hand.COUNTS)
        answer = student.call('sequence_nll', *given).hint(shape=ONE_EACH)
        precisely(answer, by_hand.NLL, torch.float32, wrong=told_of_poison)

@check
def sequence_nll_values(student, ctx):
    """Texts of any lengths, of none, too"""
    raise RuntimeError('this check is asked in grading only')

@check
def sequence_nll_padding(student, ctx):
    """What stands behind the end of a text reaches neither the answer nor its gradient"""
    raise RuntimeError('this check is asked in grading only')

@check
def sequence_nll_large(student, ctx):
    """Logits of up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def sequence_nll_gradient(student, ctx):
    """The gradient by the logits"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='perplexity')
def perplexity_by_hand(student: Student, ctx: Context) -> Passed:
    """A long text that is cheap, and a short one that is dear"""
    draw = partial(drawn_die, student)
    with explained(draw):
        answer = student.call('perplexity', by_hand.CORPUS, by_hand.LENGTHS).hint(shape=ONE)
        precisely(answer, by_hand.PERPLEXITY, torch.float32, slips=by_hand.PERPLEXITY_SLIPS)
    return Passed(picture=draw)

@check
def perplexity_values(student, ctx):
    """Any corpus, one of 20,000 tokens, too"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='bits_per_character')
def bits_per_character_by_hand(student: Student, ctx: Context) -> None:
    """16 bits for 32 characters"""
    answer = student.call('bits_per_character', by_hand.NATS, by_hand.CHARACTERS).hint(shape=ONE)
    precisely(answer, by_hand.BITS, torch.float32, slips=by_hand.BIT_SLIPS)

@check
def bits_per_character_values(student, ctx):
    """Any corpus"""
    raise RuntimeError('this check is asked in grading only')

@check.each(('perplexity', 'bits_per_character'), titles=('The gradient of `perplexity` by the nats', 'The gradient of `bits_per_character` by the nats'))
def gradient(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')
