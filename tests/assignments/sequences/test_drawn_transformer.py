"""What hidden checks of `sequences/transformer` draw: never degenerate, whatever the secret."""

import importlib
from collections.abc import Callable
from types import ModuleType

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from autograder.checking.context import Context
from autograder.checking.student import Failed, Student
from autograder.course.loader import checks_for
from autograder.selfcheck.local import LocalTransport
from solutions.sequences import transformer
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "sequences" / "checks"
SECRETS = range(6)


@pytest.fixture(scope="module")
def part() -> Callable[[str], ModuleType]:
    """Return a function that imports one module of `for_transformer`."""
    (one, *_) = [check for check in checks_for(CHECKS, "transformer") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return lambda name: importlib.import_module(f"{package}.for_transformer.{name}")


def context(seed: int) -> Context:
    return Context(parameters={}, data=CHECKS, seed=seed)


@pytest.mark.parametrize("seed", SECRETS)
def test_influences_are_those_of_the_reference_and_can_be_told_from_nothing(
    part: Callable[[str], ModuleType], seed: int
) -> None:
    laws = part("laws")
    questions = [*laws.drawn_questions(context(seed), torch.float64)]
    for asked in (*questions, *laws.large_questions(context(seed), torch.float64)):
        found = transformer.influence(asked.law, asked.tokens, asked.num_tokens)
        torch.testing.assert_close(found, asked.want, rtol=1e-9, atol=1e-9)
        has_a_say = asked.law.effects.abs().sum((1, 3)) > 0
        assert (asked.want[has_a_say] >= 0.05).all()
        assert (asked.want[~has_a_say] < 1e-9).all()
        assert float(asked.law(asked.tokens).abs().max()) <= 10_000
    leaks = [asked for asked in questions if asked.want.tril().any()]
    assert len(leaks) >= 3


@pytest.mark.parametrize("seed", SECRETS)
def test_heads_are_those_of_torch(part: Callable[[str], ModuleType], seed: int) -> None:
    heads = part("heads")
    for case in heads.drawn_heads(context(seed), torch.float64):
        size = case.x.shape[2]
        layer = nn.MultiheadAttention(size, case.num_heads, bias=False, batch_first=True).double()
        inputs = torch.cat([case.w_q, case.w_k, case.w_v])
        layer.load_state_dict({"in_proj_weight": inputs, "out_proj.weight": case.w_o})
        hidden = torch.ones(case.x.shape[1], case.x.shape[1], dtype=torch.bool).triu(1)
        found, _ = layer(case.x, case.x, case.x, attn_mask=hidden)
        torch.testing.assert_close(found, case.want, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("seed", SECRETS)
def test_large_scores_are_whole_and_not_larger_than_the_contract_says(
    part: Callable[[str], ModuleType], seed: int
) -> None:
    heads = part("heads")
    for case in heads.large_heads(context(seed), torch.float32):
        scores = heads.Weights(case).scores
        assert torch.equal(scores, scores.round()) and torch.equal(scores, scores.float().double())
        assert 700 < float(scores.abs().max()) <= 10_000
        assert (scores[..., 0, 5] - scores[..., 0, 0] > 1_000).all()


def test_places_are_those_of_the_reference(part: Callable[[str], ModuleType]) -> None:
    waves = part("waves")
    for size in waves.SIZES:
        want = waves.Waves(*size).want
        torch.testing.assert_close(transformer.positions(*size).double(), want, rtol=0, atol=1e-6)
    assert all(dim % 2 for _, dim in waves.ODD)


@pytest.mark.parametrize(
    "tokens",
    [
        torch.zeros(1, 3),
        torch.zeros(1, 2, dtype=torch.int64),
        torch.zeros(3, dtype=torch.int64),
        torch.full((1, 3), 2),
        torch.full((1, 3), -1),
        "text",
    ],
)
def test_a_played_model_takes_texts_of_its_length_alone(
    part: Callable[[str], ModuleType], tokens: object
) -> None:
    played = part("played").PlayedLM(lambda x: F.one_hot(x, 2), 3, 2)
    with pytest.raises(Failed, match="takes texts"):
        played.answer(tokens)
    assert played.calls == 0


def test_a_played_model_may_be_called_once_for_each_replacement_and_once_more(
    part: Callable[[str], ModuleType],
) -> None:
    played = part("played").PlayedLM(lambda x: F.one_hot(x, 2), 3, 2, torch.float64)
    for _ in range(7):
        assert played.answer(torch.ones(2, 3, dtype=torch.int64)).dtype == torch.float64
    played.require_few_calls()
    played.answer(torch.ones(1, 3, dtype=torch.int64))
    with pytest.raises(Failed, match="more than 1"):
        played.require_few_calls()


def test_the_picture_of_the_reference_shows_a_triangle_a_leak_and_a_second_shift(
    part: Callable[[str], ModuleType],
) -> None:
    picture = part("picture").drawn_influences(Student(LocalTransport(dict(vars(transformer)))))
    assert "tokens[:, :t]: all earlier tokens have a say, and no other." in picture.alt
    assert "tokens[:, :t + 1]: leaks, place ← token: 0 ← 0, 1 ← 1, 2 ← 2, 3 ← 3, …" in picture.alt
    assert "tokens[:, :t - 1]: no say, place ← token: 1 ← 0, 2 ← 1, 3 ← 2, 4 ← 3" in picture.alt
