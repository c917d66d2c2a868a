"""Checks of `sequences/sampling`: from a language model to texts.

The grader plays the model, and so sees every text that it is called with.
"""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.models.drawn import require_grid
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.reader import reading
from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.student import Failed, Student
from autograder.probes.oracles import Indep
from autograder.probes.texts import Texts
from autograder.text.i18n import said
from .for_sampling import by_hand
from .for_sampling.adjusted_answers import require_adjusted
from .for_sampling.beams_asked import Asked, require_beams
from .for_sampling.forms import require_begun, require_grown
from .for_sampling.picture import drawn_beams as pictured_beams
from .for_sampling.picture import nothing_yet
from .shared.hints import hinted
SHORT = said('A prefix may be empty: the model needs a text of at least one token, and logits[:, t] belong to token t. Put any token at place t.')

@check(weight=1.5, visible=True, about='adjust')
def adjust_by_hand(student: Student, ctx: Context) -> None:
    """One, two and four times as likely: as it is, at temperature 2, and the best two alone"""
    single = torch.float32
    plain = student.call('adjust', by_hand.LOGITS)
    require_adjusted(plain, by_hand.PLAIN, single, by_hand.PLAIN_SLIPS)
    warm = student.call('adjust', by_hand.LOGITS, 2.0)
    require_adjusted(warm, by_hand.WARM, single, by_hand.WARM_SLIPS)
    two = student.call('adjust', by_hand.LOGITS, 1.0, 2)
    require_adjusted(two, by_hand.TWO, single, by_hand.TWO_SLIPS)

@check
def adjust_values(student, ctx):
    """Any shape, any temperature, any number of values that are kept"""
    raise RuntimeError('this check is asked in grading only')

@check
def adjust_large(student, ctx):
    """Logits of up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def adjust_gradient(student, ctx):
    """The gradient of what is kept by the logits"""
    raise RuntimeError('this check is asked in grading only')

@check
def adjust_errors(student, ctx):
    """Temperatures that are not positive, and fewer values than one, are refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='greedy')
def greedy_by_hand(student: Student, ctx: Context) -> None:
    """The likeliest tokens, from nothing, and from a first token"""
    sampler = Sampler(student, 'greedy', by_hand.LAYOUT, by_hand.TABLE, play=reading)
    with hinted(SHORT):
        drawn = sampler.draw(2, prefix=by_hand.PREFIX, length=by_hand.LENGTH)
        _require_text(drawn, by_hand.FROM_PREFIX)
        drawn = sampler.draw(2, prefix=by_hand.NOTHING, length=by_hand.LENGTH)
        _require_text(drawn, by_hand.GROWN)

def _require_text(drawn: Drawn, want: Tensor) -> None:
    require_grown(drawn, want, by_hand.GREEDY_SLIPS if want[0, 0] == 1 else {})

@check
def greedy_values(student, ctx):
    """Any model, any prefixes, any length"""
    raise RuntimeError('this check is asked in grading only')

def _require_kept(sampler: Sampler, count: int, prefix: Tensor) -> None:
    """Raise Failed when a prefix is changed."""
    after, = sampler.arguments_after(count, prefix=prefix, length=sampler.layout.size)
    if not torch.equal(after, prefix):
        raise Failed(said('`{name}` changes its prefix: work on a copy.', name=sampler.name), essential=False)

@check(weight=0.75, visible=True, about='generate', form=True)
def generate_gives_texts(student: Student, ctx: Context) -> None:
    """`generate` gives texts of whole tokens that start with their prefix"""
    for count, begun, length, values in ((3, 2, 5, 4), (1, 0, 3, 2), (4, 1, 2, 3)):
        layout = Texts(length, values)
        prefix = ctx.randint(values, count, begun)
        sampler = Sampler(student, 'generate', layout, Indep.fair(layout), play=reading)
        with hinted(SHORT):
            drawn = sampler.draw(count, prefix=prefix, length=length)
        require_grid(drawn)
        require_begun(drawn, prefix)
        _require_kept(sampler, count, prefix)

@check
def generate_in_order(student, ctx):
    """`generate` draws each token from the logits at its place, given all tokens before it"""
    raise RuntimeError('this check is asked in grading only')

@check
def generate_follows_the_law(student, ctx):
    """The texts of `generate` follow the model, at any temperature, with the best tokens alone"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, false_alarm=5 * 4.0 ** (-32), about='generate')
def generate_uses_its_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal texts, whatever the global seed; a call moves it on"""
    layout = Texts(5, 4)
    sampler = Sampler(student, 'generate', layout, Indep.fair(layout), play=reading)
    ask = partial(sampler.draw, 8)
    prefix = torch.full((8, 1), 2)
    with hinted(SHORT):
        require_generator(student, lambda g: ask(g, prefix=prefix, length=5), 11)
        require_global(student, lambda: ask(None, prefix=prefix, length=5))

@check(weight=1.5, visible=True, about='beam_search')
def beam_search_by_hand(student: Student, ctx: Context) -> Passed:
    """A beam of two over three tokens, where the likeliest first token leads nowhere"""
    asked = Asked(by_hand.LAYOUT, by_hand.TABLE, nothing_yet(), by_hand.WIDTH)
    with hinted(SHORT):
        tokens, scores, played = asked.answered(student, by_hand.WIDTH, by_name=False)
    draw, want = (partial(pictured_beams, tokens, played), (by_hand.BEAMS, by_hand.BEAM_LOG_PROBS))
    try:
        require_beams((tokens, scores), want, by_hand.TOKEN_SLIPS, by_hand.LOG_PROB_SLIPS)
    except Failed as failed:
        failed.picture = draw()
        raise
    return Passed(picture=draw)

@check
def beam_search_values(student, ctx):
    """Any model and prefix, beams of one, of a few, of all texts and of more than there are"""
    raise RuntimeError('this check is asked in grading only')

@check.each(('generate', 'greedy'), titles=('`generate` returns prefixes that are as long as the text', '`greedy` returns prefixes that are as long as the text'))
def adds_nothing_to_whole_texts(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generate', 'greedy', 'beam_search'), titles=('`generate` calls the model at most `length` times', '`greedy` calls the model at most `length` times', '`beam_search` calls the model at most `length` times'))
def calls_sparingly(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generate', 'greedy', 'beam_search'), titles=('`generate` takes any callable for a model', '`greedy` takes any callable for a model', '`beam_search` takes any callable for a model'))
def takes_any_callable(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')
