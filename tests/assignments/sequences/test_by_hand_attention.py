"""The numbers that visible checks of `sequences/attention` hold, computed again."""

import importlib
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.course.loader import checks_for
from solutions.sequences import attention
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "sequences" / "checks"
SLIPS = {
    "MASK_SLIPS": "MASK",
    "WEIGHT_SLIPS": "WEIGHTS",
    "MASKED_SLIPS": "MASKED",
    "HALVED_SLIPS": "HALVED",
    "CONTEXT_SLIPS": "CONTEXT",
}


@pytest.fixture(scope="module")
def by_hand() -> Mapping[str, Any]:
    """Return `for_attention/by_hand.py` of the checks."""
    (one, *_) = [check for check in checks_for(CHECKS, "attention") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.for_attention.by_hand"))


def test_the_right_numbers(by_hand: Mapping[str, Any]) -> None:
    query, keys = by_hand["QUERY"], by_hand["KEYS"]
    sentence = by_hand["SENTENCE_QUERY"], by_hand["SENTENCE_KEYS"], by_hand["TRUE_TOKENS"]
    for found, want in (
        (attention.padding_mask(by_hand["LENGTHS"], by_hand["SIZE"]), by_hand["MASK"]),
        (attention.attention_weights(query, keys), by_hand["WEIGHTS"]),
        (
            attention.attention_weights(by_hand["MASKED_QUERY"], keys, by_hand["ALLOWED"]),
            by_hand["MASKED"],
        ),
        (attention.attention_weights(query, keys, None, 0.5), by_hand["HALVED"]),
        (attention.attend(query, keys, by_hand["VALUES"]), by_hand["CONTEXT"]),
        (attention.attention_weights(*sentence)[0], by_hand["LOOKS"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-6, atol=1e-6)


def test_what_mistakes_of_weights_answer(by_hand: Mapping[str, Any]) -> None:
    scores = by_hand["QUERY"].double() @ by_hand["KEYS"].double().transpose(1, 2)
    free = scores.softmax(2)
    for table, part, want in (
        ("WEIGHT_SLIPS", "over the queries", scores.softmax(1)),
        ("WEIGHT_SLIPS", "√d", (scores / 2**0.5).softmax(2)),
        ("WEIGHT_SLIPS", "These are scores", scores),
        ("WEIGHT_SLIPS", "logarithms", free.log()),
        ("WEIGHT_SLIPS", "not normalised", scores.exp()),
        ("HALVED_SLIPS", "divides", (2 * scores).softmax(2)),
        ("HALVED_SLIPS", "not the weights", free / 2),
    ):
        assert_told(by_hand[table], part, want)


def test_what_mistakes_of_masks_answer(by_hand: Mapping[str, Any]) -> None:
    scores = by_hand["MASKED_QUERY"].double() @ by_hand["KEYS"].double().transpose(1, 2)
    allowed, some = by_hand["ALLOWED"], torch.tensor([[[True], [False]]])
    free, zeroed = scores.softmax(2), (scores * allowed).softmax(2)
    for part, want in (
        ("no effect", free),
        ("True means allowed", scores.masked_fill(allowed, -1e30).softmax(2)),
        ("Masked after", free * allowed),
        ("all equal", scores.masked_fill(~allowed, -1e30).softmax(2)),
        ("without a mask", by_hand["MASKED"].double().where(some, free)),
        ("is a weight, too", zeroed),
        ("counts in the sum", zeroed * allowed),
    ):
        assert_told(by_hand["MASKED_SLIPS"], part, want)


def test_what_mistakes_of_contexts_answer(by_hand: Mapping[str, Any]) -> None:
    values, keys = by_hand["VALUES"].double(), by_hand["KEYS"].double()
    scores = by_hand["QUERY"].double() @ keys.transpose(1, 2)
    for part, want in (
        ("weigh the same", values.mean(1, keepdim=True).expand(1, 2, 2)),
        ("do not sum to one", scores.exp() @ values),
        ("not the keys", scores.softmax(2) @ keys),
        ("over the queries", scores.softmax(1) @ values),
        ("hard choice", values[0, scores.argmax(2)[0]].unsqueeze(0)),
    ):
        assert_told(by_hand["CONTEXT_SLIPS"], part, want)


def assert_told(slips: Mapping[str, Tensor], part: str, want: Tensor) -> None:
    """Assert that the one sentence with this part has this answer."""
    (found,) = [answer for text, answer in slips.items() if part in text]
    torch.testing.assert_close(found.double(), want.double(), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("table", SLIPS)
def test_no_two_mistakes_answer_the_same(by_hand: Mapping[str, Any], table: str) -> None:
    answers = [by_hand[SLIPS[table]], *by_hand[table].values()]
    for one, other in combinations(answers, 2):
        assert float((one.double() - other.double()).abs().max()) > 1e-3
