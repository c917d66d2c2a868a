"""`sequences/attention` against loops, rows with nothing allowed, and padding that is replaced."""

import math

import pytest
import torch
from torch import Tensor

from solutions.sequences.attention import Seq2Seq, attend, attention_weights, padding_mask
from tests.assignments.density.facts import DTYPES, randn
from tests.assignments.foundations.facts import kept


def test_a_mask_counts_tokens() -> None:
    lengths = torch.tensor([0, 2, 4])
    mask = padding_mask(lengths, 4)
    assert mask.dtype == torch.bool and mask.sum(1).tolist() == lengths.tolist()
    assert mask[1].tolist() == [True, True, False, False]


MASKS = {
    "none": None,
    "of keys": torch.tensor([[True, False, True], [False, True, True]])[:, None],
    "of pairs": torch.tensor(
        [[True, False, False], [False, False, False], [True] * 3, [False, True, False]]
    ),
    "nothing": torch.zeros(1, 1, 1, dtype=torch.bool),
}


@DTYPES
@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("scale", [1.0, 0.3, 400.0])
def test_weights_are_those_of_a_loop(name: str, scale: float, dtype: torch.dtype) -> None:
    query, keys = randn(2, 4, 5, dtype=dtype), randn(2, 3, 5, seed=1, dtype=dtype)
    values, allowed = randn(2, 3, 2, seed=2, dtype=dtype), MASKS[name]
    with kept(query, keys, values):
        weights, context = (
            attention_weights(query, keys, allowed, scale),
            attend(query, keys, values, allowed, scale),
        )
    assert weights.dtype == dtype and context.shape == (2, 4, 2)
    full = torch.ones(2, 4, 3, dtype=torch.bool) if allowed is None else allowed.expand(2, 4, 3)
    for b in range(2):
        for q in range(4):
            keep = full[b, q]
            want = torch.zeros(3, dtype=dtype)
            if keep.any():
                want[keep] = (scale * (keys[b][keep] @ query[b, q])).softmax(0)
            torch.testing.assert_close(weights[b, q], want, rtol=1e-4, atol=1e-5)
            assert not weights[b, q][~keep].any()
            torch.testing.assert_close(context[b, q], weights[b, q] @ values[b])


@pytest.mark.parametrize("name", MASKS)
def test_gradients_are_finite_and_those_of_what_is_forbidden_are_zero(name: str) -> None:
    query, keys = randn(2, 4, 5).requires_grad_(), randn(2, 3, 5, seed=1).requires_grad_()
    weights = attention_weights(query, keys, MASKS[name])
    gradients = torch.autograd.grad(weights.square().sum(), [query, keys])
    assert all(gradient.isfinite().all() for gradient in gradients)
    if name == "nothing":
        assert not any(gradient.any() for gradient in gradients)


def pair() -> tuple[Seq2Seq, tuple[Tensor, Tensor, Tensor]]:
    torch.manual_seed(0)
    source = torch.tensor([[3, 1, 2, 4], [4, 2, 0, 0]])
    target = torch.tensor([[6, 2, 3, 3, 0], [1, 5, 5, 2, 2]])
    return Seq2Seq(5, 7).double(), (source, torch.tensor([4, 2]), target)


@torch.no_grad()
def test_padding_does_not_matter_nor_how_much_there_is() -> None:
    model, (source, lengths, target) = pair()
    want = model(source, lengths, target)
    other = source.clone()
    other[1, 2:] = torch.tensor([3, 1])
    longer = torch.cat([source, torch.full((2, 3), 4)], 1)
    for padded in (other, longer):
        torch.testing.assert_close(model(padded, lengths, target), want, rtol=0, atol=1e-12)
    alone = model(source[1:, :2], lengths[1:], target[1:])
    torch.testing.assert_close(alone, want[1:], rtol=0, atol=1e-12)


@torch.no_grad()
def test_target_tokens_see_all_of_the_source_and_what_is_before_them() -> None:
    model, (source, lengths, target) = pair()
    want = model(source, lengths, target)
    assert want.shape == (2, 5, 7)
    for s in range(5):
        other = target.clone()
        other[:, s] = (other[:, s] + 1) % 7
        changed = (model(source, lengths, other) - want).abs().amax((0, 2)) > 1e-12
        assert changed.tolist() == [t > s for t in range(5)]
    for s in range(2):
        other = source.clone()
        other[:, s] = (other[:, s] + 1) % 5
        changed = (model(other, lengths, target) - want).abs().amax(2) > 1e-12
        assert changed[:, 1:].all()


def test_the_scale_is_not_that_of_the_transformer() -> None:
    query, keys = torch.ones(1, 1, 4), torch.tensor([[[1.0] * 4, [0.0] * 4]])
    share = attention_weights(query, keys)[0, 0, 0].item()
    assert share == pytest.approx(1 / (1 + math.exp(-4)))
