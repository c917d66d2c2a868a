"""Checks of pixelcnn/likelihood: the cost of an image, in nats."""
import math
import torch
from autograder.checking.check import Context, check
from autograder.checking.compare import named_mistake, require_agreement
from autograder.checking.student import Student
from . import contributions, costs
from .answers import TOLERANCE, all_images, nats_of, require_mass_one, rounding

@check(weight=1.0, visible=True)
def bernoulli_by_hand(student: Student, ctx: Context) -> None:
    """Natural logarithms, summed over the pixels of each image"""
    logits = torch.tensor([[0.0, math.log(3), 0.0], [-math.log(3), 0.0, math.log(3)]])
    logits = logits.view(1, 1, 2, 3).repeat(2, 1, 1, 1)
    x = torch.tensor([[1.0, 1, 0, 0, 1, 1], [0, 0, 1, 1, 0, 0]]).view(2, 1, 2, 3)
    want = torch.tensor([3 * math.log(2) + 3 * math.log(4 / 3), 3 * math.log(2) + 3 * math.log(4)])
    require_agreement(nats_of(student, 'bernoulli_nll', logits, x, images=2), want, tolerance=TOLERANCE, wrong='Logits 0 and log 3 mean probabilities 1/2 and 3/4 of a 1: add up -log p(pixel).', mistakes=costs.bernoulli_mistakes(logits, x), picture=contributions.drawer(student, contributions.bernoulli_asked(logits, x)))

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
        require_agreement(nats_of(student, 'categorical_nll', logits, x, images=2), want, tolerance=rounding(logits), wrong=f'With {values} equal logits an image of 3 × 2 × 1 costs 6 log {values} nats.', mistakes=costs.categorical_mistakes(logits, x), picture=contributions.drawer(student, contributions.categorical_asked(logits, x)))

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

@check(weight=1.0, visible=True, after=[bernoulli_by_hand, categorical_by_hand])
def images_sum_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all possible small images sum to one"""
    draw = ctx.generator('all images')
    x = all_images(2, (1, 2, 3)).double()
    logits = torch.randn((1, 1, 2, 3), generator=draw, dtype=torch.float64).expand_as(x)
    nll = nats_of(student, 'bernoulli_nll', logits.contiguous(), x, images=len(x))
    require_mass_one(nll, '`bernoulli_nll` over all 64 images of 2 × 3 binary pixels')
    for values, image in ((2, (3, 1, 2)), (4, (1, 1, 3))):
        index = all_images(values, image)
        table = torch.randn((1, values, *image), generator=draw, dtype=torch.float64)
        many = table.repeat(len(index), 1, 1, 1, 1)
        nll = nats_of(student, 'categorical_nll', many, index, images=len(index))
        where = f'all {len(index)} images of shape {image} with {values} values'
        require_mass_one(nll, f'`categorical_nll` over {where}')

@check(weight=0.5, visible=True)
def bits_by_hand(student: Student, ctx: Context) -> None:
    """256 equally likely values are 8 bits per dimension, however large the image"""
    for dims in (1, 64, 3072):
        nll = torch.tensor([dims * math.log(256), 0.0, dims * math.log(2)])
        require_agreement(nats_of(student, 'bits_per_dim', nll, dims, images=3), torch.tensor([8.0, 0.0, 1.0]), tolerance=TOLERANCE, wrong=f'An image of {dims} dimensions at {dims} · log 256 nats is 8 bits a dimension.', mistakes=costs.bits_mistakes(nll, dims))

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
    require_agreement(nats_of(student, 'fvsbn_nll', x, weight, bias, images=3), want, tolerance=TOLERANCE, wrong='x = (1, 1, 0) has probability 3/4 · 3/4 · 3/4 here: one sigmoid for each dimension.', mistakes={**costs.scaled_mistakes(want, 3), **costs.fvsbn_mistakes(x, weight, bias)}, picture=contributions.drawer(student, contributions.fvsbn_asked(x, weight, bias)))

@check(weight=1.0, visible=True, after=[fvsbn_by_hand])
def fvsbn_sums_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 256 rows of 8 dimensions sum to one, whatever the weight holds"""
    draw = ctx.generator('fvsbn mass')
    x = all_images(2, (8,)).double()
    weight = torch.randn((8, 8), generator=draw, dtype=torch.float64)
    bias = torch.randn(8, generator=draw, dtype=torch.float64)
    nll = nats_of(student, 'fvsbn_nll', x, weight, bias, images=len(x))
    named = named_mistake(nll, 0 * nll, costs.fvsbn_mistakes(x, weight, bias), TOLERANCE)
    require_mass_one(nll, 'all rows of `fvsbn_nll`', named)

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
