"""`images/field`: Jacobians and changes known in closed form, fields found by perturbing."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.images.field import (
    blind_spot,
    gradient_map,
    intervention_map,
    receptive_field,
    stack_field,
)
from tests.assignments.images.facts import DTYPES, places, randn


class Quadratic(nn.Module):
    """W x + (A x)^2 / 2 over all entries: slope and change are known for any delta."""

    def __init__(self, features: int, channels: int, height: int, width: int) -> None:
        super().__init__()
        self.size = (features, height, width)
        shape = (features * height * width, channels * height * width)
        sparse = (torch.rand(shape, generator=torch.Generator().manual_seed(1)) < 0.3).double()
        self.w = nn.Parameter(randn(*shape, seed=2) * sparse)
        self.a = nn.Parameter(randn(*shape, seed=3) * sparse)

    def forward(self, x: Tensor) -> Tensor:
        flat = x.flatten(1)
        return (flat @ self.w.T + (flat @ self.a.T) ** 2 / 2).view(len(x), *self.size)

    def truth(self, x: Tensor, delta: float) -> Tensor:
        """The change per entry over `delta`; the slope for delta 0: (F, H, W, C, H, W)."""
        ax = x.flatten(1) @ self.a.T
        rate = self.w + self.a * ax.T + self.a**2 * delta / 2
        return rate.detach().view(*self.size, *x.shape[1:])


SHAPES = pytest.mark.parametrize("shape", [(1, 1, 3, 4), (3, 2, 4, 2), (5, 3, 1, 3)])


@DTYPES
@SHAPES
def test_slopes_and_changes_are_those_of_a_known_net(
    shape: tuple[int, int, int, int], dtype: torch.dtype
) -> None:
    net, x = Quadratic(*shape).to(dtype), randn(1, *shape[1:], dtype=dtype)
    kept = x.clone()
    for i, j in places(*shape[2:]):
        slopes = gradient_map(net, x, (i, j))
        torch.testing.assert_close(slopes, net.truth(x, 0.0)[:, i, j].abs().amax(0))
        assert slopes.dtype == dtype and not slopes.requires_grad
        for delta in (1.0, -0.4):
            moved = intervention_map(net, x, (i, j), delta)
            truth = (delta * net.truth(x, delta))[:, i, j].abs().amax(0)
            torch.testing.assert_close(moved, truth, rtol=1e-4, atol=1e-5)
            assert not moved.requires_grad
    assert torch.equal(x, kept) and all(one.grad is None for one in net.parameters())


def test_opposite_slopes_do_not_cancel() -> None:
    x = torch.zeros(1, 1, 2, 2, requires_grad=True)
    slopes = gradient_map(lambda x: torch.cat([x, -x, 0.1 * x], dim=1), x, (1, 0))
    assert slopes.tolist() == [[[0, 0], [1, 0]]] and not slopes.requires_grad and x.grad is None


@pytest.mark.parametrize(
    "net",
    [
        lambda x: torch.ones(len(x), 2, 2, 3),
        lambda x: torch.ones(len(x), 2, 2, 3, requires_grad=True) * 2,
        lambda x: x.detach() * 2,
        lambda x: x[:, :0],
    ],
)
def test_where_nothing_depends_there_are_zeros(net: "nn.Module") -> None:
    assert torch.equal(gradient_map(net, torch.ones(1, 2, 2, 3), (1, 2)), torch.zeros(2, 2, 3))


def test_gradients_are_found_within_no_grad_too() -> None:
    with torch.no_grad():
        assert gradient_map(lambda x: 3 * x, torch.ones(1, 1, 1, 1), (0, 0)).item() == 3


def test_a_step_has_no_slope_and_is_found_by_intervening() -> None:
    x = torch.full((1, 1, 1, 3), 0.4)
    assert not gradient_map(lambda x: (x > 0.5).float() + 0 * x, x, (0, 1)).any()
    assert intervention_map(lambda x: (x > 0.5).float(), x, (0, 1), 0.2).tolist() == [[[0, 1, 0]]]
    assert not intervention_map(lambda x: (x > 0.5).float(), x, (0, 1), -0.2).any()


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (4, 1), (3, 4)])
def test_blind_spots_are_counted_pixel_by_pixel(size: tuple[int, int]) -> None:
    for seed, (i, j) in enumerate(places(*size)):
        seen = randn(*size, seed=seed) > 0
        missed = sum(not seen[p] for p in places(*size) if p < (i, j))
        leaked = sum(bool(seen[p]) for p in places(*size) if p >= (i, j))
        found = blind_spot(seen, (i, j))
        assert found == (missed, leaked) and all(type(one) is int for one in found)


@pytest.mark.parametrize(
    ("kernels", "dilations"), [([], []), ([1], [5]), ([3, 5], [2, 1]), ((7, 1, 3), (1, 2, 4))]
)
def test_the_receptive_field_is_what_a_stack_of_ones_lights_up(
    kernels: list[int], dilations: list[int]
) -> None:
    line = torch.zeros(1, 1, 61, dtype=torch.float64)
    line[0, 0, 30] = 1
    for k, d in zip(kernels, dilations, strict=True):
        line = F.conv1d(line, torch.ones(1, 1, k).double(), padding=d * (k // 2), dilation=d)
    found = receptive_field(kernels, dilations)
    assert found == int((line > 0).sum()) and type(found) is int


@pytest.mark.parametrize(("kernels", "dilations"), [([3], []), ([3, 3], [1]), ([3, 4], [1, 1])])
def test_stacks_that_do_not_exist_are_refused(kernels: list[int], dilations: list[int]) -> None:
    with pytest.raises(ValueError, match=r"dilations|odd"):
        receptive_field(kernels, dilations)


@pytest.mark.parametrize("seed", range(6))
def test_a_stack_s_field_is_that_of_convolutions_on_a_wide_plane(seed: int) -> None:
    random = torch.Generator().manual_seed(seed)
    sizes, dilations = [3, 5, 1, 3][: 1 + seed % 4], [2, 1, 3, 1][: 1 + seed % 4]
    masks = [(torch.rand(k, k, generator=random) < 0.4).float() for k in sizes]
    plane = torch.zeros(1, 1, 41, 41, dtype=torch.float64, requires_grad=True)
    y: Tensor = plane
    for mask, d in zip(masks, dilations, strict=True):
        y = F.conv2d(y, mask[None, None].double(), padding=d * (len(mask) // 2), dilation=d)
    (slope,) = torch.autograd.grad(y[0, 0, 20, 20], plane)
    for size in (1, 3, 9):
        seen = stack_field(masks, dilations, size)
        half = size // 2
        cut = slope[0, 0, 20 - half : 21 + half, 20 - half : 21 + half] > 0
        assert seen.dtype == torch.bool and torch.equal(seen, cut)


def test_a_path_may_leave_the_window_and_come_back() -> None:
    left = torch.tensor([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
    seen = stack_field([left, left.flip(1)], [4, 4], 3)
    assert seen.nonzero().tolist() == [[1, 1]]
    assert stack_field([], [], 3).nonzero().tolist() == [[1, 1]]
    assert not stack_field([left, torch.zeros(1, 1)], [1, 1], 5).any()
