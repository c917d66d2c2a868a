"""Hidden tests of the exercise on likelihoods; every test takes the student's function."""

import itertools
import math
from typing import Any

import torch
from torch.distributions import Bernoulli, Categorical

BINARY = [(torch.float32, 4, 1, 3, 5), (torch.float64, 4, 3, 2, 4), (torch.float64, 1, 3, 5, 2)]
VALUES = [
    (torch.float32, 2, 4, 1, 3, 5),
    (torch.float64, 4, 4, 3, 2, 5),
    (torch.float32, 256, 1, 1, 2, 3),
]


def near(got: Any, want: torch.Tensor, tolerance: float = 1e-5) -> bool:
    same = got.shape == want.shape
    return same and bool(((got.double() - want.double()).abs() <= tolerance).all())


def images(values: int, shape: tuple[int, ...]) -> torch.Tensor:
    rows = itertools.product(range(values), repeat=math.prod(shape))
    return torch.tensor(list(rows)).view(-1, *shape)


def test_bernoulli_nll(bernoulli_nll: Any) -> None:
    draw = torch.Generator().manual_seed(1001)
    for dtype, *shape in BINARY:
        for scale, shift in ((3.0, 0.0), (1.0, 9000.0), (1.0, -9000.0), (1e4, 0.0)):
            logits = scale * torch.randn(shape, generator=draw, dtype=dtype).clamp(-1, 1) + shift
            x = torch.randint(2, shape, generator=draw).to(dtype)
            known: Any = Bernoulli(logits=logits.double())
            want = -known.log_prob(x.double()).flatten(1).sum(1)
            got = bernoulli_nll(logits.clone(), x.clone())
            assert torch.isfinite(got).all()
            assert near(got, want, max(1e-5, 2e-7 * float(logits.abs().max()) * x[0].numel()))
    logits = torch.randn((1, 1, 2, 3), generator=draw, dtype=torch.float64)
    every = images(2, (1, 2, 3)).double()
    mass = bernoulli_nll(logits.expand_as(every), every).neg().exp().sum()
    assert abs(float(mass) - 1) < 1e-5
    logits = torch.randn((3, 1, 2, 3), generator=draw, dtype=torch.float64, requires_grad=True)
    x = torch.randint(2, logits.shape, generator=draw).double()
    (slope,) = torch.autograd.grad(bernoulli_nll(logits, x).sum(), logits)
    assert near(slope, logits.sigmoid() - x, 1e-4)


def test_categorical_nll(categorical_nll: Any) -> None:
    draw = torch.Generator().manual_seed(1002)
    for dtype, values, *shape in VALUES:
        batch, *rest = shape
        for scale in (2.0, 1e4):
            logits = scale * torch.randn((batch, values, *rest), generator=draw, dtype=dtype)
            x = torch.randint(values, shape, generator=draw)
            known: Any = Categorical(logits=logits.double().movedim(1, -1))
            want = -known.log_prob(x).flatten(1).sum(1)
            got = categorical_nll(logits.clone(), x.clone())
            assert torch.isfinite(got).all() and got.dtype == dtype
            assert near(got, want, max(1e-5, 2e-6 * float(logits.abs().max()) * x[0].numel()))
    logits = torch.randn((1, 3, 1, 2, 2), generator=draw, dtype=torch.float64)
    every = images(3, (1, 2, 2))
    wide = logits.expand(len(every), -1, -1, -1, -1)
    assert abs(float(categorical_nll(wide, every).neg().exp().sum()) - 1) < 1e-5
    logits = torch.randn((2, 3, 1, 2, 2), generator=draw, dtype=torch.float64, requires_grad=True)
    x = torch.randint(3, (2, 1, 2, 2), generator=draw)
    (slope,) = torch.autograd.grad(categorical_nll(logits, x).sum(), logits)
    chosen = torch.nn.functional.one_hot(x, 3).movedim(-1, 1)
    assert near(slope, logits.softmax(1) - chosen, 1e-4)


def test_bits_per_dim(bits_per_dim: Any) -> None:
    draw = torch.Generator().manual_seed(1003)
    for dims in (6, 784, 3072):
        nll = 100 * torch.rand(5, generator=draw, dtype=torch.float64)
        assert near(bits_per_dim(nll, dims), nll / dims / math.log(2), 1e-6)


def test_fvsbn_nll(fvsbn_nll: Any) -> None:
    draw = torch.Generator().manual_seed(1004)
    for dtype, batch, size in (
        (torch.float32, 4, 5),
        (torch.float64, 1, 7),
        (torch.float64, 2, 400),
    ):
        weight = torch.randn((size, size), generator=draw, dtype=dtype)
        bias = torch.randn(size, generator=draw, dtype=dtype)
        x = torch.randint(2, (batch, size), generator=draw).to(dtype)
        logits = x.double() @ weight.tril(-1).double().T + bias.double()
        known: Any = Bernoulli(logits=logits)
        before = weight.clone()
        assert near(fvsbn_nll(x, weight, bias), -known.log_prob(x.double()).sum(1))
        assert torch.equal(before, weight)
    every = images(2, (5,)).double()
    numbers = torch.randn((6, 5), generator=draw, dtype=torch.float64)
    weight, bias = numbers[:5], numbers[5:]
    assert abs(float(fvsbn_nll(every, weight, bias[0]).neg().exp().sum()) - 1) < 1e-5
    weight = weight.clone().requires_grad_()
    (slope,) = torch.autograd.grad(fvsbn_nll(every[:9], weight, bias[0]).sum(), weight)
    logits = every[:9] @ weight.detach().tril(-1).T + bias[0]
    assert near(slope, ((logits.sigmoid() - every[:9]).T @ every[:9]).tril(-1), 1e-4)
