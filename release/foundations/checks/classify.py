"""Checks of `foundations/classify`: from logits to a network that reads digits."""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm, WrongShape
from autograder.text.i18n import listed, said
from .for_classify import by_hand
from .for_classify.network import features_of, logits_of, size_of
from .for_classify.picture import drawn_reading
from .for_classify.report import CLOSE, Due, read
from .shared.parts import asked_parts, require_parts
NO_SUM = said('Rows do not sum to one: divide each by the sum of its own exponentials, no more.')
OTHER = said('These are other probabilities.')
ROWS = said('weights are (2, D) and biases (2,): row 0 of class 0, row 1 of class 1.')
CHANNELS = said('`channels` has no effect: the first convolution has so many channels.')
TWO = said('For some x the probability of class 1 is another one than sigmoid(weight·x + bias).')

@check(visible=True, about='softmax')
def softmax_by_hand(student: Student, ctx: Context) -> None:
    """Logits 0, 0 and 0, 1; then at temperature 2"""
    answer = student.call('softmax', by_hand.LOGITS)
    answer.should_equal(by_hand.PROBABILITIES, slips=by_hand.ROW_SLIPS, wrong=_of_rows)
    answer = student.call('softmax', by_hand.EVEN, 2.0)
    answer.should_equal(by_hand.EVENED, slips=by_hand.TEMPERATURE_SLIPS, wrong=_of_rows)

def _of_rows(got: Tensor) -> str:
    """Return what is said of probabilities that no mistake of the table gives."""
    return OTHER if float((got.sum(1) - 1).abs().max()) < 1e-05 else NO_SUM

@check
def softmax_values(student, ctx):
    """Any number of rows and classes, at temperatures from 0.5 to 5"""
    raise RuntimeError('this check is asked in grading only')

@check
def softmax_large(student, ctx):
    """Logits up to ±10,000, at temperatures from 0.01 to 100"""
    raise RuntimeError('this check is asked in grading only')

@check
def softmax_errors(student, ctx):
    """A temperature of zero or less is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='two_class')
def two_class_by_hand(student: Student, ctx: Context) -> None:
    """One input, at −1, 0 and ½"""
    weights, biases = _asked_rows(student, by_hand.WEIGHT, by_hand.BIAS)
    got = (by_hand.PLACES @ weights.T + biases).double().softmax(1)[:, 1]
    require_parts([got], by_hand.OF_CLASS_ONE, TWO, by_hand.TWO_CLASS_SLIPS, near=1e-05)

def _asked_rows(student: Student, weight: Tensor, bias: Tensor, *, named: bool=False) -> tuple[Tensor, ...]:
    """Ask for weights (2, D) and biases (2,), by position or by name."""
    shapes, dtype = (((2, len(weight)), (2,)), weight.dtype)
    try:
        if named:
            return asked_parts(student, 'two_class', shapes, dtype, weight=weight, bias=bias)
        return asked_parts(student, 'two_class', shapes, dtype, weight, bias)
    except WrongShape as failed:
        raise WrongForm(listed([failed.message, ROWS]), detail=failed.detail) from None

@check
def two_class_values(student, ctx):
    """Weights of any length, and any bias"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='evaluate')
def evaluate_by_hand(student: Student, ctx: Context) -> None:
    """Four rows, of which one is wrong"""
    answer = read(student, student.call_plain('evaluate', by_hand.FOUR, by_hand.LABELS))
    numbers = {key: torch.tensor([one]) for key, one in by_hand.MEASURED.items()}
    Due(numbers, by_hand.EVALUATE_SLIPS, CLOSE[torch.float32]).require([answer])

@check
def evaluate_values(student, ctx):
    """Any logits and labels"""
    raise RuntimeError('this check is asked in grading only')

@check
def evaluate_large(student, ctx):
    """Logits up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='CNN', form=True)
def cnn_shapes(student: Student, ctx: Context) -> Passed:
    """Shapes of features and logits"""
    student.seed_everything(0)
    model, small = (student.construct('CNN'), student.construct('CNN', 3, 4))
    draw = partial(drawn_reading, model, ctx)
    for count in (5, 1):
        images = torch.linspace(0, 1, 64 * count).view(count, 1, 8, 8)
        logits_of(model, images)
        logits_of(small, images, classes=4)
        features_of(model, images)
    with explained(draw):
        for one in (model, small):
            features_of(one, torch.linspace(0, 1, 480).view(2, 1, 12, 20))
    wider = student.construct('CNN', 5, 4)
    logits_of(wider, torch.zeros(1, 1, 8, 8), classes=4)
    if size_of(small) and size_of(small) == size_of(wider):
        raise Failed(CHANNELS)
    return Passed(picture=draw)

@check
def cnn_is_repeatable(student, ctx):
    """Each image is answered by itself, and alike in train and eval mode"""
    raise RuntimeError('this check is asked in grading only')

@check
def cnn_field(student, ctx):
    """A feature sees its 10×10 square alone"""
    raise RuntimeError('this check is asked in grading only')

@check
def cnn_reaches(student, ctx):
    """A feature sees all of its 10×10 square"""
    raise RuntimeError('this check is asked in grading only')

@check
def cnn_moves(student, ctx):
    """Move the image by 4, and the features move by 1"""
    raise RuntimeError('this check is asked in grading only')

@check
def cnn_learns(student, ctx):
    """Trained, it reads at least 90 % of the digits that were held back"""
    raise RuntimeError('this check is asked in grading only')
