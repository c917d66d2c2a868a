"""Checks of `foundations/classify`: from logits to a network that reads digits."""

from functools import partial

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm, WrongShape
from autograder.text.i18n import listed, said

from .for_classify import by_hand
from .for_classify.asked import (
    MOST_NETS,
    require_field,
    require_kept,
    require_moving,
    require_reach,
    require_rectified,
    require_repeatable,
)
from .for_classify.built import built
from .for_classify.cases import LARGE, drawn_answers, drawn_rows, large_rows, two_class_slips
from .for_classify.network import features_of, logits_of, size_of
from .for_classify.picture import drawn_reading
from .for_classify.report import CLOSE, Due, read
from .for_classify.trained import learns
from .shared.parts import asked_parts, require_parts
from .shared.precision import BOTH, precisely

NO_SUM = said("Rows do not sum to one: divide each by the sum of its own exponentials, no more.")
OTHER = said("These are other probabilities.")
ROWS = said("weights are (2, D) and biases (2,): row 0 of class 0, row 1 of class 1.")
CHANNELS = said("`channels` has no effect: the first convolution has so many channels.")
TWO = said("For some x the probability of class 1 is another one than sigmoid(weight·x + bias).")


@check(visible=True, about="softmax")
def softmax_by_hand(student: Student, ctx: Context) -> None:
    """Logits 0, 0 and 0, 1; then at temperature 2"""
    answer = student.call("softmax", by_hand.LOGITS)
    answer.should_equal(by_hand.PROBABILITIES, slips=by_hand.ROW_SLIPS, wrong=_of_rows)
    answer = student.call("softmax", by_hand.EVEN, 2.0)
    answer.should_equal(by_hand.EVENED, slips=by_hand.TEMPERATURE_SLIPS, wrong=_of_rows)


def _of_rows(got: Tensor) -> str:
    """Return what is said of probabilities that no mistake of the table gives."""
    return OTHER if float((got.sum(1) - 1).abs().max()) < 1e-5 else NO_SUM


@check(weight=1.5, after=softmax_by_hand, about="softmax", essential=True)
def softmax_values(student: Student, ctx: Context) -> None:
    """Any number of rows and classes, at temperatures from 0.5 to 5"""
    for dtype in BOTH:
        for case in drawn_rows(ctx, dtype):
            answer = student.call("softmax", **vars(case))
            precisely(answer, case.want, dtype, slips=case.slips, wrong=case.told)


@check(weight=1.5, after=softmax_values, about="softmax")
def softmax_large(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000, at temperatures from 0.01 to 100"""
    for dtype in BOTH:
        for case in large_rows(ctx, dtype):
            answer = student.call("softmax", **vars(case))
            precisely(answer, case.want, dtype, wrong=case.told, logits=case.height)


@check(weight=0.5, after=softmax_by_hand, about="softmax", form=True)
def softmax_errors(student: Student, ctx: Context) -> None:
    """A temperature of zero or less is refused"""
    for temperature in (0, 0.0, -1, -0.5):
        answer = student.call("softmax", by_hand.LOGITS, temperature)
        answer.should_raise(ValueError, why=said("temperature {t}", t=str(temperature)))


@check(visible=True, about="two_class")
def two_class_by_hand(student: Student, ctx: Context) -> None:
    """One input, at −1, 0 and ½"""
    weights, biases = _asked_rows(student, by_hand.WEIGHT, by_hand.BIAS)
    got = (by_hand.PLACES @ weights.T + biases).double().softmax(1)[:, 1]
    require_parts([got], by_hand.OF_CLASS_ONE, TWO, by_hand.TWO_CLASS_SLIPS, near=1e-5)


def _asked_rows(
    student: Student, weight: Tensor, bias: Tensor, *, named: bool = False
) -> tuple[Tensor, ...]:
    """Ask for weights (2, D) and biases (2,), by position or by name."""
    shapes, dtype = ((2, len(weight)), (2,)), weight.dtype
    try:
        if named:
            return asked_parts(student, "two_class", shapes, dtype, weight=weight, bias=bias)
        return asked_parts(student, "two_class", shapes, dtype, weight, bias)
    except WrongShape as failed:
        raise WrongForm(listed([failed.message, ROWS]), detail=failed.detail) from None


@check(weight=1.5, after=two_class_by_hand, about="two_class", essential=True)
def two_class_values(student: Student, ctx: Context) -> None:
    """Weights of any length, and any bias"""
    for dtype in BOTH:
        for inputs in (1, 3, 5):
            weight, x = (ctx.randn(*size, dtype=dtype) for size in ((inputs,), (9, inputs)))
            bias = ctx.randn(dtype=dtype)
            weights, biases = _asked_rows(student, weight, bias, named=True)
            got = (x @ weights.T + biases).softmax(1)[:, 1]
            want = (x.double() @ weight.double() + bias.double()).sigmoid()
            slips = partial(two_class_slips, x, weight, bias)
            require_parts([got], want, TWO, slips)


@check(weight=1.5, visible=True, about="evaluate")
def evaluate_by_hand(student: Student, ctx: Context) -> None:
    """Four rows, of which one is wrong"""
    answer = read(student, student.call_plain("evaluate", by_hand.FOUR, by_hand.LABELS))
    numbers = {key: torch.tensor([one]) for key, one in by_hand.MEASURED.items()}
    Due(numbers, by_hand.EVALUATE_SLIPS, CLOSE[torch.float32]).require([answer])


@check(weight=2, after=evaluate_by_hand, about="evaluate", essential=True)
def evaluate_values(student: Student, ctx: Context) -> None:
    """Any logits and labels"""
    for dtype in BOTH:
        _require_measured(student, ctx, dtype, 1.0)


@check(weight=0.5, after=evaluate_values, about="evaluate")
def evaluate_large(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000"""
    told = said("Wrong at ±10,000: a softmax of 0 has no logarithm. Take log_softmax.")
    for dtype in BOTH:
        _require_measured(student, ctx, dtype, LARGE / 4, told)


def _require_measured(
    student: Student, ctx: Context, dtype: torch.dtype, scale: float, wrong: str = ""
) -> None:
    """Ask about several classifiers, and judge all answers together."""
    cases = drawn_answers(ctx, dtype, scale)
    found = [read(student, plain_by_name(student, "evaluate", **vars(case))) for case in cases]
    want, slips = [case.want for case in cases], [case.slips for case in cases]
    numbers = {key: torch.stack([one[key] for one in want]) for key in want[0]}
    known = {
        key: {text: torch.stack([one[key][text] for one in slips]) for text in slips[0][key]}
        for key in slips[0]
    }
    close = max(CLOSE[dtype], 4 * torch.finfo(dtype).eps * scale)
    Due(numbers, known, close).require(found, wrong)


@check(visible=True, about="CNN", form=True)
def cnn_shapes(student: Student, ctx: Context) -> Passed:
    """Shapes of features and logits"""
    student.seed_everything(0)
    model, small = student.construct("CNN"), student.construct("CNN", 3, 4)
    draw = partial(drawn_reading, model, ctx)
    for count in (5, 1):
        images = torch.linspace(0, 1, 64 * count).view(count, 1, 8, 8)
        logits_of(model, images)
        logits_of(small, images, classes=4)
        features_of(model, images)
    with explained(draw):
        for one in (model, small):
            features_of(one, torch.linspace(0, 1, 480).view(2, 1, 12, 20))
    wider = student.construct("CNN", 5, 4)
    logits_of(wider, torch.zeros(1, 1, 8, 8), classes=4)  # lazy layers have no size before
    if size_of(small) and size_of(small) == size_of(wider):
        raise Failed(CHANNELS)
    return Passed(picture=draw)


@check(weight=1.5, about="CNN", essential=True)
def cnn_is_repeatable(student: Student, ctx: Context) -> None:
    """Each image is answered by itself, and alike in train and eval mode"""
    model = built(student, ctx.between(0, 999))
    require_repeatable(model, ctx.rand(4, 1, 8, 8, dtype=torch.float64))
    require_kept(model, ctx.rand(2, 1, 8, 8, dtype=torch.float64))


@check(weight=2, about="CNN", essential=True)
def cnn_field(student: Student, ctx: Context) -> None:
    """A feature sees its 10×10 square alone"""
    model = built(student, ctx.between(0, 999), channels=6, num_classes=3)
    for size in ((24, 20), (12, 28)):
        require_field(model, ctx.rand(1, 1, *size, dtype=torch.float64))


# Of right networks 20 of 20 showed all pixels in four images; twelve networks are tried.
@check(after=cnn_field, about="CNN", false_alarm=1e-6)
def cnn_reaches(student: Student, ctx: Context) -> None:
    """A feature sees all of its 10×10 square"""
    require_rectified(built(student, ctx.between(0, 999)), ctx.rand(4, 1, 12, 12))
    require_reach((built(student, seed) for seed in range(MOST_NETS)), ctx)


@check(weight=1.5, after=cnn_field, about="CNN")
def cnn_moves(student: Student, ctx: Context) -> None:
    """Move the image by 4, and the features move by 1"""
    model = built(student, ctx.between(0, 999))
    for down, right in ((1, 2), (-2, 1)):
        base = ctx.rand(2, 1, 24, 28, dtype=torch.float64)
        require_moving(model, base, down, right)


# The weakest right style reached 0.962 ± 0.011 (25 trainings); 0.90 would be missed twice.
@check(weight=3, about="CNN", essential=True, false_alarm=1e-6)
def cnn_learns(student: Student, ctx: Context) -> Passed:
    """Trained, it reads at least 90 % of the digits that were held back"""
    return learns(student, ctx)
