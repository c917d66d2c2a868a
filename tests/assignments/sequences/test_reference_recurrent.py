"""`sequences/recurrent` against autograd, torch's own LSTM, and texts read step by step."""

import math

import pytest
import torch
from torch import Tensor, nn

from solutions.sequences.recurrent import RecurrentLM, gradient_norms, lstm_step, rnn, rnn_step
from tests.assignments.density.facts import DTYPES, randn
from tests.assignments.foundations.facts import kept
from tests.assignments.sequences.facts import moved


def network(scale: float = 1.0, dtype: torch.dtype = torch.float64) -> tuple[Tensor, ...]:
    """W_h (4, 4), W_e (4, 3) and b (4,)."""
    shapes = ((4, 4), (4, 3), (4,))
    return tuple(scale * randn(*s, seed=i, dtype=dtype) for i, s in enumerate(shapes))


@DTYPES
def test_a_step_is_that_of_the_slide_and_a_text_is_steps(dtype: torch.dtype) -> None:
    weights = network(dtype=dtype)
    h, e = randn(2, 4, seed=5, dtype=dtype), randn(2, 6, 3, seed=6, dtype=dtype)
    with kept(h, e, *weights):
        states = rnn(h, e, *weights)
    assert states.shape == (2, 6, 4) and states.dtype == dtype
    for b in range(2):
        state = h[b]
        for t in range(6):
            state = torch.sigmoid(weights[0] @ state + weights[1] @ e[b, t] + weights[2])
            torch.testing.assert_close(states[b, t], state)
    torch.testing.assert_close(rnn_step(h, e[:, 0], *weights), states[:, 0])


@pytest.mark.parametrize("scale", [0.1, 1.0, 4.0])
def test_norms_are_those_of_jacobians_by_autograd(scale: float) -> None:
    weights, h, e = network(scale), randn(4, seed=5).sigmoid(), randn(5, 3, seed=6)
    jacobians: Tensor = torch.autograd.functional.jacobian(  # type: ignore[no-untyped-call]
        lambda first: rnn(first[None], e[None], *weights)[0], h
    )
    want = jacobians.flatten(1).norm(dim=1)
    torch.testing.assert_close(gradient_norms(h, e, *weights), want, rtol=1e-9, atol=0)


def test_norms_stay_right_however_small_and_leave_no_traces() -> None:
    one = torch.ones(1, 1, dtype=torch.float64)
    weights = (0 * one + 1e-3, 0 * one, torch.zeros(1, dtype=torch.float64))
    for weight in weights:
        weight.requires_grad_()
    given = torch.full((1,), 0.5, dtype=torch.float64), torch.zeros(70, 1, dtype=torch.float64)
    for context in (torch.no_grad, torch.enable_grad):
        with context():
            norms = gradient_norms(*given, *weights)
        # Each state is the logistic of h/1000, so its slope is a quarter to within a millionth.
        assert norms[-1].log10().item() == pytest.approx(70 * math.log10(2.5e-4), rel=1e-4)
        assert not norms.requires_grad and all(weight.grad is None for weight in weights)


@DTYPES
def test_an_lstm_is_torchs(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    cell = nn.LSTMCell(3, 5).to(dtype)
    x, state = (
        randn(2, 3, dtype=dtype),
        (randn(2, 5, seed=1, dtype=dtype), randn(2, 5, seed=2, dtype=dtype)),
    )
    with torch.no_grad():
        found = lstm_step(x, *state, cell.weight_ih, cell.weight_hh, cell.bias_ih + cell.bias_hh)
        for got, want in zip(found, cell(x, state), strict=True):
            torch.testing.assert_close(got, want)


@torch.no_grad()
def test_step_by_step_is_forward_also_after_detours() -> None:
    torch.manual_seed(0)
    model, x = RecurrentLM(5, dim=3, hidden=4).double().eval(), torch.randint(5, (3, 6))
    logits, state = model.begin(3)
    found = [logits]
    for token in x[:, :-1].unbind(1):
        model.step((token + 1) % 5, state)
        logits, state = model.step(token, state)
        found.append(logits)
    torch.testing.assert_close(torch.stack(found, 1), model(x), rtol=0, atol=1e-12)


@torch.no_grad()
def test_each_logit_sees_all_before_it_and_nothing_else() -> None:
    torch.manual_seed(1)
    model, x = RecurrentLM(5).double(), torch.randint(5, (4, 6))
    assert torch.equal(moved(model, x, 5), torch.ones(6, 6).triu(1).bool())
    torch.testing.assert_close(model(x[:, :3]), model(x)[:, :3], rtol=0, atol=1e-12)
    assert (model(x)[:, 0] == model(x)[:1, 0]).all()
