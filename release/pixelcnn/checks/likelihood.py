"""Checks of pixelcnn/likelihood: the cost of an image, in nats."""
import math
import torch
from autograder.checking.check import Context, check
from autograder.checking.compare import named_mistake
from autograder.checking.student import Student
from autograder.text.i18n import said
from . import contributions, costs
from .answers import TOLERANCE, all_images, nats, require_mass_one, rounding

@check(weight=1.0, visible=True)
def bernoulli_by_hand(student: Student, ctx: Context) -> None:
    """Natural logarithms, summed over the pixels of each image"""
    logits = torch.tensor([[0.0, math.log(3), 0.0], [-math.log(3), 0.0, math.log(3)]])
    logits = logits.view(1, 1, 2, 3).repeat(2, 1, 1, 1)
    x = torch.tensor([[1.0, 1, 0, 0, 1, 1], [0, 0, 1, 1, 0, 0]]).view(2, 1, 2, 3)
    want = torch.tensor([3 * math.log(2) + 3 * math.log(4 / 3), 3 * math.log(2) + 3 * math.log(4)])
    nats(student, 'bernoulli_nll', logits, x).should_equal(want, atol=TOLERANCE, rtol=0, wrong='Logits 0 and log 3 mean probabilities 1/2 and 3/4 of a 1: add up -log p(pixel).', slips=costs.bernoulli_mistakes, show=contributions.drawer(student, contributions.bernoulli_asked(logits, x)))

@check
def bernoulli_values(student, ctx):
    """`bernoulli_nll` for one and three channels, any height and width, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def bernoulli_large_logits(student, ctx):
    """`bernoulli_nll` and its gradient stay finite and right for logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def bernoulli_gradient(student, ctx):
    """The gradient of `bernoulli_nll` is sigmoid(logits) − x"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True)
def categorical_by_hand(student: Student, ctx: Context) -> None:
    """Equal logits are a fair die: log V nats for every channel of every pixel"""
    for values in (2, 4, 256):
        x = torch.arange(2 * 3 * 2 * 1).view(2, 3, 2, 1) * 5 % values
        logits = torch.full((2, values, 3, 2, 1), 1.5)
        want = torch.full((2,), 6 * math.log(values))
        nats(student, 'categorical_nll', logits, x).should_equal(want, atol=rounding(logits), rtol=0, wrong=said('With {values} equal logits an image of 3 × 2 × 1 costs 6 log {values} nats.', values=values), slips=costs.categorical_mistakes, show=contributions.drawer(student, contributions.categorical_asked(logits, x)))

@check
def categorical_values(student, ctx):
    """`categorical_nll` for 2 to 300 values, one and three channels, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def categorical_large_logits(student, ctx):
    """`categorical_nll` bears logits of ±10,000, and a number added to all logits of a pixel"""
    raise RuntimeError('this check is asked in grading only')

@check
def categorical_gradient(student, ctx):
    """The gradient of `categorical_nll` is softmax(logits) − one-hot(x)"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True, after=[bernoulli_by_hand, categorical_by_hand], draws='all images')
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

@check(weight=0.5, visible=True)
def bits_by_hand(student: Student, ctx: Context) -> None:
    """256 equally likely values are 8 bits per dimension, however large the image"""
    for dims in (1, 64, 3072):
        nll = torch.tensor([dims * math.log(256), 0.0, dims * math.log(2)])
        nats(student, 'bits_per_dim', nll, dims).should_equal(torch.tensor([8.0, 0.0, 1.0]), atol=TOLERANCE, rtol=0, wrong=said('An image of {dims} dimensions at {dims} · log 256 nats is 8 bits a dimension.', dims=dims), slips=costs.bits_mistakes)

@check
def bits_values(student, ctx):
    """`bits_per_dim` for any number of dimensions and images, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True)
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """A network of three dimensions, worked out by hand"""
    log3, log9 = (math.log(3), math.log(9))
    weight = torch.tensor([[0.0, 0, 0], [log3, 0, 0], [log3, -log9, 0]])
    bias = torch.tensor([log3, 0.0, 0.0])
    x = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0]])
    want = torch.tensor([64 / 27, 80.0, 16.0]).log()
    nats(student, 'fvsbn_nll', x, weight, bias).should_equal(want, atol=TOLERANCE, rtol=0, wrong='x = (1, 1, 0) has probability 3/4 · 3/4 · 3/4 here: one sigmoid for each dimension.', slips=costs.fvsbn_slips, show=contributions.drawer(student, contributions.fvsbn_asked(x, weight, bias)))

@check(weight=1.0, visible=True, after=fvsbn_by_hand, draws='fvsbn mass')
def fvsbn_sums_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 256 rows of 8 dimensions sum to one, whatever the weight holds"""
    x = all_images(2, (8,)).double()
    weight = ctx.randn(8, 8, dtype=torch.float64)
    bias = ctx.randn(8, dtype=torch.float64)
    nll = nats(student, 'fvsbn_nll', x, weight, bias).should_have_shape(len(x))
    named = named_mistake(nll, 0 * nll, costs.fvsbn_mistakes(x, weight, bias), TOLERANCE)
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
