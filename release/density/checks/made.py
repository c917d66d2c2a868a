"""Checks of `density/made`: a network in which no path leads to one's own answer."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said
from .for_made.answers import PRODUCT, require_degrees, require_masks
from .for_made.by_hand import DEGREES, ENSEMBLE_SLIPS, MASK_SLIPS, MASKS, MEAN, OF_UNITS, ONE, ORDER, PATH_SLIPS, PATHS, ROWS, TWO, played
from .for_made.picture import drawn_dependence, drawn_paths
from .shared.hints import hinted
from .shared.mass import ONE_PER_ROW
ANY_NUMBER = said('hidden_sizes may be of any length, a list or a tuple, also without any entry.')
INTO_OUTPUTS = said('(D, D): the last mask leads into the outputs.')
LOG_OF_MEAN = said('Return the log of the mean probability of each row over the models.')

@check(weight=1, visible=True, about='made_degrees')
def degrees_by_hand(student: Student, ctx: Context) -> None:
    """Degrees of four dimensions and five units, in an order"""
    require_degrees(student, 4, [5], ORDER, DEGREES)

@check
def degrees_values(student, ctx):
    """Degrees of any number of layers, in any order"""
    raise RuntimeError('this check is asked in grading only')

@check
def degrees_errors(student, ctx):
    """`made_degrees` refuses what is no order"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='made_masks')
def masks_by_hand(student: Student, ctx: Context) -> Passed:
    """Masks of three dimensions and four units"""
    draw = partial(drawn_paths, OF_UNITS)
    require_masks(student, OF_UNITS, MASKS, MASK_SLIPS, draw)
    return Passed(picture=partial(draw, MASKS))

@check
def masks_values(student, ctx):
    """Masks of any degrees, of none, one or more hidden layers"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='count_paths')
def paths_by_hand(student: Student, ctx: Context) -> None:
    """Paths through four units"""
    answer = student.call('count_paths', MASKS).hint(shape=INTO_OUTPUTS)
    answer.should_equal(PATHS, slips=PATH_SLIPS, wrong=PRODUCT)

@check
def paths_values(student, ctx):
    """Paths through any masks, in their dtype, also where they lead to oneself"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='MADE', form=True)
def made_shapes(student: Student, ctx: Context) -> Passed:
    """MADE takes any number of hidden layers, and gives logits (B, D) and log_prob (B,)"""
    numbers = []
    with hinted(ANY_NUMBER):
        for dims, sizes in ((5, ()), (5, (7,)), (5, [9, 8]), (2, (3, 4, 5)), (6, [])):
            model = student.construct('MADE', dims, sizes)
            numbers.append(sum((one.numel() for one in model.state_dict().values())))
            x = ctx.bernoulli(3, dims)
            model.call('forward', x).should_have_shape(3, dims, dtype=torch.float32)
            model.call('log_prob', x).hint(shape=ONE_PER_ROW).should_have_shape(3)
        student.construct('MADE', 4).call('forward', torch.ones(2, 4)).should_have_shape(2, 4)
    if len(set(numbers[:3])) < 3:
        raise Failed(said('hidden_sizes has no effect: it says how many units each layer has.'))
    return Passed(picture=partial(drawn_dependence, student))

@check
def made_is_causal(student, ctx):
    """No logit of MADE depends on its own dimension or one that comes later"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_values(student, ctx):
    """log_prob is the sum of the log-probabilities by MADE's own logits, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_mass_is_one(student, ctx):
    """MADE's probabilities of all rows sum to one, also after training"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_order(student, ctx):
    """MADE is autoregressive in the order that it is given"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_sees_all_earlier(student, ctx):
    """Every logit of MADE depends on all dimensions that come before it"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_is_repeatable(student, ctx):
    """The same row has the same answer of MADE, at any time and in any batch"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_large_logits(student, ctx):
    """MADE's log-probabilities by logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_gradient(student, ctx):
    """The gradients of MADE's log_prob by all of its parameters"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_learns(student, ctx):
    """A trained MADE is good, and not too good to be true, on digits it has not seen"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_samples(student, ctx):
    """Samples of MADE follow the law that its own logits state"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_generator(student, ctx):
    """Samples of MADE come from the generator, and move it on"""
    raise RuntimeError('this check is asked in grading only')

@check
def made_errors(student, ctx):
    """MADE refuses what is no order"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='ensemble_log_prob')
def ensemble_by_hand(student: Student, ctx: Context) -> None:
    """Two models that are played for you, and three rows"""
    models = [played(ROWS, nats.log()).oracle() for nats in (ONE, TWO)]
    answer = student.call('ensemble_log_prob', models, ROWS).hint(shape=ONE_PER_ROW)
    answer.should_equal(MEAN, slips=ENSEMBLE_SLIPS, wrong=LOG_OF_MEAN)

@check
def ensemble_values(student, ctx):
    """Any number of models, in a tuple or list, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def ensemble_large_logits(student, ctx):
    """Log-probabilities of -10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def ensemble_calls(student, ctx):
    """Each model is asked once"""
    raise RuntimeError('this check is asked in grading only')

@check
def ensemble_gradient(student, ctx):
    """The gradient reaches the parameters of each model, by its share"""
    raise RuntimeError('this check is asked in grading only')
