"""`sequences/transformer` against interventions one by one, torch's attention, and leaks."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from solutions.sequences.transformer import TransformerLM, influence, multi_head, positions
from tests.assignments.density.facts import DTYPES, randn
from tests.assignments.foundations.facts import kept
from tests.assignments.sequences.facts import drawn_model, moved


def test_influence_is_that_of_single_replacements_by_few_calls() -> None:
    calls: list[Tensor] = []
    model, tokens = drawn_model(4, calls=calls), torch.tensor([[2, 0, 3, 3, 1]])
    with kept(tokens):
        found = influence(model, tokens, 4)
    assert found.dtype == torch.float64 and len(calls) <= 1 + 5 * 4
    before = model(tokens).log_softmax(-1)
    for s in range(5):
        want = torch.zeros(5, dtype=torch.float64)
        for value in range(4):
            other = tokens.clone()
            other[0, s] = value
            change = (model(other).log_softmax(-1) - before).abs().amax((0, 2))
            want = torch.maximum(want, change)
        torch.testing.assert_close(found[s], want, rtol=0, atol=1e-12)


def test_influence_shows_a_leak_and_no_common_shift() -> None:
    tokens = torch.tensor([[2, 0, 1]])
    leak = influence(lambda x: F.one_hot(x, 3).double(), tokens, 3)
    torch.testing.assert_close(leak, torch.eye(3, dtype=torch.float64))
    assert not influence(lambda x: x.double()[..., None].expand(-1, -1, 3), tokens, 3).any()


@pytest.mark.parametrize(("length", "dim"), [(1, 2), (5, 4), (300, 16)])
def test_positions_are_sines_and_cosines(length: int, dim: int) -> None:
    found = positions(length, dim)
    assert found.shape == (length, dim) and found.dtype == torch.float32
    for p in range(length):
        for i in range(dim // 2):
            angle = p / 10000 ** (2 * i / dim)
            assert found[p, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-6)
            assert found[p, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-6)
    with pytest.raises(ValueError, match="even"):
        positions(length, dim + 1)


@DTYPES
@pytest.mark.parametrize(("shape", "heads"), [((2, 5, 6), 1), ((2, 5, 6), 3), ((4, 4, 4), 4)])
def test_heads_are_those_of_torch(
    shape: tuple[int, int, int], heads: int, dtype: torch.dtype
) -> None:
    batch, length, dim = shape
    x, *weights = (randn(*s, seed=i, dtype=dtype) for i, s in enumerate([shape, *[(dim, dim)] * 4]))
    with kept(x, *weights):
        w_q, w_k, w_v, w_o = weights
        found = multi_head(x, w_q, w_k, w_v, w_o, heads)
    q, k, v = ((x @ w.T).view(batch, length, heads, -1).transpose(1, 2) for w in (w_q, w_k, w_v))
    joined = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
    assert found.shape == (batch, length, dim) and found.dtype == dtype
    torch.testing.assert_close(found, joined @ w_o.T)
    with pytest.raises(ValueError, match="heads"):
        multi_head(x, w_q, w_k, w_v, w_o, dim + 1)


@pytest.mark.parametrize("layers", [1, 2])
def test_each_logit_sees_all_before_it_in_their_order_and_nothing_else(layers: int) -> None:
    torch.manual_seed(0)
    model = TransformerLM(5, dim=8, num_heads=2, num_layers=layers, max_length=8).double()
    x = torch.randint(5, (6, 8))
    stepper = torch.optim.Adam(model.parameters(), lr=0.1)
    for train in (True, False):
        model.train(train)
        assert torch.equal(moved(model, x, 5), torch.ones(8, 8).triu(1).bool())
        swapped = x.clone()
        swapped[:, [1, 4]] = x[:, [4, 1]]
        apart = x[:, 1] != x[:, 4]
        change = (model(swapped) - model(x)).abs().amax(2)[apart]
        assert apart.any() and (change[:, 5:] > 1e-12).all() and not change[:, :2].any()
        torch.testing.assert_close(model(x[:2, :3]), model(x)[:2, :3], rtol=0, atol=1e-12)
        F.cross_entropy(model(x).flatten(0, 1), x.flatten()).backward()  # type: ignore[no-untyped-call]
        stepper.step()


def test_a_text_is_read_in_train_mode_as_in_eval_mode() -> None:
    torch.manual_seed(0)
    model, x = TransformerLM(5), torch.randint(5, (2, 64))
    assert torch.equal(model.train()(x), model.eval()(x))
    assert (model(x)[:, 0] == model(x)[:1, 0]).all()
