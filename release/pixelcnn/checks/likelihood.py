"""Checks of pixelcnn/likelihood: the cost of an image, in nats."""
import math
from collections.abc import Callable, Iterator
import torch
from autograder.checking.check import Context, check
from autograder.checking.compare import named_mistake
from autograder.checking.student import Student
from autograder.text.i18n import said
from . import contributions
from .answers import TOLERANCE, all_images, nats, require_mass_one, rounding
from .likelihood_examples import Example, bernoulli_examples, categorical_examples, fvsbn_example, misused
from .likelihood_numbers import BIAS, BITS, DIMS, WEIGHT
BY_HAND = {'bernoulli': bernoulli_examples, 'categorical': categorical_examples}

@check.each(BY_HAND, titles={'bernoulli': 'Natural logarithms, summed over the pixels of each image', 'categorical': 'Equal logits are a fair die: log V nats for every channel of every pixel'}, visible=True, about='{name}_nll')
def by_hand(student: Student, ctx: Context, examples: Callable[[], Iterator[Example]]) -> None:
    """Costs that can be worked out by hand"""
    for one in examples():
        nats(student, one.asked.name, *one.asked.args).should_equal(one.want, atol=rounding(one.asked.args[0]), rtol=0, wrong=one.wrong, slips=one.slips, show=contributions.drawer(student, one.asked))

@check.each(('bernoulli', 'categorical'), titles=('`bernoulli_nll` for one and three channels, any height and width, in both precisions', '`categorical_nll` for 2 to 300 values, one and three channels, in both precisions'))
def values(student, ctx, likelihood):
    raise RuntimeError('this check is asked in grading only')

@check.each(('bernoulli', 'categorical'), titles=('`bernoulli_nll` and its gradient stay finite and right for logits of ±10,000', '`categorical_nll` bears logits of ±10,000, and a number added to all logits of a pixel'))
def large_logits(student, ctx, likelihood):
    raise RuntimeError('this check is asked in grading only')

@check.each(('bernoulli', 'categorical'), titles=('The gradient of `bernoulli_nll` is sigmoid(logits) − x', 'The gradient of `categorical_nll` is softmax(logits) − one-hot(x)'))
def gradient(student, ctx, likelihood):
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True, after=by_hand, draws='all images')
def images_sum_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all possible small images sum to one"""
    x = all_images(2, (1, 2, 3)).double()
    logits = ctx.randn(1, 1, 2, 3, dtype=torch.float64).expand_as(x)
    nll = nats(student, 'bernoulli_nll', logits.contiguous(), x).should_have_shape(len(x))
    over = said('`bernoulli_nll` over all 64 images of 2 × 3 binary pixels')
    require_mass_one(nll, over)
    for values, image in ((2, (3, 1, 2)), (4, (1, 1, 3))):
        index = all_images(values, image)
        table = ctx.randn(1, values, *image, dtype=torch.float64)
        many = table.repeat(len(index), 1, 1, 1, 1)
        nll = nats(student, 'categorical_nll', many, index).should_have_shape(len(index))
        over = said('`categorical_nll` over all {number} images of shape {shape} with {values} values', number=len(index), shape=str(image), values=values)
        require_mass_one(nll, over)

@check(weight=0.5, visible=True, about='bits_per_dim')
def bits_by_hand(student: Student, ctx: Context) -> None:
    """256 equally likely values are 8 bits per dimension, however large the image"""
    for place, dims in enumerate(DIMS):
        nll = torch.tensor([dims * math.log(256), 0.0, dims * math.log(2)])
        nats(student, 'bits_per_dim', nll, dims).should_equal(torch.tensor([8.0, 0.0, 1.0]), atol=TOLERANCE, rtol=0, wrong=said('An image of {dims} dimensions at {dims} · log 256 nats is 8 bits a dimension.', dims=dims), slips={text: each[place] for text, each in BITS.items()})

@check
def bits_values(student, ctx):
    """`bits_per_dim` for any number of dimensions and images, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True, about='fvsbn_nll')
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """A network of three dimensions, worked out by hand"""
    one = fvsbn_example()
    nats(student, one.asked.name, *one.asked.args).should_equal(one.want, atol=TOLERANCE, rtol=0, wrong=one.wrong, slips=one.slips, show=contributions.drawer(student, one.asked))

@check(weight=1.0, visible=True, after=fvsbn_by_hand, about='fvsbn_nll', essential=True)
def fvsbn_sums_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 256 rows of 8 dimensions sum to one, whatever the weight holds"""
    x = all_images(2, (8,)).double()
    nll = nats(student, 'fvsbn_nll', x, WEIGHT, BIAS).should_have_shape(len(x))
    named = named_mistake(nll, 0 * nll, misused(len(x)), TOLERANCE)
    require_mass_one(nll, said('all rows of `fvsbn_nll`'), named)

@check
def fvsbn_lower_triangle(student, ctx):
    """Only the weights strictly below the diagonal count"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_values(student, ctx):
    """`fvsbn_nll` for 1 to 60 dimensions, small and large weights, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_gradient(student, ctx):
    """The gradient of `fvsbn_nll` reaches weight and bias, and no weight that does not count"""
    raise RuntimeError('this check is asked in grading only')
