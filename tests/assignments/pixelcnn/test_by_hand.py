"""The numbers that visible checks hold in place of formulas are those of the hidden formulas."""

import torch
import torch.nn.functional as F

from assignments.pixelcnn.checks import bound_numbers, costs, gaussians, played, tightness
from assignments.pixelcnn.checks import vae_numbers as vae
from assignments.pixelcnn.checks.answers import all_images
from assignments.pixelcnn.checks.kernels import shown_by
from assignments.pixelcnn.checks.layer import SHOWN, Layer
from assignments.pixelcnn.checks.likelihood_examples import (
    Example,
    bernoulli_examples,
    categorical_examples,
    fvsbn_example,
    misused,
)
from assignments.pixelcnn.checks.likelihood_numbers import BIAS, BITS, DIMS, TELLING, WEIGHT
from assignments.pixelcnn.checks.mask_slips import SLIPS, channel_slips, swap_of
from assignments.pixelcnn.checks.masks_by_hand import BLOCKS, BY_HAND, COLOURS_BY_HAND
from assignments.pixelcnn.checks.tight_law import known_law
from assignments.pixelcnn.checks.vae_answers import bound_slips
from solutions.pixelcnn import masks
from solutions.pixelcnn.vae import importance_bound, reparameterize
from tests.support.numbers import same, same_table


def same_example(one: Example, cost: torch.Tensor, slips: dict[str, torch.Tensor]) -> None:
    want = cost.flatten(1).sum(1)
    same(one.want, want)
    same(one.asked.cost.flatten(1), cost.flatten(1))
    same_table(one.slips, want, want, slips)


def test_costs_of_images() -> None:
    for one in bernoulli_examples():
        given = one.asked.args[0], one.asked.args[1]
        same_example(one, costs.bernoulli_cost(*given), costs.bernoulli_mistakes(*given))
    for one in categorical_examples():
        given = one.asked.args[0], one.asked.args[1]
        same_example(one, costs.categorical_cost(*given), costs.categorical_mistakes(*given))


def test_bits() -> None:
    for place, dims in enumerate(DIMS):
        nll = dims * torch.tensor([8.0, 0.0, 1.0]).double() * torch.tensor(2.0).double().log()
        held = {text: each[place] for text, each in BITS.items()}
        same_table(held, nll, nll, costs.bits_mistakes(nll, dims))


def test_costs_of_a_network() -> None:
    one = fvsbn_example()
    x, weight, bias = one.asked.args
    want = costs.fvsbn_cost(x, weight.tril(-1), bias)
    same_example(one, want, costs.fvsbn_slips(want.sum(1), x, weight, bias))


def test_misuses_of_a_weight() -> None:
    x = all_images(2, (8,)).double()
    held, found = misused(len(x)), costs.fvsbn_mistakes(x, WEIGHT, BIAS)
    assert list(held) == list(found)
    for text, want in found.items():
        same(held[text][TELLING], want[TELLING])
        assert held[text].isnan().sum() == len(x) - len(TELLING)


def test_divergences_and_draws() -> None:
    given = vae.MEAN, vae.LOG_VAR
    want = gaussians.exact_kl(*given)
    same(vae.DIVERGENCE, want)
    same_table(vae.KL_SLIPS, want, want, gaussians.kl_slips(*given))
    z = reparameterize(*vae.CODE, vae.NOISE)
    same_table(vae.DRAW_SLIPS, z, z, gaussians.draw_slips(*vae.CODE, vae.NOISE))


def test_bounds() -> None:
    for weights, bound, slips in bound_numbers.EASY:
        given = torch.tensor(weights)
        want = importance_bound(given)
        same(torch.tensor(bound), want.double())
        same_table(slips, want, want, bound_slips(given))


def test_bounds_of_a_linear_gaussian_model() -> None:
    weights, exact = tightness.linear_gaussian()
    right, density = known_law()
    torch.testing.assert_close(weights, right)
    assert abs(exact - density) < 1e-9
    for count, due in zip(tightness.COUNTS, bound_numbers.DUE, strict=True):
        assert abs(due + float(importance_bound(right.view(count, -1)).mean())) < 1e-6


def test_costs_of_constant_models() -> None:
    models = played.constant_models()
    index = models.images.long()
    logits = models.pixelcnn.answers
    same(played.COST, costs.categorical_cost(logits, index).flatten(1).sum(1))
    same(played.FLIPPED_COST, costs.categorical_cost(logits.flip(1), index).flatten(1).sum(1))
    noise = torch.zeros(3, 2, dtype=torch.float64)
    same(models.vae.bound(torch.arange(3), noise), -played.COST)


def test_masks() -> None:
    for name, cases in BY_HAND.items():
        for case, due in cases.items():
            want = getattr(masks, name)(*case)
            same(due.mask, want.double())
            same_table(due.slips, want, want, SLIPS[name](want))
            right = swap_of(name, want)
            assert (due.swap is None) == (right is None)
            if due.swap is not None and right is not None:
                same(due.swap.other, right.other.double())
                same(due.swap.causal, right.causal.double())


def test_masks_over_colours() -> None:
    for kind, due in COLOURS_BY_HAND.items():
        want = masks.channel_mask(3, 3, 1, kind)
        same(due.mask, want.double())
        same_table(due.slips, want, want, channel_slips(want))
    blocks = masks.channel_mask(6, 6, 1, "A")
    same(BLOCKS.mask, blocks.double())
    same_table(BLOCKS.slips, blocks, blocks, channel_slips(blocks))


def test_kernels() -> None:
    assert {case: shown_by(*case) for case in SHOWN} == SHOWN
    for kind in ("A", "B"):
        layer = Layer(1, 1, 7, kind, shown=shown_by(7, kind))
        same(layer.mask(), masks.causal_mask(7, kind))


def test_a_layer_is_a_convolution() -> None:
    draw = torch.Generator().manual_seed(0)
    for size, dilation in ((3, 1), (5, 1), (3, 2)):
        layer = Layer(2, 3, size, "B", dilation, 6, 7, shown_by(size, "B"))
        x = torch.randn((4, 2, 6, 7), generator=draw, dtype=torch.float64)
        weight = torch.randn((3, 2, size, size), generator=draw, dtype=torch.float64)
        bias, reach = torch.randn(3, generator=draw).double(), dilation * (size // 2)
        seen = weight * layer.mask()
        want = F.conv2d(x, seen, bias, padding=reach, dilation=dilation)
        torch.testing.assert_close(layer.convolved(x, weight, bias), want)
        ones = torch.ones(1, 1, 6, 7, dtype=torch.float64)
        share = F.conv2d(ones, layer.mask().view(1, 1, size, size), None, 1, reach, dilation)
        same(layer.visible().sum(1).view(6, 7).double(), share[0, 0])
