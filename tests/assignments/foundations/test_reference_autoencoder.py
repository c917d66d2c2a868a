"""`foundations/autoencoder` against brute force, PyTorch's decompositions and training."""

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.foundations.autoencoder import (
    Autoencoder,
    compression_ratio,
    detect,
    pca_error,
    reconstruction_error,
)
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import digits, kept, randn, train

CEILING, SUSPICIOUS = 0.033, 0.005


@DTYPES
@pytest.mark.parametrize(("pixels", "code", "hidden"), [(64, 8, 32), (6, 1, 3), (5, 7, 4)])
def test_all_that_is_known_of_an_image_is_its_code(
    pixels: int, code: int, hidden: int, dtype: torch.dtype
) -> None:
    torch.manual_seed(0)
    model = Autoencoder(pixels, code=code, hidden=hidden).to(dtype)
    x = randn(4, pixels, dtype=dtype).sigmoid()
    with kept(x):
        z = model.encode(x)
        out = model(x)
    assert (z.shape, out.shape, z.dtype, out.dtype) == ((4, code), (4, pixels), dtype, dtype)
    model.encode(x.flip(1))
    torch.testing.assert_close(model.decode(z), out)
    torch.testing.assert_close(model.eval()(x), out)
    torch.testing.assert_close(model(x[1:2]), out[1:2], rtol=1e-5, atol=1e-6)


@DTYPES
def test_an_error_for_each_image(dtype: torch.dtype) -> None:
    x, answer = (randn(3, 4, seed=n, dtype=dtype) for n in (0, 1))
    with kept(x):
        found = reconstruction_error(lambda _: answer, x)
    assert found.dtype == dtype
    for n in range(3):
        squares = [(a - b) ** 2 for a, b in zip(answer[n].tolist(), x[n].tolist(), strict=True)]
        assert found[n].item() == pytest.approx(sum(squares) / 4)


@DTYPES
@pytest.mark.parametrize(("n", "p"), [(20, 6), (4, 6), (1, 3)])
def test_pca_is_the_projection_on_the_largest_eigenvectors(
    n: int, p: int, dtype: torch.dtype
) -> None:
    x = randn(n, p, dtype=dtype) * torch.arange(1, p + 1, dtype=dtype) + 3
    centred = (x - x.mean(0)).double()
    vectors = torch.linalg.eigh(centred.T @ centred).eigenvectors.flip(1)
    for code in range(p):
        with kept(x):
            found = pca_error(x, code)
        kept_part = centred @ vectors[:, :code] @ vectors[:, :code].T
        want = (kept_part - centred).square().mean()
        assert found.shape == () and found.dtype == dtype
        torch.testing.assert_close(found.double(), want, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(pca_error(x, 0), (x - x.mean(0)).square().mean())


def test_no_linear_autoencoder_does_better_than_pca() -> None:
    torch.manual_seed(0)
    x = randn(30, 5) @ randn(5, 5, seed=1) + 2
    model = nn.Sequential(nn.Linear(5, 2), nn.Linear(2, 5)).double()
    least = pca_error(x, 2).item()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(1_500):
        optimiser.zero_grad()
        F.mse_loss(model(x), x).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    reached = reconstruction_error(model, x).mean().item()
    assert least * (1 - 1e-9) <= reached < least * 1.02


@DTYPES
@pytest.mark.parametrize("rate", [0, 0.09, 0.3, 0.51, 0.99])
@pytest.mark.parametrize("n", [1, 2, 9, 30])
def test_a_threshold_is_found_by_trying_each(n: int, rate: float, dtype: torch.dtype) -> None:
    normal = (2 * randn(n, dtype=dtype)).round().abs()  # whole numbers: ties
    odd = (2 * randn(7, seed=1, dtype=dtype)).round().abs() + 0.5
    with kept(normal, odd):
        found = detect(normal, odd, rate)

    def share(errors: Tensor, least: float) -> float:
        return (errors > least).sum().item() / len(errors)

    least = min(one for one in normal.tolist() if share(normal, one) <= rate)
    assert found == pytest.approx(
        {"threshold": least, "false_alarm": share(normal, least), "detected": share(odd, least)}
    )
    assert all(type(value) is float for value in found.values())


def test_compression_counts_every_bit_once() -> None:
    assert compression_ratio(1, 64, 4, 8, 32) == 1
    assert compression_ratio(10, 64, 1, 2, 16, 5) == pytest.approx(640 / (10 * 32 + 80))
    assert compression_ratio(3, 5, 8, code=0, bits_per_number=32, decoder_parameters=1) == 3.75
    assert type(compression_ratio(1, 64, 4, 8, 32)) is float


class Widths(nn.Module):
    """Another sound net: leaky, wider, a squashed image."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(
            *(nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 8)),
            *(nn.Linear(8, 64), nn.Tanh(), nn.Linear(64, 64), nn.Sigmoid()),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("make", [Autoencoder, lambda: Autoencoder(hidden=64), Widths])
def test_the_protocol_takes_it_below_the_ceiling(make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(0)
    (images, _), (new, _) = digits()
    model = make()
    train(model, F.mse_loss, images.flatten(1), images.flatten(1), 400)
    with torch.no_grad():
        error = reconstruction_error(model, new.flatten(1)).mean().item()
    assert SUSPICIOUS < error < CEILING - 0.004
