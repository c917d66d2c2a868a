"""What hidden checks of `sequences/attention` draw: never degenerate, whatever the secret."""

import importlib
from collections.abc import Callable
from types import ModuleType

import pytest
import torch

from autograder.checking.context import Context
from autograder.checking.student import Failed, Student
from autograder.course.loader import checks_for
from autograder.pictures.attention import Looks
from autograder.selfcheck.local import LocalTransport
from solutions.sequences import attention
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "sequences" / "checks"
SECRETS = range(12)


@pytest.fixture(scope="module")
def part() -> Callable[[str], ModuleType]:
    """Return a function that imports one module of `for_attention`."""
    (one, *_) = [check for check in checks_for(CHECKS, "attention") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return lambda name: importlib.import_module(f"{package}.for_attention.{name}")


def context(seed: int) -> Context:
    return Context(parameters={}, data=CHECKS, seed=seed)


@pytest.mark.parametrize("seed", SECRETS)
def test_the_truth_is_that_of_the_reference(part: Callable[[str], ModuleType], seed: int) -> None:
    cases = part("cases")
    for case in cases.drawn_averaged(context(seed), torch.float64):
        found = attention.attend(*case.whole.values())
        torch.testing.assert_close(found, case.want, rtol=1e-12, atol=1e-12)
    for lengths in cases.drawn_lengths(context(seed)):
        assert torch.equal(attention.padding_mask(lengths.lengths, lengths.size), lengths.want)


@pytest.mark.parametrize("seed", SECRETS)
def test_a_row_of_a_mask_has_both_or_is_meant_to_be_empty_or_full(
    part: Callable[[str], ModuleType], seed: int
) -> None:
    mask = part("cases").drawn_mask(context(seed), 3, 4, 5)
    assert mask.any(-1).all() and not mask.all(-1).any()
    each, *_ = part("cases").drawn_masked(context(seed), torch.float32)
    assert (~each.seen.any(-1)).sum() == 1 and (each.seen.sum(-1) == 1).any()


@pytest.mark.parametrize("seed", SECRETS)
def test_large_scores_are_whole_and_as_large_as_the_contract_says(
    part: Callable[[str], ModuleType], seed: int
) -> None:
    for case in part("cases").large_cases(context(seed), torch.float32):
        assert torch.equal(case.scores * 2, (case.scores * 2).round())
        assert 4_900 <= float(case.scores.abs().max()) <= 10_000
        assert torch.equal(case.scores, case.scores.float().double())


def test_the_truth_has_finite_gradients_at_an_empty_row(
    part: Callable[[str], ModuleType],
) -> None:
    query = torch.randn(1, 2, 3, dtype=torch.float64, requires_grad=True)
    keys = torch.randn(1, 4, 3, dtype=torch.float64)
    allowed = torch.tensor([[True, False, True, False], [False] * 4])
    part("truth").weights_of(query, keys, allowed).cumsum(2).sum().backward()
    assert query.grad is not None
    assert query.grad[0, 0].any() and not query.grad[0, 1].any()


@pytest.mark.parametrize("seed", SECRETS)
def test_other_padding_leaves_true_tokens_as_they_are(
    part: Callable[[str], ModuleType], seed: int
) -> None:
    sources = part("sources")
    pairs = sources.drawn_pairs(context(seed))
    wide = pairs.padded_with(torch.full((len(pairs.lengths), 9), 7))
    narrow = pairs.padded_with(torch.full((len(pairs.lengths), 5), 7))
    for row, length in enumerate(pairs.lengths.tolist()):
        for other in (wide, narrow):
            assert torch.equal(other.source[row, :length], pairs.source[row, :length])
            assert (other.source[row, length:] == 7).all()
    assert [one.source.shape[1] for one in pairs.each()] == pairs.lengths.tolist()


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        (torch.ones(3, 4), "source never matters"),
        ((torch.arange(3).unsqueeze(1) != torch.arange(4)).float(), "at the same place"),
        ((torch.arange(3).unsqueeze(1) > torch.arange(4)).float(), "masked causally"),
        (torch.tensor([[0.0], [0], [1]]).expand(3, 4), "one too short"),
        (torch.tensor([[1.0], [0], [0]]).expand(3, 4), "first source token never"),
        (torch.tensor([[1.0], [1], [0]]).expand(3, 4), "Only the last source token"),
        (torch.tensor([[0.0], [1], [1]]).expand(3, 4), "Only the first source token"),
    ],
)
def test_what_is_missed_has_a_name(
    part: Callable[[str], ModuleType], missed: torch.Tensor, words: str
) -> None:
    shown = missed.bool().clone()
    shown[:, 0] = False
    assert words in part("sources")._told(shown)


def test_the_map_of_the_reference_bears_no_cross(part: Callable[[str], ModuleType]) -> None:
    picture = part("picture").drawn_looks(Student(LocalTransport(dict(vars(attention)))))
    assert "wrong" not in picture.alt and "×" not in picture.caption
    assert "hit → entarté" in picture.alt and "Hatched" in picture.caption


def test_a_map_of_weights_that_do_not_sum_to_one_names_them(
    part: Callable[[str], ModuleType],
) -> None:
    names = {**vars(attention), "attention_weights": lambda q, k, *_: (q @ k.mT).softmax(-1) / 2}
    picture = part("picture").drawn_looks(Student(LocalTransport(names)))
    assert "wrong weights from he to il" in picture.alt and "×" in picture.caption


def test_looks_are_wrong_where_they_are_nan() -> None:
    due = torch.tensor([[0.5, 0.5]])
    found = Looks(torch.tensor([[torch.nan, 0.5]]), due, due > 0, ["q"], ["k", "l"])
    assert found.wrong.tolist() == [[True, False]]


def test_a_model_that_reads_padding_is_told_so(part: Callable[[str], ModuleType]) -> None:
    class Reads(attention.Seq2Seq):
        def forward(
            self, source: torch.Tensor, lengths: torch.Tensor, target: torch.Tensor
        ) -> torch.Tensor:
            every = torch.full_like(lengths, source.shape[1])
            return super().forward(source, every, target)

    student = Student(LocalTransport({**vars(attention), "Seq2Seq": Reads}))
    with pytest.raises(Failed, match="places ≥ lengths"):
        part("sources").require_padding_ignored(student, context(1))
