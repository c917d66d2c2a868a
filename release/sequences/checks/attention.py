"""Checks of `sequences/attention`: who looks at whom, and a model that translates."""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_attention import by_hand
from .for_attention.model import ANY_SIZE, SEQ2SEQ, built, plan_of, require_forms
from .for_attention.picture import drawn_looks
from .shared.hints import hinted
BOOL = said('A mask holds truths: dtype bool, such as a comparison gives.')
MASK_SHAPE = said('A row for each text, a column for each place: (B, size).')
SHAPE = said('A row for each query, a column for each key: (B, Q, K).')
CONTEXT_SHAPE = said("One vector of the values' width e for each query: (B, Q, e).")

@check(weight=0.5, visible=True, about='padding_mask')
def padding_mask_by_hand(student: Student, ctx: Context) -> None:
    """Texts of 2, 0 and 3 tokens"""
    answer = student.call('padding_mask', by_hand.LENGTHS, by_hand.SIZE)
    answer.hint(shape=MASK_SHAPE, dtype=BOOL).should_equal(by_hand.MASK, slips=by_hand.MASK_SLIPS)

@check
def padding_mask_values(student, ctx):
    """Any lengths, in any number of places"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='attention_weights')
def attention_weights_by_hand(student: Student, ctx: Context) -> Passed:
    """Two queries, three keys; then a mask and a scale; then a sentence"""
    query, keys = (by_hand.QUERY, by_hand.KEYS)
    free = student.call('attention_weights', query, keys).hint(shape=SHAPE)
    free.should_equal(by_hand.WEIGHTS, slips=by_hand.WEIGHT_SLIPS)
    given = (by_hand.MASKED_QUERY, keys, by_hand.ALLOWED)
    masked = student.call('attention_weights', *given).hint(shape=SHAPE)
    masked.should_equal(by_hand.MASKED, slips=by_hand.MASKED_SLIPS, wrong=_told_of_masked)
    halved = student.call('attention_weights', query, keys, None, 0.5)
    halved.should_equal(by_hand.HALVED, slips=by_hand.HALVED_SLIPS)
    draw = partial(drawn_looks, student)
    given = (by_hand.SENTENCE_QUERY, by_hand.SENTENCE_KEYS, by_hand.TRUE_TOKENS)
    with explained(draw):
        looks = student.call('attention_weights', *given).hint(shape=SHAPE)
        looks.should_equal(by_hand.LOOKS.unsqueeze(0))
    return Passed(picture=draw)

def _told_of_masked(got: Tensor) -> str:
    """Return what is said of masked weights that no mistake of the table gives."""
    if got[0, 1].isnan().any():
        return by_hand.EMPTY_NAN
    return by_hand.FORBIDDEN if (got[0, :, 2] != 0).any() else ''

@check
def attention_weights_values(student, ctx):
    """Any queries and keys, at any scale"""
    raise RuntimeError('this check is asked in grading only')

@check
def attention_weights_masked(student, ctx):
    """Masks of any shape: what is forbidden gets exactly 0, and an empty row is all 0"""
    raise RuntimeError('this check is asked in grading only')

@check
def attention_weights_large(student, ctx):
    """Scores up to ±10,000, of forbidden keys, too"""
    raise RuntimeError('this check is asked in grading only')

@check
def attention_weights_gradient(student, ctx):
    """Gradients by queries and keys, finite at an empty row"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='attend')
def attend_by_hand(student: Student, ctx: Context) -> None:
    """Two queries, three keys and their values"""
    given = (by_hand.QUERY, by_hand.KEYS, by_hand.VALUES)
    answer = student.call('attend', *given).hint(shape=CONTEXT_SHAPE)
    answer.should_equal(by_hand.CONTEXT, slips=by_hand.CONTEXT_SLIPS)

@check
def attend_values(student, ctx):
    """Values of any width, any mask and scale"""
    raise RuntimeError('this check is asked in grading only')

@check
def attend_gradient(student, ctx):
    """Gradients by queries, keys and values, finite at an empty row"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='Seq2Seq', form=True)
def seq2seq_shapes(student: Student, ctx: Context) -> None:
    """Logits of sources and targets of any size, in both precisions"""
    for (sources, targets), more, lengths, places, target in (((5, 7), {}, [3, 1], 3, 4), ((3, 2), {'dim': 8}, [1], 1, 1), ((4, 9), {'dim': 24}, [2, 5, 4], 6, 2)):
        model = built(student, torch.float32, sources, targets, **more)
        with hinted(ANY_SIZE):
            require_forms(model, torch.tensor(lengths), places, (sources, targets), target)

@check(visible=True, after=seq2seq_shapes, about='Seq2Seq', essential=True)
def seq2seq_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of Seq2Seq depends on its own target token or a later one"""
    plan = plan_of(torch.tensor([3, 1, 4, 0]), 3, 5, 4)
    return causal.is_causal(student, SEQ2SEQ, plan, ctx.generator(), show=True)

@check
def seq2seq_stays_causal(student, ctx):
    """Seq2Seq is causal for any texts, also in training mode, and cut off anywhere"""
    raise RuntimeError('this check is asked in grading only')

@check
def seq2seq_is_repeatable(student, ctx):
    """The same pair has the same answer at any time, and leaves what is given as it was"""
    raise RuntimeError('this check is asked in grading only')

@check
def seq2seq_ignores_padding(student, ctx):
    """Padding does not matter: what it holds, how much there is, and who else is in the batch"""
    raise RuntimeError('this check is asked in grading only')

@check
def seq2seq_sees_the_source(student, ctx):
    """From place 1 on, logits depend on every source token"""
    raise RuntimeError('this check is asked in grading only')

@check
def seq2seq_sees_all_earlier(student, ctx):
    """Logits depend on every earlier target token"""
    raise RuntimeError('this check is asked in grading only')

@check
def seq2seq_gradient(student, ctx):
    """Gradients of the logits reach encoder and decoder"""
    raise RuntimeError('this check is asked in grading only')
