"""Checks of pixelcnn/likelihood: the cost of an image, in nats."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.compare import named_mistake, require_agreement
from autograder.checking.sizes import between, different
from autograder.checking.student import Student

from . import contributions, costs
from .answers import (
    LARGE,
    TOLERANCE,
    all_images,
    named_nats,
    nats_of,
    require_fvsbn_gradient,
    require_gradient,
    require_kept_nats,
    require_large_gradient,
    require_mass_one,
    require_stable,
    rounding,
)
from .likelihood_cases import BINARY_CASES, POWER, VALUE_CASES, image_of


@check(weight=1.0, visible=True)
def bernoulli_by_hand(student: Student, ctx: Context) -> None:
    """Natural logarithms, summed over the pixels of each image"""
    # sigmoid(log 3) = 3/4, so the pixels cost log 2, log(4/3) or log 4: sums to do by hand.
    logits = torch.tensor([[0.0, math.log(3), 0.0], [-math.log(3), 0.0, math.log(3)]])
    logits = logits.view(1, 1, 2, 3).repeat(2, 1, 1, 1)
    x = torch.tensor([[1.0, 1, 0, 0, 1, 1], [0, 0, 1, 1, 0, 0]]).view(2, 1, 2, 3)
    want = torch.tensor([3 * math.log(2) + 3 * math.log(4 / 3), 3 * math.log(2) + 3 * math.log(4)])
    require_agreement(
        nats_of(student, "bernoulli_nll", logits, x, images=2),
        want,
        tolerance=TOLERANCE,
        wrong="Logits 0 and log 3 mean probabilities 1/2 and 3/4 of a 1: add up -log p(pixel).",
        mistakes=costs.bernoulli_mistakes(logits, x),
        picture=contributions.drawer(student, contributions.bernoulli_asked(logits, x)),
    )


@check(weight=1.5, after=[bernoulli_by_hand])
def bernoulli_values(student: Student, ctx: Context) -> None:
    """`bernoulli_nll` for one and three channels, any height and width, in both precisions"""
    draw = ctx.generator("bernoulli")
    for dtype, images, channels in BINARY_CASES:
        shape = [between(draw, *images), *image_of(draw, channels)]
        logits = 2 * torch.randn(shape, generator=draw, dtype=dtype)
        x = torch.randint(2, shape, generator=draw).to(dtype)
        case, given = f"{tuple(shape[1:])} images in {dtype}", {"logits": logits, "x": x}
        require_agreement(
            named_nats(student, "bernoulli_nll", given, draw, images=len(x), dtype=dtype),
            costs.bernoulli_cost(logits, x).flatten(1).sum(1),
            tolerance=rounding(logits),
            wrong=f"`bernoulli_nll` is not -log p(x) for {case}.",
            mistakes=costs.bernoulli_mistakes(logits, x),
        )
    require_kept_nats(student, "bernoulli_nll", logits.repeat(2, 1, 1, 1), torch.cat([x, 1 - x]))


@check(weight=1.0, after=[bernoulli_by_hand])
def bernoulli_large_logits(student: Student, ctx: Context) -> None:
    """`bernoulli_nll` and its gradient stay finite and right for logits of ±10,000"""
    draw = ctx.generator("bernoulli large")
    for dtype in (torch.float32, torch.float64):
        for scale in (20.0, LARGE):
            logits = torch.randn((3, 1, 3, 4), generator=draw, dtype=dtype)
            logits = scale * (logits if scale < LARGE else logits.sign())
            x = torch.randint(2, logits.shape, generator=draw).to(dtype)
            want = costs.bernoulli_cost(logits, x).flatten(1).sum(1)
            got = nats_of(student, "bernoulli_nll", logits, x, images=3)
            require_stable(got, want, logits, "bernoulli_nll", costs.from_sigmoid(logits, x))
        require_large_gradient(student, "bernoulli_nll", logits, x)


@check(weight=0.5, after=[bernoulli_by_hand])
def bernoulli_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `bernoulli_nll` is sigmoid(logits) − x"""
    draw = ctx.generator("bernoulli gradient")
    logits = torch.randn((3, *image_of(draw, 3)), generator=draw, dtype=torch.float64)
    x = torch.randint(2, logits.shape, generator=draw).double()
    require_gradient(student, "bernoulli_nll", logits, x)


@check(weight=1.0, visible=True)
def categorical_by_hand(student: Student, ctx: Context) -> None:
    """Equal logits are a fair die: log V nats for every channel of every pixel"""
    for values in (2, 4, 256):
        x = torch.arange(2 * 3 * 2 * 1).view(2, 3, 2, 1) * 5 % values
        logits = torch.full((2, values, 3, 2, 1), 1.5)
        want = torch.full((2,), 6 * math.log(values))
        require_agreement(
            nats_of(student, "categorical_nll", logits, x, images=2),
            want,
            tolerance=rounding(logits),
            wrong=f"With {values} equal logits an image of 3 × 2 × 1 costs 6 log {values} nats.",
            mistakes=costs.categorical_mistakes(logits, x),
            picture=contributions.drawer(student, contributions.categorical_asked(logits, x)),
        )


@check(weight=1.5, after=[categorical_by_hand])
def categorical_values(student: Student, ctx: Context) -> None:
    """`categorical_nll` for 2 to 300 values, one and three channels, in both precisions"""
    draw = ctx.generator("categorical")
    for dtype, few, channels, some in VALUE_CASES:
        images, values = between(draw, *few), between(draw, *some)
        image = image_of(draw, channels)
        logits = 2 * torch.randn((images, values, *image), generator=draw, dtype=dtype)
        x = torch.randint(values, (images, *image), generator=draw)
        case = f"{values} values and {tuple(image)} images in {dtype}"
        given = {"logits": logits, "x": x}
        require_agreement(
            named_nats(student, "categorical_nll", given, draw, images=images, dtype=dtype),
            costs.categorical_cost(logits, x).flatten(1).sum(1),
            tolerance=rounding(logits),
            wrong=f"`categorical_nll` is not -log p(x) for {case}.",
            mistakes=costs.categorical_mistakes(logits, x),
        )
    require_kept_nats(student, "categorical_nll", logits, x)


@check(weight=1.0, after=[categorical_by_hand])
def categorical_large_logits(student: Student, ctx: Context) -> None:
    """`categorical_nll` bears logits of ±10,000, and a number added to all logits of a pixel"""
    draw = ctx.generator("categorical large")
    for dtype in (torch.float32, torch.float64):
        for scale, shift in ((20.0, 0.0), (LARGE, 0.0), (1.0, LARGE - 8), (1.0, 8 - LARGE)):
            logits = torch.randn((3, 4, 1, 2, 3), generator=draw, dtype=dtype)
            logits = scale * (logits if scale < LARGE else logits.sign()) + shift
            x = torch.randint(4, (3, 1, 2, 3), generator=draw)
            want = costs.categorical_cost(logits, x).flatten(1).sum(1)
            got = nats_of(student, "categorical_nll", logits, x, images=3)
            require_stable(got, want, logits, "categorical_nll", {})
            if scale == LARGE:
                require_large_gradient(student, "categorical_nll", logits, x)


@check(weight=0.5, after=[categorical_by_hand])
def categorical_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `categorical_nll` is softmax(logits) − one-hot(x)"""
    draw = ctx.generator("categorical gradient")
    values, image = between(draw, 3, 6), image_of(draw, 3)
    logits = torch.randn((3, values, *image), generator=draw, dtype=torch.float64)
    x = torch.randint(values, (3, *image), generator=draw)
    require_gradient(student, "categorical_nll", logits, x)


@check(weight=1.0, visible=True, after=[bernoulli_by_hand, categorical_by_hand])
def images_sum_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all possible small images sum to one"""
    draw = ctx.generator("all images")
    x = all_images(2, (1, 2, 3)).double()
    logits = torch.randn((1, 1, 2, 3), generator=draw, dtype=torch.float64).expand_as(x)
    nll = nats_of(student, "bernoulli_nll", logits.contiguous(), x, images=len(x))
    require_mass_one(nll, "`bernoulli_nll` over all 64 images of 2 × 3 binary pixels")
    for values, image in ((2, (3, 1, 2)), (4, (1, 1, 3))):
        index = all_images(values, image)
        table = torch.randn((1, values, *image), generator=draw, dtype=torch.float64)
        many = table.repeat(len(index), 1, 1, 1, 1)
        nll = nats_of(student, "categorical_nll", many, index, images=len(index))
        where = f"all {len(index)} images of shape {image} with {values} values"
        require_mass_one(nll, f"`categorical_nll` over {where}")


@check(weight=0.5, visible=True)
def bits_by_hand(student: Student, ctx: Context) -> None:
    """256 equally likely values are 8 bits per dimension, however large the image"""
    for dims in (1, 64, 3072):
        nll = torch.tensor([dims * math.log(256), 0.0, dims * math.log(2)])
        require_agreement(
            nats_of(student, "bits_per_dim", nll, dims, images=3),
            torch.tensor([8.0, 0.0, 1.0]),
            tolerance=TOLERANCE,
            wrong=f"An image of {dims} dimensions at {dims} · log 256 nats is 8 bits a dimension.",
            mistakes=costs.bits_mistakes(nll, dims),
        )


@check(weight=1.0, after=[bits_by_hand])
def bits_values(student: Student, ctx: Context) -> None:
    """`bits_per_dim` for any number of dimensions and images, in both precisions"""
    draw = ctx.generator("bits")
    for dtype, few, many in ((torch.float32, 5, 30), (torch.float64, 1, 9_999)):
        dims, images = between(draw, many // 2, many), between(draw, 1, few)
        nll = 100 * torch.rand(images, generator=draw, dtype=dtype)
        given: dict[str, torch.Tensor | int] = {"nll": nll, "num_dims": dims}
        require_agreement(
            named_nats(student, "bits_per_dim", given, draw, images=images, dtype=dtype),
            nll.double() / math.log(2) / dims,
            tolerance=TOLERANCE,
            wrong="`bits_per_dim` is not the NLL in bits, divided by the number of dimensions.",
            mistakes=costs.bits_mistakes(nll, dims),
        )
    require_kept_nats(student, "bits_per_dim", torch.tensor([1.0, 2.0, 4.0]), dims)


@check(weight=1.0, visible=True)
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """A network of three dimensions, worked out by hand"""
    log3, log9 = math.log(3), math.log(9)
    weight = torch.tensor([[0.0, 0, 0], [log3, 0, 0], [log3, -log9, 0]])
    bias = torch.tensor([log3, 0.0, 0.0])
    x = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0]])
    # Row by row: 3/4 · 3/4 · 3/4, then 1/4 · 1/2 · 1/10, then 1/4 · 1/2 · 1/2.
    want = torch.tensor([64 / 27, 80.0, 16.0]).log()
    require_agreement(
        nats_of(student, "fvsbn_nll", x, weight, bias, images=3),
        want,
        tolerance=TOLERANCE,
        wrong="x = (1, 1, 0) has probability 3/4 · 3/4 · 3/4 here: one sigmoid for each dimension.",
        mistakes={**costs.scaled_mistakes(want, 3), **costs.fvsbn_mistakes(x, weight, bias)},
        picture=contributions.drawer(student, contributions.fvsbn_asked(x, weight, bias)),
    )


@check(weight=1.0, visible=True, after=[fvsbn_by_hand])
def fvsbn_sums_to_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 256 rows of 8 dimensions sum to one, whatever the weight holds"""
    draw = ctx.generator("fvsbn mass")
    x = all_images(2, (8,)).double()
    weight = torch.randn((8, 8), generator=draw, dtype=torch.float64)
    bias = torch.randn(8, generator=draw, dtype=torch.float64)
    nll = nats_of(student, "fvsbn_nll", x, weight, bias, images=len(x))
    named = named_mistake(nll, 0 * nll, costs.fvsbn_mistakes(x, weight, bias), TOLERANCE)
    require_mass_one(nll, "all rows of `fvsbn_nll`", named)


@check(weight=1.0, after=[fvsbn_by_hand])
def fvsbn_lower_triangle(student: Student, ctx: Context) -> None:
    """Only the weights strictly below the diagonal count"""
    draw = ctx.generator("fvsbn triangle")
    images, dims = different(draw, 2, 5, 12)
    x = torch.randint(2, (images, dims), generator=draw).double()
    weight, other = torch.randn((2, dims, dims), generator=draw, dtype=torch.float64)
    bias = torch.randn(dims, generator=draw, dtype=torch.float64)
    want = ctx.reference.fvsbn_nll(x, weight, bias)
    for scale in (1.0, LARGE):
        mixed = weight.tril(-1) + scale * other.triu()
        require_agreement(
            nats_of(student, "fvsbn_nll", x, mixed, bias, images=images),
            want,
            tolerance=TOLERANCE,
            wrong="The answer changes with weights on or above the diagonal, which do not count.",
            mistakes=costs.fvsbn_mistakes(x, mixed, bias),
        )


@check(weight=1.5, after=[fvsbn_by_hand])
def fvsbn_values(student: Student, ctx: Context) -> None:
    """`fvsbn_nll` for 1 to 60 dimensions, small and large weights, in both precisions"""
    draw = ctx.generator("fvsbn")
    for dtype, few, some, scale in (
        (torch.float32, (2, 5), (1, 1), 1.0),
        (torch.float64, (1, 1), (9, 12), 1.0),
        (torch.float32, (257, 280), (41, 60), 0.5),
        (torch.float32, (2, 5), (6, 8), 1e3),
        (torch.float64, (2, 5), (6, 8), 1e3),
    ):
        images, dims = between(draw, *few), between(draw, *some)
        x = torch.randint(2, (images, dims), generator=draw).to(dtype)
        weight = scale * torch.randn((dims, dims), generator=draw, dtype=dtype)
        bias = scale * torch.randn(dims, generator=draw, dtype=dtype)
        given = {"x": x, "weight": weight, "bias": bias}
        largest = (weight.abs().sum(1) + bias.abs()).max()
        want = ctx.reference.fvsbn_nll(x.double(), weight.double(), bias.double())
        require_agreement(
            named_nats(student, "fvsbn_nll", given, draw, images=images, dtype=dtype),
            want,
            tolerance=rounding(largest.expand(1, dims)),
            wrong=f"`fvsbn_nll` is not -log p(x) for {dims} dimensions in {dtype}.",
            mistakes={**costs.scaled_mistakes(want, dims), **costs.fvsbn_mistakes(x, weight, bias)},
        )
    require_kept_nats(student, "fvsbn_nll", torch.eye(dims, dtype=dtype), weight, bias)
    for dtype in (torch.float32, torch.float64):
        x, weight = torch.randint(2, (2, 5, 5), generator=draw).to(dtype)
        # Odd multiples: no sum is 0, where a right function may have a kink.
        weight, bias = POWER * (2 * weight - 1), POWER / 2 * (2 * x[0] - 1)
        require_fvsbn_gradient(student, x, weight, bias)


@check(weight=0.5, after=[fvsbn_by_hand])
def fvsbn_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `fvsbn_nll` reaches weight and bias, and no weight that does not count"""
    draw = ctx.generator("fvsbn gradient")
    images, dims = different(draw, 2, 4, 7)
    x = torch.randint(2, (images, dims), generator=draw).double()
    weight = torch.randn((dims, dims), generator=draw, dtype=torch.float64)
    require_fvsbn_gradient(student, x, weight, torch.randn(dims, generator=draw).double())
