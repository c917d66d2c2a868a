"""`images/colour`: bins, costs, and a model whose channels see what they may, and all of it."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from solutions.images.colour import ColourPixelCNN, coarse_nll, coarsen, nll_by_channel
from tests.assignments.images.facts import DTYPES, places, randint, randn, require_kept, seeded
from tests.conftest import ROOT


@pytest.mark.parametrize("num_values", [2, 4, 8, 32, 256])
def test_bins_are_equal_and_in_order(num_values: int) -> None:
    x = torch.arange(256)
    bins = coarsen(x, num_values)
    assert bins.dtype == torch.int64 and torch.equal(bins, bins.sort()[0])
    assert bins.bincount().tolist() == [256 // num_values] * num_values
    require_kept(lambda x: coarsen(x, num_values), x)


@pytest.mark.parametrize("num_values", [0, 1, 3, 6, 100, 512, -2])
def test_bins_that_do_not_divide_256_are_refused(num_values: int) -> None:
    with pytest.raises(ValueError, match="256"):
        coarsen(torch.zeros(1, dtype=torch.long), num_values)


@pytest.mark.parametrize("num_values", [1, 3])
def test_a_model_of_such_bins_is_refused(num_values: int) -> None:
    with pytest.raises(ValueError, match="256"):
        coarse_nll(torch.zeros(1, num_values, 3, 1, 1), torch.zeros(1, 3, 1, 1, dtype=torch.long))


@DTYPES
@pytest.mark.parametrize("shape", [(2, 3, 3, 1, 4), (3, 8, 3, 2, 2), (1, 2, 1, 3, 1)])
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_costs_are_those_of_each_value_looked_up(
    shape: tuple[int, ...], scale: float, dtype: torch.dtype
) -> None:
    batch, values, channels, height, width = shape
    logits = scale * randn(*shape, dtype=dtype)
    x = randint(values, batch, channels, height, width)
    wide = logits.double()
    truth = torch.zeros(batch, channels, dtype=torch.float64)
    for b, c, i, j in places(batch, channels, height, width):
        truth[b, c] += wide[b, :, c, i, j].logsumexp(0) - wide[b, x[b, c, i, j], c, i, j]
    found = nll_by_channel(logits, x)
    assert found.dtype == dtype
    torch.testing.assert_close(found.double(), truth, rtol=1e-5, atol=1e-5 * scale)
    require_kept(nll_by_channel, logits, x)


def test_bins_and_their_values_together_are_a_law_of_256_values() -> None:
    logits = randn(1, 8, 3, 1, 1)
    every = torch.arange(256).view(256, 1, 1, 1)
    for channel in range(3):
        x = torch.zeros(256, 3, 1, 1, dtype=torch.long)
        x[:, channel : channel + 1] = every
        others = nll_by_channel(logits, torch.zeros(1, 3, 1, 1, dtype=torch.long))[0]
        rest = others.sum() - others[channel] + 2 * math.log(32)
        mass = (rest - coarse_nll(logits.expand(256, -1, -1, -1, -1), x)).exp()
        torch.testing.assert_close(mass.sum(), torch.tensor(1.0).double())
    fair = coarse_nll(torch.zeros(2, 4, 3, 2, 5), randint(256, 2, 3, 2, 5))
    torch.testing.assert_close(fair, torch.full((2,), 30 * math.log(256)))


def depends(model: ColourPixelCNN, at: tuple[int, int], size: tuple[int, int]) -> Tensor:
    """Which logits of each channel at `at` answer to which input: (out, in, H, W)."""
    x = (torch.rand(1, 3, *size, generator=seeded(3), dtype=torch.float64)).requires_grad_()
    logits = model(x)
    rows = []
    for channel in range(3):
        slopes = [
            torch.autograd.grad(one, x, retain_graph=True)[0][0].abs()
            for one in logits[0, :, channel, at[0], at[1]]
        ]
        rows.append(torch.stack(slopes).amax(0) > 0)
    return torch.stack(rows)


@pytest.mark.parametrize("dilations", [(1, 2, 1), (1, 3), (2, 1), (1,), [1, 1, 1, 1]])
def test_channels_see_what_they_may_and_all_of_it(dilations: list[int]) -> None:
    torch.manual_seed(0)
    model, size, at = ColourPixelCNN(12, dilations, 5).double(), (6, 12), (5, 6)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05)
    for _ in range(3):
        seen = depends(model, at, size)
        assert seen[:, :, at[0], at[1]].int().tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0]]
        for h, w in places(*size):
            assert (h, w) <= at or not seen[:, :, h, w].any()
        reach = sum(dilations)
        assert seen[:, :, at[0], at[1] - reach].all()
        assert reach > at[0] or seen[:, :, at[0] - reach, at[1]].all()
        if dilations[0] == 1:
            for dh, dw in ((0, -1), (-1, -1), (-1, 0), (-1, 1)):
                assert seen[:, :, at[0] + dh, at[1] + dw].all()
        optimiser.zero_grad()
        x = torch.rand(4, 3, *size, generator=seeded(), dtype=torch.float64)
        model(x).square().mean().backward()
        optimiser.step()
    with torch.no_grad():
        for one in model.parameters():
            one.fill_(0.3)
    assert not depends(model, at, size)[0, :, at[0], at[1]].any()


def test_images_do_not_see_each_other_and_answers_repeat() -> None:
    torch.manual_seed(0)
    model, x = ColourPixelCNN(6, (1, 2), 2).double(), randint(2, 5, 3, 4, 3).double()
    together = model(x)
    torch.testing.assert_close(torch.cat([model(one[None]) for one in x]), together)
    assert torch.equal(model.eval()(x), together)
    assert together.shape == (5, 2, 3, 4, 3) and model.float()(x.float()).dtype == torch.float32


@pytest.mark.parametrize("given", [{"hidden_channels": 8}, {"dilations": ()}])
def test_models_that_cannot_be_built_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"divisible|one dilation"):
        ColourPixelCNN(**given)  # type: ignore[arg-type]


def test_the_data_are_digits_in_two_hues() -> None:
    images = np.load(ROOT / "assignments" / "images" / "colour.npz")["images"]
    assert images.shape == (1797, 3, 8, 8) and images.dtype == np.uint8
    x = coarsen(torch.from_numpy(images).long(), 8)
    train, test = x[:1500], x[1500:]
    shares = torch.stack([(train == v).float().mean(0) for v in range(8)]).clamp_min(1e-4)
    independent = -(shares / shares.sum(0)).log().gather(0, test).sum((1, 2, 3)).mean()
    assert abs(independent.item() - 283.3) < 0.1


@pytest.mark.slow
def test_by_the_course_s_protocol_it_learns() -> None:
    images = np.load(ROOT / "assignments" / "images" / "colour.npz")["images"]
    x = coarsen(torch.from_numpy(images).long(), 8)
    train, test, random = x[:1500], x[1500:], seeded()
    torch.manual_seed(0)
    model = ColourPixelCNN()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(120):
        batch = train[torch.randint(len(train), (64,), generator=random)]
        optimiser.zero_grad()
        nats = nll_by_channel(model(batch / 7), batch).sum(1).mean()
        nats.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    with torch.no_grad():
        nats = nll_by_channel(model(test / 7), test).mean(0)
    # 176, in R 65, G 58 and B 53; the ceiling is 225, and 110 would be suspicious.
    assert 165 < nats.sum() < 190 and nats[0] > nats[1] + 3 > nats[2] + 5
