"""Checks of `images/colour`: bins, what they cost, and a model of three channels."""
from collections.abc import Callable
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_colour.by_hand import BIN_SLIPS, BINS, CHANNEL_NLL, CHANNEL_SLIPS, COARSE_NLL, COLOURS, LOGITS, PER_CHANNEL, PER_IMAGE, PIXEL, PIXELS, coarse_slips
from .for_colour.model import NAME, colour_class, plan_of
from .for_colour.picture import drawn_channels
from .shared.accuracy import BOTH, require_close
from .shared.basis import made_of
OF_THE_MODEL = said('The result has the dtype of the model.')
LAYOUT = said("The logits' channels and values may be mixed up: (B, V, 3, H, W), values before channels.")

@check(weight=1, visible=True, about='coarsen')
def coarsen_by_hand(student: Student, ctx: Context) -> None:
    """0, 31, 32 and 255 in eight bins"""
    student.call('coarsen', COLOURS, 8).should_equal(BINS, slips=BIN_SLIPS)

@check
def coarsen_values(student, ctx):
    """All 256 values at any V"""
    raise RuntimeError('this check is asked in grading only')

@check
def coarsen_errors(student, ctx):
    """Bins that do not divide 256 are refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='nll_by_channel')
def nll_by_channel_by_hand(student: Student, ctx: Context) -> None:
    """One pixel, three channels"""
    answer = student.call('nll_by_channel', LOGITS, PIXEL).hint(shape=PER_CHANNEL)
    require_close(answer, CHANNEL_NLL, slips=CHANNEL_SLIPS)

@check
def nll_by_channel_values(student, ctx):
    """Any shape, any logits"""
    raise RuntimeError('this check is asked in grading only')

@check
def nll_by_channel_gradient(student, ctx):
    """The gradient of `nll_by_channel`"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='coarse_nll')
def coarse_nll_by_hand(student: Student, ctx: Context) -> None:
    """Equal logits cost ln 256 for each value"""
    for num_values in (8, 2, 256):
        logits = torch.zeros(2, num_values, *PIXELS.shape[1:])
        answer = student.call('coarse_nll', logits, PIXELS).hint(shape=PER_IMAGE)
        with made_of(_of_coarse(student)):
            require_close(answer, COARSE_NLL, slips=coarse_slips(num_values))

def _of_coarse(student: Student) -> dict[str, Callable[[], object]]:
    """Return published questions to what `coarse_nll` may be made of."""
    return {'coarsen': lambda: student.call('coarsen', COLOURS, 8).should_equal(BINS), 'nll_by_channel': lambda: require_close(student.call('nll_by_channel', LOGITS, PIXEL), CHANNEL_NLL)}

@check
def coarse_nll_values(student, ctx):
    """Any logits, any V"""
    raise RuntimeError('this check is asked in grading only')

@check
def coarse_nll_errors(student, ctx):
    """V that does not divide 256 is refused"""
    raise RuntimeError('this check is asked in grading only')

@check
def coarse_nll_gradient(student, ctx):
    """The gradient of `coarse_nll`"""
    raise RuntimeError('this check is asked in grading only')
MODELS = ((3, 4, 8, (1, 2, 1)), (4, 4, 2, [1, 3]), (3, 4, 4, (1,)))

@check(weight=1, visible=True, about=NAME, form=True)
def colour_shapes(student: Student, ctx: Context) -> Passed:
    """Logits of any image and any V"""
    default = student.construct(NAME).call('forward', torch.zeros(1, 3, 4, 5))
    default.hint(shape=LAYOUT).should_have_shape(1, 8, 3, 4, 5, finite=True)
    for height, width, num_values, dilations in MODELS:
        for dtype in BOTH:
            model = student.construct(NAME, hidden_channels=12, dilations=dilations, num_values=num_values)
            model.mode(dtype=dtype)
            x = ctx.randint(num_values, 2, 3, height, width).to(dtype) / (num_values - 1)
            answer = model.call('forward', x=x).hint(shape=LAYOUT, dtype=OF_THE_MODEL)
            answer.should_have_shape(2, num_values, 3, height, width, dtype=dtype, finite=True)
    draw = ctx.generator('picture')
    plan = plan_of(3, 3, 4)
    born = colour_class().born
    return Passed(picture=lambda: drawn_channels(born(student, plan, draw), draw))

@check
def colour_is_repeatable(student, ctx):
    """Images do not see each other, and nothing is remembered"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_is_causal(student, ctx):
    """No logit sees itself or what comes later"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_sees_channels(student, ctx):
    """G sees R, and B sees R and G"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_sees_neighbours(student, ctx):
    """All colours of the four neighbours"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_reaches(student, ctx):
    """As far as its dilations"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_survives_loading(student, ctx):
    """Hidden weights stay without effect"""
    raise RuntimeError('this check is asked in grading only')

@check
def colour_learns(student, ctx):
    """Trained, below 225 nats"""
    raise RuntimeError('this check is asked in grading only')
