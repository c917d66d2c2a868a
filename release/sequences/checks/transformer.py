"""Checks of `sequences/transformer`: attention alone, and the mask it lives by."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal
from autograder.checking.models.asked import Plan
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_transformer import by_hand
from .for_transformer.model import LENGTHS, MODEL, built, require_forms
from .for_transformer.picture import drawn_influences
from .for_transformer.played import PlayedLM
from .shared.hints import hinted
SQUARE = said('A row for each token that is replaced, a column for each place: (T, T).')
FLOAT32 = said('The vectors come in float32, whatever they are computed in.')
VECTORS = said('A row for each place: (length, dim).')
MAX_LENGTH = 64
LIKE_X = said('One vector of D numbers for each place: the shape of x.')

@check(visible=True, about='influence')
def influence_by_hand(student: Student, ctx: Context) -> Passed:
    """A model that likes the letter before, and one that cheats"""
    draw = partial(drawn_influences, student)
    with explained(draw):
        for law, want, slips in ((by_hand.copies, by_hand.COPIED, by_hand.COPIED_SLIPS), (by_hand.cheats, by_hand.CHEATED, by_hand.CHEATED_SLIPS)):
            played = PlayedLM(law, 3, by_hand.VALUES)
            given = (played.oracle(), by_hand.TEXT, by_hand.VALUES)
            answer = student.call('influence', *given).hint(shape=SQUARE)
            answer.should_equal(want, slips=slips)
    return Passed(picture=draw)

@check
def influence_values(student, ctx):
    """Models that see what they may, what they must not, and nothing"""
    raise RuntimeError('this check is asked in grading only')

@check
def influence_large(student, ctx):
    """Logits of some thousands"""
    raise RuntimeError('this check is asked in grading only')

@check
def influence_calls(student, ctx):
    """No more than 1 + T·V calls of the model"""
    raise RuntimeError('this check is asked in grading only')

@check
def influence_takes_any_callable(student, ctx):
    """`influence` takes any callable for a model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='positions')
def positions_by_hand(student: Student, ctx: Context) -> None:
    """Three places in four numbers"""
    answer = student.call('positions', 3, 4).hint(shape=VECTORS, dtype=FLOAT32)
    answer.should_equal(by_hand.PLACES, slips=by_hand.PLACE_SLIPS, dtype=torch.float32)

@check
def positions_values(student, ctx):
    """Any number of places, and of numbers for each"""
    raise RuntimeError('this check is asked in grading only')

@check
def positions_errors(student, ctx):
    """An odd number of numbers is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='multi_head')
def multi_head_by_hand(student: Student, ctx: Context) -> None:
    """Two places, two heads of one number each"""
    weights = (by_hand.W_Q, by_hand.W_K, by_hand.W_V, by_hand.W_O)
    answer = student.call('multi_head', by_hand.X, *weights, 2).hint(shape=LIKE_X)
    answer.should_equal(by_hand.HEADS, slips=by_hand.HEAD_SLIPS)

@check
def multi_head_values(student, ctx):
    """Any number of heads, of any size"""
    raise RuntimeError('this check is asked in grading only')

@check
def multi_head_large(student, ctx):
    """Scores of some thousands, later places far above the others"""
    raise RuntimeError('this check is asked in grading only')

@check
def multi_head_gradient(student, ctx):
    """Gradients by x and by all four matrices"""
    raise RuntimeError('this check is asked in grading only')

@check
def multi_head_errors(student, ctx):
    """A number of heads that does not divide D is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='TransformerLM', form=True)
def transformer_shapes(student: Student, ctx: Context) -> None:
    """Logits of texts of 1 to max_length tokens, in both precisions"""
    with hinted(LENGTHS):
        for batch, length in ((2, 5), (1, 1), (1, MAX_LENGTH)):
            require_forms(built(student, 6), batch, length, 6)
        small = built(student, num_tokens=3, dim=8, num_heads=2, num_layers=1, max_length=5)
        for batch, length in ((4, 5), (2, 1)):
            require_forms(small, batch, length, 3)
        require_forms(built(student, 4, 6, 1, 3, 4), 3, 4, 4)

@check(visible=True, after=transformer_shapes, about='TransformerLM', essential=True)
def transformer_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of TransformerLM depends on its own token or a later one"""
    plan = Plan(TextLayout(6, 4), layers=2)
    return causal.is_causal(student, MODEL, plan, ctx.generator(), show=True)

@check
def transformer_stays_causal(student, ctx):
    """TransformerLM is causal for any texts, with any layers, also in training mode"""
    raise RuntimeError('this check is asked in grading only')

@check
def transformer_is_repeatable(student, ctx):
    """The same text has the same answer, in both modes, in any batch, and cut off anywhere"""
    raise RuntimeError('this check is asked in grading only')

@check
def transformer_sees_all_earlier(student, ctx):
    """Each logit depends on every token before it, with one layer and with more"""
    raise RuntimeError('this check is asked in grading only')

@check
def transformer_tells_order(student, ctx):
    """Even with one layer, each logit depends on the order of any two tokens before it"""
    raise RuntimeError('this check is asked in grading only')

@check
def transformer_gradient(student, ctx):
    """Gradients of the logits reach every layer, and the vectors of tokens"""
    raise RuntimeError('this check is asked in grading only')

@check
def transformer_learns(student, ctx):
    """Trained by the protocol on texts of a secret law, TransformerLM comes close to the law"""
    raise RuntimeError('this check is asked in grading only')
