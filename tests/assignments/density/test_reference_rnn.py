"""`density/rnn`: stepping against teacher forcing, and models that the tests play."""

import pytest
import torch
from torch import Tensor

from solutions.density.rnn import RNNDensity, shift_right, step_log_prob, step_sample
from tests.assignments.density.facts import (
    DTYPES,
    all_rows,
    log_likelihood,
    randn,
    require_generator,
    require_law,
    seeded,
)


def test_shifting_is_zeros_and_then_the_past() -> None:
    x = randn(3, 4)
    kept, shifted = x.clone(), shift_right(x)
    assert not shifted[:, 0].any() and torch.equal(shifted[:, 1:], x[:, :-1])
    shifted.zero_()
    assert torch.equal(x, kept)
    one = torch.ones(2, 1)
    assert torch.equal(shift_right(one), torch.zeros(2, 1)) and one.all()


@DTYPES
@pytest.mark.parametrize("num_dims", [1, 2, 8, 30])
def test_forward_is_what_stepping_reads(num_dims: int, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    model = RNNDensity(6).to(dtype)
    x = (torch.rand(3, num_dims, generator=seeded()) < 0.5).to(dtype)
    logits = model(x)
    assert logits.shape == x.shape and logits.dtype == dtype
    for b, row in enumerate(x):
        state = model.start(1)
        for i, bit in enumerate(row):
            torch.testing.assert_close(model.read(state), logits[b : b + 1, i])
            state = model.update(state, bit.view(1))
    torch.testing.assert_close(model.log_prob(x), log_likelihood(logits, x))
    torch.testing.assert_close(step_log_prob(model, x), model.log_prob(x))


def test_two_walks_in_turns_do_not_disturb_each_other() -> None:
    torch.manual_seed(0)
    model, x = RNNDensity(6).double(), all_rows(5)[[7, 18]]
    states = [model.start(1), model.start(1)]
    read = [[], []]  # type: list[list[Tensor]]
    for i in range(5):
        for b in (0, 1):
            read[b].append(model.read(states[b]))
            states[b] = model.update(states[b], x[b : b + 1, i])
    torch.testing.assert_close(torch.stack([torch.cat(one) for one in read]), model(x))


def test_each_logit_depends_on_all_that_is_earlier() -> None:
    torch.manual_seed(0)
    model, x = RNNDensity().double(), all_rows(8)
    for j in range(8):
        flipped = x.clone()
        flipped[:, j] = 1 - x[:, j]
        moved = ((model(flipped) - model(x)).abs() > 1e-9).any(0)
        assert moved.tolist() == [i > j for i in range(8)]


class Played(RNNDensity):
    """State: the past as a number to base 3, digits 1 and 2. Logits: a function of that."""

    def __init__(self, scale: float = 2.0) -> None:
        super().__init__(1)
        self.scale = scale
        self.calls: list[str] = []

    def start(self, batch_size: int) -> Tensor:
        self.calls.append("start")
        return torch.zeros(batch_size, 1, dtype=torch.float64)

    def update(self, state: Tensor, x_i: Tensor) -> Tensor:
        self.calls.append("update")
        assert x_i.shape == (len(state),) and ((x_i == 0) | (x_i == 1)).all()
        return 3 * state + 1 + x_i.unsqueeze(1)

    def read(self, state: Tensor) -> Tensor:
        self.calls.append("read")
        return self.scale * torch.sin(state[:, 0] * 1.7 + 0.3)


def logits_of(played: Played, x: Tensor) -> Tensor:
    code, logits = torch.zeros(len(x), dtype=torch.float64), []
    for i in range(x.shape[1]):
        logits.append(played.scale * torch.sin(code * 1.7 + 0.3))
        code = 3 * code + 1 + x[:, i]
    return torch.stack(logits, dim=1)


@pytest.mark.parametrize("scale", [2.0, 1e4])
def test_stepping_through_a_model_that_is_played(scale: float) -> None:
    model, x = Played(scale), all_rows(5)
    torch.testing.assert_close(step_log_prob(model, x), log_likelihood(logits_of(model, x), x))
    assert [model.calls.count(name) for name in ("start", "read", "update")] == [1, 5, 4]
    assert step_log_prob(Played(), x[:, :1]).shape == (32,)


def test_stepwise_samples_follow_the_law_of_a_played_model() -> None:
    model, x = Played(), all_rows(4)
    law = log_likelihood(logits_of(model, x), x).exp()
    require_law(lambda n, g: step_sample(model, n, 4, g), law)
    require_generator(lambda g: step_sample(model, 50, 4, g))
    model.calls.clear()
    assert step_sample(model, 3, 6).dtype == torch.float64
    assert [model.calls.count(name) for name in ("start", "read", "update")] == [1, 6, 5]
    assert step_sample(RNNDensity(4), 2, 1).shape == (2, 1)
