"""Checks of pixelcnn/likelihood: the cost of an image, in nats."""

import math
from collections.abc import Callable, Iterator

import torch

from autograder.checking.check import Context, check
from autograder.checking.compare import named_mistake
from autograder.checking.student import Student
from autograder.text.i18n import said

from . import contributions, costs
from .answers import (
    LARGE,
    TOLERANCE,
    all_images,
    nats,
    require_fvsbn_gradient,
    require_gradient,
    require_kept_nats,
    require_large_gradient,
    require_mass_one,
    require_stable,
    rounding,
)
from .likelihood_cases import BERNOULLI, CATEGORICAL, POWER, Likelihood
from .likelihood_examples import (
    Example,
    bernoulli_examples,
    categorical_examples,
    fvsbn_example,
    misused,
)
from .likelihood_numbers import BIAS, BITS, DIMS, WEIGHT

BY_HAND = {"bernoulli": bernoulli_examples, "categorical": categorical_examples}
LIKELIHOODS = {"bernoulli": BERNOULLI, "categorical": CATEGORICAL}


@check.each(
    BY_HAND,
    titles={
        "bernoulli": "Natural logarithms, summed over the pixels of each image",
        "categorical": "Equal logits are a fair die: log V nats for every channel of every pixel",
    },
    visible=True,
    about="{name}_nll",
)
def by_hand(student: Student, ctx: Context, examples: Callable[[], Iterator[Example]]) -> None:
    """Costs that can be worked out by hand"""
    for one in examples():
        nats(student, one.asked.name, *one.asked.args).should_equal(
            one.want,
            atol=rounding(one.asked.args[0]),
            rtol=0,
            wrong=one.wrong,
            slips=one.slips,
            show=contributions.drawer(student, one.asked),
        )


@check.each(
    LIKELIHOODS,
    titles={
        "bernoulli": "`bernoulli_nll` for one and three channels, any height and width, in both "
        "precisions",
        "categorical": "`categorical_nll` for 2 to 300 values, one and three channels, in both "
        "precisions",
    },
    weight=1.5,
    after=by_hand,
    draws="{name}",
    about="{name}_nll",
)
def values(student: Student, ctx: Context, likelihood: Likelihood) -> None:
    """Costs of images of any size"""
    for case in likelihood.values(ctx):
        nats(student, likelihood.name, logits=case.logits, x=case.x).should_equal(
            likelihood.nll(case),
            dtype=case.logits.dtype,
            atol=rounding(case.logits),
            rtol=0,
            wrong=case.wrong,
            slips=likelihood.slips,
        )
    logits, x = case.logits, case.x
    if len(x) == 1:  # an image alone is the same in reverse
        logits, x = torch.cat([logits, logits]), torch.cat([x, 1 - x])
    require_kept_nats(student, likelihood.name, logits, x)


@check.each(
    LIKELIHOODS,
    titles={
        "bernoulli": "`bernoulli_nll` and its gradient stay finite and right for logits of ±10,000",
        "categorical": "`categorical_nll` bears logits of ±10,000, and a number added to all "
        "logits of a pixel",
    },
    after=by_hand,
    draws="{name} large",
    about="{name}_nll",
)
def large_logits(student: Student, ctx: Context, likelihood: Likelihood) -> None:
    """Costs and gradients for large logits"""
    name = likelihood.name
    for dtype in (torch.float32, torch.float64):
        for case in likelihood.large(ctx, dtype):
            logits, x = case.logits, case.x
            got = nats(student, name, logits, x).should_have_shape(len(x))
            slips = likelihood.large_slips(logits, x)
            require_stable(got, likelihood.nll(case), logits, name, slips)
            if (logits.abs() == LARGE).all():
                require_large_gradient(student, name, logits, x)


@check.each(
    LIKELIHOODS,
    titles={
        "bernoulli": "The gradient of `bernoulli_nll` is sigmoid(logits) − x",
        "categorical": "The gradient of `categorical_nll` is softmax(logits) − one-hot(x)",
    },
    weight=0.5,
    after=by_hand,
    draws="{name} gradient",
    about="{name}_nll",
)
def gradient(student: Student, ctx: Context, likelihood: Likelihood) -> None:
    """The gradient of costs"""
    case = likelihood.gradient(ctx)
    require_gradient(student, likelihood.name, case.logits, case.x)


@check(weight=1.0, visible=True, after=by_hand, draws="all images")
def images_sum_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all possible small images sum to one"""
    x = all_images(2, (1, 2, 3)).double()
    logits = ctx.randn(1, 1, 2, 3, dtype=torch.float64).expand_as(x)
    nll = nats(student, "bernoulli_nll", logits.contiguous(), x).should_have_shape(len(x))
    over = said("`bernoulli_nll` over all 64 images of 2 × 3 binary pixels")
    require_mass_one(nll, over)
    for values, image in ((2, (3, 1, 2)), (4, (1, 1, 3))):
        index = all_images(values, image)
        table = ctx.randn(1, values, *image, dtype=torch.float64)
        many = table.repeat(len(index), 1, 1, 1, 1)
        nll = nats(student, "categorical_nll", many, index).should_have_shape(len(index))
        over = said(
            "`categorical_nll` over all {number} images of shape {shape} with {values} values",
            number=len(index),
            shape=str(image),
            values=values,
        )
        require_mass_one(nll, over)


@check(weight=0.5, visible=True, about="bits_per_dim")
def bits_by_hand(student: Student, ctx: Context) -> None:
    """256 equally likely values are 8 bits per dimension, however large the image"""
    for place, dims in enumerate(DIMS):
        nll = torch.tensor([dims * math.log(256), 0.0, dims * math.log(2)])
        nats(student, "bits_per_dim", nll, dims).should_equal(
            torch.tensor([8.0, 0.0, 1.0]),
            atol=TOLERANCE,
            rtol=0,
            wrong=said(
                "An image of {dims} dimensions at {dims} · log 256 nats is 8 bits a dimension.",
                dims=dims,
            ),
            slips={text: each[place] for text, each in BITS.items()},
        )


@check(weight=1.0, after=bits_by_hand, draws="bits", about="bits_per_dim")
def bits_values(student: Student, ctx: Context) -> None:
    """`bits_per_dim` for any number of dimensions and images, in both precisions"""
    for dtype, few, many in ((torch.float32, 5, 30), (torch.float64, 1, 9_999)):
        dims, images = ctx.between(many // 2, many), ctx.between(1, few)
        nll = 100 * ctx.rand(images, dtype=dtype)
        nats(student, "bits_per_dim", nll=nll, num_dims=dims).should_equal(
            nll.double() / math.log(2) / dims,
            dtype=dtype,
            atol=TOLERANCE,
            rtol=0,
            wrong="`bits_per_dim` is not the NLL in bits, divided by the number of dimensions.",
            slips=costs.bits_mistakes,
        )
    require_kept_nats(student, "bits_per_dim", torch.tensor([1.0, 2.0, 4.0]), dims)


@check(weight=1.0, visible=True, about="fvsbn_nll")
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """A network of three dimensions, worked out by hand"""
    one = fvsbn_example()
    nats(student, one.asked.name, *one.asked.args).should_equal(
        one.want,
        atol=TOLERANCE,
        rtol=0,
        wrong=one.wrong,
        slips=one.slips,
        show=contributions.drawer(student, one.asked),
    )


@check(
    weight=1.0,
    visible=True,
    after=fvsbn_by_hand,
    about="fvsbn_nll",
    essential=True,
)
def fvsbn_sums_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 256 rows of 8 dimensions sum to one, whatever the weight holds"""
    x = all_images(2, (8,)).double()
    nll = nats(student, "fvsbn_nll", x, WEIGHT, BIAS).should_have_shape(len(x))
    named = named_mistake(nll, 0 * nll, misused(len(x)), TOLERANCE)
    require_mass_one(nll, said("all rows of `fvsbn_nll`"), named)


@check(weight=1.0, after=fvsbn_by_hand, draws="fvsbn triangle", about="fvsbn_nll")
def fvsbn_lower_triangle(student: Student, ctx: Context) -> None:
    """Only the weights strictly below the diagonal count"""
    images, dims = ctx.different(2, 5, 12)
    x = ctx.randint(2, images, dims).double()
    weight, other = ctx.randn(2, dims, dims, dtype=torch.float64)
    bias = ctx.randn(dims, dtype=torch.float64)
    want = ctx.reference.fvsbn_nll(x, weight, bias)
    for scale in (1.0, LARGE):
        mixed = weight.tril(-1) + scale * other.triu()
        nats(student, "fvsbn_nll", x, mixed, bias).should_equal(
            want,
            atol=TOLERANCE,
            rtol=0,
            wrong="The answer changes with weights on or above the diagonal, which do not count.",
            slips=costs.fvsbn_mistakes,
        )


@check(weight=1.5, after=fvsbn_by_hand, draws="fvsbn", about="fvsbn_nll")
def fvsbn_values(student: Student, ctx: Context) -> None:
    """`fvsbn_nll` for 1 to 60 dimensions, small and large weights, in both precisions"""
    for dtype, few, some, scale in (
        (torch.float32, (2, 5), (1, 1), 1.0),
        (torch.float64, (1, 1), (9, 12), 1.0),
        (torch.float32, (257, 280), (41, 60), 0.5),
        (torch.float32, (2, 5), (6, 8), 1e3),
        (torch.float64, (2, 5), (6, 8), 1e3),
    ):
        images, dims = ctx.between(*few), ctx.between(*some)
        x = ctx.randint(2, images, dims).to(dtype)
        weight = scale * ctx.randn(dims, dims, dtype=dtype)
        bias = scale * ctx.randn(dims, dtype=dtype)
        largest = (weight.abs().sum(1) + bias.abs()).max()
        want = ctx.reference.fvsbn_nll(x.double(), weight.double(), bias.double())
        nats(student, "fvsbn_nll", x=x, weight=weight, bias=bias).should_equal(
            want,
            dtype=dtype,
            atol=rounding(largest.expand(1, dims)),
            rtol=0,
            wrong=said(
                "`fvsbn_nll` is not -log p(x) for {dims} dimensions in {dtype}.",
                dims=dims,
                dtype=str(dtype),
            ),
            slips=costs.fvsbn_slips,
        )
    require_kept_nats(student, "fvsbn_nll", torch.eye(dims, dtype=dtype), weight, bias)
    for dtype in (torch.float32, torch.float64):
        x, weight = ctx.randint(2, 2, 5, 5).to(dtype)
        # Odd multiples: no sum is 0, where a right function may have a kink.
        weight, bias = POWER * (2 * weight - 1), POWER / 2 * (2 * x[0] - 1)
        require_fvsbn_gradient(student, x, weight, bias)


@check(weight=0.5, after=fvsbn_by_hand, draws="fvsbn gradient", about="fvsbn_nll")
def fvsbn_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `fvsbn_nll` reaches weight and bias, and no weight that does not count"""
    images, dims = ctx.different(2, 4, 7)
    x = ctx.randint(2, images, dims).double()
    weight = ctx.randn(dims, dims, dtype=torch.float64)
    require_fvsbn_gradient(student, x, weight, ctx.randn(dims).double())
