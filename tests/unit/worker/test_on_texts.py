"""Training on texts: the mean nats per token, also of a model that is given something before."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.checking.student import Student
from autograder.selfcheck.local import LocalTransport
from autograder.worker.training import train_on_texts

TOKENS = torch.arange(3).repeat(40, 2)  # 0 1 2 0 1 2


class Pairs(nn.Module):
    """A token given the one before it, and given what stands before the text, if anything."""

    def __init__(self) -> None:
        super().__init__()
        self.table, self.given = nn.Embedding(4, 3), nn.Embedding(5, 3)
        for one in (self.table, self.given):
            nn.init.zeros_(one.weight)

    def forward(self, *given: Tensor) -> Tensor:
        *before, tokens = given
        start = tokens.new_full((len(tokens), 1), 3)
        found: Tensor = self.table(torch.cat([start, tokens[:, :-1]], 1))
        for one in before:
            assert len(one) == len(tokens)
            found = found + self.given(one)[:, None]
        return found


def test_a_text_is_learned() -> None:
    model = train_on_texts(Pairs(), TOKENS, 60, batch_size=8, lr=0.2)
    assert (model(TOKENS[:1])[0].argmax(1) == TOKENS[0]).all() and not model.training


def test_the_first_step_is_that_of_the_mean_over_all_tokens() -> None:
    model = Pairs()
    batch = torch.randint(len(TOKENS), (8,), generator=torch.Generator().manual_seed(3))
    nats = F.cross_entropy(model(TOKENS[batch]).transpose(1, 2), TOKENS[batch])
    (gradient,) = torch.autograd.grad(nats, [model.table.weight])
    train_on_texts(model, TOKENS, 1, 8, seed=3, lr=0.5, optimiser="SGD")
    assert torch.allclose(model.table.weight, -0.5 * gradient)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_check_trains_a_model_that_is_given_something_before(dtype: torch.dtype) -> None:
    model = Student(LocalTransport({"Pairs": Pairs})).construct("Pairs")
    model.mode(dtype=dtype)
    before = [torch.tensor([4])]
    model.train(TOKENS, loss="tokens", before=before, steps=20, batch_size=8, lr=0.1)
    given = model.state_dict()["given.weight"]
    assert given[4].abs().min() > 0 and not given[:4].any()
